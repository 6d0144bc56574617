#include "core/dimension.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <set>
#include <string>

using namespace tripline::core;

namespace {

Dimension kind_of(const char* text) {
  INFO(text);
  const auto u = parse_unit(text);
  REQUIRE(u);
  return u->dimension;
}

}  // namespace

TEST_CASE("every atom is a unit of a named kind, in lowest terms") {
  CHECK(unit_atoms().size() == 72);
  std::set<std::string> seen;
  for (const std::string& atom : unit_atoms()) {
    INFO(atom);
    CHECK(seen.insert(atom).second);
    const auto u = parse_unit(atom);
    REQUIRE(u);
    CHECK(u->text == atom);
    CHECK(u->denominator > 0);
    CHECK(u->numerator > 0);
    CHECK(std::gcd(u->numerator, u->denominator) == 1);
    CHECK(std::gcd(u->offset_numerator, u->offset_denominator) == 1);
    CHECK(kind_name(u->dimension).in(Language::en).rfind("a quantity", 0) == std::string::npos);
    CHECK(match_unit(atom) == atom.size());
  }
}

TEST_CASE("compound units") {
  const Unit kmh = *parse_unit("km/h");
  CHECK(kmh.numerator == 5);
  CHECK(kmh.denominator == 18);
  CHECK(kmh.dimension == kind_of("m/s"));
  CHECK(kind_of("kg*m/s^2") == kind_of("N"));
  CHECK(kind_of("V*A") == kind_of("W"));
  CHECK(kind_of("W*h") == kind_of("J"));
  CHECK(kind_of("N/m^2") == kind_of("Pa"));
  CHECK(kind_of("m^3") == kind_of("L"));
  CHECK(kind_of("m*s^-2") == kind_of("m/s/s"));
  CHECK(parse_unit("m/s\u00B2")->text == "m/s^2");
  CHECK(parse_unit("m\u00B3")->text == "m^3");
  CHECK(parse_unit("\u00B5Sv/h")->text == "uSv/h");
  CHECK(parse_unit("\u03BCSv/h") == parse_unit("uSv/h"));
  const Unit rate = *parse_unit("1/min");
  CHECK(rate.text == "1/min");
  CHECK(rate.numerator == 1);
  CHECK(rate.denominator == 60);
  CHECK(parse_unit("%")->denominator == 100);
}

TEST_CASE("what is no unit") {
  for (const char* text :
       {"",  "x",  "miles", "m/",       "/s",     "m//s",   "m s",    " m",      "m ",    "m^", "m^0", "m^-", "m^23",
        "1", "1/", "%/h",   "degC/min", "K*degC", "1/degC", "degC^2", "km^9/nm", "GHz^9", "2",  "KM",  "m/s2"}) {
    INFO(text);
    CHECK_FALSE(parse_unit(text));
  }
}

TEST_CASE("the kinds are finer than SI dimensions") {
  CHECK(kind_of("Sv") != kind_of("Gy"));
  CHECK(kind_of("Gy") != kind_of("J/kg"));
  CHECK(kind_of("Bq") != kind_of("Hz"));
  CHECK(kind_of("Hz") != kind_of("1/s"));
  CHECK(kind_of("rad") != Dimension{});
  CHECK(kind_of("%") != Dimension{});
  CHECK(kind_of("dB") != kind_of("dBA"));
  CHECK(kind_of("person") != kind_of("CNY"));
  CHECK(kind_of("rpm") == kind_of("Hz"));
  CHECK(kind_of("ppm") == kind_of("%"));
}

TEST_CASE("match_unit takes the longest unit that is not part of a name") {
  CHECK(match_unit("km/h") == 4);
  CHECK(match_unit("m/s^2 grace") == 5);
  CHECK(match_unit("m/s\u00B2)") == 5);
  CHECK(match_unit("m / s") == 1);
  CHECK(match_unit("miles") == 0);
  CHECK(match_unit("min_speed") == 0);
  CHECK(match_unit("m2") == 0);
  CHECK(match_unit("m/stop") == 1);
  CHECK(match_unit("m/s2") == 1);
  CHECK(match_unit("m*speed") == 1);
  CHECK(match_unit("min") == 3);
  CHECK(match_unit("%") == 1);
  CHECK(match_unit("% over") == 1);
  CHECK(match_unit("\u00B5s") == 3);
  CHECK(match_unit("m\u901F") == 0);
  CHECK(match_unit("m..5") == 1);
  CHECK(match_unit(" m") == 0);
  CHECK(match_unit("") == 0);
  CHECK(match_unit("times") == 0);
}

TEST_CASE("products and quotients of kinds") {
  Dimension out;
  REQUIRE(divide(kind_of("m"), kind_of("s"), out));
  CHECK(kind_name(out).in(Language::en) == "a speed");
  REQUIRE(multiply(out, kind_of("s"), out));
  CHECK(kind_name(out).in(Language::en) == "a length");
  Dimension high;
  high.exponent[0] = 100;
  CHECK_FALSE(multiply(high, kind_of("m"), out));
  CHECK(multiply(high, kind_of("1/m"), out));
}

TEST_CASE("kinds have names, base units and units to offer") {
  CHECK(kind_name(kind_of("uSv/h")).in(Language::zh) == "剂量当量率");
  CHECK(kind_name(kind_of("kg*m")).in(Language::zh) == "以kg*m计的量");
  CHECK(kind_name(Dimension{}).in(Language::en) == "a plain number");
  CHECK(kind_name(kind_of("s")).in(Language::en) == "a duration");
  CHECK(kind_name(kind_of("uSv/h")).in(Language::en) == "a dose equivalent rate");
  CHECK(kind_name(kind_of("Bq/L")).in(Language::en) == "an activity concentration");
  CHECK(kind_name(kind_of("MB/s")).in(Language::en) == "a data rate");
  CHECK(kind_name(kind_of("kg*m")).in(Language::en) == "a quantity in kg*m");
  CHECK(kind_name(kind_of("m/Hz/s^2")).in(Language::en) == "a quantity in m/s^2/Hz");
  CHECK(base_unit(kind_of("km/h")).text == "m/s");
  CHECK(base_unit(kind_of("kg*m/s^2")).text == "N");
  CHECK(base_unit(kind_of("1/h")).text == "1/s");
  CHECK(base_unit(Dimension{}) == Unit{});
  CHECK(base_unit(kind_of("%")) == parse_unit("%"));
  CHECK(usual_units(kind_of("m/s")) == std::vector<std::string>{"km/h", "m/s", "kt"});
  CHECK(usual_units(kind_of("kg*m")).empty());
  for (const std::string& atom : unit_atoms()) {
    const Dimension d = kind_of(atom.c_str());
    const Unit base = base_unit(d);
    INFO(atom << " " << base.text);
    CHECK(parse_unit(base.text) == base);
    const auto usual = usual_units(d);
    CHECK_FALSE(usual.empty());
    for (const std::string& u : usual) CHECK(kind_of(u.c_str()) == d);
  }
}
