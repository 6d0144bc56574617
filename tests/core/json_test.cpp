#include "core/json.hpp"

#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <random>
#include <string>

using tripline::core::Json;
using tripline::core::write_number;
using tripline::core::write_string;

namespace {

std::string number(std::uint64_t bits) {
  std::string out;
  write_number(out, std::bit_cast<double>(bits));
  return out;
}

}  // namespace

TEST_CASE("numbers of RFC 8785, appendix B") {
  CHECK(number(0x0000000000000000) == "0");
  CHECK(number(0x8000000000000000) == "0");
  CHECK(number(0x0000000000000001) == "5e-324");
  CHECK(number(0x8000000000000001) == "-5e-324");
  CHECK(number(0x7fefffffffffffff) == "1.7976931348623157e+308");
  CHECK(number(0xffefffffffffffff) == "-1.7976931348623157e+308");
  CHECK(number(0x4340000000000000) == "9007199254740992");
  CHECK(number(0xc340000000000000) == "-9007199254740992");
  CHECK(number(0x4430000000000000) == "295147905179352830000");
  CHECK(number(0x44b52d02c7e14af5) == "9.999999999999997e+22");
  CHECK(number(0x44b52d02c7e14af6) == "1e+23");
  CHECK(number(0x44b52d02c7e14af7) == "1.0000000000000001e+23");
  CHECK(number(0x444b1ae4d6e2ef4e) == "999999999999999700000");
  CHECK(number(0x444b1ae4d6e2ef4f) == "999999999999999900000");
  CHECK(number(0x444b1ae4d6e2ef50) == "1e+21");
  CHECK(number(0x3eb0c6f7a0b5ed8c) == "9.999999999999997e-7");
  CHECK(number(0x3eb0c6f7a0b5ed8d) == "0.000001");
  CHECK(number(0x41b3de4355555553) == "333333333.3333332");
  CHECK(number(0x41b3de4355555554) == "333333333.33333325");
  CHECK(number(0x41b3de4355555555) == "333333333.3333333");
  CHECK(number(0x41b3de4355555556) == "333333333.3333334");
  CHECK(number(0x41b3de4355555557) == "333333333.33333343");
  CHECK(number(0xbecbf647612f3696) == "-0.0000033333333333333333");
  CHECK(number(0x43143ff3c1cb0959) == "1424953923781206.2");
}

TEST_CASE("numbers read back, in ECMAScript's form") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 200000; ++i) {
    double x = std::bit_cast<double>(random());
    if (i % 2 == 0) x = static_cast<double>(random() >> 11U) * std::pow(10.0, static_cast<int>(random() % 40) - 30);
    if (!std::isfinite(x)) continue;
    std::string text;
    write_number(text, x);
    double back = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), back);
    INFO(text);
    REQUIRE(end.ptr == text.data() + text.size());
    REQUIRE(back == x);
    const bool exponent = text.find('e') != std::string::npos;
    REQUIRE(exponent == (x != 0 && (std::fabs(x) >= 1e21 || std::fabs(x) < 1e-6)));
  }
}

TEST_CASE("values") {
  CHECK(Json().canonical() == "null");
  CHECK(Json(true).canonical() == "true");
  CHECK(Json(false).canonical() == "false");
  CHECK(Json(-42).canonical() == "-42");
  CHECK(Json(std::int64_t{1} << 53).canonical() == "9007199254740992");
  CHECK(Json(0.1).canonical() == "0.1");
  CHECK(Json("x").canonical() == "\"x\"");
  CHECK(Json(Json::Array{}).canonical() == "[]");
  CHECK(Json(Json::Object{}).canonical() == "{}");
  Json list;
  list.push(1).push("two").push(Json()).push(Json().push(3));
  CHECK(list.canonical() == "[1,\"two\",null,[3]]");
}

TEST_CASE("members are replaced, found and written in order") {
  Json j;
  j.set("b", 1).set("a", 2).set("b", 3);
  CHECK(j.canonical() == R"({"a":2,"b":3})");
  REQUIRE(j.find("b") != nullptr);
  CHECK(*j.find("b")->number() == 3);
  CHECK(j.find("c") == nullptr);
  CHECK(Json(1).find("a") == nullptr);
  CHECK(j.object()->size() == 2);
}

TEST_CASE("keys are sorted by UTF-16 code units (RFC 8785, 3.2.3)") {
  Json j;
  j.set("\u20ac", "Euro Sign").set("\r", "Carriage Return").set("\ufb33", "Hebrew Letter Dalet With Dagesh");
  j.set("1", "One").set("\U0001F600", "Emoji: Grinning Face").set("\u0080", "Control");
  j.set("\u00f6", "Latin Small Letter O With Diaeresis");
  CHECK(j.canonical() ==
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With "
        "Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\U0001F600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet "
        "With Dagesh\"}");
  CHECK(Json().set("a", 1).set("", 2).set("aa", 3).set("B", 4).canonical() == R"({"":2,"B":4,"a":1,"aa":3})");
}

TEST_CASE("strings") {
  std::string out;
  write_string(out, std::string_view("\u20ac$\x0F\x0A"
                                     "A'\x42\x22\x5c\\\"/\b\f\r\t\0\x7f",
                                     20));
  CHECK(out == "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\r\\t\\u0000\x7f\"");
  out.clear();
  write_string(out, "a\xC3(\xF0\x9F\x98\x80\xED\xA0\x80");
  CHECK(out == "\"a\uFFFD(\U0001F600\uFFFD\uFFFD\uFFFD\"");
}
