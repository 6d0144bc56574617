// What names mean, and what is said where they mean nothing (language.md, section 2).
#include <catch2/catch.hpp>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;
using dsl::model::Access;
using dsl::model::Op;

namespace {

const dsl::model::Expr& condition(const dsl::Compiled& c) { return *rule(c, "l").condition; }

std::string stream(const dsl::Compiled& c, const dsl::model::Expr& e) {
  return c.pack->streams[static_cast<std::size_t>(e.stream)].name;
}

}  // namespace

TEST_CASE("a bare name is a field of the stream judged, then a let or a parameter, then a built-in") {
  const dsl::Compiled field = require("speed <= cap");
  REQUIRE(field.pack);
  CHECK(condition(field).children[0]->op == Op::field);
  CHECK(condition(field).children[0]->access == Access::on);
  CHECK(condition(field).children[1]->op == Op::param);
  const dsl::Compiled hidden = compile_in_world(
      "param delay2 : s = 1 s  param speed : km/h = 1 km/h  limit l { on Motion require speed <= cap }");
  REQUIRE(hidden.pack);
  CHECK(condition(hidden).children[0]->op == Op::field);
  CHECK(condition(require("level < restricted")).children[0]->op == Op::level);
  CHECK(condition(require("stage == pilot")).children[0]->op == Op::stage);
  CHECK(condition(require("time > 2026-01-01")).children[0]->index == dsl::model::kTimeField);
}

TEST_CASE("inside a where a bare name is first a field of the selected stream") {
  const dsl::Compiled c = require("count(HardBrake where zone == core and decel > 4 m/s^2) last 2 days <= 3");
  REQUIRE(c.pack);
  const dsl::model::Aggregate& a = *condition(c).children[0]->aggregate;
  const dsl::model::Expr& zone = *a.where->children[0]->children[0];
  CHECK(zone.access == Access::element);
  CHECK(stream(c, zone) == "HardBrake");
  // What the selected stream does not have is not taken from the judged one in silence.
  CHECK(codes(require("count(HardBrake where driving) last 2 days <= 3")) == List{"E0409"});
  const dsl::Compiled last = require("count(HardBrake where Motion.driving) last 2 days <= 3");
  REQUIRE(last.pack);
  const dsl::model::Expr& where = *condition(last).children[0]->aggregate->where;
  CHECK(where.access == Access::last);
  CHECK(stream(last, where) == "Motion");
  CHECK(condition(last).children[0]->aggregate->reads.size() == 2);
}

TEST_CASE("members win next to an enumerated type") {
  // `on` is a field as well as a member.
  const char* text =
      "signal Switch { vehicle : text key  on : bool  state : one of (off, on) }  limit l { on Switch require ";
  for (const char* e : {"state == on", "on == state", "state in (on, off)", "(previous(state) else off) == on",
                        "on != (previous(state) else on)"}) {
    INFO(e);
    const dsl::Compiled c = compile_in_world(std::string(text) + e + " }");
    INFO(rendered(c));
    REQUIRE(c.pack);
  }
  const dsl::Compiled bare = compile_in_world(std::string(text) + "on }");
  REQUIRE(bare.pack);
  CHECK(condition(bare).op == Op::field);
}

TEST_CASE("the name given with as reaches what a where hides") {
  const dsl::Compiled c = compile_in_world(
      "duty d { on Collision as crash  expect Report where incident == crash.incident and number > 0 within 24 h }");
  REQUIRE(c.pack);
  const dsl::model::Expr& same = *rule(c, "d").answers[0].where->children[0];
  CHECK(same.children[0]->access == Access::element);
  CHECK(same.children[1]->access == Access::opener);
  CHECK(codes(compile_in_world("limit l { on Collision as crash require crash }")) == List{"E0118"});
}

TEST_CASE("a let names fields with their stream and is what it says wherever it is used") {
  const dsl::Compiled c = compile_in_world(
      "let fast = Motion.speed > cap\nlet slow = not fast\nlimit l { on Motion require slow }\n"
      "limit k { on System require always(slow) over 10 min }");
  INFO(rendered(c));
  REQUIRE(c.pack);
  CHECK(condition(c).children[0]->children[0]->access == Access::on);
  CHECK(rule(c, "k").condition->aggregate->argument->children[0]->children[0]->access == Access::element);
  CHECK(errors(compile_in_world("let fast = speed > cap")) == List{"E0107 1:12"});
  CHECK(codes(compile_in_world("let a = b  let b = c  let c = not a  limit l { on Motion require a and b }")) ==
        List{"E0117"});
}

TEST_CASE("what is not found comes with the nearest name") {
  const auto help = [](const dsl::Compiled& c) {
    return c.diagnostics.empty() ? std::string() : c.diagnostics.front().help.in(core::Language::en);
  };
  CHECK(help(require("sped <= cap")) == "did you mean `speed`?");
  CHECK(help(require("speed <= capp")) == "did you mean `cap`?");
  CHECK(help(require("Motoin.speed <= cap")) == "did you mean `Motion`?");
  CHECK(help(require("Permit.expirse > 2026-01-01")) == "did you mean `expires`?");
  CHECK(help(require("zone == croe")) == "did you mean `core`?");
  CHECK(help(require("cuont(HardBrake) this day < 3")) == "did you mean `count`?");
  CHECK(help(compile_in_world("event E { a : txet }")) == "did you mean `text`?");
  CHECK(help(compile_in_world("trigger t { on Motion when driving raise to wacth }")) == "did you mean `watch`?");
  CHECK(help(compile_in_world("limit l { per vehicel require count(Motion) this day < 3 }")) ==
        "did you mean `vehicle`?");
  CHECK(help(compile_in_world("", {}, {{{"capp", "3 km/h"}}})) == "did you mean `cap`?");
  CHECK(help(require("decel <= 4 m/s^2")) == "a field of another stream stands with its stream: HardBrake.decel");
}

TEST_CASE("every mistake of a pack in one run, each where it is, and none twice") {
  const dsl::Compiled c = compile_in_world(
      "limit a { on Motion require sped <= cap }\n"
      "limit b { on Motion require speed <= 40 }\n"
      "limit c { on Motion require speed <= 40 m and zone == cor }\n"
      "duty  d { on Colision expect Report within 5 d }\n"
      "limit e { on Motion require (sped + 3 km/h) * 2 <= cap and sped > 0 km/h }\n");
  CHECK(errors(c) == List{"E0107 1:29", "E0204 2:38", "E0203 3:38", "E0213 3:55", "E0108 4:14", "E0609 4:44",
                          "E0107 5:30", "E0107 5:60"});
  CHECK(!c.pack);
}

TEST_CASE("names are declared once") {
  // a.trip is read before world.trip: the second declaration is the world's.
  const dsl::Compiled c = compile_in_world(
      "event Motion { a : text }\nlet cap = true\nlimit l { on Collision require injured == 0 }\nlimit l { on "
      "Collision require injured == 0 }");
  const List all = codes(c);
  CHECK(std::count(all.begin(), all.end(), "E0106") == 3);
  CHECK(errors(c).front() == "E0106 4:7");
}
