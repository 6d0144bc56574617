#include "core/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

#include "core/number_form.hpp"
#include "core/utf8.hpp"

namespace tripline::core {
namespace {

// UTF-16 order of valid UTF-8: that of the bytes, but that characters beyond U+FFFF (first byte F0 and up, in UTF-16
// surrogates from D800) come before U+E000..U+FFFF (first bytes EE and EF).
bool utf16_less(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    const auto x = static_cast<unsigned char>(a[i]);
    const auto y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0)) return x >= 0xF0;
    return x < y;
  }
  return a.size() < b.size();
}

using Member = std::pair<std::string, Json>;

// The members in canonical order. There are few, and most objects of a kind come in the same order.
class Sorted {
 public:
  explicit Sorted(const Json::Object& object) {
    const Member** at = few_.data();
    if (object.size() > few_.size()) {
      many_.resize(object.size());
      at = many_.data();
    }
    begin_ = end_ = at;
    for (const Member& member : object) {
      const Member** place = end_++;
      for (; place != begin_ && utf16_less(member.first, (*(place - 1))->first); --place) *place = *(place - 1);
      *place = &member;
    }
  }
  const Member* const* begin() const { return begin_; }
  const Member* const* end() const { return end_; }

 private:
  std::array<const Member*, 32> few_;
  std::vector<const Member*> many_;
  const Member** begin_;
  const Member** end_;
};

void write_object(std::string& out, const Json::Object& object) {
  out.push_back('{');
  for (const Member* member : Sorted(object)) {
    if (out.back() != '{') out.push_back(',');
    write_string(out, member->first);
    out.push_back(':');
    member->second.write_canonical(out);
  }
  out.push_back('}');
}

void write_array(std::string& out, const Json::Array& array) {
  out.push_back('[');
  bool first = true;
  for (const Json& element : array) {
    if (!first) out.push_back(',');
    first = false;
    element.write_canonical(out);
  }
  out.push_back(']');
}

}  // namespace

Json& Json::set(std::string_view key, Json value) {
  if (is_null()) v_ = Object{};
  auto& object = std::get<Object>(v_);
  for (auto& [name, old] : object) {
    if (name == key) {
      old = std::move(value);
      return *this;
    }
  }
  object.emplace_back(std::string(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) v_ = Array{};
  std::get<Array>(v_).push_back(std::move(value));
  return *this;
}

const Json* Json::find(std::string_view key) const {
  if (const Object* o = object()) {
    for (const auto& [name, value] : *o) {
      if (name == key) return &value;
    }
  }
  return nullptr;
}

std::string Json::canonical() const {
  std::string out;
  write_canonical(out);
  return out;
}

void Json::write_canonical(std::string& out) const {
  struct Writer {
    std::string& out;
    void operator()(std::monostate) const { out += "null"; }
    void operator()(bool b) const { out += b ? "true" : "false"; }
    void operator()(double d) const { write_number(out, d); }
    void operator()(const std::string& s) const { write_string(out, s); }
    void operator()(const Array& a) const { write_array(out, a); }
    void operator()(const Object& o) const { write_object(out, o); }
  };
  std::visit(Writer{out}, v_);
}

void write_number(std::string& out, double number) {
  std::array<char, 32> buffer{};
  if (std::fabs(number) < 1e15 && number == std::trunc(number)) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(number)).ptr;
    out.append(buffer.data(), end);
    return;
  }
  if (!std::isfinite(number)) {  // excluded by the contract; JSON has no other word for it
    out += "null";
    return;
  }
  // "d.ddde[+-]xx": the digits are ECMAScript's (the shortest, and of those the nearest), the form is not.
  const char* end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::scientific).ptr;
  const char* exponent_mark = std::find(static_cast<const char*>(buffer.data()), end, 'e');
  std::array<char, 24> digits{};
  std::size_t count = 0;
  for (const char* c = buffer.data(); c != exponent_mark; ++c) {
    if (*c != '.') digits[count++] = *c;
  }
  const char* exponent_begin = exponent_mark + 1;
  if (*exponent_begin == '+') ++exponent_begin;
  int exponent = 0;
  std::from_chars(exponent_begin, end, exponent);
  append_number_form(out, std::signbit(number), {digits.data(), count}, exponent + 1);
}

void write_string(std::string& out, std::string_view utf8) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto plain = [](unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; };
  out.push_back('"');
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t run = at;
    while (run < utf8.size() && plain(static_cast<unsigned char>(utf8[run]))) ++run;
    out.append(utf8.data() + at, run - at);
    at = run;
    if (at == utf8.size()) break;
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte >= 0x80) {
      const CodePoint c = decode_utf8(utf8, at);
      if (c.valid) {
        out.append(utf8.substr(at, c.length));
      } else {
        append_utf8(out, c.value);
      }
      at += c.length;
      continue;
    }
    ++at;
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\f': out += "\\f"; break;
      case '\r': out += "\\r"; break;
      default:
        out += "\\u00";
        out.push_back(kHex[byte >> 4U]);
        out.push_back(kHex[byte & 0xFU]);
    }
  }
  out.push_back('"');
}

}  // namespace tripline::core
