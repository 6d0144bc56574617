#include "dsl/explain/values.hpp"

#include "core/decimal.hpp"
#include "core/json.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::explain {

using core::Language;
using core::Phrase;
using model::TypeKind;

namespace {

constexpr Phrase kPosition{"latitude {0}°, longitude {1}°", "纬度{0}°、经度{1}°"};
constexpr Phrase kTrue{"true", "真"};
constexpr Phrase kFalse{"false", "假"};
constexpr Phrase kNothing{"no values", "空"};
constexpr Phrase kValues{"the values {0}", "{0}"};
constexpr Phrase kPeriods[] = {{"hour", "小时"}, {"day", "日"},       {"week", "周"},
                               {"month", "月"},  {"quarter", "季度"}, {"year", "年"}};
constexpr Phrase kThese[] = {{"this hour", "本小时"}, {"this day", "当日"},       {"this week", "本周"},
                             {"this month", "本月"},  {"this quarter", "本季度"}, {"this year", "本年"}};
constexpr Phrase kYesNo{"true or false", "真或假"};
constexpr Phrase kPlainNumber{"a number", "数值"};
constexpr Phrase kInUnit{"in {0}", "单位为{0}"};
constexpr Phrase kText{"a text", "文本"};
constexpr Phrase kOneOf{"{0}", "取值为{0}"};
constexpr Phrase kRanked{"{0}, lowest first", "取值由低到高为{0}"};
constexpr Phrase kInstant{"an instant", "时刻"};
constexpr Phrase kDate{"a day", "日期"};
constexpr Phrase kLength{"a length of time", "时长"};
constexpr Phrase kPlace{"a position", "位置"};
constexpr Phrase kList{"a list, each {0}", "列表，每项为：{0}"};

// Text that stands the same in both, but for the unit: Chinese has no blank before it.
Text measured(const std::string& number, const std::string& unit, bool close) {
  if (unit.empty()) return Text(number);
  const std::string zh = grammar::unit_word(unit, Language::zh);
  const Phrase form{close ? "{0}{1}" : "{0} {1}", "{0}{1}"};
  return Text(form, number, Text(Phrase(unit, zh)));
}

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string written_number(double d) {
  std::string out;
  core::write_number(out, d);
  return out;
}

}  // namespace

Text ticked(const std::string& name) { return Text("`" + name + "`"); }
Text whole(std::uint64_t n) { return Text(std::to_string(n)); }

Text unit_text(const core::Unit& unit) {
  if (unit.text.empty()) return {};
  return Text(Phrase(unit.text, grammar::unit_word(unit.text, Language::zh)));
}

Text quantity(double base_value, const core::Unit& unit) {
  return measured(core::print_decimal(base_value, unit), unit.text, unit.text == "%");
}

Text length(core::Duration d) {
  const std::string said = core::print_duration(d);
  Text out;
  for (std::size_t at = 0; at < said.size();) {
    const std::size_t blank = said.find(' ', at);
    if (blank == std::string::npos) return Text(said);
    const std::size_t end = std::min(said.find(' ', blank + 1), said.size());
    if (!out.empty()) out += Text(Phrase(" ", ""));
    out += measured(said.substr(at, blank - at), said.substr(blank + 1, end - blank - 1), false);
    at = end + 1;
  }
  return out;
}

Text day(core::Day d) { return Text(core::print_day(d)); }

Text clock(core::Duration since_midnight) {
  const std::int64_t seconds = since_midnight / core::kSecond;
  std::string out = two(seconds / 3600) + ":" + two(seconds / 60 % 60);
  if (seconds % 60 != 0) out += ":" + two(seconds % 60);
  return Text(out);
}

Text moment(core::Time t, const core::Zone& zone) {
  const core::Day local = zone.day(t);
  const core::Duration of_day = zone.time_of_day(t);
  if (zone.local(local, of_day) != t || of_day % core::kSecond != 0) return ticked(core::print_rfc3339(t));
  return Text(core::print_day(local) + " ") + clock(of_day);
}

Text period_name(core::Period p) { return Text(kPeriods[static_cast<std::size_t>(p)]); }
Text this_period(core::Period p) { return Text(kThese[static_cast<std::size_t>(p)]); }

Text constant(const model::Constant& c, const model::Type& type, const model::Pack& pack) {
  switch (type.kind) {
    case TypeKind::bool_: return Text(std::get<bool>(c.value) ? kTrue : kFalse);
    case TypeKind::number: return quantity(std::get<double>(c.value), type.unit);
    case TypeKind::text: return ticked("\"" + std::get<std::string>(c.value) + "\"");
    case TypeKind::enumerated: {
      const auto& members = pack.enums[static_cast<std::size_t>(type.enumeration)].members;
      return ticked(members[static_cast<std::size_t>(std::get<std::int64_t>(c.value))].name);
    }
    case TypeKind::time: return moment(std::get<std::int64_t>(c.value), pack.zone);
    case TypeKind::date: return day(static_cast<core::Day>(std::get<std::int64_t>(c.value)));
    case TypeKind::duration: return length(std::get<std::int64_t>(c.value));
    case TypeKind::position: {
      const auto& p = std::get<model::Position>(c.value);
      return Text(kPosition, written_number(p.latitude), written_number(p.longitude));
    }
    case TypeKind::list: {
      const auto& items = std::get<model::ConstantList>(c.value);
      if (items.empty()) return Text(kNothing);
      std::vector<Text> said;
      for (const model::Constant& item : items) said.push_back(constant(item, *type.element, pack));
      return Text(kValues, core::listed(said, core::Joint::both));
    }
  }
  return {};
}

Text type_name(const model::Type& type, const model::Pack& pack) {
  switch (type.kind) {
    case TypeKind::bool_: return Text(kYesNo);
    case TypeKind::number: return type.unit.text.empty() ? Text(kPlainNumber) : Text(kInUnit, unit_text(type.unit));
    case TypeKind::text: return Text(kText);
    case TypeKind::enumerated: {
      const model::EnumType& e = pack.enums[static_cast<std::size_t>(type.enumeration)];
      std::vector<std::string> names;
      for (const model::EnumMember& m : e.members) names.push_back(m.name);
      return Text(e.ordered ? kRanked : kOneOf, names_of(names, core::Joint::either));
    }
    case TypeKind::time: return Text(kInstant);
    case TypeKind::date: return Text(kDate);
    case TypeKind::duration: return Text(kLength);
    case TypeKind::position: return Text(kPlace);
    case TypeKind::list: return Text(kList, type_name(*type.element, pack));
  }
  return {};
}

Text names_of(const std::vector<std::string>& names, core::Joint joint) {
  std::vector<Text> said;
  for (const std::string& name : names) said.push_back(ticked(name));
  return core::listed(said, joint);
}

}  // namespace tripline::dsl::explain
