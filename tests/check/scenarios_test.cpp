// Scenarios: what is wrong with them, each with its place, and what they come to.
#include <catch2/catch.hpp>

#include "dsl/model/scenario.hpp"
#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;
using dsl::model::Outcome;

namespace {

const char* const kRules =
    "redline hard { on HardBrake forbid decel > 8 m/s^2 }\n"
    "redline often { on HardBrake forbid count(HardBrake) this hour > 3 }\n"
    "limit slow { on Motion require speed <= cap grace patience tolerate 3 times over 1 d warn within 10% }\n"
    "limit plain { on Motion require battery >= 20% }\n"
    "duty report { on Collision as crash expect Report where incident == crash.incident within 1 h }\n"
    "duty pace { on Motion while driving expect Motion every 1 s }\n"
    "trigger rough { when count(HardBrake) this day >= 3 raise to watch for 1 h }\n"
    "limit fleet_size { per fleet require count(Motion) this day <= 3 }\n"
    "limit everybody { per all require count(Motion) this day <= 3 }\n"
    "signal Leg { vehicle : text key  trip : number key  load : kg }\n"
    "limit heavy { on Leg require load <= 100 kg }\n"
    "event Braked = HardBrake when decel > 1 m/s^2\n";

// The steps of one scenario under these rules, in a file of their own: places count from it.
dsl::Compiled scenario(const std::string& steps, const std::string& starting = {}) {
  return compile(
      {{"a.trip", "scenario \"s\" " + starting + "{ " + steps + " }"}, {"r.trip", kRules}, {"world.trip", kWorld}});
}

const dsl::model::Scenario& only(const dsl::Compiled& c) {
  INFO(rendered(c));
  REQUIRE(c.pack != nullptr);
  REQUIRE(c.pack->scenarios.size() == 1);
  return c.pack->scenarios.front();
}

const char* const kMotion =
    "Motion { vehicle: \"V1\", fleet: \"F\", at: {lat: 30.6, lon: 104.1}, speed: 55 km/h, battery: 80%, cabin: 20 "
    "degC, "
    "zone: core, wheels: [1 m/s, 2 m/s], delay: 2 s, pause: 1 min, dose: 1 uSv/h, noise: 60 dBA, driving: true } ";

}  // namespace

TEST_CASE("a scenario is lowered whole") {
  const dsl::Compiled c = scenario(
      std::string(kMotion) +
          "repeat 3 times every 1 h { HardBrake { vehicle: \"V1\", decel: 9 m/s^2, zone: core } at 2 s HardBrake { } "
          "expect hard violated at 2 s } "
          "Permit { vehicle: \"V9\", stage: pilot, expires: 2027-01-01, weight: missing } "
          "expect hard violated 6 times for \"V1\" at 1 h + 30 min "
          "expect nothing else about slow expect nothing else ",
      "starting 2026-03-01T08:00:00 ");
  const dsl::model::Scenario& s = only(c);
  CHECK(s.name == "s");
  CHECK(core::print_rfc3339(s.start) == "2026-03-01T00:00:00Z");
  CHECK(s.length == 2 * 3600 * core::kSecond + 2 * core::kSecond);
  CHECK(s.pack == nullptr);
  REQUIRE(s.tables.size() == 1);
  CHECK(s.tables[0].rows.size() == 1);
  CHECK(!s.tables[0].rows[0][3].has_value());
  REQUIRE(s.steps.size() == 5);
  const auto& motion = std::get<dsl::model::ElementStep>(s.steps[0].what);
  CHECK(motion.at == 0);
  CHECK(motion.fields.size() == 13);
  const auto& repeat = std::get<dsl::model::RepeatStep>(s.steps[1].what);
  CHECK(repeat.times == 3);
  // Without `at`: at the instant of the element before it.
  CHECK(std::get<dsl::model::ElementStep>(repeat.steps[1].what).at == 2 * core::kSecond);
  const auto& expectation = std::get<dsl::model::Expectation>(s.steps[2].what);
  CHECK(expectation.outcome == Outcome::violated);
  CHECK(expectation.times == 6);
  CHECK(expectation.at == 90 * 60 * core::kSecond);
  REQUIRE(expectation.subject.size() == 1);
  CHECK(expectation.text == "hard violated 6 times for \"V1\" at 1 h + 30 min");
  CHECK(std::get<dsl::model::Expectation>(s.steps[3].what).rules.size() == 1);
  CHECK(std::get<dsl::model::Expectation>(s.steps[4].what).nothing_else);
}

TEST_CASE("time zero is the beginning of 2026 in the pack's timezone, or as said") {
  CHECK(core::print_rfc3339(only(scenario("expect nothing else")).start) == "2025-12-31T16:00:00Z");
  CHECK(core::print_rfc3339(only(scenario("expect nothing else", "starting 2026-05-01 ")).start) ==
        "2026-04-30T16:00:00Z");
  CHECK(core::print_rfc3339(only(scenario("expect nothing else", "starting 2026-05-01T00:00:00Z ")).start) ==
        "2026-05-01T00:00:00Z");
  CHECK(codes(scenario("expect nothing else", "starting 2026-02-30 ")) == List{"E0211"});
}

TEST_CASE("names that a scenario does not find") {
  CHECK(errors(scenario("Motoin { } expect nothing else")) == List{"E0108 1:16"});
  CHECK(errors(scenario("HardBrake { vehicle: \"V\", decl: 9 m/s^2 } expect nothing else")) == List{"E0109 1:42"});
  CHECK(errors(scenario("set patiense = 3 s expect nothing else")) == List{"E0107 1:20"});
  CHECK(errors(scenario("expect hrad violated")) == List{"E1001 1:23"});
  CHECK(errors(scenario("expect hard.line violated")) == List{"E1001 1:23"});
  CHECK(errors(scenario("expect nothing else about hrad")) == List{"E1001 1:42"});
  CHECK(rendered(scenario("expect hrad violated")).find("did you mean `hard`?") != std::string::npos);
}

TEST_CASE("what is not given in a scenario") {
  CHECK(errors(scenario("Braked { vehicle: \"V\" } expect nothing else")) == List{"E1002 1:16"});
  CHECK(errors(scenario("Violation { rule: hard } expect nothing else")) == List{"E1002 1:16"});
  CHECK(errors(scenario("HardBrake { time: 2026-01-01 } expect nothing else")) == List{"E1002 1:28"});
}

TEST_CASE("values are of the field's type, each once, and the first element gives all that is required") {
  const auto brake = [](const std::string& entries) {
    return errors(scenario("HardBrake { " + entries + " } expect nothing else"));
  };
  CHECK(brake("vehicle: \"V\", decel: 9 m/s^2, zone: core").empty());
  CHECK(brake("vehicle: \"V\", decel: 9 m/s, zone: core") == List{"E0203 1:49"});
  CHECK(brake("vehicle: \"V\", decel: 9, zone: core") == List{"E0204 1:49"});
  CHECK(brake("vehicle: 3, decel: 9 m/s^2, zone: core") == List{"E0201 1:37"});
  CHECK(brake("vehicle: \"V\", decel: 9 m/s^2, zone: town") == List{"E0213 1:64"});
  CHECK(brake("vehicle: \"V\", decel: missing, zone: core") == List{"E1003 1:49"});
  CHECK(brake("vehicle: \"V\", decel: 9 m/s^2, vehicle: \"W\", zone: core") == List{"E0115 1:58"});
  CHECK(brake("vehicle: \"V\"") == List{"E1003 1:16"});
  CHECK(errors(scenario("HardBrake { vehicle: \"V\", decel: 9 m/s^2, zone: core } HardBrake { decel: 3 m/s^2 } expect "
                        "nothing else"))
            .empty());
  CHECK(errors(scenario("Collision { vehicle: \"V\", fleet: \"F\", incident: \"i\", due: 2026-02-01, day: 2026-02-01, "
                        "injured: 0, reporter: missing } expect nothing else"))
            .empty());
}

TEST_CASE("rows and parameters hold for the whole scenario") {
  CHECK(errors(scenario("Permit { vehicle: \"V\" } expect nothing else")) == List{"E1003 1:16"});
  CHECK(errors(scenario("Permit { vehicle: \"V\", stage: pilot, expires: 2027-01-01 } at 3 s expect nothing else")) ==
        List{"E1007 1:16"});
  CHECK(errors(scenario("repeat 2 times every 1 s { Permit { vehicle: \"V\", stage: pilot, expires: 2027-01-01 } } "
                        "expect nothing else")) == List{"E1007 1:43"});
  CHECK(errors(scenario("Permit { vehicle: \"V\", stage: pilot, expires: 2027-01-01 } "
                        "Permit { vehicle: \"V\", stage: sandbox, expires: 2027-01-01 } expect nothing else")) ==
        List{"E0504 1:75"});
  CHECK(errors(scenario("repeat 2 times every 1 s { set cap = 30 km/h } expect nothing else")) == List{"E1007 1:47"});
  CHECK(errors(scenario("set cap = 30 km/h set cap = 40 km/h expect nothing else")) == List{"E0120 1:38"});
  CHECK(errors(scenario("set cap = 30 m expect nothing else")) == List{"E0203 1:26"});
}

TEST_CASE("a scenario that sets parameters has the pack with these values") {
  const dsl::Compiled c = scenario("set patience = 30 s set cap = 20 km/h expect nothing else");
  const dsl::model::Scenario& s = only(c);
  REQUIRE(s.pack != nullptr);
  REQUIRE(s.pack->rules.size() == c.pack->rules.size());
  CHECK(s.pack->rules[2].name == "slow");
  CHECK(s.pack->rules[2].grace == 30 * core::kSecond);
  CHECK(c.pack->rules[2].grace == 10 * core::kSecond);
  CHECK(s.pack->digest != c.pack->digest);
  CHECK(s.pack->scenarios.empty());

  const dsl::Compiled bad = scenario("set cap = 20 km/h set patience = 0 s expect nothing else");
  CHECK(errors(bad) == List{"E1008 1:16"});
  CHECK(rendered(bad).find("this duration must be more than zero") != std::string::npos);
}

TEST_CASE("a setting of the command gives way to the scenario's") {
  const dsl::CompileOptions options{{{"patience", "5 s"}, {"cap", "60 km/h"}}};
  const dsl::Compiled c = compile({{"a.trip", "scenario \"s\" { set patience = 7 s expect nothing else }"},
                                   {"r.trip", kRules},
                                   {"world.trip", kWorld}},
                                  {}, options);
  const dsl::model::Scenario& s = only(c);
  CHECK(c.pack->rules[2].grace == 5 * core::kSecond);
  CHECK(s.pack->rules[2].grace == 7 * core::kSecond);
  CHECK(std::get<double>(s.pack->params[0].value.value) == std::get<double>(c.pack->params[0].value.value));
}

TEST_CASE("scenarios that set the same share a pack, and there are at most 64 different ones") {
  std::string text;
  for (int i = 0; i < 70; ++i)
    text += "scenario \"s" + std::to_string(i) + "\" { set cap = " + std::to_string(i % 64 + 1) +
            " km/h expect nothing else }\n";
  const dsl::Compiled c = compile({{"a.trip", text}, {"r.trip", kRules}, {"world.trip", kWorld}});
  REQUIRE(c.pack != nullptr);
  CHECK(c.pack->scenarios[3].pack == c.pack->scenarios[67].pack);
  CHECK(c.pack->scenarios[3].pack != c.pack->scenarios[4].pack);
  text += "scenario \"one more\" { set cap = 99 km/h expect nothing else }\n";
  CHECK(codes(compile({{"a.trip", text}, {"r.trip", kRules}, {"world.trip", kWorld}})) == List{"E1006"});
}

TEST_CASE("outcomes fit the kind of rule and its clauses") {
  const auto fits = [](const std::string& what) { return errors(scenario("expect " + what)).empty(); };
  const std::string all[] = {"violated", "tolerated", "near",     "met",    "missed", "cured", "excused",
                             "open",     "raised",    "released", "warned", "blind",  "late"};
  const std::pair<const char*, std::string> rules[] = {
      {"hard", "violated blind late "},           {"often", "violated blind "},
      {"slow", "violated tolerated near blind "}, {"plain", "violated blind "},
      {"report", "met missed cured open blind "}, {"pace", "missed cured excused open blind "},
      {"rough", "raised released blind "},
  };
  for (const auto& [rule, expected] : rules) {
    std::string good;
    for (const std::string& outcome : all) {
      if (fits(std::string(rule) + " " + outcome)) good += outcome + " ";
    }
    CHECK(std::make_pair(std::string(rule), good) == std::make_pair(std::string(rule), expected));
  }
  CHECK(errors(scenario("expect hard met")) == List{"E1004 1:28"});
}

TEST_CASE("the subject of an expectation is the rule's") {
  const auto said = [](const std::string& what) { return errors(scenario("expect " + what)); };
  CHECK(said("hard violated for \"V1\"").empty());
  CHECK(said("hard violated for {vehicle: \"V1\"}").empty());
  CHECK(said("fleet_size violated for \"F\"").empty());
  CHECK(said("heavy violated for {trip: 3, vehicle: \"V1\"}").empty());
  CHECK(said("heavy violated for \"V1\"") == List{"E1005 1:42"});
  CHECK(said("heavy violated for {vehicle: \"V1\"}") == List{"E1005 1:42"});
  CHECK(said("heavy violated for {vehicle: \"V1\", vehicle: \"V2\"}") == List{"E1005 1:42"});
  CHECK(said("everybody violated for \"V1\"") == List{"E1005 1:46"});
  CHECK(said("hard violated for 3") == List{"E0201 1:41"});
  CHECK(said("hard violated for {fleet: \"F\"}") == List{"E1005 1:42"});
}

TEST_CASE("scenarios have bounds") {
  const char* const brake = "HardBrake { vehicle: \"V\", decel: 9 m/s^2, zone: core } ";
  const auto repeated = [&](const std::string& first, const std::string& second, const std::string& what) {
    return codes(scenario("repeat " + first + " { repeat " + second + " { " + what + " } } expect nothing else"));
  };
  CHECK(repeated("1000 times every 1 s", "100 times every 1 ms", brake).empty());
  CHECK(repeated("1000 times every 1 s", "101 times every 1 ms", brake) == List{"E1006"});
  CHECK(repeated("100 times every 1 s", "101 times every 1 ms", "expect hard violated at 0 s") == List{"E1006"});
  CHECK(repeated("100000 times every 1 s", "100000 times every 1 ms", "repeat 100000 times every 1 s { }").empty());
  CHECK(repeated("100001 times every 1 s", "1 times every 1 ms", brake) == List{"E0216"});
  CHECK(repeated("0 times every 1 s", "1 times every 1 ms", brake) == List{"E0216"});
  CHECK(repeated("2 times every 0 s", "1 times every 1 ms", brake) == List{"E0212"});
  CHECK(codes(scenario(std::string(brake) + "at 36525 d expect nothing else")).empty());
  CHECK(codes(scenario(std::string(brake) + "at 36526 d expect nothing else")) == List{"E1006"});
  CHECK(codes(scenario(std::string(brake) + "at 1 d expect nothing else", "starting 2261-12-31T23:59:59Z ")) ==
        List{"E1006"});
  CHECK(codes(scenario(
            "repeat 100000 times every 100000 d { } expect hard violated at 100000 d + 100000 d + 100000 d")) ==
        List{"E1006"});
}

TEST_CASE("a scenario without an expectation is warned of") {
  const dsl::Compiled c = scenario("HardBrake { vehicle: \"V\", decel: 9 m/s^2, zone: core }");
  CHECK(codes(c).empty());
  CHECK(codes(c, true) == List{"E1009"});
  CHECK(c.diagnostics.front().severity == core::Severity::warning);
}

TEST_CASE("after a mistake of spelling a scenario is not blamed for what it lacks") {
  CHECK(codes(scenario("HardBrake { vehicle: \"V\", decel: 9 m/s^2, zone: core } at -3 s expect nothing else"), true) ==
        List{"E0010"});
}

TEST_CASE("two scenarios of one name are a mistake") {
  CHECK(errors(compile({{"a.trip", "scenario \"s\" { expect nothing else }\nscenario \"s\" { expect nothing else }"},
                        {"world.trip", kWorld}})) == List{"E0106 2:10"});
}

TEST_CASE("a pack's rules mean the same with and without scenarios") {
  const dsl::Compiled with = scenario("set cap = 3 km/h expect nothing else");
  const dsl::Compiled without = compile({{"r.trip", kRules}, {"world.trip", kWorld}});
  REQUIRE(with.pack != nullptr);
  REQUIRE(without.pack != nullptr);
  CHECK(with.pack->rules.size() == without.pack->rules.size());
  CHECK(std::get<double>(with.pack->params[0].value.value) == std::get<double>(without.pack->params[0].value.value));
  CHECK(with.pack->tables[0].rows.size() == without.pack->tables[0].rows.size());
}
