#include "engine/ingest/wording.hpp"

#include <algorithm>

namespace tripline::engine {

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

std::string field_name(const model::Field& field) {
  std::string out = "field " + field.name;
  if (field.from.size() == 2) return out + " (read from \"" + field.from[0] + "\" and \"" + field.from[1] + "\")";
  if (field.from.size() == 1 && field.from[0] != field.name) out += " (read from \"" + field.from[0] + "\")";
  return out;
}

std::string what_stands_there(const Token& t, bool personal) {
  const std::string value =
      personal ? ""
               : shortened(t.text().substr(
                               0, t.kind == TokenKind::text || t.kind == TokenKind::number || t.kind == TokenKind::cell
                                      ? std::string_view::npos
                                      : 0),
                           40);
  switch (t.kind) {
    case TokenKind::absent: return "is missing";
    case TokenKind::null: return "is missing";
    case TokenKind::true_: return personal ? "is true or false" : "is true";
    case TokenKind::false_: return personal ? "is true or false" : "is false";
    case TokenKind::number: return personal ? "is a number" : "is the number " + value;
    case TokenKind::text:
    case TokenKind::key: return personal ? "is a text" : "is the text \"" + value + "\"";
    case TokenKind::cell: return personal ? "is another text" : "is \"" + value + "\"";
    case TokenKind::begin_array:
    case TokenKind::end_array: return "is an array";
    case TokenKind::begin_object:
    case TokenKind::end_object: return "is an object";
  }
  return {};
}

std::string expected_time(const std::string& unit, bool pattern) {
  if (pattern) return "a time in the pattern that the pack gives";
  if (unit.empty()) return "a time such as 2026-03-01T08:00:00Z";
  return "a count of " + unit + " since 1970 as a number";
}

std::string years_held(const Token& t) {
  constexpr const char* kHeld = "; times from 1678 to 2261 can be held";
  if (t.kind == TokenKind::number) return std::string(kHeld) + ", to the nanosecond";
  if (t.kind != TokenKind::text && t.kind != TokenKind::cell) return {};
  const std::string_view text = t.text();
  const std::size_t year = std::min(text.find_first_not_of("0123456789"), text.size());
  // As RFC 3339 writes it. A year of five digits is none there, but meant as one.
  if (year < 4 || year == text.size() || text[year] != '-') return {};
  const bool held = year == 4 && text.substr(0, 4) >= "1678" && text.substr(0, 4) <= "2261";
  return held ? std::string() : kHeld;
}

std::string what_is_expected(const model::Field& field, const model::Type& type, const std::vector<EnumCode>& codes) {
  switch (type.kind) {
    case model::TypeKind::bool_: return "true or false";
    case model::TypeKind::number: {
      const core::Unit& unit = field.input_unit.dimension == type.unit.dimension ? field.input_unit : type.unit;
      return unit.text.empty() ? "a number" : "a number in " + unit.text;
    }
    case model::TypeKind::text: return "a text";
    case model::TypeKind::enumerated: {
      std::string out = "one of ";
      constexpr std::size_t kShown = 12;
      for (std::size_t i = 0; i < codes.size() && i < kShown; ++i) {
        if (i > 0) out += ", ";
        const EnumCode& code = codes[i];
        if (code.kind == EnumCode::Kind::boolean) {
          out += code.boolean ? "true" : "false";
        } else if (code.kind == EnumCode::Kind::text) {
          out += code.text;
        } else if (code.text.ends_with("e0")) {
          out.append(code.text, 0, code.text.size() - 2);
        } else {
          out += code.text;
        }
      }
      return codes.size() > kShown ? out + ", …" : out;
    }
    case model::TypeKind::time: return expected_time(field.time_unit, field.time_pattern.has_value());
    case model::TypeKind::date:
      if (field.time_pattern) return "a date in the pattern that the pack gives";
      return field.time_unit.empty() ? "a date such as 2026-03-01" : expected_time(field.time_unit, false);
    case model::TypeKind::duration: {
      const std::string& unit = field.time_unit.empty() ? field.input_unit.text : field.time_unit;
      return unit.empty() ? "a duration such as \"1.5 s\", exact to the nanosecond"
                          : "a number in " + unit + ", exact to the nanosecond";
    }
    case model::TypeKind::position:
      return field.from.size() == 2
                 ? "a latitude within -90 .. 90 and a longitude within -180 .. 180"
                 : "{\"lat\": …, \"lon\": …} with a latitude within -90 .. 90 and a longitude within -180 .. 180";
    case model::TypeKind::list: return "a list, each of its items " + what_is_expected(field, *type.element, codes);
  }
  return {};
}

std::string field_sentence(FieldFault fault, const model::Field& field, const std::vector<EnumCode>& codes,
                           const Token& first, const Token& second, bool personal) {
  const std::string name = field_name(field);
  const std::string expected = "; expected " + what_is_expected(field, field.type, codes);
  if (fault == FieldFault::missing && first.kind == TokenKind::begin_object)
    return name + " lacks its lat or its lon" + expected;
  const auto nothing = [](const Token& t) { return t.kind == TokenKind::absent || t.kind == TokenKind::null; };
  if (fault == FieldFault::missing && field.from.size() == 2 && nothing(first) != nothing(second))
    return name + " lacks \"" + field.from[nothing(first) ? 0 : 1] + "\"" + expected;
  if (fault == FieldFault::missing) return name + " is missing, but required" + expected;
  std::string there = what_stands_there(first, personal);
  if (field.from.size() == 2) there += " and " + what_stands_there(second, personal);
  const bool item = field.type.kind == model::TypeKind::list &&
                    (first.kind == TokenKind::begin_array || first.kind == TokenKind::cell);
  if (item) there = "has an item";
  switch (fault) {
    case FieldFault::not_finite:
      return name + " " + there + (item ? " that" : ", which") + " is no finite double" + expected;
    case FieldFault::too_large:
      return name + " " + there + (item ? " that cannot be taken" : "") +
             ": an integer beyond 9007199254740992 (2^53) would be rounded";
    case FieldFault::underflow:
      return name + " " + there + (item ? " that" : ", which") + " a double could only hold as zero";
    case FieldFault::too_long:
      return name + " has " + std::to_string(first.size) + " bytes; a key, group or id has at most " +
             std::to_string(kMostNameBytes);
    case FieldFault::bad_time:
    case FieldFault::bad_date:
      return name + " " + there + (item ? " that cannot be taken" : "") + expected + (item ? "" : years_held(first));
    case FieldFault::none:
    case FieldFault::missing:
    case FieldFault::wrong_type:
    case FieldFault::unknown_member:
    case FieldFault::bad_duration:
    case FieldFault::bad_position: break;
  }
  return name + " " + there + (item ? " that cannot be taken" : "") + expected;
}

}  // namespace tripline::engine
