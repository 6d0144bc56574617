// Cross-checks the unit table with udunits2 where the two mean the same; where our kinds are finer, only the factors.
#include <udunits2.h>

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "core/dimension.hpp"

using namespace tripline::core;

namespace {

struct System {
  System() {
    ut_set_error_message_handler(ut_ignore);
    system = ut_read_xml(nullptr);
  }
  ~System() { ut_free_system(system); }
  System(const System&) = delete;
  System& operator=(const System&) = delete;
  ut_system* system;
};

}  // namespace

TEST_CASE("factors and offsets agree with udunits2") {
  const System udunits;
  REQUIRE(udunits.system != nullptr);
  // Our spelling -> theirs, and the base unit of ours in theirs. Not there: CNY, person, dBA, dB as a unit of its own,
  // B.
  const std::map<std::string, std::pair<std::string, std::string>> spelled = {
      {"kt", {"knot", "m/s"}},
      {"mph", {"mile/h", "m/s"}},
      {"nmi", {"nautical_mile", "m"}},
      {"ft", {"international_foot", "m"}},
      {"degC", {"degC", "K"}},
      {"degF", {"degF", "K"}},
      {"L", {"L", "m3"}},
      {"mL", {"mL", "m3"}},
      {"Wh", {"W h", "J"}},
      {"kWh", {"kW h", "J"}},
      {"rpm", {"1/min", "1/s"}},
      {"%", {"%", "1"}},
      {"ppm", {"1e-6", "1"}},
      {"ppb", {"1e-9", "1"}},
      {"deg", {"degree", "radian"}},
      {"t", {"tonne", "kg"}},
      {"bar", {"bar", "Pa"}},
      {"lx", {"lx", "lx"}},
  };
  const std::map<std::string, bool> absent = {{"CNY", true}, {"person", true}, {"dBA", true}, {"dB", true},
                                              {"B", true},   {"kB", true},     {"MB", true},  {"GB", true}};
  std::vector<std::string> units = unit_atoms();
  units.emplace_back("%");
  int compared = 0;
  for (const std::string& name : units) {
    if (absent.count(name) != 0) continue;
    INFO(name);
    const Unit ours = *parse_unit(name);
    const auto entry = spelled.find(name);
    const std::string theirs = entry != spelled.end() ? entry->second.first : name;
    const std::string base = entry != spelled.end() ? entry->second.second : base_unit(ours.dimension).text;
    ut_unit* from = ut_parse(udunits.system, theirs.c_str(), UT_ASCII);
    ut_unit* to = ut_parse(udunits.system, base.c_str(), UT_ASCII);
    REQUIRE(from != nullptr);
    REQUIRE(to != nullptr);
    cv_converter* converter = ut_get_converter(from, to);
    REQUIRE(converter != nullptr);
    const double factor = static_cast<double>(ours.numerator) / static_cast<double>(ours.denominator);
    const double offset = static_cast<double>(ours.offset_numerator) / static_cast<double>(ours.offset_denominator);
    for (const double x : {0.0, 1.0, -40.0, 12345.678}) {
      CHECK(cv_convert_double(converter, x) == Approx(x * factor + offset).epsilon(1e-13).margin(1e-12));
    }
    ++compared;
    cv_free(converter);
    ut_free(from);
    ut_free(to);
  }
  CHECK(compared >= 64);
}
