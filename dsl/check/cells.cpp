#include "dsl/check/cells.hpp"

#include "core/decimal.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"

namespace tripline::dsl::check {
namespace {

using model::Constant;
using model::TypeKind;

std::optional<Constant> member(const Context& c, const model::Field& field, const std::string& text, Said& why) {
  const model::EnumType& e = c.pack.enums[static_cast<std::size_t>(field.type.enumeration)];
  const core::Number number = core::read_decimal(text, core::Unit{});
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < e.members.size(); ++i) {
    const model::EnumMember& m = e.members[i];
    bool same = false;
    if (const auto* code = std::get_if<std::string>(&m.code)) {
      if (m.numeric_code) {
        same = number.fault == core::NumberFault::none && core::read_decimal(*code, core::Unit{}).value == number.value;
      } else {
        same = *code == text;
      }
      expected.push_back(*code);
    } else if (const auto* truth = std::get_if<bool>(&m.code)) {
      same = text == (*truth ? "true" : "false");
      expected.emplace_back(*truth ? "true" : "false");
    } else {
      same = m.name == text;
      expected.push_back(m.name);
    }
    if (same) return Constant{static_cast<std::int64_t>(i)};
  }
  if (expected.size() > 12) expected.resize(12);
  why = {"one of {0} is expected", "应为以下之一：{0}", any_of(expected)};
  return std::nullopt;
}

std::optional<Constant> number(const model::Field& field, const std::string& text, Said& why) {
  const core::Number n = core::read_decimal(text, field.input_unit);
  if (n.fault == core::NumberFault::none) return Constant{n.value};
  if (n.fault != core::NumberFault::syntax) {
    why = {"this number cannot be held exactly", "此数无法精确表示"};
  } else if (field.input_unit.text.empty()) {
    why = {"a bare number is expected", "应为不带单位的数"};
  } else {
    why = {"a bare number is expected, in {0}", "应为不带单位的数，以 {0} 计", field.input_unit.text};
  }
  return std::nullopt;
}

std::optional<Constant> time(const Context& c, const model::Field& field, const std::string& text, Said& why) {
  if (!field.time_unit.empty()) {
    if (const auto ns = core::read_epoch_ns(text, field.time_unit)) return Constant{*ns};
    why = {"a number of {0} since 1970 is expected", "应为自 1970 年起以 {0} 计的数", field.time_unit};
    return std::nullopt;
  }
  if (field.time_pattern) {
    if (const auto t = field.time_pattern->parse(text, c.pack.zone)) {
      return Constant{field.type.kind == TypeKind::date ? std::int64_t{c.pack.zone.day(*t)} : *t};
    }
    why = {"this does not follow the field's pattern", "与字段的格式不符"};
    return std::nullopt;
  }
  const std::optional<Literal> literal = parse_instant(c.pack.zone, text);
  if (literal && literal->type.kind == field.type.kind) return literal->value;
  if (literal && field.type.kind == TypeKind::time) {  // a date where a time is meant: its beginning
    return Constant{c.pack.zone.midnight(static_cast<core::Day>(std::get<std::int64_t>(literal->value.value)))};
  }
  why = field.type.kind == TypeKind::date
            ? Said{"a date is expected, such as 2026-03-01", "应为日期，例如 2026-03-01"}
            : Said{"a time is expected, such as 2026-03-01T08:00:00+08:00", "应为时刻，例如 2026-03-01T08:00:00+08:00"};
  return std::nullopt;
}

std::optional<Constant> duration(const model::Field& field, const std::string& text, Said& why) {
  std::size_t digits = text.find_first_not_of("0123456789.");
  if (digits == std::string::npos) {
    if (const auto ns = core::read_duration_ns(text, field.input_unit.text)) return Constant{*ns};
  } else {
    std::size_t unit = digits;
    while (unit < text.size() && text[unit] == ' ') ++unit;
    if (is_time_unit(text.substr(unit))) {
      if (const auto ns = core::read_duration_ns(text.substr(0, digits), text.substr(unit))) return Constant{*ns};
    }
  }
  why = {"a duration is expected, such as 10 s", "应为时长，例如 10 s"};
  return std::nullopt;
}

}  // namespace

std::optional<model::Constant> read_cell(const Context& c, const model::Field& field, const std::string& text,
                                         Said& why) {
  switch (field.type.kind) {
    case TypeKind::bool_:
      if (text == "true" || text == "false") return Constant{text == "true"};
      why = {"true or false is expected", "应为 true 或 false"};
      return std::nullopt;
    case TypeKind::number: return number(field, text, why);
    case TypeKind::text: return Constant{text};
    case TypeKind::enumerated: return member(c, field, text, why);
    case TypeKind::time:
    case TypeKind::date: return time(c, field, text, why);
    case TypeKind::duration: return duration(field, text, why);
    case TypeKind::position:
    case TypeKind::list: break;
  }
  why = {"a cell cannot hold this type", "单元格不能存放此类型"};
  return std::nullopt;
}

}  // namespace tripline::dsl::check
