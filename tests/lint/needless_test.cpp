// Rules that say the same, and rules that a stricter one makes needless.
#include "tests/lint/linting.hpp"

using namespace tripline;
using namespace tripline::lint_test;

namespace {

List of(const std::string& rules, const std::string& before = {}) {
  const Linted l = lint_of(std::string(kWorld) + before + rules);
  INFO(shown(l));
  return findings(l);
}

}  // namespace

TEST_CASE("equal but for names and texts") {
  CHECK(of("limit a { title \"x\" on Motion require speed <= 40 km/h }\nlimit b { cites \"y\" on Motion require speed "
           "<= 40 km/h }") == List{"L0201 `b`"});
  CHECK(of("limit a { on Motion require speed <= 36 km/h grace 3 s }\nlimit b { on Motion require speed <= 10 m/s "
           "grace 3000 ms }") == List{"L0201 `b`"});
  CHECK(of("limit a { on Motion require speed <= 40 km/h tolerate 2 times over 1 h }\n"
           "limit b { on Motion require speed <= 40 km/h tolerate 3 times over 1 h }")
            .empty());
}

TEST_CASE("violated only while a stricter one is") {
  CHECK(of("limit a { on Motion require speed <= 40 km/h }\nlimit b { on Motion require speed <= 60 km/h }") ==
        List{"L0202 `b`"});
  CHECK(of("limit b { on Motion require speed <= 60 km/h }\nlimit a { on Motion require speed <= 40 km/h }") ==
        List{"L0202 `b`"});
  CHECK(of("limit a { on Motion require speed <= 40 km/h }\nlimit b { on Motion when zone == core require speed <= 40 "
           "km/h }") == List{"L0202 `b`"});
  CHECK(
      of("redline a { on Motion forbid speed > 40 km/h }\nlimit b { on Motion require speed <= 40 km/h grace 2 s }") ==
      List{"L0202 `b`"});
  CHECK(of("redline a { on Motion forbid speed > 40 km/h or zone == core }\nredline b { on Motion forbid speed > 40 "
           "km/h and zone == core }") == List{"L0202 `b`"});
  CHECK(of("limit a { on Motion when zone == core require speed <= 40 km/h }\nlimit b { on Motion when zone == core "
           "require speed <= 60 km/h }") == List{"L0202 `b`"});
}

TEST_CASE("the stricter one must see whatever the other sees") {
  // False and unknown is false: whoever drives too fast violates this, whatever the gap.
  CHECK(of("limit a { on Motion require speed <= 40 km/h and (gap else 9 m) > 3 m }\nlimit b { on Motion require speed "
           "<= 60 km/h }") == List{"L0202 `b`"});
  // Blind while there were no three events.
  CHECK(of("redline a { on HardBrake forbid decel > 4 m/s^2 and count(HardBrake) last 3 events >= 0 }\n"
           "redline b { on HardBrake forbid decel > 6 m/s^2 }") == List{"L0103 `count(HardBrake) last 3 events >= 0`"});
}

TEST_CASE("not needless: sooner, graver, with an action, near, elsewhere, read by another") {
  const std::string a = "limit a { on Motion require speed <= 40 km/h }\n";
  CHECK(of("limit a { on Motion require speed <= 40 km/h grace 5 s }\nlimit b { on Motion require speed <= 60 km/h "
           "grace 2 s }")
            .empty());
  CHECK(of(a + "redline b { on Motion forbid speed > 60 km/h }").empty());
  CHECK(of(a + "limit b { on Motion require speed <= 60 km/h action stop }", "actions stop\n").empty());
  CHECK(of(a + "limit b { on Motion require speed <= 60 km/h warn within 10% }").empty());
  CHECK(of(a + "limit b { on HardBrake require decel <= 3 m/s^2 }").empty());
  CHECK(of("limit a { on Motion require speed <= 40 km/h tolerate 2 times over 1 h }\nlimit b { on Motion require "
           "speed <= 60 km/h }")
            .empty());
  CHECK(of("limit a { on Motion when zone == core require speed <= 40 km/h }\nlimit b { on Motion require speed <= 60 "
           "km/h }")
            .empty());
  CHECK(of("limit a { on Motion when zone == core require speed <= 40 km/h }\nlimit b { on Motion when zone == suburb "
           "require speed <= 60 km/h }")
            .empty());
  CHECK(of("limit a { on Motion effective 2026-01-01 .. 2026-06-30 require speed <= 40 km/h }\nlimit b { on Motion "
           "require speed <= 60 km/h }")
            .empty());
  CHECK(of(a + "limit b { on Motion require speed <= 60 km/h }\n"
               "trigger t { when count(Violation where rule == b) last 2 days >= 3 raise to watch }")
            .empty());
}

TEST_CASE("texts of their own, or a parameter's value, make it a note") {
  CHECK(of("limit a { cites \"x\" on Motion require speed <= 40 km/h }\nlimit b { cites \"y\" on Motion require speed "
           "<= 60 km/h }") == List{"L0202 `b` note"});
  CHECK(of("limit a { on Motion require speed <= cap }\nlimit b { on Motion require speed <= 60 km/h }",
           "param cap : km/h = 40 km/h\n") == List{"L0202 `b` note"});
  CHECK(of("limit a { on Motion require speed <= cap }\nlimit b { on Motion when zone == core require speed <= cap }",
           "param cap : km/h = 40 km/h\n") == List{"L0202 `b`"});
}

TEST_CASE("duties and triggers") {
  const std::string event = "event Answer { vehicle : text key }\n";
  CHECK(of("duty a { on HardBrake expect Answer within 5 s }\nduty b { on HardBrake expect Answer within 9 s }",
           event) == List{"L0202 `b`"});
  CHECK(of("duty a { on HardBrake expect Answer within 5 s }\nduty b { on HardBrake when zone == core expect Answer "
           "within 5 s }",
           event) == List{"L0202 `b`"});
  CHECK(
      of("duty a { on HardBrake expect Answer within 5 s }\nduty b { on HardBrake expect HardBrake within 9 s }", event)
          .empty());
  CHECK(of("duty a { on Motion when speed > 3 km/h expect Answer within 5 s }\nduty b { on Motion when speed > 9 km/h "
           "expect Answer within 9 s }",
           event)
            .empty());
  CHECK(of("trigger a { on Motion when speed > 40 km/h raise to restricted }\ntrigger b { on Motion when speed > 60 "
           "km/h raise to watch }") == List{"L0202 `b`"});
  CHECK(of("trigger a { on Motion when speed > 40 km/h raise to watch }\ntrigger b { on Motion when speed > 60 km/h "
           "raise to restricted }")
            .empty());
  CHECK(of("trigger a { on HardBrake when decel > 4 m/s^2 raise to watch for 2 d }\n"
           "trigger b { on HardBrake when decel > 6 m/s^2 raise to watch for 1 d }") == List{"L0202 `b`"});
  CHECK(of("trigger a { on HardBrake when decel > 4 m/s^2 raise to watch for 1 d }\n"
           "trigger b { on HardBrake when decel > 6 m/s^2 raise to watch for 2 d }")
            .empty());
}

TEST_CASE("rules that are too many to be compared are told") {
  // Each is at fault somewhere where no other is: nothing ends the search early.
  std::string rules;
  for (int i = 0; i < 1500; ++i) {
    const std::string n = std::to_string(i);
    rules += "redline r" + n + " { on Motion forbid speed > " + n + " km/h and battery < 0.0" +
             std::to_string(1000 + i) + "% }\n";
  }
  const Linted l = lint_of(std::string(kWorld) + rules);
  CHECK(findings(l) == List{"L0202 `r1335` note"});
  CHECK(shown(l).find("`r1335` and the 164 like it that follow were not compared") != std::string::npos);
}
