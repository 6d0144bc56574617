// Values of every type, from JSON and from CSV cells, at their boundaries.
#include <catch2/catch.hpp>

#include "reading.hpp"

using namespace tripline;
using namespace tripline::engine;
using namespace tripline::engine::sample;

namespace {

enum AllField : std::size_t {
  kOn,
  kCount,
  kWarmth,
  kName,
  kMode,
  kCode,
  kWhen,
  kSeen,
  kNoted,
  kDay,
  kBought,
  kWait,
  kPause,
  kTags,
  kSizes,
  kSpot,
  kPlace,
  kDeep,
  kSecret
};

constexpr core::Time kMarch = 1772323200LL * core::kSecond;

Value json(const std::string& members, std::size_t field) {
  const Result r = all(members);
  INFO(members);
  REQUIRE(r.codes().empty());
  return r.value(0, field);
}

std::string code(const std::string& members) {
  const Result r = all(members);
  return r.elements.empty() ? r.codes() : "taken";
}

// One row of a CSV with the delimiter ';'.
Result cell(const std::string& column, const std::string& text, char mark = '.') {
  InputOptions options;
  options.csv_delimiter = ';';
  options.csv_decimal = mark;
  return read("type;time;" + column + "\nall;2026-03-01T00:00:00Z;" + text + "\n", "x.csv", options);
}

}  // namespace

TEST_CASE("numbers") {
  CHECK(json(R"("count":9007199254740992)", kCount).as_number() == 9007199254740992.0);
  CHECK(json(R"("count":-9007199254740992)", kCount).as_number() == -9007199254740992.0);
  CHECK(code(R"("count":9007199254740993)") == "number_too_large");
  CHECK(code(R"("count":-9007199254740993)") == "number_too_large");
  CHECK(code(R"("count":18446744073709551616)") == "number_too_large");
  CHECK(json(R"("count":0.1)", kCount).as_number() == 0.1);
  CHECK(json(R"("count":1e308)", kCount).as_number() == 1e308);
  CHECK(code(R"("count":1e309)") == "not_finite");
  CHECK(code(R"("count":-1e99999999999999999999)") == "not_finite");
  CHECK(code(R"("count":1e-99999999999999999999)") == "number_too_small");
  CHECK(json(R"("count":0e99999999999999999999)", kCount).as_number() == 0.0);
  CHECK(code(R"("count":"1")") == "wrong_type");
  CHECK(code(R"("count":true)") == "wrong_type");
  CHECK(code(R"("count":[1])") == "wrong_type");
  CHECK(code(R"("count":{})") == "wrong_type");
  CHECK(json(R"("count":null)", kCount).is_missing());
  CHECK(json(R"("warmth":0)", kWarmth).as_number() == 273.15);
  // A pointer with escapes, through an array.
  CHECK(json(R"("a/b":[{"x~y":1},{"x~y":2},{"x~y":3}])", kDeep).as_number() == 2.0);
  CHECK(json(R"("a/b":[{"x~y":1}])", kDeep).is_missing());
  CHECK(json(R"("a/b":{"1":{"x~y":4}})", kDeep).as_number() == 4.0);
}

TEST_CASE("numbers in a decimal's own unit are rounded once") {
  const Result r =
      read(R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1","ego":{"speed":3.25}})");
  REQUIRE(r.elements.size() == 1);
  CHECK(r.value(0, 1).as_number() == 3.25);
}

TEST_CASE("bool, text, enumerated") {
  CHECK(json(R"("on":true)", kOn).is_true());
  CHECK(json(R"("on":false)", kOn).is_false());
  CHECK(code(R"("on":1)") == "wrong_type");
  CHECK(code(R"("on":"true")") == "wrong_type");
  CHECK(json(R"("name":"")", kName).as_text().empty());
  CHECK(json(R"("name":"a text that is longer than what a value holds inside")", kName).as_text().size() == 52);
  CHECK(code(R"("name":5)") == "wrong_type");
  CHECK(json(R"("mode":"autonomous")", kMode).as_integer() == 2);
  CHECK(json(R"("mode":"m\u0061nual")", kMode).as_integer() == 0);
  CHECK(code(R"("mode":"Manual")") == "unknown_member");
  CHECK(code(R"("mode":0)") == "unknown_member");
  CHECK(code(R"("mode":["manual"])") == "wrong_type");
  for (const char* same : {"23", "23.0", "2.3e1", "230E-1", "23.000e+0", "0.23e2"})
    CHECK(json(std::string("\"code\":") + same, kCode).as_integer() == 0);
  CHECK(code(R"("code":23.00000000000000000001)") == "unknown_member");
  CHECK(code(R"("code":-23)") == "unknown_member");
  CHECK(code(R"("code":23e99999999999999999999)") == "unknown_member");
  CHECK(code(R"("code":"23")") == "unknown_member");
  CHECK(code(R"("code":"hor")") == "unknown_member");
  CHECK(json(R"("code":"1-Day")", kCode).as_integer() == 1);
  CHECK(json(R"("code":true)", kCode).as_integer() == 2);
  CHECK(code(R"("code":false)") == "unknown_member");
}

TEST_CASE("times, dates, durations") {
  CHECK(json(R"("when":"2026-03-01T08:00:00.5+08:00")", kWhen).as_integer() == kMarch + core::kSecond / 2);
  CHECK(code(R"("when":"yesterday")") == "bad_time");
  CHECK(code(R"("when":1772323200)") == "wrong_type");
  CHECK(json(R"("seen":1772323200000000)", kSeen).as_integer() == kMarch);
  CHECK(code(R"("seen":"1772323200000000")") == "wrong_type");
  CHECK(json(R"("noted":"01/03/2026 08:00")", kNoted).as_integer() == kMarch);
  CHECK(code(R"("noted":"2026-03-01")") == "bad_time");
  CHECK(json(R"("day":"2026-03-01")", kDay).as_integer() == 20513);
  CHECK(code(R"("day":"2026-02-29")") == "bad_date");
  CHECK(code(R"("day":20513)") == "wrong_type");
  CHECK(json(R"("bought":"03/01/2026")", kBought).as_integer() == 20513);
  CHECK(code(R"("bought":"13/01/2026")") == "bad_date");
  CHECK(json(R"("wait":"1.5 s")", kWait).as_integer() == 1'500'000'000);
  CHECK(json(R"("wait":"2h")", kWait).as_integer() == 7200 * core::kSecond);
  CHECK(json(R"("wait":"-5 min")", kWait).as_integer() == -300 * core::kSecond);
  CHECK(code(R"("wait":"soon")") == "bad_duration");
  CHECK(code(R"("wait":"5")") == "bad_duration");
  CHECK(code(R"("wait":"5 parsecs")") == "bad_duration");
  CHECK(code(R"("wait":"0.1 ns")") == "bad_duration");
  CHECK(code(R"("wait":5)") == "wrong_type");
  CHECK(json(R"("pause":1.5)", kPause).as_integer() == 1'500'000'000);
  CHECK(code(R"("pause":"1.5 s")") == "wrong_type");
  CHECK(code(R"("pause":0.0000000001)") == "bad_duration");
}

TEST_CASE("positions") {
  const Value v = json(R"("spot":{"lat":30.6,"lon":104.1,"height":3})", kSpot);
  CHECK(v.latitude() == 30.6);
  CHECK(v.longitude() == 104.1);
  CHECK(json(R"("spot":{"lat":90,"lon":-180})", kSpot).longitude() == -180);
  CHECK(code(R"("spot":{"lat":90.0000000001,"lon":0})") == "bad_position");
  CHECK(code(R"("spot":{"lat":0,"lon":180.5})") == "bad_position");
  CHECK(code(R"("spot":{"lat":0})") == "missing_field");
  CHECK(code(R"("spot":{"lat":0,"lon":"1"})") == "wrong_type");
  CHECK(code(R"("spot":[0,1])") == "wrong_type");
  CHECK(code(R"("spot":{"lat":1,"lat":2,"lon":1})") == "duplicate_key");
  CHECK(json(R"("lat":-1.5,"lon":2)", kPlace).latitude() == -1.5);
  CHECK(json(R"("lat":null)", kPlace).is_missing());
  CHECK(code(R"("lat":1)") == "missing_field");
  CHECK(code(R"("lat":-91,"lon":2)") == "bad_position");
}

TEST_CASE("lists") {
  const Value tags = json(R"("tags":["a","\u0062",""])", kTags);
  REQUIRE(tags.as_list().size() == 3);
  CHECK(tags.as_list()[1].as_text() == "b");
  CHECK(json(R"("tags":[])", kTags).as_list().empty());
  CHECK(code(R"("tags":["a",1])") == "wrong_type");
  CHECK(code(R"("tags":["a",null])") == "wrong_type");
  CHECK(code(R"("tags":["a",["b"]])") == "wrong_type");
  CHECK(code(R"("tags":"a")") == "wrong_type");
  const Value sizes = json(R"("sizes":[1.5,null,2])", kSizes);
  REQUIRE(sizes.as_list().size() == 3);
  CHECK(sizes.as_list()[0].as_number() == 1.5);
  CHECK(sizes.as_list()[1].is_missing());
  CHECK(code(R"("sizes":[1e999])") == "not_finite");
}

TEST_CASE("cells") {
  for (const char* t : {"true", "TRUE", "True", "1", " true "}) CHECK(cell("on", t).value(0, kOn).is_true());
  for (const char* f : {"false", "False", "0"}) CHECK(cell("on", f).value(0, kOn).is_false());
  CHECK(cell("on", "yes").codes() == "wrong_type");
  CHECK(cell("on", "").value(0, kOn).is_missing());
  CHECK(cell("on", "  ").value(0, kOn).is_missing());
  CHECK(cell("on", "\"\"").value(0, kOn).is_missing());
  CHECK(cell("count", " 007.50 ").value(0, kCount).as_number() == 7.5);
  CHECK(cell("count", "-7,39E-30", ',').value(0, kCount).as_number() == -7.39e-30);
  CHECK(cell("count", "-7.39E-30", ',').codes() == "wrong_type");
  CHECK(cell("count", "1.234,5", ',').codes() == "wrong_type");
  CHECK(cell("count", "1,5").codes() == "wrong_type");
  CHECK(cell("count", "NaN").codes() == "not_finite");
  CHECK(cell("count", "-inf").codes() == "not_finite");
  CHECK(cell("count", "1e309").codes() == "not_finite");
  CHECK(cell("count", "9007199254740993").codes() == "number_too_large");
  CHECK(cell("name", " a ").value(0, kName).as_text() == " a ");
  CHECK(cell("mode", " manual").value(0, kMode).as_integer() == 0);
  CHECK(cell("code", "23,0", ',').value(0, kCode).as_integer() == 0);
  CHECK(cell("code", "1-Day").value(0, kCode).as_integer() == 1);
  CHECK(cell("code", "TRUE").value(0, kCode).as_integer() == 2);
  CHECK(cell("code", "24").codes() == "unknown_member");
  CHECK(cell("when", "2026-03-01T00:00:00Z").value(0, kWhen).as_integer() == kMarch);
  CHECK(cell("seen", "1772323200000000,5", ',').value(0, kSeen).as_integer() == kMarch + 500);
  CHECK(cell("day", "2026-03-01").value(0, kDay).as_integer() == 20513);
  CHECK(cell("wait", "1.5 s").value(0, kWait).as_integer() == 1'500'000'000);
  CHECK(cell("pause", "1,5", ',').value(0, kPause).as_integer() == 1'500'000'000);
  CHECK(cell("lat;lon", "1,5;-2", ',').value(0, kPlace).latitude() == 1.5);
  CHECK(cell("lat;lon", "1;").codes() == "missing_field");
  CHECK(cell("spot", "1 2").codes() == "wrong_type");
  CHECK(cell("tags", "a, b ,c").value(0, kTags).as_list().size() == 3);
  CHECK(cell("tags", "a, b ,c").value(0, kTags).as_list()[1].as_text() == "b");
  CHECK(cell("sizes", "1,5", ',').value(0, kSizes).as_list().at(0).as_number() == 1.5);
  CHECK(cell("tags", "a,,b").codes() == "wrong_type");
  CHECK(cell("/a~1b/1/x~0y", "8").value(0, kDeep).as_number() == 8.0);
}
