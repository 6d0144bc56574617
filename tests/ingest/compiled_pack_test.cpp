// Values as a pack's own text declares them: what the compiler says of a field and what the reader makes of it must fit together.
#include <catch2/catch.hpp>

#include "dsl/check/compile.hpp"
#include "reading.hpp"

using namespace tripline;
using namespace tripline::engine;
using namespace tripline::engine::sample;

namespace {

std::shared_ptr<const dsl::model::Pack> pack_of(const std::string& fields) {
  const auto compiled = dsl::compile_sources(
      {{"a.trip", "pack p 1.0.0 { timezone \"UTC\" }\nsignal S { v : text key\n" + fields + "\nstale after 5 s }\n"}},
      {});
  REQUIRE(compiled.pack);
  return compiled.pack;
}

// One element of the stream S with one further field `x`, which is declared as `type`.
Result take(const std::string& type, const std::string& json) {
  const Decoder decoder(pack_of("x : " + type), {});
  return drain(Input::from_memory(R"({"type":"S","time":"2026-03-01T00:00:00Z","v":"V1","x":)" + json + "}", "x.jsonl",
                                  {}, decoder, 1));
}

std::string code(const std::string& type, const std::string& json) { return take(type, json).codes(); }

}  // namespace

TEST_CASE("a duration is a text with its unit, or a number in the unit that the field says") {
  CHECK(take("duration", R"("1.5 s")").value(0, 1).as_integer() == 1'500'000'000);
  CHECK(take("duration", R"("2 min")").value(0, 1).as_integer() == 120 * core::kSecond);
  CHECK(code("duration", "1.5") == "wrong_type");
  CHECK(code("duration", R"("1.5")") == "bad_duration");
  CHECK(take("duration from \"x\" in ms", "1.5").value(0, 1).as_integer() == 1'500'000);
  CHECK(code("duration from \"x\" in ms", R"("1.5 s")") == "wrong_type");
}

TEST_CASE("a duration in a CSV cell") {
  const Decoder decoder(pack_of("x : duration"), {});
  const Result r = drain(Input::from_memory(
      "type,time,v,x\nS,2026-03-01T00:00:00Z,V1,1.5 s\nS,2026-03-01T00:00:00Z,V1,1.5\n", "x.csv", {}, decoder, 1));
  REQUIRE(r.elements.size() == 1);
  CHECK(r.value(0, 1).as_integer() == 1'500'000'000);
  CHECK(r.codes() == "bad_duration");
}

TEST_CASE("integers beyond 2^53 are refused however they are written") {
  for (const char* text : {"9007199254740993", "9007199254740993.0", "9.007199254740993e15", "-9.007199254740993E+15",
                           "90071992547409930e-1", "9007199254740994.00", "123456789012345678901234567890.0"})
    CHECK(code("number", text) == "number_too_large");
  for (const char* text : {"9007199254740992", "9007199254740992.0", "9.007199254740992e15", "-9007199254740992.00",
                           "9007199254740991.5", "1e16", "1e300"})
    CHECK(code("number", text).empty());
  CHECK(code("m", "1e20").empty());  // a measure is no count
  CHECK(code("number", "1e400") == "not_finite");
}

TEST_CASE("times that cannot be held are told apart from what is no time") {
  for (const char* text : {"\"9999-12-31T23:59:59Z\"", "\"2262-01-01T00:00:00Z\"", "\"1677-12-31T23:59:59Z\""}) {
    const Result r = take("time", text);
    REQUIRE(r.codes() == "bad_time");
    CHECK(r.rejections[0].text.in(core::Language::en).ends_with("; times from 1678 to 2261 can be held"));
  }
  CHECK(take("time", "\"yesterday\"").rejections.at(0).text.in(core::Language::en).find("1678") == std::string::npos);
  CHECK(take("time", "\"2026-13-01T00:00:00Z\"").rejections.at(0).text.in(core::Language::en).find("1678") ==
        std::string::npos);
  CHECK(take("time", "\"2261-12-31T23:59:59.999999999Z\"").value(0, 1).as_integer() == core::kEndTime - 1);
  CHECK(take("time", "\"1678-01-01T00:00:00Z\"").value(0, 1).as_integer() == core::kFirstTime);
  CHECK(take("date", "\"9999-12-31\"")
            .rejections.at(0)
            .text.in(core::Language::en)
            .ends_with("; times from 1678 to 2261 can be held"));
  CHECK(code("time from \"x\" in s", "9214646399").empty());
  CHECK(take("time from \"x\" in s", "9214646400").rejections.at(0).text.in(core::Language::en).find("1678 to 2261") !=
        std::string::npos);
  CHECK(code("time from \"x\" in ns", "9223372036854775807") == "bad_time");
  const Decoder decoder(pack_of(""), {});
  const Result late =
      drain(Input::from_memory(R"({"type":"S","time":"9999-12-31T23:59:59Z","v":"V1"})", "x.jsonl", {}, decoder, 1));
  CHECK(late.codes() == "bad_time");
  CHECK(late.rejections.at(0).text.in(core::Language::en).find("1678 to 2261") != std::string::npos);
}

TEST_CASE("a position without one of its places is a missing field") {
  for (const char* type : {"position", "position?"}) {
    for (const char* text : {R"({"lat":1})", R"({"lon":1})", R"({"lat":null,"lon":1})", "{}"})
      CHECK(code(type, text) == "missing_field");
  }
  CHECK(take("position", R"({"lat":1})")
            .rejections.at(0)
            .text.in(core::Language::en)
            .starts_with("field x lacks its lat or its lon"));
  CHECK(code("position", "[1,2]") == "wrong_type");
}

TEST_CASE("keys, groups and ids are names of at most 1,024 bytes") {
  const std::string most(1024, 'a');
  for (const char* mark : {"text group", "text id"}) {
    CHECK(code(mark, "\"" + most + "\"").empty());
    CHECK(code(mark, "\"" + most + "a\"") == "name_too_long");
    std::string escaped;
    for (int i = 0; i < 1024; ++i) escaped += "\\u0061";
    CHECK(code(mark, "\"" + escaped + "\"").empty());
    CHECK(code(mark, "\"" + escaped + "\\u0061\"") == "name_too_long");
  }
  CHECK(code("text", "\"" + most + "a\"").empty());
  const Decoder nothing_read(pack_of("x : text group"), {{true, false}});
  const Result r = drain(Input::from_memory(
      R"({"type":"S","time":"2026-03-01T00:00:00Z","v":"V1","x":")" + most + "a\"}", "x.jsonl", {}, nothing_read, 1));
  CHECK(r.codes() == "name_too_long");
}

TEST_CASE("an item of a list that cannot be taken is called one") {
  CHECK(take("list of number", "[1,1e400]").rejections.at(0).text.in(core::Language::en) ==
        "field x has an item that is no finite double; expected a list, each of its items a number");
  CHECK(take("list of number", "[1,\"a\"]").rejections.at(0).text.in(core::Language::en) ==
        "field x has an item that cannot be taken; expected a list, each of its items a number");
  CHECK(take("list of number", "[9007199254740993]").rejections.at(0).text.in(core::Language::en) ==
        "field x has an item that cannot be taken: an integer beyond 9007199254740992 (2^53) would be rounded");
  CHECK(take("list of number", "[1e-400]").rejections.at(0).text.in(core::Language::en) ==
        "field x has an item that a double could only hold as zero");
}

TEST_CASE("a stream that is not there: the pack's streams are offered, at most eight of them") {
  const auto error = [](int streams, const std::string& wanted) {
    std::string text = "pack p 1.0.0 { }\n";
    for (int n = 1; n <= streams; ++n) text += "event Stream" + std::to_string(n) + " { v : text key }\n";
    const auto compiled = dsl::compile_sources({{"a.trip", text}}, {});
    REQUIRE(compiled.pack);
    const Decoder decoder(compiled.pack, {});
    InputOptions options;
    options.stream = wanted;
    return drain(Input::from_memory("{}", "x.jsonl", options, decoder, 1)).error;
  };
  CHECK(error(2, "Other").ends_with("there are: Stream1, Stream2"));
  CHECK(error(8, "Other").ends_with(", Stream7, Stream8"));
  CHECK(error(9, "Other").ends_with(", Stream7, Stream8, …"));
  CHECK(error(2, "Strean2").ends_with("did you mean Stream2?"));
}
