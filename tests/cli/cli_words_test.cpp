#include "cli/words.hpp"

#include <catch2/catch.hpp>

using namespace tripline::cli;
using tripline::core::kDay;
using tripline::core::kSecond;

TEST_CASE("counts are grouped") {
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1160) == "1,160");
  CHECK(count_text(1234567890) == "1,234,567,890");
  CHECK(counted(0, "violation") == "no violations");
  CHECK(counted(1, "violation") == "1 violation");
  CHECK(counted(2000, "duty", "duties") == "2,000 duties");
}

TEST_CASE("lengths of time show their two largest units") {
  CHECK(rough_duration(0) == "0 s");
  CHECK(rough_duration(1) == "under 1 ms");
  CHECK(rough_duration(250'000'000) == "250 ms");
  CHECK(rough_duration(kSecond) == "1 s");
  CHECK(rough_duration(63 * kSecond + 5) == "1 min 3 s");
  CHECK(rough_duration(7380 * kSecond) == "2 h 3 min");
  CHECK(rough_duration(3600 * kSecond + 5 * kSecond) == "1 h");
  CHECK(rough_duration(1500 * kDay + 1) == "1,500 d");
}

TEST_CASE("bytes and shares") {
  CHECK(bytes_text(812) == "812 B");
  CHECK(bytes_text(1200) == "1.2 kB");
  CHECK(bytes_text(999'999) == "1.0 MB");
  CHECK(bytes_text(2'800'000'000) == "2.8 GB");
  CHECK(percent_text(-0.675) == "-67.5%");
  CHECK(percent_text(0) == "0%");
  CHECK(percent_text(1) == "100%");
  CHECK(percent_text(0.0004) == "0.04%");
  CHECK(percent_text(1.0 / 300) == "0.3%");
}

TEST_CASE("foreign text cannot steer a terminal") {
  CHECK(printable("plain 限速 é") == "plain 限速 é");
  CHECK(printable("a\x1b[2Jb") == "a\\u001b[2Jb");
  CHECK(printable("a\nb\x7f") == "a\\u000ab\\u007f");
  CHECK(printable("\xc2\x9b") == "\\u009b");
  CHECK(printable("\xe2\x80\xae") == "\\u202e");
  CHECK(printable("a\xff\xfe z") == "a\\xff\\xfe z");
  CHECK(printable("\xf0\x9f\x9a\x81") == "\xf0\x9f\x9a\x81");
}
