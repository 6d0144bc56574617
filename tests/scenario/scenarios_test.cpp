// Scenarios run: what each outcome means, what time does, and what is covered.
#include "engine/scenario/scenarios.hpp"

#include "engine/scenario/expansion.hpp"
#include "tests/engine/harness.hpp"

using namespace tripline;
using namespace tripline::test;
using core::kSecond;
using engine::run_scenarios;
using engine::ScenarioResult;
using engine::TestReport;

namespace {

const char* const kPack = R"trip(pack p 1.0.0 { timezone "Asia/Shanghai" lateness 2 s }
levels normal < watch
param cap : km/h = 40 km/h
table Permit from "permits.csv" { vehicle : text key   most : km/h }
signal Motion { vehicle : text key  fleet : text group  speed : km/h  gap : m?  stale after 5 s }
event Brake { vehicle : text key   decel : m/s^2 }
event Report { vehicle : text key   id : text id }
event Alarm { worker : text key personal   dose : mSv }
signal Leg { vehicle : text key  trip : number key  load : kg }
redline hard { on Brake forbid decel > 8 m/s^2 }
limit slow { on Motion require speed <= cap grace 3 s tolerate 1 times over 1 d warn within 10% }
limit permitted { on Motion require speed <= Permit.most }
duty report { on Brake expect Report within 10 s }
duty pace { on Motion while speed > 0 km/h expect Motion every 4 s }
trigger rough { when count(Brake) over 1 min >= 2 raise to watch }
limit dosed { on Alarm require dose <= 1 mSv }
limit heavy { on Leg require load <= 100 kg }
)trip";

std::shared_ptr<const dsl::model::Pack> pack_with(const std::string& scenarios) {
  auto compiled = dsl::compile_sources({{"pack.trip", kPack + scenarios}}, [](const std::string& name) {
    return name == "permits.csv" ? std::optional<std::string>("vehicle,most\nV1,100\n") : std::nullopt;
  });
  std::string problems;
  for (const auto& d : compiled.diagnostics)
    if (d.severity == core::Severity::error) problems += core::render(d, *compiled.sources);
  INFO(problems);
  REQUIRE(compiled.pack != nullptr);
  return compiled.pack;
}

TestReport report_of(const std::shared_ptr<const dsl::model::Pack>& pack) {
  return run_scenarios(pack, [](const dsl::model::Scenario&) { return true; });
}

// Which of the expectations of one scenario hold: "y" or "n" each, as written; "!" at the end where an element was refused.
std::string verdicts(const std::string& steps) {
  const auto pack = pack_with("scenario \"s\" { " + steps + " }");
  const TestReport report = report_of(pack);
  const ScenarioResult& result = report.scenarios.at(0);
  std::string out;
  bool all = true;
  for (const auto& e : result.expectations) {
    out += e.holds ? "y" : "n";
    all = all && e.holds;
  }
  if (all && !result.passed) out += "!";
  CHECK((result.passed ? all : true));
  return out;
}

const std::string kMotion = "Motion { vehicle: \"V1\", fleet: \"F\", speed: 30 km/h } ";
std::string motion(const std::string& speed, const std::string& at) {
  return "Motion { vehicle: \"V1\", fleet: \"F\", speed: " + speed + " km/h } at " + at + " ";
}
std::string brake(const std::string& decel, const std::string& at) {
  return "Brake { vehicle: \"V1\", decel: " + decel + " m/s^2 } at " + at + " ";
}

}  // namespace

TEST_CASE("an outcome is expected at least once, so many times, at an instant, of a subject") {
  const std::string given =
      brake("9", "1 s") + brake("10", "3 s") + "Brake { vehicle: \"V2\", decel: 9 m/s^2 } at 3 s ";
  CHECK(verdicts(given + "expect hard violated") == "y");
  CHECK(verdicts(given + "expect hard violated 3 times expect hard violated 2 times expect hard violated 0 times") ==
        "ynn");
  CHECK(verdicts(given + "expect hard violated at 1 s expect hard violated at 2 s") == "yn");
  CHECK(verdicts(given + "expect hard violated at 3 s 2 times expect hard violated at 2 s 0 times") == "yy");
  CHECK(verdicts(given + "expect hard violated for \"V2\" 1 times expect hard violated for \"V3\"") == "yn");
  CHECK(verdicts(given + "expect hard violated for \"V1\" at 3 s 1 times") == "y");
}

TEST_CASE("nothing else speaks of what no expectation speaks of") {
  const std::string given = brake("9", "1 s") + brake("10", "3 s");
  CHECK(verdicts(given + "expect nothing else") == "n");
  CHECK(verdicts(given + "expect nothing else about hard") == "n");
  CHECK(verdicts(given + "expect nothing else about slow") == "y");
  // The second brake is the trigger's and, unanswered, the duty's; the scenario ends before that.
  CHECK(verdicts(given + "expect hard violated expect rough raised at 3 s expect nothing else") == "yyy");
  CHECK(verdicts(given + "expect hard violated at 1 s expect nothing else about hard") == "yn");
  // Also where the count is wrong: it has been spoken of.
  CHECK(verdicts(given + "expect hard violated 1 times expect nothing else about hard") == "ny");
  // Blindness, releases, answers, cures are nothing that `else` speaks of.
  CHECK(verdicts(kMotion + "expect slow blind at 5 s expect pace missed at 4 s expect nothing else") == "yyy");
}

TEST_CASE("a scenario runs to the latest instant that it names, and what is due then is judged") {
  CHECK(verdicts(motion("50", "0 s") + motion("50", "2 s") + "expect slow tolerated at 3 s") == "y");
  CHECK(verdicts(motion("50", "0 s") + motion("50", "2 s") + "expect nothing else") == "y");
  CHECK(verdicts(brake("1", "0 s") + "expect report missed at 10 s") == "y");
  CHECK(verdicts(brake("1", "0 s") + "expect report missed") == "n");
  CHECK(verdicts(brake("1", "0 s") + "expect report open expect report open at 0 s") == "yy");
  CHECK(verdicts(brake("1", "0 s") +
                 "expect hard violated 0 times at 10 s expect report open at 9 s expect report open at 10 s") == "yyn");
}

TEST_CASE("what was expected to be open is told as expected") {
  const auto opened = [](const std::string& expectations) {
    const TestReport report = report_of(pack_with("scenario \"s\" { " + brake("1", "0 s") + expectations + " }"));
    for (const engine::Happening& h : report.scenarios.at(0).happenings)
      if (h.rule == "report" && h.outcome == dsl::model::Outcome::open) return h.expected;
    FAIL("no duty was opened");
    return false;
  };
  CHECK(opened("expect report open at 5 s"));
  CHECK_FALSE(opened("expect report met 0 times"));
}

TEST_CASE("open is owed: from the opening until it is met, missed or excused") {
  const std::string answered = brake("1", "0 s") + "Report { vehicle: \"V1\", id: \"r\" } at 6 s ";
  CHECK(verdicts(answered + "expect report open at 5 s expect report open at 6 s expect report met at 6 s") == "yny");
  CHECK(verdicts(answered + "expect report open 0 times") == "y");
  CHECK(verdicts(brake("1", "0 s") + brake("1", "1 s") +
                 "expect report open 2 times expect report open at 0 s 1 times") == "yy");
  // Of `every`: owed again once it was cured.
  const std::string paced = motion("30", "0 s") + motion("30", "6 s") + motion("0", "7 s");
  CHECK(verdicts(paced +
                 "expect pace open at 3 s expect pace open at 4 s expect pace open at 6 s expect pace open at 7 s "
                 "expect pace missed at 4 s expect pace cured at 6 s expect pace excused at 7 s") == "ynynyyy");
}

TEST_CASE("a field that is left out keeps what the subject said last; a new subject begins with what the stream said") {
  const auto pack = pack_with(
      "scenario \"s\" { Motion { vehicle: \"V1\", fleet: \"F\", speed: 30 km/h, gap: 5 m } Motion { gap: missing } at "
      "1 s "
      "Motion { vehicle: \"V2\", speed: 50 km/h } at 2 s Motion { vehicle: \"V1\" } at 3 s Motion { gap: 2 m } at 4 s "
      "Motion { vehicle: \"V2\" } at 5 s expect nothing else }");
  const engine::Expansion all = engine::expand(pack->scenarios.at(0), *pack);
  std::string shown;
  for (const engine::Element& e : all.elements) {
    shown += std::to_string((e.time - pack->scenarios[0].start) / kSecond) + " " + std::string(e.fields[0].as_text()) +
             " " + std::to_string(std::lround(e.fields[2].as_number() * 3.6)) + " " +
             (e.fields[3].is_missing() ? "-" : std::to_string(std::lround(e.fields[3].as_number()))) + "\n";
  }
  CHECK(shown == "0 V1 30 5\n1 V1 30 -\n2 V2 50 -\n3 V1 30 -\n4 V1 30 2\n5 V2 50 -\n");
}

TEST_CASE("repetitions add their offsets, and an element without one stands with the element before it") {
  const auto pack = pack_with(
      "scenario \"s\" { Brake { vehicle: \"V1\", decel: 1 m/s^2 } at 500 ms "
      "repeat 2 times every 1 min { Brake { } repeat 2 times every 1 s { Brake { } at 100 ms Brake { } } Brake { } "
      "expect hard violated at 3 s } Brake { } expect nothing else }");
  const engine::Expansion all = engine::expand(pack->scenarios.at(0), *pack);
  std::vector<std::int64_t> ms;
  for (const engine::Element& e : all.elements) ms.push_back((e.time - pack->scenarios[0].start) / 1'000'000);
  CHECK(ms ==
        std::vector<std::int64_t>{0, 100, 100, 500, 1100, 1100, 1100, 60000, 60100, 60100, 61100, 61100, 61100, 61100});
  REQUIRE(all.expectations.size() == 3);
  CHECK(*all.expectations[1].at - pack->scenarios[0].start == 63 * kSecond);
  CHECK(!all.expectations[2].at);
  for (std::size_t i = 0; i < all.elements.size(); ++i) CHECK(all.elements[i].position == i + 1);
}

TEST_CASE("elements arrive in the order of their times, as written where something late is expected") {
  CHECK(verdicts(brake("1", "10 s") + brake("9", "5 s") + "expect hard violated at 5 s") == "y");
  CHECK(verdicts(brake("1", "10 s") + brake("9", "5 s") + "expect hard late at 5 s expect hard violated 0 times") ==
        "yy");
  CHECK(verdicts(brake("1", "10 s") + brake("9", "5 s") + "expect hard late 2 times expect nothing else") == "ny");
  // Within the lateness it is in time.
  CHECK(verdicts(brake("1", "10 s") + brake("9", "8 s") + "expect hard late 0 times expect hard violated at 8 s") ==
        "yy");
}

TEST_CASE("rows stand in for the data file, parameters for the pack's, each in its scenario") {
  const std::string fast = motion("90", "0 s");
  CHECK(verdicts(fast + "expect permitted violated 0 times") == "y");
  CHECK(verdicts("Permit { vehicle: \"V1\", most: 80 km/h } " + fast + "expect permitted violated at 0 s") == "y");
  CHECK(verdicts("Permit { vehicle: \"V2\", most: 80 km/h } " + fast + "expect permitted blind at 0 s") == "y");
  CHECK(verdicts("set cap = 99 km/h " + fast + "expect slow near at 0 s expect slow tolerated 0 times at 4 s") == "yy");
  // The order in which they are written does not matter.
  CHECK(verdicts(fast + "expect slow near at 0 s set cap = 99 km/h") == "y");
}

TEST_CASE("a row gives the stage, and levels are raised and released as in a run") {
  const std::string text =
      "pack p 1.0.0 { timezone \"UTC\" }\nlevels normal < watch\nstages sandbox < pilot\n"
      "table Permit from \"permits.csv\" { vehicle : text key  stage : one of (sandbox, pilot) }\n"
      "stage from Permit.stage else sandbox\n"
      "signal Motion { vehicle : text key  speed : km/h }\n"
      "event Brake { vehicle : text key }\n"
      "redline crawl { during sandbox on Motion forbid speed > 10 km/h }\n"
      "trigger braked { on Brake raise to watch for 10 s }\n"
      "limit watched { on Motion when level >= watch require speed <= 5 km/h }\n";
  const auto pack = [&](const std::string& steps) {
    const auto compiled = dsl::compile_sources({{"pack.trip", text + "scenario \"s\" { " + steps + " }"}},
                                               [](const std::string&) { return "vehicle,stage\n"; });
    REQUIRE(compiled.pack != nullptr);
    return report_of(compiled.pack).scenarios.at(0).passed;
  };
  const std::string moves = "Motion { vehicle: \"V1\", speed: 8 km/h } Motion { speed: 20 km/h } at 1 s ";
  CHECK(pack(moves + "expect crawl violated at 1 s expect nothing else"));
  CHECK(pack("Permit { vehicle: \"V1\", stage: pilot } " + moves + "expect nothing else"));
  CHECK(pack("Permit { vehicle: \"V1\", stage: pilot } " + moves +
             "Brake { vehicle: \"V1\" } at 2 s expect braked raised at 2 s expect watched violated at 2 s "
             "expect braked released at 12 s expect nothing else"));
}

TEST_CASE("an element that the engine refuses fails the scenario") {
  CHECK(verdicts("Report { vehicle: \"V1\", id: \"r\" } Report { vehicle: \"V2\" } at 1 s expect nothing else") ==
        "y!");
  CHECK(verdicts(
            "Report { vehicle: \"V1\", id: \"r\" } Report { vehicle: \"V2\", id: \"s\" } at 1 s expect nothing else") ==
        "y");
}

TEST_CASE("personal and composite subjects are found by their values") {
  CHECK(verdicts("Alarm { worker: \"Li\", dose: 2 mSv } Alarm { worker: \"Wu\" } at 1 s expect dosed violated for "
                 "\"Wu\" at 1 s "
                 "expect dosed violated for \"Li\" at 1 s") == "yn");
  CHECK(verdicts("Leg { vehicle: \"V1\", trip: 3, load: 120 kg } expect heavy violated for {trip: 3, vehicle: \"V1\"} "
                 "expect heavy violated for {trip: 4, vehicle: \"V1\"}") == "yn");
}

TEST_CASE("a result tells what happened, and what of it was expected") {
  const auto pack =
      pack_with("scenario \"s\" { " + motion("50", "0 s") + motion("50", "4 s") + motion("50", "8 s") +
                "expect slow tolerated at 3 s expect slow violated at 9 s expect nothing else about slow }");
  const TestReport report = report_of(pack);
  const ScenarioResult& result = report.scenarios.at(0);
  CHECK(!result.passed);
  REQUIRE(result.expectations.size() == 3);
  CHECK(result.expectations[0].holds);
  CHECK(!result.expectations[1].holds);
  CHECK(result.expectations[1].found.empty());
  const auto at = std::find_if(result.happenings.begin(), result.happenings.end(),
                               [](const engine::Happening& h) { return h.rule == "slow" && h.what == "tolerated"; });
  REQUIRE(at != result.happenings.end());
  CHECK(at->at == pack->scenarios[0].start + 3 * kSecond);
  CHECK(at->subject == "vehicle V1");
  CHECK(at->because == "speed = 50 km/h exceeds cap = 40 km/h for 3 s");
  CHECK(at->expected);
  CHECK(!at->unexpected);
}

TEST_CASE("rules are covered by a violating and a passing scenario") {
  const auto pack = pack_with(
      "scenario \"a\" { " + brake("9", "0 s") + "expect report missed at 10 s }\n" + "scenario \"b\" { " +
      brake("1", "0 s") + "Report { vehicle: \"V1\", id: \"r\" } at 6 s expect report met }\n" + "scenario \"c\" { " +
      brake("1", "0 s") + brake("1", "1 s") + motion("50", "1 s") + "expect rough raised }\n" + "scenario \"d\" { " +
      motion("50", "0 s") + motion("50", "4 s") + "expect slow tolerated }\n" + "scenario \"e\" { " +
      motion("50", "0 s") + motion("30", "4 s") + motion("50", "5 s") + "expect slow violated at 8 s }\n");
  const TestReport report = report_of(pack);
  for (const ScenarioResult& result : report.scenarios) CHECK(result.passed);
  std::map<std::string, std::string> seen;
  for (const auto& rule : report.coverage.rules) {
    std::string& text = seen[rule.rule];
    for (const std::string& name : rule.violating) text += name;
    text += "/";
    for (const std::string& name : rule.passing) text += name;
    CHECK(rule.complete() == (text.front() != '/' && text.back() != '/'));
  }
  CHECK(seen["hard"] == "a/bc");
  CHECK(seen["report"] == "a/b");    // in c the duty is still owed when it ends
  CHECK(seen["rough"] == "c/abde");  // wherever a subject of it was, and fewer than two brakes
  CHECK(seen["slow"] == "e/");       // nowhere was the requirement found true without a violation
  CHECK(seen["heavy"] == "/");
  CHECK(report.coverage.rules.front().rule == "hard");
  CHECK(report.coverage.rules.front().kind == "redline");
}

TEST_CASE("each condition is seen true and seen false, and what is decided already is not seen") {
  const std::string text =
      "pack p 1.0.0 { timezone \"UTC\" }\n"
      "param strict : bool = true\n"
      "signal S { a : bool  b : bool  c : bool  x : number  xs : list of number }\n"
      "event E { y : number }\n"
      "event Rise = S when x > 5\n"
      "let both = S.a and S.b\n"
      "limit l { on S require a or x > 3 }\n"
      "limit m { on S when both require c }\n"
      "limit n { on S require not (x in (1, 2)) implies any(xs, v: v > 0) }\n"
      "limit o { on S require once(c) over 10 s }\n"
      "limit p { on S require held(c, 1 s) }\n"
      "duty q { on Rise expect E where y > 1 within 5 s }\n"
      "limit r { on S when strict require count(E where y > 2) over 1 min <= 3 }\n";
  const auto covered = [&](const std::string& steps) {
    const auto pack = pack_of(text + "scenario \"s\" { " + steps + " expect nothing else }");
    std::map<std::string, std::string> seen;
    for (const auto& c : report_of(pack).coverage.conditions) {
      CHECK(pack->sources->text(c.at) == c.text);
      seen[c.text + " " + std::to_string(pack->sources->place(c.at.file, c.at.begin).line)] =
          std::string(c.seen_true ? "t" : "") + (c.seen_false ? "f" : "");
    }
    return seen;
  };
  using Seen = std::map<std::string, std::string>;
  CHECK(covered("S { a: true, b: false, c: true, x: 1, xs: [0, 2] }") ==
        Seen{{"x > 5 5", "f"},
             {"S.a 6", "t"},
             {"S.b 6", "f"},
             {"a 7", "t"},
             {"x > 3 7", ""},
             {"c 8", ""},
             {"(x in (1, 2)) 9", "t"},
             {"any(xs, v: v > 0) 9", ""},
             {"v > 0 9", ""},
             {"once(c) over 10 s 10", "t"},
             {"c 10", "t"},
             {"held(c, 1 s) 11", "f"},
             {"c 11", "t"},
             {"y > 1 12", ""},
             {"strict 13", "t"},
             {"count(E where y > 2) over 1 min <= 3 13", "t"},
             {"y > 2 13", ""}});
  const Seen more = covered(
      "S { a: true, b: true, c: false, x: 7, xs: [0, 2] } E { y: 1 } at 1 s E { y: 2 } at 2 s "
      "S { a: false, b: false, c: true } at 2 s set strict = false");
  CHECK(more.at("x > 5 5") == "t");
  CHECK(more.at("S.a 6") == "tf");
  CHECK(more.at("S.b 6") == "t");  // when a was false it was not asked
  CHECK(more.at("a 7") == "tf");
  CHECK(more.at("x > 3 7") == "t");
  CHECK(more.at("c 8") == "f");
  CHECK(more.at("any(xs, v: v > 0) 9") == "t");
  CHECK(more.at("v > 0 9") == "tf");
  CHECK(more.at("y > 1 12") == "tf");
  CHECK(more.at("strict 13") == "f");
  CHECK(more.at("y > 2 13") == "f");
}

TEST_CASE("the scenarios wanted run, and the same pack gives the same report") {
  const auto pack = pack_with("scenario \"a\" { " + brake("9", "0 s") + "expect hard violated }\n" +
                              "scenario \"b\" { " + brake("1", "0 s") + "expect nothing else }\n");
  const TestReport some = run_scenarios(pack, [](const dsl::model::Scenario& s) { return s.name == "b"; });
  REQUIRE(some.scenarios.size() == 1);
  CHECK(some.scenarios[0].scenario->name == "b");
  const TestReport one = report_of(pack), two = report_of(pack);
  REQUIRE(one.scenarios.size() == 2);
  for (std::size_t s = 0; s < 2; ++s) {
    REQUIRE(one.scenarios[s].happenings.size() == two.scenarios[s].happenings.size());
    for (std::size_t h = 0; h < one.scenarios[s].happenings.size(); ++h)
      CHECK(one.scenarios[s].happenings[h].episode == two.scenarios[s].happenings[h].episode);
  }
}

TEST_CASE("the scenarios beside the packs of the project pass") {
  for (const char* path : {"rules/low_altitude", "examples/streets"}) {
    const auto compiled = dsl::compile_path(std::string(TRIPLINE_SOURCE_DIR) + "/" + path);
    REQUIRE(compiled.pack != nullptr);
    const TestReport report = report_of(compiled.pack);
    CHECK(!report.scenarios.empty());
    for (const ScenarioResult& result : report.scenarios) {
      INFO(result.scenario->name);
      CHECK(result.passed);
    }
    for (const auto& rule : report.coverage.rules) {
      INFO(rule.rule);
      CHECK(rule.complete());
    }
    for (const auto& condition : report.coverage.conditions) CHECK(condition.complete());
  }
}
