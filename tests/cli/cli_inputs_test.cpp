#include "cli/inputs.hpp"

#include <catch2/catch.hpp>

using namespace tripline;
using namespace tripline::cli;

namespace {

dsl::model::Pack pack() {
  dsl::model::Pack made;
  for (const char* name : {"Motion", "Stopped", "Violation"}) {
    dsl::model::Stream stream;
    stream.name = name;
    made.streams.push_back(std::move(stream));
  }
  made.streams[1].derived_from = 0;
  made.streams[2].violation = true;
  return made;
}

}  // namespace

TEST_CASE("a stream of the pack before the equals sign, anything else is a file") {
  const auto made = pack();
  const auto inputs = choose_inputs({"Motion=a.csv", "b=c.jsonl", "-"}, made);
  REQUIRE(inputs);
  REQUIRE(inputs->size() == 3);
  CHECK((*inputs)[0].path == "a.csv");
  CHECK((*inputs)[0].stream == "Motion");
  CHECK((*inputs)[0].stream_number == 0);
  CHECK((*inputs)[0].source == "a.csv");
  CHECK((*inputs)[1].path == "b=c.jsonl");
  CHECK((*inputs)[1].stream.empty());
  CHECK((*inputs)[1].stream_number == dsl::model::kNone);
  CHECK((*inputs)[2].path == "-");
}

TEST_CASE("one file read twice gives two sources") {
  const auto made = pack();
  const auto inputs = choose_inputs({"Motion=a.csv", "a.csv"}, made);
  REQUIRE(inputs);
  CHECK((*inputs)[0].source == "Motion=a.csv");
  CHECK((*inputs)[1].source == "a.csv");
}

TEST_CASE("inputs that cannot be are refused") {
  const auto made = pack();
  CHECK(choose_inputs({"a", "a"}, made).error() == "a is given twice");
  CHECK(choose_inputs({"-", "Motion=-"}, made).error() == "standard input can be read only once");
  CHECK(choose_inputs({"Stopped=a"}, made).error() == "Stopped is derived from Motion: give Motion=a");
  CHECK(choose_inputs({"Violation=a"}, made).error() == "Violation comes from rules: no input can be read as it");
  CHECK(choose_inputs({"Motion="}, made).error() == "Motion= needs a file after the =");
  CHECK(choose_inputs({""}, made).error() == "an INPUT has no name");
}

TEST_CASE("a mistyped stream is guessed when the file is not there") {
  const auto made = pack();
  const auto inputs = choose_inputs({"Moton=a.csv", "a.csv"}, made);
  REQUIRE(inputs);
  CHECK(stream_hint((*inputs)[0], made) == " (the pack has no stream 'Moton'; did you mean 'Motion'?)");
  CHECK(stream_hint((*inputs)[1], made).empty());
}
