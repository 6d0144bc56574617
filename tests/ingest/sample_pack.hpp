// A small pack built by hand as a model, so that input can be tried without the language front.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/dimension.hpp"
#include "core/zone.hpp"
#include "dsl/model/model.hpp"

namespace tripline::engine::sample {

namespace model = dsl::model;

inline model::Type type_of(model::TypeKind kind, bool optional, const std::string& unit = "") {
  model::Type t;
  t.kind = kind;
  t.optional = optional;
  if (!unit.empty()) t.unit = *core::parse_unit(unit);
  return t;
}

inline model::Type list_of(model::Type item, bool optional) {
  model::Type t = type_of(model::TypeKind::list, optional);
  t.element = std::make_shared<const model::Type>(std::move(item));
  return t;
}

inline model::Type enum_of(int enumeration, bool optional) {
  model::Type t = type_of(model::TypeKind::enumerated, optional);
  t.enumeration = enumeration;
  return t;
}

inline model::Field field(const std::string& name, model::Type type, std::vector<std::string> from = {}) {
  model::Field f;
  f.name = name;
  f.type = std::move(type);
  f.from = from.empty() ? std::vector<std::string>{name} : std::move(from);
  f.input_unit = f.type.unit;
  return f;
}

inline model::Stream stream(const std::string& name, const std::string& from, std::vector<model::Field> fields) {
  model::Stream s;
  s.name = name;
  s.from = from;
  s.fields = std::move(fields);
  return s;
}

// What the tests call them.
enum SampleStream : int { kMotion, kAll, kTwinA, kTwinB, kEpoch, kNestedTime, kDerived, kViolation };

inline std::shared_ptr<model::Pack> pack() {
  using model::TypeKind;
  auto p = std::make_shared<model::Pack>();
  p->name = "sample";
  p->version = "1.0.0";
  p->zone = *core::Zone::find("+08:00");

  model::EnumType mode;
  mode.members = {{"manual", {}, false}, {"assisted", {}, false}, {"autonomous", {}, false}};
  model::EnumType code;
  code.members = {{"hor", std::string("23"), true}, {"one_day", std::string("1-Day"), false}, {"yes", true, false}};
  p->enums = {mode, code};

  const auto text = [](bool optional = false) { return type_of(TypeKind::text, optional); };
  const auto key = [&](const std::string& name) {
    model::Field f = field(name, type_of(TypeKind::text, false));
    f.key = true;
    return f;
  };
  model::Field speed = field("speed", type_of(TypeKind::number, false, "km/h"), {"/ego/speed"});
  speed.input_unit = *core::parse_unit("m/s");
  model::Field driver = field("driver", text(true));
  driver.personal = true;
  p->streams.push_back(stream("Motion", "vehicle.motion",
                              {key("vehicle"), speed, field("gap", type_of(TypeKind::number, true, "m")),
                               field("at", type_of(TypeKind::position, true)), driver}));
  p->streams.back().signal = true;

  model::Field epoch = field("seen", type_of(TypeKind::time, true));
  epoch.time_unit = "us";
  model::Field patterned = field("noted", type_of(TypeKind::time, true));
  core::Said why;
  patterned.time_pattern = core::TimePattern::compile("%d/%m/%Y %H:%M", why);
  model::Field day = field("bought", type_of(TypeKind::date, true));
  day.time_pattern = core::TimePattern::compile("%m/%d/%Y", why);
  model::Field pause = field("pause", type_of(TypeKind::duration, true));
  pause.input_unit = *core::parse_unit("s");
  model::Field secret = field("secret", type_of(TypeKind::number, true));
  secret.personal = true;
  p->streams.push_back(stream("All", "all",
                              {field("on", type_of(TypeKind::bool_, true)),
                               field("count", type_of(TypeKind::number, true)),
                               field("warmth", type_of(TypeKind::number, true, "degC")),
                               field("name", text(true)),
                               field("mode", enum_of(0, true)),
                               field("code", enum_of(1, true)),
                               field("when", type_of(TypeKind::time, true)),
                               epoch,
                               patterned,
                               field("day", type_of(TypeKind::date, true)),
                               day,
                               field("wait", type_of(TypeKind::duration, true)),
                               pause,
                               field("tags", list_of(text(), true)),
                               field("sizes", list_of(type_of(TypeKind::number, true, "m"), true)),
                               field("spot", type_of(TypeKind::position, true)),
                               field("place", type_of(TypeKind::position, true), {"lat", "lon"}),
                               field("deep", type_of(TypeKind::number, true), {"/a~1b/1/x~0y"}),
                               secret,
                               field("inside", type_of(TypeKind::number, true), {"/secret/number"})}));

  p->streams.push_back(stream("TwinA", "twin", {key("vehicle")}));
  p->streams.push_back(
      stream("TwinB", "twin", {key("vehicle"), field("speed", type_of(TypeKind::number, false, "m/s"))}));

  p->streams.push_back(stream("Epoch", "epoch", {key("vehicle")}));
  p->streams.back().time_from = "ts";
  p->streams.back().time_unit = "ms";

  p->streams.push_back(stream("NestedTime", "nested", {key("vehicle")}));
  p->streams.back().time_from = "/meta/at";
  p->streams.back().time_pattern = core::TimePattern::compile("%Y-%m-%d %H:%M:%S", why);

  p->streams.push_back(stream("Fast", "", p->streams[kMotion].fields));
  p->streams.back().derived_from = kMotion;
  p->streams.push_back(stream("Violation", "", {field("rule", text())}));
  p->streams.back().violation = true;
  return p;
}

}  // namespace tripline::engine::sample
