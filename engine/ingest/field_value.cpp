#include "engine/ingest/field_value.hpp"

#include <algorithm>
#include <cmath>

#include "core/decimal.hpp"
#include "engine/ingest/text_forms.hpp"

namespace tripline::engine {

namespace model = dsl::model;

namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool equal_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

bool is_empty(const Token& t) { return t.kind == TokenKind::absent || t.kind == TokenKind::null; }

// The text of a JSON text (escapes resolved into the scratch) or of a cell (blanks around it dropped). nullopt: something else.
std::optional<std::string_view> plain_text(const FieldContext& c, const Token& t) {
  if (t.kind == TokenKind::cell) return trimmed(t.text());
  if (t.kind != TokenKind::text) return std::nullopt;
  if (!t.escaped) return t.text();
  c.scratch->clear();
  unescape(t.text(), *c.scratch);
  return *c.scratch;
}

// The decimal text of a number, with a point. nullopt: no number; `not_finite` says whether it is the name of something that no number is.
std::optional<std::string_view> decimal_text(const FieldContext& c, const Token& t, bool& not_finite) {
  not_finite = false;
  if (t.kind == TokenKind::number) return t.text();
  if (t.kind != TokenKind::cell) return std::nullopt;
  std::string_view text = trimmed(t.text());
  if (c.decimal_mark != '.') {
    if (text.find('.') != std::string_view::npos) return std::nullopt;
    c.scratch->assign(text);
    std::replace(c.scratch->begin(), c.scratch->end(), c.decimal_mark, '.');
    text = *c.scratch;
  }
  if (is_decimal(text, true)) return text;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  not_finite =
      equal_ignoring_case(text, "nan") || equal_ignoring_case(text, "inf") || equal_ignoring_case(text, "infinity");
  return std::nullopt;
}

// Whether `text` counts something beyond 2^53 with digits that a double need not keep: 9007199254740993.0, 9.007199254740993e15. 1e300 is kept
// as well as any decimal is.
bool rounded_integer(const FieldContext& c, const core::Unit& unit, std::string_view text, double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  constexpr std::size_t kKept = 15;              // significant digits that every double keeps
  if (std::abs(value) < kExact || !unit.dimension.plain() || unit.numerator != 1 || unit.denominator != 1) return false;
  canonical_decimal(text, *c.other);  // DIGITSeEXPONENT, no digit at the end a zero
  std::string_view digits(*c.other);
  if (digits.front() == '-') digits.remove_prefix(1);
  const std::size_t count = digits.find('e');
  const bool whole = digits[count + 1] != '-';
  return whole && count > kKept && digits != "9007199254740992e0";
}

FieldFault number(const FieldContext& c, const core::Unit& unit, const Token& t, double& out) {
  bool not_finite = false;
  const auto text = decimal_text(c, t, not_finite);
  if (!text) return not_finite ? FieldFault::not_finite : FieldFault::wrong_type;
  // Fifteen characters cannot leave 2^53, and without an exponent neither the range of a double.
  if (!c.wanted && text->size() <= 15 && text->find_first_of("eE") == std::string_view::npos) return FieldFault::none;
  const core::Number n = core::read_decimal(*text, unit);
  switch (n.fault) {
    case core::NumberFault::none: break;
    case core::NumberFault::syntax: return FieldFault::wrong_type;
    case core::NumberFault::not_finite: return FieldFault::not_finite;
    case core::NumberFault::integer_too_large: return FieldFault::too_large;
    case core::NumberFault::underflow: return FieldFault::underflow;
  }
  out = n.value;
  return rounded_integer(c, unit, *text, n.value) ? FieldFault::too_large : FieldFault::none;
}

// The unit that the input is in. One that is of another kind than the type was never said.
const core::Unit& input_unit(const model::Field& field, const model::Type& type) {
  return field.input_unit.dimension == type.unit.dimension ? field.input_unit : type.unit;
}

std::optional<bool> boolean(const Token& t) {
  if (t.kind == TokenKind::true_) return true;
  if (t.kind == TokenKind::false_) return false;
  if (t.kind != TokenKind::cell) return std::nullopt;
  const std::string_view text = trimmed(t.text());
  if (text == "1" || equal_ignoring_case(text, "true")) return true;
  if (text == "0" || equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

FieldFault enumerated(const FieldContext& c, const Token& t, Value& out) {
  const std::vector<EnumCode>& codes = *c.codes;
  const auto found = [&](std::size_t i) {
    out = Value::integer(static_cast<std::int64_t>(i));
    return FieldFault::none;
  };
  const auto by_text = [&](std::string_view text) {
    std::size_t i = 0;
    while (i < codes.size() && (codes[i].kind != EnumCode::Kind::text || codes[i].text != text)) ++i;
    return i;
  };
  const bool cell = t.kind == TokenKind::cell;
  if (cell) {
    if (const std::size_t i = by_text(t.text()); i < codes.size()) return found(i);
  }
  if (const auto text = plain_text(c, t)) {
    if (const std::size_t i = by_text(*text); i < codes.size()) return found(i);
  }
  if (t.kind == TokenKind::number || cell) {
    bool not_finite = false;
    if (const auto text = decimal_text(c, t, not_finite)) {
      canonical_decimal(*text, *c.other);
      for (std::size_t i = 0; i < codes.size(); ++i)
        if (codes[i].kind == EnumCode::Kind::number && codes[i].text == *c.other) return found(i);
    }
  }
  if (const auto b = boolean(t)) {
    for (std::size_t i = 0; i < codes.size(); ++i)
      if (codes[i].kind == EnumCode::Kind::boolean && codes[i].boolean == *b) return found(i);
  }
  const bool scalar = cell || t.kind == TokenKind::text || t.kind == TokenKind::number || t.kind == TokenKind::true_ ||
                      t.kind == TokenKind::false_;
  return scalar ? FieldFault::unknown_member : FieldFault::wrong_type;
}

FieldFault date(const FieldContext& c, const Token& t, Value& out) {
  const model::Field& field = *c.field;
  std::optional<core::Day> day;
  if (field.time_pattern || !field.time_unit.empty()) {
    core::Time instant = 0;
    if (const FieldFault f = time_value(c, field.time_unit, field.time_pattern, t, instant); f != FieldFault::none)
      return f == FieldFault::bad_time ? FieldFault::bad_date : f;
    day = c.zone->day(instant);
  } else {
    const auto text = plain_text(c, t);
    if (!text) return FieldFault::wrong_type;
    day = core::parse_day(*text);
  }
  if (!day) return FieldFault::bad_date;
  out = Value::integer(*day);
  return FieldFault::none;
}

// With a unit (`in s`) a number; without one a text as the language writes it: "1.5 s".
FieldFault duration(const FieldContext& c, const Token& t, Value& out) {
  const model::Field& field = *c.field;
  const std::string& unit = field.time_unit.empty() ? field.input_unit.text : field.time_unit;
  std::optional<std::int64_t> length;
  if (!unit.empty()) {
    bool not_finite = false;
    const auto text = decimal_text(c, t, not_finite);
    if (!text) return not_finite ? FieldFault::not_finite : FieldFault::wrong_type;
    length = core::read_duration_ns(*text, unit);
  } else {
    const auto text = plain_text(c, t);
    if (!text) return FieldFault::wrong_type;
    const std::size_t end = std::min(text->find_first_not_of("0123456789.-+eE"), text->size());
    const std::string_view count = text->substr(0, end);
    const std::string_view name = trimmed(text->substr(end));
    if (!is_decimal(count, false) || name.empty()) return FieldFault::bad_duration;
    length = core::read_duration_ns(count, name);
  }
  if (!length) return FieldFault::bad_duration;
  out = Value::integer(*length);
  return FieldFault::none;
}

// The index after the value that begins at `i`.
std::size_t after_value(const std::vector<Token>& tape, std::size_t i) {
  int depth = 0;
  do {
    const TokenKind kind = tape[i++].kind;
    if (kind == TokenKind::begin_array || kind == TokenKind::begin_object) ++depth;
    if (kind == TokenKind::end_array || kind == TokenKind::end_object) --depth;
  } while (depth > 0);
  return i;
}

FieldFault position_object(const FieldContext& c, const model::Type& type, const Token& t, Value& out) {
  if (t.kind != TokenKind::begin_object || t.size == kNotTaped) return FieldFault::wrong_type;
  const std::vector<Token>& tape = *c.tape;
  Token latitude, longitude;
  for (std::size_t i = t.size; tape[i].kind != TokenKind::end_object; i = after_value(tape, i + 1)) {
    std::string_view name = tape[i].text();
    if (tape[i].escaped) {
      c.scratch->clear();
      unescape(name, *c.scratch);
      name = *c.scratch;
    }
    if (name == "lat") latitude = tape[i + 1];
    if (name == "lon") longitude = tape[i + 1];
  }
  if (is_empty(latitude) || is_empty(longitude)) return FieldFault::missing;
  return position_value(c, type, latitude, longitude, out);
}

FieldFault list(const FieldContext& c, const model::Type& type, const Token& t, Value& out) {
  const model::Type& item_type = *type.element;
  std::vector<Value> items;
  const auto take = [&](const Token& item) {
    Value value;
    const FieldFault f = field_value(c, item_type, item, value);
    if (f == FieldFault::none && c.wanted) items.push_back(std::move(value));
    return f == FieldFault::missing ? FieldFault::wrong_type : f;
  };
  if (t.kind == TokenKind::begin_array && t.size != kNotTaped) {
    const std::vector<Token>& tape = *c.tape;
    for (std::size_t i = t.size; tape[i].kind != TokenKind::end_array; i = after_value(tape, i))
      if (const FieldFault f = take(tape[i]); f != FieldFault::none) return f;
  } else if (t.kind == TokenKind::cell) {
    const char separator = c.decimal_mark == ',' ? ';' : ',';
    std::string_view rest = t.text();
    for (bool more = true; more;) {
      const std::size_t end = rest.find(separator);
      more = end != std::string_view::npos;
      const std::string_view text = trimmed(rest.substr(0, end));
      if (more) rest.remove_prefix(end + 1);
      Token item{text.data(), static_cast<std::uint32_t>(text.size()), text.empty() ? TokenKind::null : TokenKind::cell,
                 false};
      if (const FieldFault f = take(item); f != FieldFault::none) return f;
    }
  } else {
    return FieldFault::wrong_type;
  }
  if (c.wanted) out = Value::list(std::move(items));
  return FieldFault::none;
}

}  // namespace

std::vector<EnumCode> enum_codes(const model::EnumType& type) {
  std::vector<EnumCode> codes;
  for (const model::EnumMember& member : type.members) {
    EnumCode code;
    if (const auto* text = std::get_if<std::string>(&member.code)) {
      if (member.numeric_code) {
        code.kind = EnumCode::Kind::number;
        canonical_decimal(*text, code.text);
      } else {
        code.text = *text;
      }
    } else if (const bool* b = std::get_if<bool>(&member.code)) {
      code.kind = EnumCode::Kind::boolean;
      code.boolean = *b;
    } else {
      code.text = member.name;
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

FieldFault field_value(const FieldContext& c, const model::Type& type, const Token& t, Value& out) {
  if (is_empty(t)) {
    if (!type.optional) return FieldFault::missing;
    out = Value::missing();
    return FieldFault::none;
  }
  const model::Field& field = *c.field;
  switch (type.kind) {
    case model::TypeKind::bool_: {
      const auto b = boolean(t);
      if (!b) return FieldFault::wrong_type;
      out = Value::boolean(*b);
      return FieldFault::none;
    }
    case model::TypeKind::number: {
      double value = 0;
      const FieldFault f = number(c, input_unit(field, type), t, value);
      if (f == FieldFault::none) out = Value::number(value);
      return f;
    }
    case model::TypeKind::text: {
      if (t.kind != TokenKind::text && t.kind != TokenKind::cell) return FieldFault::wrong_type;
      std::string_view text = t.text();
      if (t.escaped && (c.wanted || text.size() > kMostNameBytes)) {
        c.scratch->clear();
        unescape(text, *c.scratch);
        text = *c.scratch;
      }
      if (text.size() > kMostNameBytes && (field.key || field.group || field.id)) return FieldFault::too_long;
      if (c.wanted) out = Value::text(text);
      return FieldFault::none;
    }
    case model::TypeKind::enumerated: return enumerated(c, t, out);
    case model::TypeKind::time: {
      core::Time instant = 0;
      const FieldFault f = time_value(c, field.time_unit, field.time_pattern, t, instant);
      if (f == FieldFault::none) out = Value::integer(instant);
      return f;
    }
    case model::TypeKind::date: return date(c, t, out);
    case model::TypeKind::duration: return duration(c, t, out);
    case model::TypeKind::position: return position_object(c, type, t, out);
    case model::TypeKind::list: return list(c, type, t, out);
  }
  return FieldFault::wrong_type;
}

FieldFault position_value(const FieldContext& c, const model::Type& type, const Token& latitude, const Token& longitude,
                          Value& out) {
  if (is_empty(latitude) && is_empty(longitude) && type.optional) {
    out = Value::missing();
    return FieldFault::none;
  }
  if (is_empty(latitude) || is_empty(longitude)) return FieldFault::missing;
  static const core::Unit
      degrees;  // a position's degrees are plain numbers: no scale stands between the text and the double
  FieldContext always = c;
  always.wanted = true;
  double lat = 0, lon = 0;
  if (const FieldFault f = number(always, degrees, latitude, lat); f != FieldFault::none) return f;
  if (const FieldFault f = number(always, degrees, longitude, lon); f != FieldFault::none) return f;
  if (!(std::abs(lat) <= 90) || !(std::abs(lon) <= 180)) return FieldFault::bad_position;
  out = Value::position(lat, lon);
  return FieldFault::none;
}

FieldFault time_value(const FieldContext& c, const std::string& unit, const std::optional<core::TimePattern>& pattern,
                      const Token& t, core::Time& out) {
  if (is_empty(t)) return FieldFault::missing;
  std::optional<core::Time> instant;
  if (!unit.empty() && !pattern) {
    bool not_finite = false;
    const auto text = decimal_text(c, t, not_finite);
    if (!text) return not_finite ? FieldFault::not_finite : FieldFault::wrong_type;
    instant = core::read_epoch_ns(*text, unit);
  } else {
    const auto text = plain_text(c, t);
    if (!text) return FieldFault::wrong_type;
    instant = pattern ? pattern->parse(*text, *c.zone) : core::parse_rfc3339(*text);
  }
  if (!instant || *instant < core::kFirstTime || *instant >= core::kEndTime) return FieldFault::bad_time;
  out = *instant;
  return FieldFault::none;
}

}  // namespace tripline::engine
