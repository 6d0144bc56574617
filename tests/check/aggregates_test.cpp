// Aggregates, windows, correlations (language.md, section 5).
#include <catch2/catch.hpp>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;
using dsl::model::Aggregate;
using dsl::model::TypeKind;
using dsl::model::WindowKind;

namespace {

dsl::Compiled keep;

const dsl::model::Expr& left(const std::string& e, const char* clauses = "on Motion") {
  INFO(e);
  keep = require(e, clauses);
  INFO(rendered(keep));
  REQUIRE(keep.pack);
  return *rule(keep, "l").condition->children[0];
}

void bad(const char* e, const char* code, const char* clauses = "on Motion") {
  INFO(e);
  const dsl::Compiled c = require(e, clauses);
  INFO(rendered(c));
  CHECK(codes(c) == List{code});
}

}  // namespace

TEST_CASE("elements or continuous time") {
  CHECK(left("count(HardBrake) this day <= 3").aggregate->elements);
  CHECK(left("count(Motion) this day <= 3").aggregate->elements);
  CHECK(left("distinct(vehicle) this day <= 3").aggregate->elements);
  CHECK(left("quantile(speed, 95%) this day <= cap").aggregate->elements);
  CHECK(left("avg(speed) last 3 samples <= cap").aggregate->elements);
  CHECK(left("sum(battery) last 3 samples <= 200%").aggregate->elements);
  CHECK_FALSE(left("avg(speed) this day <= cap").aggregate->elements);
  CHECK_FALSE(left("share(driving) this day <= 5%").aggregate->elements);
  CHECK_FALSE(left("duration(driving and System.state == on) this day <= 5 h").aggregate->elements);
  CHECK(keep.pack->streams[static_cast<std::size_t>(rule(keep, "l").condition->children[0]->aggregate->stream)].name ==
        "Motion");
  CHECK(rule(keep, "l").condition->children[0]->aggregate->reads.size() == 2);
  CHECK(left("sum(HardBrake.decel * Motion.delay) this day <= 5 m/s").aggregate->elements);
}

TEST_CASE("what comes out") {
  CHECK(left("count(HardBrake) this day <= 3").type.unit.dimension.plain());
  CHECK(left("share(driving) this day <= 3%").type.unit.text == "%");
  CHECK(left("duration(driving) this day <= 3 h").type.kind == TypeKind::duration);
  CHECK(left("integral(speed) this day <= 3 km").type.unit.text == "m");
  CHECK(left("change(cabin) this day <= 3 K").type.unit.text == "K");
  CHECK(left("max(speed) this day <= cap").type.unit.text == "km/h");
  CHECK(left("last(HardBrake.zone) ever == core").type.kind == TypeKind::enumerated);
  CHECK(left("max(pause) this day <= 3 s").type.kind == TypeKind::duration);
  CHECK(left("quantile(speed, 0.5) this day <= cap").aggregate->q == 0.5);
  bad("duration(driving) this day <= 3", "E0204");
  bad("avg(driving) this day <= 3", "E0201");
  bad("integral(pause) this day <= 3 s", "E0201");
  bad("quantile(speed, 2) this day <= cap", "E0216");
  bad("distinct(speed + cap) this day <= 3", "E0404");
}

TEST_CASE("windows") {
  const Aggregate* a = left("count(HardBrake) over 10 min .. 1 h <= 3").aggregate.get();
  CHECK(a->window.kind == WindowKind::over);
  CHECK(a->window.from == 600 * core::kSecond);
  CHECK(a->window.to == 3600 * core::kSecond);
  CHECK(left("count(HardBrake) over patience <= 3").aggregate->window.to == 10 * core::kSecond);
  a = left("count(HardBrake) over 1 h since (Review where outcome == cleared, Collision) <= 3").aggregate.get();
  CHECK(a->window.kind == WindowKind::over_since);
  CHECK(a->window.marks.size() == 2);
  CHECK(left("count(HardBrake) last 7 days <= 3").aggregate->window.count == 7);
  CHECK(left("count(HardBrake) ever <= 3").aggregate->window.kind == WindowKind::ever);
  CHECK(left("max(HardBrake.decel) last 3 events <= 4 m/s^2").aggregate->window.kind == WindowKind::last_samples);
  bad("count(HardBrake) over 1 h .. 10 min <= 3", "E0217");
  bad("count(HardBrake) over cap <= 3", "E0201");
  bad("count(HardBrake) last 0 days <= 3", "E0216");
  bad("count(HardBrake) since raised <= 3", "E0405");
  bad("count(HardBrake) since Motion <= 3", "E0405");
  bad("count(HardBrake) last 3 samples <= 3", "E0406");
  bad("avg(speed) last 3 events <= cap", "E0406");
  bad("count(HardBrake) now <= 3", "E0406");
  bad("max(speed) now <= cap", "E0709");
  bad("count(HardBrake) <= 3", "E0401");
  bad("min(speed) <= cap", "E0401");
  CHECK(left("min(speed, cap) <= cap").op == dsl::model::Op::min);
  CHECK(left("min(speed) this day <= cap").aggregate->kind == dsl::model::AggregateKind::min);
  CHECK(compile_in_world("trigger t { when count(HardBrake) since (Review, raised) >= 3 raise to watch }").pack);
}

TEST_CASE("what an aggregate may not be of") {
  bad("sum(speed) this day <= 3 km", "E0408");
  bad("duration(HardBrake.decel > 4 m/s^2) this day <= 3 s", "E0407");
  bad("integral(HardBrake.decel) this day <= 3 m/s", "E0407");
  bad("duration(driving) last 3 samples <= 3 s", "E0407");
  bad("max(count(HardBrake) this day) this week <= 3", "E0403");
  bad("once(cap > 3 km/h) this day", "E0404");
  bad("sum(HardBrake.decel * Report.number) this day <= 3 m/s^2", "E0404");
  bad("count(speed) this day <= 3", "E0404");
}

TEST_CASE("a signal is not summed: the report offers what is meant") {
  CHECK(
      require("sum(speed where driving) over 1 h <= 3 km").diagnostics.front().help.in(core::Language::en) ==
      "its total over time is: integral(speed where driving) over 1 h\nthe sum of samples is: sum(…) last 10 samples");
}

TEST_CASE("elements are matched with the one judged") {
  const auto matched = [](const char* e) { return require(e, "on Collision as crash"); };
  const dsl::Compiled c = matched("count(Report where number > 0 and crash.incident == incident) this day > 0");
  REQUIRE(c.pack);
  const Aggregate& a = *rule(c, "l").condition->children[0]->aggregate;
  REQUIRE(a.correlations.size() == 1);
  CHECK(c.pack->streams[static_cast<std::size_t>(a.stream)]
            .fields[static_cast<std::size_t>(a.correlations[0].first)]
            .name == "incident");
  CHECK(a.correlations[0].second->access == dsl::model::Access::on);
  CHECK(a.where->op == dsl::model::Op::gt);
  CHECK(codes(matched("count(Report where incident != crash.incident) this day > 0")) == List{"E0409"});
  CHECK(codes(matched("count(Report where not (incident == crash.incident)) this day > 0")) == List{"E0409"});
  CHECK(codes(matched("count(Report where number == crash.incident) this day > 0")) == List{"E0202"});
  CHECK(codes(matched("duration(Motion.driving where vehicle == crash.vehicle) this day > 0 s")) == List{"E0410"});
  CHECK(codes(matched("count(Report where incident == crash.reporter) this day > 0")) == List{"E0301"});
  const dsl::Compiled answer = compile_in_world(
      "duty d { on Collision as crash expect Review where count(Report where incident == crash.incident) this day > 0 "
      "within 24 h }");
  INFO(rendered(answer));
  REQUIRE(answer.pack);
  CHECK(rule(answer, "d").answers[0].where->children[0]->aggregate->correlations[0].second->access ==
        dsl::model::Access::opener);
}

TEST_CASE("held and previous") {
  const dsl::Compiled c = require("held(driving, patience) and not previous(driving)");
  REQUIRE(c.pack);
  CHECK(rule(c, "l").condition->children[0]->span == 10 * core::kSecond);
  bad("held(driving, pause)", "E0306");
  bad("held(injured > 0, 3 s)", "E0306", "on Collision");
  bad("previous(driving and System.state == on)", "E0305");
  bad("previous(cap) > cap", "E0305");
  bad("previous(count(HardBrake) this day) > 3", "E0305");
}

TEST_CASE("derived events") {
  const dsl::Compiled c = compile_in_world(
      "event Stop = Motion when speed < 1 km/h and previous(speed) >= 1 km/h\n"
      "event Third = Stop when count(Stop) this day >= 3\n"
      "limit l { on Third require zone == core and count(Stop where zone == core) last 7 days <= 3 }");
  INFO(rendered(c));
  REQUIRE(c.pack);
  CHECK(c.pack->derived_order.size() == 2);
  CHECK(c.pack->streams[static_cast<std::size_t>(c.pack->derived_order[0])].name == "Stop");
  CHECK(codes(compile_in_world("event Bad = Motion when Tracker.nearest < 3 m")) == List{"E0702"});
  CHECK(codes(compile_in_world("event A = B when true  event B = A when true")) == List{"E0802"});
}
