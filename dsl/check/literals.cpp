#include "dsl/check/literals.hpp"

#include <bit>
#include <charconv>

#include "core/decimal.hpp"
#include "dsl/check/types.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::Constant;
using model::TypeKind;

Constant constant(std::int64_t v) { return Constant{v}; }

std::optional<std::int64_t> signed_duration(const std::string& number, const std::string& unit) {
  if (number.empty() || number.front() != '-') return core::read_duration_ns(number, unit);
  const std::optional<std::int64_t> positive = core::read_duration_ns(number.substr(1), unit);
  if (!positive) return std::nullopt;
  return -*positive;
}

std::string ascii_unit(const std::string& unit) { return unit == "µs" || unit == "μs" ? "us" : unit; }

std::optional<double> exact(Context& c, const ast::Quantity& q, const core::Unit& unit) {
  const core::Number n = core::read_decimal(q.number, unit);
  switch (n.fault) {
    case core::NumberFault::none: return n.value;
    case core::NumberFault::integer_too_large:
      c.error("E0206", q.at, {"this integer cannot be held exactly", "此整数无法精确表示"},
              {"beyond 2^53", "超过 2^53"}, {"write it with a unit, or as a text", "请加上单位，或写作文本"});
      break;
    case core::NumberFault::not_finite: c.error("E0206", q.at, {"this number is too large", "此数过大"}); break;
    case core::NumberFault::underflow:
      c.error("E0206", q.at, {"this number is too near to zero", "此数过于接近零"});
      break;
    case core::NumberFault::syntax: c.error("E0206", q.at, {"this is not a number", "这不是数"}); break;
  }
  return std::nullopt;
}

std::optional<model::Position> read_position(Context& c, const ast::Expr& e) {
  std::optional<double> lat, lon;
  for (const ast::Entry& entry : e.entries) {
    const bool is_lat = grammar::spells("lat", entry.name.text), is_lon = grammar::spells("lon", entry.name.text);
    if ((!is_lat && !is_lon) || !entry.value || entry.value->kind != ast::ExprKind::quantity || (is_lat ? lat : lon)) {
      c.error("E0215", entry.name.at,
              {"a position has lat and lon, each once, in degrees", "位置须有纬度和经度各一次，以度计"}, {},
              {"write {lat: 30.6, lon: 104.1}", "请写：`{纬度：30.6，经度：104.1}`"});
      return std::nullopt;
    }
    const ast::Quantity& q = entry.value->quantity;
    if (!q.unit.text.empty()) {
      c.error("E0215", q.at, {"lat and lon are bare numbers of degrees", "纬度和经度是以度计的数，不带单位"});
      return std::nullopt;
    }
    const std::optional<double> v = exact(c, q, core::Unit{});
    if (!v) return std::nullopt;
    const double most = is_lat ? 90 : 180;
    if (*v < -most || *v > most) {
      c.error("E0215", q.at,
              is_lat ? Said{"a latitude is between -90 and 90", "纬度介于 -90 与 90 之间"}
                     : Said{"a longitude is between -180 and 180", "经度介于 -180 与 180 之间"});
      return std::nullopt;
    }
    (is_lat ? lat : lon) = *v;
  }
  if (!lat || !lon) {
    c.error("E0215", e.at, {"a position has lat and lon", "位置须有纬度和经度"}, {},
            {"write {lat: 30.6, lon: 104.1}", "请写：`{纬度：30.6，经度：104.1}`"});
    return std::nullopt;
  }
  return model::Position{*lat, *lon};
}

}  // namespace

std::optional<Literal> read_quantity(Context& c, const ast::Quantity& q) {
  if (is_time_unit(q.unit.text)) {
    const std::optional<std::int64_t> ns = signed_duration(q.number, ascii_unit(q.unit.text));
    if (!ns) {
      c.error("E0212", q.at,
              {"this is not a whole number of nanoseconds within 292 years", "须为整数纳秒，且不超过 292 年"});
      return std::nullopt;
    }
    return Literal{of_kind(TypeKind::duration), constant(*ns)};
  }
  core::Unit unit;
  if (!q.unit.text.empty()) {
    const std::optional<core::Unit> parsed = core::parse_unit(q.unit.text);
    if (!parsed) {
      c.error("E0111", q.unit.at, {"{0} is not a unit", "{0}不是单位", ticked(q.unit.text)}, {},
              c.did_you_mean(q.unit.text, core::unit_atoms()));
      return std::nullopt;
    }
    unit = *parsed;
  }
  const std::optional<double> value = exact(c, q, unit);
  if (!value) return std::nullopt;
  return Literal{number_in(unit), Constant{*value}};
}

std::optional<Literal> parse_instant(const core::Zone& zone, const std::string& text) {
  if (text.size() == 10) {
    const std::optional<core::Day> day = core::parse_day(text);
    if (!day) return std::nullopt;
    return Literal{of_kind(TypeKind::date), constant(std::int64_t{*day})};
  }
  if (text.size() < 16) return std::nullopt;
  // Seconds may be left out: "2026-03-01T08:00+08:00".
  std::string whole = text;
  if (whole.size() == 16 || whole[16] != ':') whole.insert(16, ":00");
  const bool offset = whole.back() == 'Z' || whole.find_first_of("+-", 19) != std::string::npos;
  const std::optional<core::Time> time = core::parse_rfc3339(offset ? whole : whole + "Z");
  if (!time) return std::nullopt;
  if (offset) return Literal{of_kind(TypeKind::time), constant(*time)};
  core::Time day = *time / core::kDay;
  if (*time % core::kDay < 0) --day;
  return Literal{of_kind(TypeKind::time), constant(zone.local(static_cast<core::Day>(day), *time - day * core::kDay))};
}

std::optional<Literal> read_instant(Context& c, const ast::Instant& instant) {
  std::optional<Literal> literal = parse_instant(c.pack.zone, instant.text);
  if (!literal)
    c.error("E0211", instant.at, {"there is no such day or time", "没有这样的日期或时刻"}, {},
            {"years are 1678 to 2261", "年份介于 1678 与 2261 之间"});
  return literal;
}

std::optional<core::Duration> read_duration(Context& c, const ast::Quantity& q, bool zero) {
  if (!is_time_unit(q.unit.text)) {
    c.error("E0212", q.at, {"a duration is needed", "此处需要时长"},
            q.unit.text.empty() ? Said{"this has no unit", "此处没有单位"} : Said{"this is no time", "这不是时间"},
            {"write a number and one of ns us ms s min h d: {0} s", "请写数和单位（`ns us ms s min h d`之一）：`{0} s`",
             q.unit.text.empty() ? q.number : std::string("10")});
    return std::nullopt;
  }
  const std::optional<Literal> literal = read_quantity(c, q);
  if (!literal) return std::nullopt;
  const core::Duration ns = std::get<std::int64_t>(literal->value.value);
  if (ns < 0 || (ns == 0 && !zero)) {
    c.error("E0212", q.at, {"this duration must be more than zero", "此时长须大于零"});
    return std::nullopt;
  }
  return ns;
}

std::optional<core::Duration> read_offset(Context& c, const std::vector<ast::Quantity>& parts) {
  core::Duration sum = 0;
  for (const ast::Quantity& part : parts) {
    const std::optional<core::Duration> d = read_duration(c, part, true);
    if (!d) return std::nullopt;
    sum = core::add_clamped(sum, *d);
  }
  return sum;
}

std::optional<core::Duration> read_span(Context& c, const ast::Span& span, bool zero) {
  if (span.name.text.empty()) return read_duration(c, span.literal, zero);
  const auto symbol = c.symbols.find(span.name.text);
  if (symbol == c.symbols.end() || symbol->second.kind != SymbolKind::param) {
    std::vector<std::string> names;
    for (const model::Param& p : c.pack.params) {
      if (p.type.kind == TypeKind::duration) names.push_back(p.name);
    }
    Said help = c.did_you_mean(span.name.text, names);
    if (help.empty())
      help = {"write it out (10 s), or declare `param {0} : duration = 10 s`",
              "请直接写出（`10 秒`），或声明`参数 {0}：时长 = 10 秒`", span.name.text};
    c.error("E0107", span.name.at, {"there is no parameter {0}", "没有参数{0}", ticked(span.name.text)}, {}, help);
    return std::nullopt;
  }
  const auto index = static_cast<std::size_t>(symbol->second.index);
  const model::Param& param = c.pack.params[index];
  if (c.bad_params[index]) return std::nullopt;
  if (param.type.kind != TypeKind::duration) {
    c.error("E0201", span.name.at, {"a duration is needed", "此处需要时长"},
            {"this is {0}", "这是{0}", describe(c, param.type)},
            {"declare `param {0} : duration`", "请声明`参数 {0}：时长`", param.name});
    return std::nullopt;
  }
  const core::Duration ns = std::get<std::int64_t>(param.value.value);
  if (ns < 0 || (ns == 0 && !zero)) {
    c.error("E0212", span.name.at, {"this duration must be more than zero", "此时长须大于零"},
            {"it is {0}", "其值为{0}", core::print_duration(ns)});
    return std::nullopt;
  }
  return ns;
}

namespace {

std::optional<model::Constant> wrong(Context& c, const ast::Expr& e, const model::Type& type, const Said& what) {
  c.error("E0201", e.at, {"the value must be {0}", "此值须为{0}", describe(c, type)}, {"this is {0}", "这是{0}", what});
  return std::nullopt;
}

std::optional<model::Constant> literal_quantity(Context& c, const ast::Expr& e, const model::Type& type) {
  // A number declared in a unit of time takes literals of time, too.
  if (is_number(type) && is_time_unit(e.quantity.unit.text) && is_time_dimension(type.unit.dimension)) {
    const std::optional<core::Unit> unit = core::parse_unit(e.quantity.unit.text);
    const std::optional<double> v = unit ? exact(c, e.quantity, *unit) : std::nullopt;
    if (!v) return std::nullopt;
    return Constant{*v};
  }
  const std::optional<Literal> literal = read_quantity(c, e.quantity);
  if (!literal) return std::nullopt;
  if (same_type(c, literal->type, type)) return literal->value;
  if (is_number(type) && is_plain(literal->type)) {
    c.error("E0204", e.at, {"a unit is missing", "缺少单位"}, {"this is a plain number", "这是无单位的数"},
            {"write {0} {1}", "请写：`{0} {1}`", e.quantity.number, type.unit.text});
    return std::nullopt;
  }
  if (is_numeric(type) && is_numeric(literal->type)) {
    c.error("E0203", e.at, {"these do not measure the same thing", "两者不是同一种量"},
            {"this is {0}", "这是{0}", describe(c, literal->type)},
            {"the value must be {0}", "此值须为{0}", describe(c, type)});
    return std::nullopt;
  }
  return wrong(c, e, type, describe(c, literal->type));
}

}  // namespace

std::optional<model::Constant> read_literal(Context& c, const ast::Expr& e, const model::Type& type) {
  switch (e.kind) {
    case ast::ExprKind::true_:
    case ast::ExprKind::false_:
      if (type.kind != TypeKind::bool_) return wrong(c, e, type, {"a condition", "条件"});
      return Constant{e.kind == ast::ExprKind::true_};
    case ast::ExprKind::string:
      if (type.kind == TypeKind::enumerated) {
        c.error("E0213", e.at, {"a member is written without quotes", "取值不加引号"}, {},
                {"one of: {0}", "可选：{0}", any_of(member_names(c, type.enumeration))});
        return std::nullopt;
      }
      if (type.kind != TypeKind::text) return wrong(c, e, type, {"a text", "文本"});
      return Constant{e.text.value};
    case ast::ExprKind::quantity: return literal_quantity(c, e, type);
    case ast::ExprKind::instant: {
      const std::optional<Literal> literal = read_instant(c, e.instant);
      if (!literal) return std::nullopt;
      if (literal->type.kind == type.kind) return literal->value;
      if (type.kind == TypeKind::time) {  // a date where a time is meant: its beginning
        return constant(c.pack.zone.midnight(static_cast<core::Day>(std::get<std::int64_t>(literal->value.value))));
      }
      return wrong(c, e, type, describe(c, literal->type));
    }
    case ast::ExprKind::name: {
      if (e.member || type.kind != TypeKind::enumerated) break;
      const int member = member_number(c, type.enumeration, e.name.text);
      if (member != model::kNone) return constant(std::int64_t{member});
      const std::vector<std::string> members = member_names(c, type.enumeration);
      Said help = c.did_you_mean(e.name.text, members);
      if (help.empty()) help = {"one of: {0}", "可选：{0}", any_of(members)};
      c.error("E0213", e.at, {"{0} is not a member of {1}", "{0}不是{1}的取值", ticked(e.name.text), kind_of(c, type)},
              {}, help);
      return std::nullopt;
    }
    case ast::ExprKind::object: {
      if (type.kind != TypeKind::position) return wrong(c, e, type, {"a position", "位置"});
      const std::optional<model::Position> position = read_position(c, e);
      if (!position) return std::nullopt;
      return Constant{*position};
    }
    case ast::ExprKind::list: {
      if (type.kind != TypeKind::list || !type.element) return wrong(c, e, type, {"a list", "列表"});
      model::ConstantList items;
      bool good = true;
      for (const ast::ExprPtr& child : e.children) {
        std::optional<Constant> item = read_literal(c, *child, *type.element);
        if (item)
          items.push_back(std::move(*item));
        else
          good = false;
      }
      if (!good) return std::nullopt;
      return Constant{std::move(items)};
    }
    case ast::ExprKind::missing:
      c.error("E0302", e.at, {"`missing` is a value only in scenarios", "`缺失`只能在算例中作为值"});
      return std::nullopt;
    default: break;
  }
  c.error("E0215", e.at, {"a literal is needed here", "此处须直接写出值"}, {},
          {"the value must be {0}", "此值须为{0}", describe(c, type)});
  return std::nullopt;
}

std::optional<int> read_count(Context& c, const ast::Integer& integer, int least, int most) {
  int value = 0;
  const char* begin = integer.text.data();
  const char* end = begin + integer.text.size();
  const auto [stop, fault] = std::from_chars(begin, end, value);
  if (fault != std::errc{} || stop != end || value < least || value > most) {
    c.error("E0216", integer.at,
            {"this must be a whole number from {0} to {1}", "须为 {0} 至 {1} 的整数", std::to_string(least),
             std::to_string(most)});
    return std::nullopt;
  }
  return value;
}

std::string canonical(const model::Constant& constant_value) {
  struct Visitor {
    static std::string bits(double d) { return "n" + std::to_string(std::bit_cast<std::uint64_t>(d == 0 ? 0.0 : d)); }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(double d) const { return bits(d); }
    std::string operator()(std::int64_t i) const { return "i" + std::to_string(i); }
    std::string operator()(const std::string& s) const { return "t" + std::to_string(s.size()) + ":" + s; }
    std::string operator()(const model::Position& p) const { return "p" + bits(p.latitude) + "," + bits(p.longitude); }
    std::string operator()(const model::ConstantList& list) const {
      std::string out = "[";
      for (const Constant& item : list) out += canonical(item) + ";";
      return out + "]";
    }
  };
  return std::visit(Visitor{}, constant_value.value);
}

int member_number(const Context& c, int enumeration, const std::string& name) {
  if (enumeration == c.rule_enum) {
    const auto found = c.rule_numbers.find(name);
    return found == c.rule_numbers.end() ? model::kNone : found->second;
  }
  const auto& members = c.pack.enums[static_cast<std::size_t>(enumeration)].members;
  const bool built_in = enumeration == c.kind_enum || enumeration == c.severity_enum;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].name == name || (built_in && grammar::spells(members[i].name, name))) return static_cast<int>(i);
  }
  return model::kNone;
}

std::vector<std::string> member_names(const Context& c, int enumeration) {
  std::vector<std::string> names;
  for (const model::EnumMember& m : c.pack.enums[static_cast<std::size_t>(enumeration)].members)
    names.push_back(m.name);
  return names;
}

}  // namespace tripline::dsl::check
