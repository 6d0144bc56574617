// Whose a rule is, what it reads, and in which order rules are judged (language.md, section 6).
#include <catch2/catch.hpp>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;
using dsl::model::Access;
using dsl::model::Op;

namespace {

dsl::Compiled good(const std::string& text) {
  INFO(text);
  dsl::Compiled c = compile_in_world(text);
  INFO(rendered(c));
  REQUIRE(c.pack);
  return c;
}

List order(const dsl::Compiled& c) {
  List out;
  for (const int r : c.pack->rule_order) out.push_back(c.pack->rules[static_cast<std::size_t>(r)].name);
  return out;
}

}  // namespace

TEST_CASE("owners are inferred from what is judged or read") {
  CHECK(owner(good("limit l { on Motion require speed <= cap }"), "l") == List{"vehicle"});
  CHECK(owner(good("limit l { require count(HardBrake) this day <= 3 }"), "l") == List{"vehicle"});
  CHECK(owner(good("limit l { per fleet require count(Motion) this day <= 3 }"), "l") == List{"fleet"});
  CHECK(owner(good("limit l { per all require count(Motion) this day <= 3 }"), "l") == List{});
  // HardBrake has no group of its own: its subjects' fleet is known from Motion.
  const dsl::Compiled c = good("limit l { per fleet require count(HardBrake) this day <= 3 }");
  CHECK(rule(c, "l").condition->children[0]->aggregate->coarse);
  CHECK(codes(compile_in_world("limit l { require count(HardBrake) this day <= count(Tracker) this day }")) ==
        List{"E0702"});
  CHECK(codes(compile_in_world("limit l { on Motion require Tracker.nearest > 3 m }")) == List{"E0702"});
  CHECK(codes(compile_in_world("limit l { per fleet require count(Tracker) this day <= 3 }")) == List{"E0705"});
  CHECK(codes(compile_in_world("limit l { require cap > 3 km/h }")) == List{"E0703"});
}

TEST_CASE("streams with different keys: the report shows both and offers what they share") {
  CHECK(rendered(compile_in_world("event Trip { vehicle : text key  trip : text key }\nlimit l {\n  require "
                                  "count(Trip) this day <= count(HardBrake) this day\n}")) ==
        "error E0702: these streams have different keys: whose is this rule?\n"
        " --> a.trip:3:35\n"
        "  |\n"
        "3 |   require count(Trip) this day <= count(HardBrake) this day\n"
        "  |           --------------------    ^^^^^^^^^^^^^^^^^^^^^^^^^ `HardBrake` is kept by `vehicle`\n"
        "  |           |\n"
        "  |           `Trip` is kept by `trip` and `vehicle`\n"
        "help: say it: per vehicle, or per all\n");
}

TEST_CASE("with a coarser per, a rule reads aggregates over members") {
  const dsl::Compiled c = good(
      "limit l { per fleet  during pilot  require max(Motion.speed) now <= cap and count(HardBrake where zone == core) "
      "this day <= 3 }");
  const dsl::model::Rule& l = rule(c, "l");
  CHECK(l.stages == 2);
  CHECK(l.stages_filter_members);
  CHECK(l.condition->children[0]->children[0]->aggregate->stages == 2);
  CHECK(l.condition->children[0]->children[0]->aggregate->owner == l.owner);
  CHECK(codes(compile_in_world("limit l { per fleet require Motion.speed <= cap }")) == List{"E0706"});
  CHECK(codes(compile_in_world("limit l { per fleet require first(Motion.speed) this day <= cap }")) == List{"E0704"});
  CHECK(good("limit l { per fleet require first(HardBrake.decel) this day <= 4 m/s^2 }").pack);
  // What is owed to a fleet: the answer carries it, and is matched with what opened the duty.
  const dsl::Compiled d =
      good("duty d { per fleet on Collision as crash expect Report where incident == crash.incident by crash.due }");
  CHECK(owner(d, "d") == List{"fleet"});
}

TEST_CASE("rows of tables are found by fields, or by the owner's keys") {
  const dsl::Compiled on = good("limit l { on Motion when Permit.stage == pilot require speed <= cap }");
  const dsl::model::Expr& field = *rule(on, "l").when->children[0];
  REQUIRE(field.op == Op::table_field);
  CHECK(field.children[0]->op == Op::field);
  CHECK(field.children[0]->access == Access::on);
  const dsl::Compiled none = good("limit l { when Permit.stage == pilot require count(HardBrake) this day <= 3 }");
  CHECK(rule(none, "l").when->children[0]->children[0]->op == Op::owner_key);
  const dsl::Compiled inside =
      good("limit l { per fleet require count(HardBrake where Permit.stage == pilot) this day <= 3 }");
  CHECK(rule(inside, "l").condition->children[0]->aggregate->where->children[0]->children[0]->access ==
        Access::element);
  CHECK(codes(compile_in_world(
            "limit l { per fleet when Permit.stage == pilot require count(HardBrake) this day <= 3 }")) ==
        List{"E0708"});
  CHECK(codes(compile_in_world("limit l { on Tracker when Permit.stage == pilot require nearest > 3 m }")) ==
        List{"E0708"});
}

TEST_CASE("rules that read Violation come after those that they read") {
  const dsl::Compiled c = good(
      "trigger t { when count(Violation where severity == critical) over 7 d >= 2 raise to watch }\n"
      "redline a { on Motion forbid speed > cap }\n"
      "limit   b { on Motion require speed <= cap }\n"
      "trigger u { per all when count(Violation where rule == b) over 7 d >= 2 raise to watch }\n"
      "limit   m { per vehicle require count(Violation where rule in (a, b) and kind == limit) this day <= 3 }\n");
  CHECK(order(c) == List{"a", "t", "b", "u", "m"});
  CHECK(owner(c, "t") == List{"vehicle"});
  CHECK(rule(c, "t").violation_rules == std::vector<int>{1});
  CHECK(rule(c, "u").violation_rules == std::vector<int>{2});
  CHECK(rule(c, "m").violation_rules == std::vector<int>{2});
  CHECK(rule(c, "t").reads_violation);
  CHECK(codes(compile_in_world(
            "redline a { on Motion forbid speed > cap }  redline b { on Tracker forbid nearest < 1 m }\n"
            "trigger t { when count(Violation) this day > 3 raise to watch }")) == List{"E0703"});
  CHECK(good("redline a { on Motion forbid speed > cap }  trigger t { on Violation when rule == a raise to watch for 1 "
             "d }")
            .pack);
}

TEST_CASE("which violations a rule `on Violation` may be of is what its `when` says, whatever else of them it reads") {
  const dsl::Compiled c = good(
      "redline a { on Motion forbid speed > cap }\n"
      "duty d { on Violation when rule == a expect Report within 2 s }\n"
      "duty e { on Violation as v when v.rule == a and v.severity == critical expect Report where number > 3 within 2 "
      "s }\n"
      "trigger t { on Violation when rule in (a, d) raise to watch for 1 d }\n");
  CHECK(rule(c, "d").violation_rules == std::vector<int>{0});
  CHECK(rule(c, "e").violation_rules == std::vector<int>{0});
  CHECK(rule(c, "t").violation_rules == std::vector<int>{0, 1});
  CHECK(codes(compile_in_world(
            "redline a { on Motion forbid speed > cap }\n"
            "duty d { on Violation when severity == critical or rule == d expect Report within 2 s }")) ==
        List{"E0801"});
}

TEST_CASE("many members: what is offered can be written of such a value") {
  const auto help = [](const char* condition) {
    const dsl::Compiled c = compile_in_world(std::string("limit l { per all on Motion require ") + condition + " }");
    for (const core::Diagnostic& d : c.diagnostics)
      if (d.code == "E0706") return d.help.in(core::Language::en);
    return std::string();
  };
  CHECK(help("speed <= cap") == "aggregate it over the members: avg(speed) now, max(speed) now");
  CHECK(help("zone == core").find("avg") == std::string::npos);
  CHECK(help("zone == core").find("once(CONDITION) now") != std::string::npos);
  CHECK(good("limit l { per all require not once(Motion.zone == core) now }").pack);
  CHECK(good("limit l { per all require share(Motion.zone == core) over 1 h <= 5% }").pack);
}

TEST_CASE("the name given with `as` is not known in `until`") {
  const dsl::Compiled c =
      compile_in_world("trigger t { on Collision as c raise to watch until Report where incident == c.incident }");
  REQUIRE(codes(c) == List{"E0108"});
  CHECK(c.diagnostics[0].message.in(core::Language::en) == "`c`, the element that raised, is not known in `until`");
  CHECK_FALSE(c.diagnostics[0].help.empty());
}

TEST_CASE("a circle through Violation is shown") {
  CHECK(
      rendered(compile_in_world("limit a { per vehicle require count(Violation where rule == b) this day <= 3 }\n"
                                "limit b { per vehicle require count(Violation where rule == a) this day <= 3 }\n")) ==
      "error E0801: these rules read one another's violations in a circle\n"
      " --> a.trip:1:7\n"
      "  |\n"
      "1 | limit a { per vehicle require count(Violation where rule == b) this day <= 3 }\n"
      "  |       ^ `a` reads the violations of `b`\n"
      "2 | limit b { per vehicle require count(Violation where rule == a) this day <= 3 }\n"
      "  |       - `b` reads the violations of `a`\n"
      "help: say which rules are meant: Violation where rule == NAME, or rule in (a, b)\n");
}

TEST_CASE("what a late element is judged by") {
  const auto late = [](const char* body) {
    return rule(good(std::string("redline r { on Motion ") + body + " }"), "r").late_judged;
  };
  CHECK(late("forbid speed > cap and Permit.stage == sandbox"));
  CHECK(late("when zone == core forbid speed > cap"));
  CHECK_FALSE(late("forbid speed > cap for 3 s"));
  CHECK_FALSE(late("forbid speed > cap and level == watch"));
  CHECK_FALSE(late("forbid speed > cap and System.state == on"));
  CHECK_FALSE(late("forbid previous(speed) > cap"));
  CHECK_FALSE(late("forbid count(HardBrake) this day > 3"));
}

TEST_CASE("reads") {
  const dsl::Compiled c = good(
      "limit l { on Motion when System.state == on require count(HardBrake) since Review <= 3 message "
      "\"{Permit.expires} {vehicle}\" }");
  List names;
  for (const int s : rule(c, "l").reads) names.push_back(c.pack->streams[static_cast<std::size_t>(s)].name);
  std::sort(names.begin(), names.end());
  CHECK(names == List{"HardBrake", "Motion", "Review", "System"});
  CHECK(rule(c, "l").message_parts.size() == 3);
  CHECK(rule(c, "l").message_parts[2].value->op == Op::owner_key);
}
