#include "engine/ingest/wording.hpp"

#include <algorithm>

#include "engine/ingest/phrases.hpp"

namespace tripline::engine {

using namespace input_phrases;  // NOLINT(google-build-using-namespace): the table of what is said
using core::Text;

namespace model = dsl::model;

const char* fault_code(FieldFault f) {
  switch (f) {
    case FieldFault::none: return "";
    case FieldFault::missing: return "missing_field";
    case FieldFault::wrong_type: return "wrong_type";
    case FieldFault::not_finite: return "not_finite";
    case FieldFault::too_large: return "number_too_large";
    case FieldFault::underflow: return "number_too_small";
    case FieldFault::unknown_member: return "unknown_member";
    case FieldFault::bad_time: return "bad_time";
    case FieldFault::bad_date: return "bad_date";
    case FieldFault::bad_duration: return "bad_duration";
    case FieldFault::bad_position: return "bad_position";
    case FieldFault::too_long: return "name_too_long";
  }
  return "";
}

std::string shortened(std::string_view text, std::size_t bytes) {
  std::string out;
  std::size_t end = text.size();
  if (end > bytes) {
    end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  }
  for (const char c : text.substr(0, end)) out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c);
  if (end < text.size()) out += "…";
  return out;
}

Text field_name(const model::Field& field) {
  if (field.from.size() == 2) return {kFieldFromTwo, field.name, field.from[0], field.from[1]};
  if (field.from.size() == 1 && field.from[0] != field.name) return {kFieldFrom, field.name, field.from[0]};
  return {kField, field.name};
}

Text what_stands_there(const Token& t, bool personal) {
  const auto value = [&] { return shortened(t.text(), 40); };
  switch (t.kind) {
    case TokenKind::absent:
    case TokenKind::null: return kIsAbsent;
    case TokenKind::true_: return personal ? kIsTruth : kIsTrue;
    case TokenKind::false_: return personal ? kIsTruth : kIsFalse;
    case TokenKind::number: return personal ? Text(kIsSomeNumber) : Text(kIsNumber, value());
    case TokenKind::text: return personal ? Text(kIsSomeText) : Text(kIsText, value());
    case TokenKind::key: return personal ? Text(kIsSomeText) : Text(kIsText, "");
    case TokenKind::cell: return personal ? Text(kIsAnotherText) : Text(kIs, value());
    case TokenKind::begin_array:
    case TokenKind::end_array: return kIsArray;
    case TokenKind::begin_object:
    case TokenKind::end_object: return kIsObject;
  }
  return {};
}

Text expected_time(const std::string& unit, bool pattern) {
  if (pattern) return kPatternTime;
  if (unit.empty()) return kTime;
  return {kCountSince, unit};
}

Text years_held(const Token& t) {
  if (t.kind == TokenKind::number) return kYearsHeldExactly;
  if (t.kind != TokenKind::text && t.kind != TokenKind::cell) return {};
  const std::string_view text = t.text();
  const std::size_t year = std::min(text.find_first_not_of("0123456789"), text.size());
  // As RFC 3339 writes it. A year of five digits is none there, but meant as one.
  if (year < 4 || year == text.size() || text[year] != '-') return {};
  const bool held = year == 4 && text.substr(0, 4) >= "1678" && text.substr(0, 4) <= "2261";
  return held ? Text() : Text(kYearsHeld);
}

namespace {

// The words of an enumerated type, at most twelve of them.
Text words_of(const std::vector<EnumCode>& codes) {
  Text out;
  constexpr std::size_t kShown = 12;
  for (std::size_t i = 0; i < codes.size() && i < kShown; ++i) {
    if (i > 0) out += kNext;
    const EnumCode& code = codes[i];
    if (code.kind == EnumCode::Kind::boolean)
      out += code.boolean ? "true" : "false";
    else if (code.kind == EnumCode::Kind::number && code.text.ends_with("e0"))
      out += code.text.substr(0, code.text.size() - 2);
    else
      out += code.text;
  }
  if (codes.size() > kShown) out += kAndSoOn;
  return out;
}

}  // namespace

Text what_is_expected(const model::Field& field, const model::Type& type, const std::vector<EnumCode>& codes) {
  switch (type.kind) {
    case model::TypeKind::bool_: return kTruth;
    case model::TypeKind::number: {
      const core::Unit& unit = field.input_unit.dimension == type.unit.dimension ? field.input_unit : type.unit;
      return unit.text.empty() ? Text(kNumber) : Text(kNumberIn, unit.text);
    }
    case model::TypeKind::text: return kText;
    case model::TypeKind::enumerated: return {kOneOf, words_of(codes)};
    case model::TypeKind::time: return expected_time(field.time_unit, field.time_pattern.has_value());
    case model::TypeKind::date:
      if (field.time_pattern) return kPatternDate;
      return field.time_unit.empty() ? Text(kDate) : expected_time(field.time_unit, false);
    case model::TypeKind::duration: {
      const std::string& unit = field.time_unit.empty() ? field.input_unit.text : field.time_unit;
      return unit.empty() ? Text(kDuration) : Text(kDurationIn, unit);
    }
    case model::TypeKind::position: return field.from.size() == 2 ? kTwoAngles : kPosition;
    case model::TypeKind::list: return {kListOf, what_is_expected(field, *type.element, codes)};
  }
  return {};
}

Text field_sentence(FieldFault fault, const model::Field& field, const std::vector<EnumCode>& codes, const Token& first,
                    const Token& second, bool personal) {
  const Text name = field_name(field);
  const Text expected(kExpected, what_is_expected(field, field.type, codes));
  if (fault == FieldFault::missing && first.kind == TokenKind::begin_object) return {kLacksAngle, name, expected};
  const auto nothing = [](const Token& t) { return t.kind == TokenKind::absent || t.kind == TokenKind::null; };
  if (fault == FieldFault::missing && field.from.size() == 2 && nothing(first) != nothing(second))
    return {kLacks, name, field.from[nothing(first) ? 0 : 1], expected};
  if (fault == FieldFault::missing) return {kRequired, name, expected};
  if (fault == FieldFault::too_long)
    return {kTooLong, name, std::to_string(first.size), std::to_string(kMostNameBytes)};
  const bool item = field.type.kind == model::TypeKind::list &&
                    (first.kind == TokenKind::begin_array || first.kind == TokenKind::cell);
  Text there = what_stands_there(first, personal);
  if (field.from.size() == 2) there = {kBothStand, there, what_stands_there(second, personal)};
  switch (fault) {
    case FieldFault::not_finite:
      return item ? Text(kNotFiniteItem, name, expected) : Text(kNotFinite, name, there, expected);
    case FieldFault::too_large: return item ? Text(kRoundedItem, name) : Text(kRounded, name, there);
    case FieldFault::underflow: return item ? Text(kZeroedItem, name) : Text(kZeroed, name, there);
    case FieldFault::bad_time:
    case FieldFault::bad_date:
      if (!item) return {kWrong, name, there, expected + years_held(first)};
      break;
    case FieldFault::none:
    case FieldFault::missing:
    case FieldFault::too_long:
    case FieldFault::wrong_type:
    case FieldFault::unknown_member:
    case FieldFault::bad_duration:
    case FieldFault::bad_position: break;
  }
  return item ? Text(kWrongItem, name, expected) : Text(kWrong, name, there, expected);
}

}  // namespace tripline::engine
