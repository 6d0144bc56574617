// Terminals that begin with a digit (or "-"), and units.
#include <array>
#include <utility>

#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/scan.hpp"

namespace tripline::dsl::grammar {
namespace {

bool is_digit(const State& state, const char* p) { return p < state.end() && *p >= '0' && *p <= '9'; }
bool is(const State& state, const char* p, char c) { return p < state.end() && *p == c; }

bool continues_name(const State& state, const char* p) {
  return p < state.end() &&
         is_name_continue(core::decode_utf8(state.text(), static_cast<std::size_t>(p - state.begin())).value);
}

const char* digits(const State& state, const char* p) {
  while (is_digit(state, p)) ++p;
  return p;
}

// Whether `pattern` stands at `p`: 'd' is a digit, all else itself. Moves behind it.
bool shape(const State& state, const char*& p, std::string_view pattern) {
  const char* q = p;
  for (const char c : pattern) {
    if (c == 'd' ? !is_digit(state, q) : !is(state, q, c)) return false;
    ++q;
  }
  p = q;
  return true;
}

const char* blanks(const State& state, const char* p) {
  while (is(state, p, ' ') || is(state, p, '\t')) ++p;
  return p;
}

// The end of "digits [. digits]", or `p`.
const char* plain_number(const State& state, const char* p) {
  const char* q = digits(state, p);
  if (q != p && is(state, q, '.') && is_digit(state, q + 1)) q = digits(state, q + 1);
  return q;
}

std::string text_between(const char* from, const char* to) { return {from, to}; }

// The end of a date-time whose date, "T" and minutes end at `minutes`; null if none. Tries the longest form first.
const char* time_end(const State& state, const char* minutes) {
  std::array<const char*, 12> ends{};
  std::size_t n = 0;
  const char* seconds = minutes;
  if (shape(state, seconds, ":dd")) {
    if (is(state, seconds, '.')) {
      const char* fraction = digits(state, seconds + 1);
      if (fraction != seconds + 1 && fraction - seconds <= 10) ends[n++] = fraction;
    }
    ends[n++] = seconds;
  }
  ends[n++] = minutes;
  for (std::size_t i = 0; i < n; ++i) {
    const char* offset = ends[i];
    if (is(state, offset, 'Z')) {
      ++offset;
    } else if (!shape(state, offset, "+dd:dd")) {
      shape(state, offset, "-dd:dd");
    }
    if (!continues_name(state, offset)) return offset;
    if (!continues_name(state, ends[i])) return ends[i];
  }
  return nullptr;
}

}  // namespace

std::size_t match_number(const State& state, const char* p) {
  const char* q = plain_number(state, p);
  if (q == p) return 0;
  if (is(state, q, 'e') || is(state, q, 'E')) {
    const char* exponent = q + 1;
    if (is(state, exponent, '+') || is(state, exponent, '-')) ++exponent;
    if (is_digit(state, exponent)) q = digits(state, exponent);
  }
  return static_cast<std::size_t>(q - p);
}

std::size_t match_instant(const State& state, const char* p, bool& date_only) {
  const char* q = p;
  if (!shape(state, q, "dddd-dd-dd")) return 0;
  const char* minutes = q;
  date_only = false;
  if (shape(state, minutes, "Tdd:dd")) {
    if (const char* end = time_end(state, minutes)) return static_cast<std::size_t>(end - p);
  }
  date_only = true;
  return continues_name(state, q) ? 0 : static_cast<std::size_t>(q - p);
}

// In Chinese the word that counts may touch its number: 3次, 5个工作日.
bool scan_integer(State& state, const char*& it, ast::Integer& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const char* q = digits(state, p);
  const bool measured =
      state.language == ast::Language::zh && q < state.end() && static_cast<unsigned char>(*q) >= 0x80;
  if (q == p || is(state, q, '.') || (!measured && continues_name(state, q))) {
    state.want(p, Thing("a whole number"));
    return false;
  }
  out = {text_between(p, q), state.range(p, q)};
  it = q;
  return true;
}

bool scan_number(State& state, const char*& it, ast::Quantity& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const char* start = is(state, p, '-') ? p + 1 : p;
  const std::size_t length = match_number(state, start);
  if (length == 0) {
    state.want(p, Thing("a number"));
    return false;
  }
  it = start + length;
  out = {text_between(p, it), {}, state.range(p, it)};
  return true;
}

bool scan_quantity(State& state, const char*& it, ast::Quantity& out) {
  if (!scan_number(state, it, out)) return false;
  const char* p = blanks(state, it);
  // "3 1/min" would be two numbers: a unit after a number begins with no digit.
  UnitMatch unit;
  if (!is_digit(state, p)) unit = match_unit(state.rest(p), state.language);
  if (unit.length == 0) {
    state.want(p, Thing("a unit"), Want::optional);
    return true;
  }
  it = p + unit.length;
  out.unit = {std::move(unit.english), state.range(p, it)};
  out.at.end = out.unit.at.end;
  return true;
}

bool scan_duration(State& state, const char*& it, ast::Quantity& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const char* number = plain_number(state, p);
  if (number != p) {
    const char* at = blanks(state, number);
    UnitMatch unit = match_duration_unit(state.rest(at), state.language);
    if (unit.length != 0) {
      it = at + unit.length;
      out = {text_between(p, number), {std::move(unit.english), state.range(at, it)}, state.range(p, it)};
      return true;
    }
  }
  state.want(p, Thing("a duration such as 10 s"));
  return false;
}

bool scan_instant(State& state, const char*& it, ast::Instant& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const std::size_t length = match_instant(state, p, out.date_only);
  if (length == 0) {
    state.want(p, Thing("a date such as 2026-03-01"));
    return false;
  }
  it = p + length;
  out.text = text_between(p, it);
  out.at = state.range(p, it);
  return true;
}

bool scan_clock(State& state, const char*& it, std::string& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const char* q = p;
  const bool early = is_digit(state, p) && *p < '2';
  const bool late = is(state, p, '2') && is_digit(state, p + 1) && p[1] < '5';
  if (!(early || late) || !shape(state, q, "dd:dd") || p[3] > '5' || continues_name(state, q)) {
    state.want(p, Thing("a time of day such as 07:00"));
    return false;
  }
  out = text_between(p, q);
  it = q;
  return true;
}

bool scan_version(State& state, const char*& it, ast::Name& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const char* q = p;
  for (int part = 0; part < 3; ++part) {
    const char* end = digits(state, q);
    if (end == q || (part < 2 && !is(state, end, '.'))) {
      state.want(p, Thing("a version such as 1.2.0"));
      return false;
    }
    q = part < 2 ? end + 1 : end;
  }
  out = {text_between(p, q), state.range(p, q)};
  it = q;
  return true;
}

bool scan_unit_type(State& state, const char*& it, ast::Name& out) {
  if (state.stopped()) return false;
  const auto unit_at = [&](const char* at) {
    return is_digit(state, at) ? UnitMatch{} : match_unit(state.rest(at), state.language);
  };
  const std::string_view before(state.begin(), static_cast<std::size_t>(it - state.begin()));
  const bool asked = before.ends_with(':') || before.ends_with('(') || before.ends_with("：") || before.ends_with("（");
  const char* p = blanks(state, it);
  UnitMatch unit = unit_at(p);
  if (unit.length == 0 && asked) {
    p = state.skip(it);
    unit = unit_at(p);
  }
  if (unit.length != 0) {
    it = p + unit.length;
    out = {std::move(unit.english), state.range(p, it)};
    return true;
  }
  p = state.skip(it);
  if (is(state, p, '1') && !continues_name(state, p + 1)) {
    const char* slash = state.skip(p + 1);
    if (is(state, slash, '/')) {
      const char* at = blanks(state, slash + 1);
      unit = match_unit(state.rest(at), state.language);
      if (unit.length != 0) {
        it = at + unit.length;
        out = {"1/" + unit.english, state.range(p, it)};
        return true;
      }
      state.want(state.skip(slash + 1), Thing("a unit such as km/h"));
      return false;
    }
  }
  state.want(p, Thing("a unit such as km/h"));
  return false;
}

}  // namespace tripline::dsl::grammar
