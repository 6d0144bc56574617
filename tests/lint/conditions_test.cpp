#include "tests/lint/linting.hpp"

using namespace tripline;
using namespace tripline::lint_test;

TEST_CASE("comparisons that exclude each other, or leave nothing out") {
  CHECK(forbid("speed > 60 km/h and speed < 40 km/h") == List{"L0101 `speed > 60 km/h and speed < 40 km/h`"});
  CHECK(forbid("speed > 40 km/h or speed < 60 km/h") == List{"L0102 `speed > 40 km/h or speed < 60 km/h`"});
  CHECK(forbid("speed < 10 m/s and speed > 36 km/h") == List{"L0101 `speed < 10 m/s and speed > 36 km/h`"});
  CHECK(forbid("speed <= 10 m/s and speed >= 36 km/h").empty());
  CHECK(forbid("not (speed == 3 km/h implies speed == 3 km/h)") ==
        List{"L0101 `not (speed == 3 km/h implies speed == 3 km/h)`"});
  CHECK(forbid("speed in 10 km/h .. 20 km/h and speed in (30 km/h, 40 km/h)") ==
        List{"L0101 `speed in 10 km/h .. 20 km/h and speed in (30 km/h, 40 km/h)`"});
  CHECK(forbid("zone == core and zone == suburb").size() == 1);
  CHECK(forbid("zone == core or zone == suburb") == List{"L0102 `zone == core or zone == suburb`"});
  CHECK(forbid("mode > manual and mode < autonomous and mode != assisted").size() == 1);
  CHECK(forbid("name == \"a\" and name == \"b\"").size() == 1);
  CHECK(forbid("armed and not armed").size() == 1);
  CHECK(forbid("speed > 60 km/h or zone == core").empty());
}

TEST_CASE("what the language bounds, and what only telemetry says") {
  CHECK(forbid("hour(Motion.time) == 24") == List{"L0101 `hour(Motion.time) == 24`"});
  CHECK(forbid("hour(Motion.time) in 8 .. 18").empty());
  CHECK(forbid("hour(Motion.time) > 22 and hour(Motion.time) < 23").size() == 1);
  CHECK(forbid("weekday(Motion.time) >= 1") == List{"L0102 `weekday(Motion.time) >= 1`"});
  CHECK(forbid("abs(speed) < 0 km/h").size() == 1);
  CHECK(forbid("battery > 100%").empty());  // telemetry may say so
  CHECK(forbid("share(speed > 3 km/h) this day > 100%") == List{"L0101 `share(speed > 3 km/h) this day > 100%`"});
  CHECK(forbid("share(speed > 3 km/h) this day >= 100%").empty());
  CHECK(forbid("duration(speed > 3 km/h) over 1 h > 2 h") == List{"L0101 `duration(speed > 3 km/h) over 1 h > 2 h`"});
  CHECK(forbid("duration(speed > 3 km/h) over 10 min .. 1 h > 50 min").size() == 1);
  CHECK(forbid("duration(speed > 3 km/h) over 1 h > 59 min").empty());
  CHECK(forbid("duration(speed > 3 km/h) this day > 25 h").empty());  // a day on which clocks are put back
  CHECK(forbid("duration(speed > 3 km/h) this day > 49 h").size() == 1);
  CHECK(forbid("duration(speed > 3 km/h) ever > 49 h").empty());
  CHECK(forbid("count(HardBrake) last 2 days < 0").size() == 1);
  CHECK(forbid("count(HardBrake) last 2 days > 2 and count(HardBrake) last 2 days < 3").size() == 1);
  CHECK(forbid("count(HardBrake where decel > 3 m/s^2) last 5 events > 5").size() == 1);
  CHECK(forbid("distinct(HardBrake.zone) last 2 days > 2").size() == 1);
  CHECK(forbid("now - Motion.time > 6 s") == List{"L0101 `now - Motion.time > 6 s`"});
  CHECK(forbid("now - Motion.time > 4 s").empty());
  CHECK(forbid("max(speed, 10 km/h) < 10 km/h").size() == 1);
  CHECK(forbid("min(speed, 10 km/h) < 10 km/h").empty());
}

TEST_CASE("what may be missing, and what may not") {
  CHECK(forbid("not present(speed)") == List{"L0101 `not present(speed)`"});
  CHECK(forbid("not present(gap)").empty());
  CHECK(forbid("(gap else 0 m) > 3 m and not present(gap)") ==
        List{"L0101 `(gap else 0 m) > 3 m and not present(gap)`"});
  CHECK(forbid("(gap else 5 m) > 3 m and not present(gap)") == List{"L0103 `(gap else 5 m) > 3 m`"});
  CHECK(forbid("(gap else 0 m) < 1 m and (gap else 9 m) > 8 m").empty());  // true where there is none
}

TEST_CASE("a rule is looked at with what it knows: guards, exceptions, stages") {
  CHECK(in_rule("limit", "on Motion  when zone == core  require zone == suburb") == List{"L0101 `zone == suburb`"});
  CHECK(in_rule("limit", "on Motion  when zone == core  require zone == core") == List{"L0102 `zone == core`"});
  CHECK(in_rule("limit", "on Motion  when speed > 9 km/h  require speed <= 20 km/h  unless speed < 5 km/h") ==
        List{"L0101 `speed < 5 km/h`"});
  CHECK(in_rule("limit", "on Motion  unless speed <= 20 km/h  require speed <= 20 km/h") ==
        List{"L0101 `speed <= 20 km/h`"});
  CHECK(in_rule("limit", "on Motion  when speed > 20 km/h and speed < 10 km/h  require zone == core") ==
        List{"L0101 `speed > 20 km/h and speed < 10 km/h`"});
  CHECK(in_rule("redline", "on Motion  when zone == core  forbid true").empty());
  CHECK(in_rule("duty", "on HardBrake  when decel > 3 m/s^2 and decel < 2 m/s^2  expect HardBrake within 3 s").size() ==
        1);
  CHECK(in_rule("duty", "on HardBrake  expect HardBrake where decel > 3 m/s^2 and decel < 2 m/s^2  within 3 s") ==
        List{"L0101 `decel > 3 m/s^2 and decel < 2 m/s^2`"});
  CHECK(in_rule("limit", "on Motion  when level >= watch  require speed <= 20 km/h") == List{"L0101 `level >= watch`"});
}

TEST_CASE("parts that decide nothing") {
  CHECK(forbid("speed > 30 km/h and speed > 20 km/h") == List{"L0103 `speed > 20 km/h`"});
  CHECK(forbid("speed > 20 km/h and speed > 30 km/h") == List{"L0103 `speed > 20 km/h`"});
  CHECK(forbid("speed > 20 km/h or speed > 30 km/h") == List{"L0103 `speed > 30 km/h`"});
  CHECK(forbid("zone == core and zone == core") == List{"L0103 `zone == core`"});
  CHECK(forbid("zone == core and (zone == suburb or speed > 3 km/h)") == List{"L0103 `zone == suburb`"});
  CHECK(forbid("armed and (speed > 3 km/h or zone == core)").empty());
  CHECK(in_rule("limit", "on Motion  when zone == core  require zone == core implies speed < 3 km/h") ==
        List{"L0103 `zone == core`"});
}

TEST_CASE("the inside of a let is looked at by itself") {
  const std::string let = std::string(kWorld) + "let fast = Motion.zone == core and Motion.speed > 60 km/h\n";
  CHECK(findings(lint_of(let + "redline r { on Motion  when zone == core  forbid fast }")).empty());
  const std::string bad = std::string(kWorld) + "let fast = Motion.speed > 60 km/h and Motion.speed > 50 km/h\n";
  CHECK(findings(lint_of(
            bad + "redline r { on Motion  forbid fast }\nredline s { on Motion  forbid fast or zone == core }")) ==
        List{"L0103 `Motion.speed > 50 km/h`", "L0202 `r`"});
}

TEST_CASE("what a parameter decides is a note that says its value") {
  const std::string head = std::string(kWorld) + "param cap : km/h = 40 km/h\n";
  const Linted l = lint_of(head + "redline r { on Motion  when speed < 30 km/h  forbid speed > cap }");
  INFO(shown(l));
  CHECK(findings(l) == List{"L0101 `speed > cap` note"});
  CHECK(shown(l).find("`cap` is 40 km/h; --set can change it") != std::string::npos);
  const std::string text = head + "redline r { on Motion  when speed < 30 km/h  forbid speed > cap }";
  CHECK(findings(lint_of(text, {{{"cap", "20 km/h"}}})).empty());
  // Whatever the parameter is.
  CHECK(findings(lint_of(head + "redline r { on Motion  forbid speed > cap and speed <= cap }")) ==
        List{"L0101 `speed > cap and speed <= cap`"});
  CHECK(findings(lint_of(head + "redline r { on Motion  forbid speed > cap * 110% and speed < cap }")) ==
        List{"L0101 `speed > cap * 110% and speed < cap` note"});
}

TEST_CASE("levels that no rule raises to") {
  const std::string raise = "trigger t { on Motion  when speed > 90 km/h  raise to watch }\n";
  CHECK(findings(lint_of(std::string(kWorld) + raise +
                         "limit r { on Motion  when level >= watch  require speed <= 20 km/h }"))
            .empty());
  CHECK(findings(lint_of(std::string(kWorld) + raise +
                         "limit r { on Motion  when level == restricted  require speed <= 20 km/h }")) ==
        List{"L0101 `level == restricted`"});
}

TEST_CASE("what is asked of elements") {
  CHECK(in_rule("limit", "require count(HardBrake where decel > 4 m/s^2 and decel < 3 m/s^2) last 2 days <= 3") ==
        List{"L0101 `decel > 4 m/s^2 and decel < 3 m/s^2`"});
  CHECK(in_rule("limit", "require count(HardBrake where present(decel)) last 2 days <= 3") ==
        List{"L0102 `present(decel)`"});
  CHECK(in_rule("redline", "on Motion forbid held(speed > 3 km/h and speed < 2 km/h, 2 s)").size() == 2);
}

TEST_CASE("two things are compared with each other") {
  const std::string head =
      std::string(kWorld) + "signal Two { vehicle : text key  a : number  b : number  stale after 5 s }\n";
  const auto two = [&](const std::string& c) {
    return findings(lint_of(head + "redline r { on Two  forbid " + c + " }"));
  };
  CHECK(two("a < b and b < a").size() == 1);
  CHECK(two("a < b and b <= a").size() == 1);
  CHECK(two("a < b or b <= a").size() == 1);
  CHECK(two("a <= b and b <= a").empty());
  CHECK(two("a < a").size() == 1);
  CHECK(two("a < 3 and b > 5 and a > b").size() == 1);
  CHECK(two("a < 3 and b > 5 and a < b") == List{"L0103 `a < b`"});
}
