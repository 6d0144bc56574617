#include "engine/ingest/text_forms.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace tripline::engine {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Four hexadecimal digits at raw[i], or -1.
int hex4(std::string_view raw, std::size_t i) {
  if (raw.size() < i + 4) return -1;
  int value = 0;
  for (std::size_t k = i; k < i + 4; ++k) {
    const char c = raw[k];
    const char l = lower(c);
    if (!is_digit(c) && (l < 'a' || l > 'f')) return -1;
    value = value * 16 + (is_digit(c) ? c - '0' : l - 'a' + 10);
  }
  return value;
}

void append_utf8(int code, std::string& out) {
  const auto put = [&](int byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

}  // namespace

bool unescape(std::string_view raw, std::string& out) {
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] != '\\') {
      const std::size_t next = std::min(raw.find('\\', i), raw.size());
      out.append(raw.substr(i, next - i));
      i = next;
      continue;
    }
    if (i + 1 >= raw.size()) return false;
    const char c = raw[i + 1];
    i += 2;
    switch (c) {
      case '"':
      case '\\':
      case '/': out.push_back(c); break;
      case 'b': out.push_back('\b'); break;
      case 'f': out.push_back('\f'); break;
      case 'n': out.push_back('\n'); break;
      case 'r': out.push_back('\r'); break;
      case 't': out.push_back('\t'); break;
      case 'u': {
        int code = hex4(raw, i);
        if (code < 0 || (code >= 0xDC00 && code < 0xE000)) return false;
        i += 4;
        if (code >= 0xD800 && code < 0xDC00) {
          const int low = raw.substr(std::min(i, raw.size()), 2) == "\\u" ? hex4(raw, i + 2) : -1;
          if (low < 0xDC00 || low >= 0xE000) return false;
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          i += 6;
        }
        append_utf8(code, out);
        break;
      }
      default: return false;
    }
  }
  return true;
}

bool is_decimal(std::string_view s, bool leading_zeros) {
  const char* p = s.data();
  const char* const end = p + s.size();
  const auto digits = [&] {
    const char* const from = p;
    while (p != end && is_digit(*p)) ++p;
    return p - from;
  };
  if (p != end && *p == '-') ++p;
  const char* const whole = p;
  const auto count = digits();
  if (count == 0 || (count > 1 && *whole == '0' && !leading_zeros)) return false;
  if (p != end && *p == '.') {
    ++p;
    if (digits() == 0) return false;
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    ++p;
    if (p != end && (*p == '+' || *p == '-')) ++p;
    if (digits() == 0) return false;
  }
  return p == end;
}

void canonical_decimal(std::string_view s, std::string& out) {
  out.clear();
  if (s.front() == '-') {
    out.push_back('-');
    s.remove_prefix(1);
  }
  const std::size_t mark = std::min(s.find_first_of("eE"), s.size());
  std::int64_t exponent = 0;
  if (mark < s.size()) {
    std::string_view digits = s.substr(mark + 1);
    if (digits.front() == '+') digits.remove_prefix(1);
    // An exponent that no 64-bit count holds is clamped: no code has one.
    constexpr std::int64_t kFar = std::int64_t{1} << 60;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc{} || exponent > kFar ||
        exponent < -kFar)
      exponent = digits.front() == '-' ? -kFar : kFar;
  }
  const std::size_t sign = out.size();
  for (std::size_t i = 0, point = mark; i < mark; ++i) {
    if (s[i] == '.') {
      point = i;
      continue;
    }
    if (i > point) --exponent;
    if (out.size() > sign || s[i] != '0') out.push_back(s[i]);
  }
  if (out.size() == sign) {
    out = "0";
    return;
  }
  while (out.back() == '0') {
    out.pop_back();
    ++exponent;
  }
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, exponent).ptr;
  out.push_back('e');
  out.append(digits, end);
}

}  // namespace tripline::engine
