// Units, kinds of quantity, durations, times, what may be missing (language.md, section 3).
#include <catch2/catch.hpp>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;
using dsl::model::Op;
using dsl::model::TypeKind;

namespace {

const dsl::model::Expr& condition(const dsl::Compiled& c) { return *rule(c, "l").condition; }

void good(const char* e, const char* clauses = "on Motion") {
  INFO(e);
  const dsl::Compiled c = require(e, clauses);
  INFO(rendered(c));
  CHECK(c.pack);
}

void bad(const char* e, const char* code, const char* clauses = "on Motion") {
  INFO(e);
  const dsl::Compiled c = require(e, clauses);
  INFO(rendered(c));
  CHECK(codes(c) == List{code});
}

}  // namespace

TEST_CASE("the mistake of section 9, as it is shown") {
  CHECK(rendered(compile_in_world("limit core_speed {\n  on Motion\n  require  speed <= 40 m\n}\n")) ==
        "error E0203: these do not measure the same thing\n"
        " --> a.trip:3:21\n"
        "  |\n"
        "3 |   require  speed <= 40 m\n"
        "  |            -----    ^^^^ this is a length (m)\n"
        "  |            |\n"
        "  |            this is a speed (km/h)\n"
        "help: a speed limit is written 40 km/h or 40 m/s\n");
}

TEST_CASE("a bare number beside a quantity lacks a unit") {
  CHECK(rendered(compile_in_world("limit l { on Motion require speed <= 40 }\n")) ==
        "error E0204: a unit is missing\n"
        " --> a.trip:1:38\n"
        "  |\n"
        "1 | limit l { on Motion require speed <= 40 }\n"
        "  |                             -----    ^^ this is a plain number\n"
        "  |                             |\n"
        "  |                             this is a speed (km/h)\n"
        "help: a speed limit is written 40 km/h or 40 m/s\n");
  CHECK(require("share(driving) this day >= 0.95").diagnostics.front().help.in(core::Language::en) ==
        "a share limit is written 95%");
}

TEST_CASE("units of one kind mix, kinds do not") {
  good("speed <= 11 m/s");
  good("speed + 1 m/s <= 40 km/h");
  good("Motion.gap / 2 s <= speed", "on Motion when present(gap)");
  good("speed * speed / (2 * 6 m/s^2) <= 50 m");
  good("dose <= 0.1 mSv/h");
  bad("dose <= 100 uGy/h", "E0203");
  bad("noise <= 85 dB", "E0203");
  bad("speed + 1 m <= 40 km/h", "E0203");
  bad("speed * 2 s <= 40 km/h", "E0203");
  good("speed * 2 s <= 40 km");
  bad("min(speed, 3 m) > 0 m", "E0203");
  bad("speed in 1 m .. 2 m", "E0203");
  bad("speed in (1 m/s, 2 m)", "E0203");
  good("battery >= 20%");
  good("speed <= cap * 110%");
  good("size(wheels) * 20% >= 80%");
}

TEST_CASE("numbers are in base units, read exactly") {
  const dsl::Compiled c = require("speed <= 11.7 km/h");
  REQUIRE(c.pack);
  CHECK(std::get<double>(condition(c).children[1]->constant.value) == 3.25);
  CHECK(condition(c).children[0]->type.unit.text == "km/h");
}

TEST_CASE("degC is subtracted and compared") {
  good("cabin <= 40 degC");
  good("cabin - 20 degC <= 5 K");
  good("cabin > 300 K");
  good("change(cabin) this day <= 5 K");
  good("avg(cabin) this day <= 30 degC");
  bad("cabin + 1 K <= 40 degC", "E0205");
  bad("cabin * 2 <= 80 degC", "E0205");
  bad("integral(cabin) this day <= 3 s * 1 K", "E0205");
  bad("sum(cabin) last 3 samples <= 3 K", "E0205");
  bad("cabin - 20 degC <= 5 degC", "E0205");
  bad("abs(cabin) <= 5 degC", "E0205");
  bad("-cabin <= 5 degC", "E0205");
}

TEST_CASE("durations are exact, numbers in a unit of time are numbers") {
  const dsl::Compiled field = require("pause <= 10 s");
  REQUIRE(field.pack);
  CHECK(condition(field).children[0]->type.kind == TypeKind::duration);
  CHECK(std::get<std::int64_t>(condition(field).children[1]->constant.value) == 10 * core::kSecond);
  const dsl::Compiled number = require("delay <= 10 s");
  REQUIRE(number.pack);
  CHECK(condition(number).children[0]->type.kind == TypeKind::number);
  CHECK(std::get<double>(condition(number).children[1]->constant.value) == 10.0);
  const dsl::Compiled both = require("pause + 1 s <= delay");
  REQUIRE(both.pack);
  CHECK(condition(both).children[0]->op == Op::to_number);
  good("pause * 2 <= 1 min");
  good("pause / 10 s <= 3");
  good("pause * speed <= 3 m");
  good("now - time >= 0 s", "on Collision");
  good("due - time <= 30 d", "on Collision");
  good("time + 5 min <= due", "on Collision");
  bad("time + 5 <= due", "E0214", "on Collision");
  bad("time + Motion.delay <= due", "E0214", "on Collision");
  bad("time + due > due", "E0214", "on Collision");
  bad("pause <= 10", "E0204");
  bad("pause <= 10 m", "E0203");
}

TEST_CASE("times and dates") {
  const auto op = [](const char* e) {
    INFO(e);
    const dsl::Compiled c = require(e, "on Collision");
    INFO(rendered(c));
    REQUIRE(c.pack);
    return condition(c).op;
  };
  CHECK(op("time <= 2026-03-01") == Op::time_le_date);
  CHECK(op("2026-03-01 <= time") == Op::time_ge_date);
  CHECK(op("day > due") == Op::time_lt_date);
  CHECK(op("day <= 2026-03-01") == Op::le);
  CHECK(op("time == day") == Op::time_eq_date);
  const dsl::Compiled range = require("time in 2026-03-01 .. 2026-09-30", "on Collision");
  REQUIRE(range.pack);
  CHECK(condition(range).children[1]->op == Op::day_begin);
  CHECK(condition(range).children[2]->op == Op::day_end);
  const dsl::Compiled days = require("day in 2026-03-01 .. 2026-09-30", "on Collision");
  REQUIRE(days.pack);
  good("date(due) - 3 h > time", "on Collision");
  good("weekday(time) in (1, 2, 3) and hour(due) < 22", "on Collision");
  // A literal without an offset is local in the pack's timezone.
  const dsl::Compiled local = require("time <= 2026-03-01T08:00", "on Collision");
  REQUIRE(local.pack);
  CHECK(core::print_rfc3339(std::get<std::int64_t>(condition(local).children[1]->constant.value)) ==
        "2026-03-01T00:00:00Z");
}

TEST_CASE("order is for what has one") {
  good("System.state >= on");
  bad("zone < core", "E0207");
  bad("driving > true", "E0207");
  bad("vehicle < \"V\"", "E0208");
  bad("speed matches \"4.*\"", "E0208");
  bad("vehicle matches \"(\"", "E0209");
  good("vehicle in (\"V1\", \"V2\") and vehicle matches \"V[0-9]+\"");
  bad("speed == zone", "E0202");
  good("stage == Permit.stage");
}

TEST_CASE("what may be missing is asked for") {
  bad("gap >= 5 m", "E0301");
  bad("Permit.weight <= 3 t", "E0301");
  good("(gap else 100 m) >= 5 m");
  good("present(gap) implies gap >= 5 m");
  good("present(gap) and gap >= 5 m");
  good("driving and (present(gap) and driving) and gap >= 5 m");
  good("gap >= 5 m", "on Motion when present(gap)");
  good("gap >= 5 m", "on Motion when driving and present(gap)");
  good("driving", "on Motion when present(gap) unless gap < 3 m");
  good("present(Permit.weight) and Permit.weight < 3 t");
  bad("gap >= 5 m and present(gap)", "E0301");
  bad("present(gap) or gap >= 5 m", "E0301");
  bad("not present(gap) or gap >= 5 m", "E0301");
  bad("(present(gap) or driving) and gap >= 5 m", "E0301");
  bad("present(Permit.weight) implies gap >= 5 m", "E0301");
  bad("previous(gap) >= 5 m", "E0301", "on Motion when present(gap)");
  bad("present(gap) and always(gap >= 5 m) over 1 min", "E0301");
  good("always(gap >= 5 m where present(gap)) over 1 min");
  bad("gap >= 5 m", "E0301", "on Motion unless present(gap)");
  bad("(gap else gap) >= 5 m", "E0301");
  CHECK(require("gap >= 5 m").diagnostics.front().help.in(core::Language::en) ==
        "say what holds without it: gap else 0 m\nor ask first: present(gap) and …");
}

TEST_CASE("what is known to be there when a duty opens is there later, too") {
  CHECK(
      compile_in_world(
          "duty d { on Collision as c when present(reporter) expect Report where incident == c.reporter within 24 h }")
          .pack);
  CHECK(codes(compile_in_world(
            "duty d { on Collision as c expect Report where incident == c.reporter within 24 h }")) == List{"E0301"});
  CHECK(codes(compile_in_world("duty d { on Motion when present(gap) while gap > 3 m expect Report within 24 h }")) ==
        List{"E0301"});
}

TEST_CASE("lists, positions, areas") {
  good("any(wheels, w: abs(w) > 0.05 m/s)");
  good("all(wheels, w: w <= speed) and size(wheels) == 4 and 3 m/s in wheels");
  bad("any(wheels, w: w > 3 m)", "E0203");
  bad("3 m in wheels", "E0203");
  good("distance(at, at) <= 30 m");
  bad("speed in \"area.geojson\"", "E0201");
  const dsl::Compiled c = compile_in_world(
      "limit l { on Motion require at in \"a.json\" and not (at in \"a.json\") }",
      {{"a.json", R"({"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1],[0,0]]]}})"}});
  REQUIRE(c.pack);
  CHECK(c.pack->areas.size() == 1);
  CHECK(c.pack->areas[0].polygons[0][0][1].longitude == 2);
}

TEST_CASE("now stands where it can be watched") {
  good("hour(now) >= 6 and weekday(now) < 6 and date(now) > 2026-01-01");
  good("now - Permit.expires <= 0 s");
  good("1 h >= now - Permit.expires");
  good("now - Permit.expires <= patience");
  bad("now < Permit.expires", "E0303");
  bad("now - Permit.expires <= pause", "E0303");
  bad("Permit.expires - now >= 0 s", "E0303");
  good("now <= due", "on Collision");
  bad("count(Collision where now < due) this day < 3", "E0303");
}

TEST_CASE("a rate is offered as it can be written") {
  const auto rate = [](const char* bound) {
    return compile_in_world(
        std::string("signal R { k : text key  r : 1/min  stale after 1 s }\nlimit l { on R require r <= ") + bound +
        " }");
  };
  CHECK(rate("30").diagnostics.front().help.in(core::Language::en) == "a rate limit is written 30 min^-1 or 30 h^-1");
  CHECK(codes(rate("30 min^-1")).empty());
}
