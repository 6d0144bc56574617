#include "dsl/diff/values.hpp"

#include <algorithm>
#include <cmath>

#include "core/decimal.hpp"
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {

using core::Phrase;
using core::Text;
using model::kNone;
using model::TypeKind;

std::string print_value(const model::Pack& pack, const model::Constant& c, const model::Type& type) {
  if (const auto* b = std::get_if<bool>(&c.value)) return *b ? "true" : "false";
  if (const auto* d = std::get_if<double>(&c.value)) return core::print_quantity(*d, type.unit);
  if (const auto* t = std::get_if<std::string>(&c.value)) return "\"" + *t + "\"";
  if (const auto* p = std::get_if<model::Position>(&c.value)) {
    return "{lat: " + core::print_decimal(p->latitude, {}) + ", lon: " + core::print_decimal(p->longitude, {}) + "}";
  }
  if (const auto* list = std::get_if<model::ConstantList>(&c.value)) {
    std::string out = "[";
    for (const model::Constant& item : *list)
      out += (out.size() == 1 ? "" : ", ") + (type.element ? print_value(pack, item, *type.element) : std::string("?"));
    return out + "]";
  }
  const std::int64_t i = std::get<std::int64_t>(c.value);
  switch (type.kind) {
    case TypeKind::duration: return core::print_duration_literal(i);
    case TypeKind::time: return core::print_rfc3339(i);
    case TypeKind::date: return core::print_day(static_cast<core::Day>(i));
    case TypeKind::enumerated:
      return pack.enums[static_cast<std::size_t>(type.enumeration)].members[static_cast<std::size_t>(i)].name;
    case TypeKind::bool_:
    case TypeKind::number:
    case TypeKind::text:
    case TypeKind::position:
    case TypeKind::list: break;
  }
  return std::to_string(i);
}

std::string print_band(const model::NearBand& band) {
  const model::Expr& value = *band.comparison->children[0];
  switch (value.type.kind) {
    case TypeKind::duration:
    case TypeKind::time:
    case TypeKind::date:
      return core::print_duration_literal(std::llround(band.width * static_cast<double>(core::kSecond)));
    case TypeKind::number:
    case TypeKind::bool_:
    case TypeKind::text:
    case TypeKind::enumerated:
    case TypeKind::position:
    case TypeKind::list: break;
  }
  // A difference of temperatures is said in K.
  const core::Unit& unit = value.type.unit;
  return core::print_quantity(band.width, unit.affine() ? core::base_unit(unit.dimension) : unit);
}

std::string values_in(const model::Pack& pack, const model::Expr& e, const model::Pack& other) {
  std::string out;
  std::vector<int> said;
  lint::each_inside(e, [&](const model::Expr& x) {
    if (x.op != model::Op::param || std::find(said.begin(), said.end(), x.index) != said.end()) return;
    said.push_back(x.index);
    const model::Param& param = pack.params[static_cast<std::size_t>(x.index)];
    const auto there = std::find_if(other.params.begin(), other.params.end(),
                                    [&](const model::Param& p) { return p.name == param.name; });
    const std::string value = print_value(pack, param.value, param.type);
    if (there != other.params.end() && print_value(other, there->value, there->type) == value) return;
    out += (out.empty() ? " (" : ", ") + param.name + " = " + value;
  });
  return out.empty() ? out : out + ")";
}

const char* due_word(const model::Due& due) {
  switch (due.kind) {
    case model::DueKind::every: return "every";
    case model::DueKind::within:
    case model::DueKind::within_range:
    case model::DueKind::days:
    case model::DueKind::working_days:
    case model::DueKind::months:
    case model::DueKind::years: return "within";
    case model::DueKind::by_end_of:
    case model::DueKind::by_day_of_next_month:
    case model::DueKind::by_time: return "by";
  }
  return "";
}

core::Text due_text(const model::Due& due) {
  static constexpr Phrase kDays{"{0} days", "{0}日"};
  static constexpr Phrase kWorkingDays{"{0} working days", "{0}个工作日"};
  static constexpr Phrase kMonths{"{0} months", "{0}个月"};
  static constexpr Phrase kYears{"{0} years", "{0}年"};
  static constexpr Phrase kNextMonth{"day {0} of next month", "次月{0}日"};
  static constexpr Phrase kEnds[] = {{"end of hour", "时终"},  {"end of day", "日终"},     {"end of week", "周终"},
                                     {"end of month", "月终"}, {"end of quarter", "季终"}, {"end of year", "年终"}};
  const std::string count = std::to_string(due.count);
  switch (due.kind) {
    case model::DueKind::every:
    case model::DueKind::within: return core::print_duration_literal(due.span);
    case model::DueKind::within_range:
      return core::print_duration_literal(due.from_span) + " .. " + core::print_duration_literal(due.span);
    case model::DueKind::days: return {kDays, count};
    case model::DueKind::working_days: return {kWorkingDays, count};
    case model::DueKind::months: return {kMonths, count};
    case model::DueKind::years: return {kYears, count};
    case model::DueKind::by_end_of: return kEnds[static_cast<std::size_t>(due.period)];
    case model::DueKind::by_day_of_next_month: return {kNextMonth, count};
    case model::DueKind::by_time: return due.by->label;
  }
  return {};
}

std::string effective_text(const model::Pack& pack, const model::Rule& r) {
  if (!r.effective_from && !r.effective_to) return "";
  const auto text = [&](core::Time t, core::Day before) {
    if (pack.zone.midnight(pack.zone.day(t)) != t) return core::print_rfc3339(t);
    return core::print_day(pack.zone.day(t) - before);
  };
  std::string out = r.effective_from ? text(*r.effective_from, 0) + " .." : "..";
  // A date's end is the midnight that follows.
  if (r.effective_to) out += " " + text(*r.effective_to, 1);
  return out;
}

core::Text severity_text(model::Weight w) {
  static constexpr core::Phrase kWords[] = {
      {"info", "提示"}, {"minor", "轻微"}, {"major", "严重"}, {"critical", "重大"}};
  return kWords[static_cast<std::size_t>(w)];
}

core::Text kind_text(model::RuleKind kind) {
  static constexpr core::Phrase kWords[] = {{"redline", "红线"}, {"limit", "限值"},   {"duty", "义务"},
                                            {"trigger", "触发"}, {"warning", "预警"}, {"assessment", "评估"}};
  return kWords[static_cast<std::size_t>(kind)];
}

core::Text tolerance_text(const model::Rule& r) {
  static constexpr core::Phrase kTolerated{"{0} times over {1}", "近{1}内{0}次"};
  if (!r.has_tolerate) return {};
  return {kTolerated, std::to_string(r.tolerate), core::print_duration_literal(r.tolerate_over)};
}

std::string stream_text(const model::Pack& pack, int index) {
  return index == kNone ? "" : pack.streams[static_cast<std::size_t>(index)].name;
}
Text keys_text(const model::Pack& pack, int index) {
  constexpr Phrase kAll{"all", "全体"};
  if (index == kNone) return {};
  std::string out;
  for (const std::string& name : pack.key_sets[static_cast<std::size_t>(index)].names)
    out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? Text(kAll) : Text(out);
}

std::string stages_text(const model::Pack& pack, std::uint64_t set) {
  std::string out;
  for (std::size_t i = 0; i < pack.stages.size() && i < 64; ++i) {
    if ((set >> i & 1) != 0) out += (out.empty() ? "" : ", ") + pack.stages[i];
  }
  return out;
}

Text answers_text(const model::Pack& pack, const model::Rule& r) {
  constexpr Phrase kOr{" or ", " 或 "};
  constexpr Phrase kWhere{" where {0}", " 其中 {0}"};
  Text out;
  for (const model::Answer& answer : r.answers) {
    if (!out.empty()) out += kOr;
    out += stream_text(pack, answer.stream);
    if (answer.where) out += Text(kWhere, answer.where->label);
  }
  return out;
}

Text held_text(const model::Pack& pack, const model::Rule& r) {
  if (r.raise_for) return core::print_duration_literal(*r.raise_for);
  if (!r.until) return "";
  constexpr Phrase kWhere{"{0} where {1}", "{0} 其中 {1}"};
  const std::string ends = stream_text(pack, r.until->stream);
  return r.until->where ? Text(kWhere, ends, r.until->where->label) : Text(ends);
}
std::string level_text(const model::Pack& pack, const model::Rule& r) {
  return r.level == kNone ? "" : pack.levels[static_cast<std::size_t>(r.level)];
}

std::string grades_text(const model::Pack& pack, const model::Rule& r) {
  std::string out;
  for (const model::Grade& g : r.grades) {
    out += (out.empty() ? "" : ", ") + g.name;
    if (g.least) out += " >= " + print_value(pack, *g.least, r.score->type);
  }
  return out;
}

std::string actions_text(const model::Pack& pack, const model::Rule& r) {
  std::string out;
  for (const int action : r.actions) out += (out.empty() ? "" : ", ") + pack.actions[static_cast<std::size_t>(action)];
  return out;
}

}  // namespace tripline::dsl::diff
