// The pack that the language's description begins with, but for its scenario.
#include <catch2/catch.hpp>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;

namespace {

const char* const kPack = R"trip(pack driverless 1.2.0 {
  title     "Driverless vehicles on pilot roads"
  authority "Pilot road-traffic working group"
  timezone  "Asia/Shanghai"
  lateness  2 s
}

levels  normal < watch < restricted < suspended
stages  sandbox < pilot < scaled
actions stop, slow_down, suspend_permit

param core_speed_cap : km/h = 40 km/h

table Permit from "permits.csv" {
  vehicle : text key
  stage   : one of (sandbox, pilot, scaled)
  expires : time
}

stage from Permit.stage else sandbox

signal Motion from "vehicle.motion" {
  vehicle  : text key
  fleet    : text group
  at       : position
  speed    : km/h         from "/ego/speed" in m/s
  gap      : m?
  mode     : one of (manual, assisted, autonomous)
  operator : one of (on_board, remote, none)
  zone     : one of (test_track, suburb, core)
  stale after 5 s
}

event TransitionDemand { vehicle : text key }
event Takeover         { vehicle : text key   driver : text personal }
event HardBrake        { vehicle : text key   decel  : m/s^2 }
event Collision        { vehicle : text key   incident : text   injured : number }
event Report           { vehicle : text key   incident : text }
event Review           { vehicle : text key   outcome : one of (cleared, upheld) }
event Disengaged       = Motion when mode == manual and previous(mode) == autonomous

let driving_itself = Motion.mode == autonomous

redline unattended {
  title  "No autonomous driving without a safety operator"
  cites  "Pilot notice, Annex 1, 3.2"
  during sandbox, pilot
  on     Motion
  forbid driving_itself and operator == none
  action stop
}

limit core_speed {
  cites    "City rules, Art. 12"
  on       Motion
  when     zone == core
  require  speed <= core_speed_cap
  grace    3 s
  tolerate 3 times over 24 h
  warn     within 10%
  severity major
  message  "{vehicle} drove at {speed} in the core zone"
}

duty take_over {
  cites  "UN R157, 5.4"
  on     TransitionDemand
  expect Takeover within 10 s
  action slow_down
}

duty report_collision {
  on     Collision as crash
  expect Report where incident == crash.incident  within 5 days
}

duty keep_reporting {
  on     Motion
  while  driving_itself
  expect Motion every 1 s
  severity minor
}

trigger rough_ride {
  when   count(HardBrake where decel > 4 m/s^2) over 10 min >= 3
  raise  to restricted until Review where outcome == cleared
  action slow_down
}

limit restricted_speed {
  on      Motion
  when    level >= restricted
  require speed <= 20 km/h
  unless  zone == test_track
}

sandbox trial_area {
  during  sandbox
  on      Motion
  when    driving_itself
  period  2026-03-01 .. 2026-09-30
  hours   07:00 .. 22:00
  area    at in "trial-area.geojson"
  require fleet_size: distinct(vehicle) <= 50
  require exposure:   integral(speed) <= 100000 km
}

assessment safety_index {
  during scaled
  per    fleet
  every  1 d over 30 d
  score  100 - 20 * count(Violation where severity == critical)
             -  2 * count(Violation where severity == major)
  grades A >= 90, B >= 75, C >= 60, D
  raise  to watch when score < 75
}
)trip";

}  // namespace

TEST_CASE("the pack of section 1") {
  const dsl::Compiled c = compile_alone(
      kPack,
      {{"permits.csv", "vehicle,stage,expires\nV1,pilot,2027-01-01\n"},
       {"trial-area.geojson", R"({"type":"Polygon","coordinates":[[[104,30],[105,30],[105,31],[104,31],[104,30]]]})"}});
  INFO(rendered(c));
  REQUIRE(c.pack);
  const dsl::model::Pack& pack = *c.pack;
  CHECK(pack.name == "driverless");
  CHECK(pack.version == "1.2.0");
  CHECK(pack.lateness == 2 * core::kSecond);
  CHECK(pack.rules.size() == 13);   // five lines of the sandbox among them
  CHECK(pack.streams.size() == 9);  // Violation included
  CHECK(pack.stage_source);
  const dsl::model::Rule& unattended = rule(c, "unattended");
  CHECK(unattended.stages == 3);
  CHECK(unattended.late_judged);
  CHECK(pack.actions[static_cast<std::size_t>(unattended.actions.at(0))] == "stop");
  const dsl::model::Rule& speed = rule(c, "core_speed");
  CHECK(speed.grace == 3 * core::kSecond);
  CHECK(speed.tolerate == 3);
  CHECK(speed.near);
  CHECK(speed.message_parts.size() == 4);
  CHECK(rule(c, "report_collision").due.kind == dsl::model::DueKind::days);
  CHECK(rule(c, "report_collision").answers[0].where->children[1]->access == dsl::model::Access::opener);
  CHECK(rule(c, "keep_reporting").due.kind == dsl::model::DueKind::every);
  CHECK(rule(c, "rough_ride").until);
  CHECK(rule(c, "restricted_speed").reads_level);
  for (const char* line : {"period", "hours", "area", "fleet_size", "exposure"}) {
    const dsl::model::Rule& r = rule(c, std::string("trial_area.") + line);
    CHECK(r.kind == dsl::model::RuleKind::redline);
    CHECK(r.severity == dsl::model::Weight::critical);
    CHECK(r.stages == 1);
  }
  CHECK(owner(c, "trial_area.hours") == List{"vehicle"});
  CHECK(owner(c, "trial_area.exposure").empty());
  CHECK(rule(c, "trial_area.fleet_size").stages_filter_members);
  const dsl::model::Rule& index = rule(c, "safety_index");
  CHECK(index.kind == dsl::model::RuleKind::assessment);
  CHECK(index.every == core::kDay);
  CHECK(index.over == 30 * core::kDay);
  CHECK(index.grades.size() == 4);
  CHECK(index.raise_when);
  CHECK(index.violation_rules.size() == 8);  // major or critical, of what belongs to a fleet
  CHECK(pack.rule_order.back() == 12);
  CHECK(codes(c, true).empty());
}
