// What every aggregate is, recomputed from the whole history by the definitions of language.md, section 5, as slowly as they are written:
// the measure that the windows are held against. Shares no code with them; numbers are exact rationals. Only calendars come from core::Zone.
#pragma once
#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "engine/state/window.hpp"

namespace tripline::engine::naive {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using dsl::model::AggregateKind;
using dsl::model::WindowKind;

inline cpp_rational whole(std::int64_t n) { return cpp_rational(cpp_int(n)); }

inline cpp_rational exact(double x) {
  int e = 0;
  const double m = std::frexp(x, &e);
  const cpp_rational r = whole(static_cast<std::int64_t>(std::ldexp(m, 53)));
  e -= 53;
  if (e >= 0) return r * cpp_rational(cpp_int(1) << static_cast<unsigned>(e));
  return r / cpp_rational(cpp_int(1) << static_cast<unsigned>(-e));
}

inline cpp_rational exact(const Value& v) {
  if (v.tag() == Tag::boolean) return v.as_bool() ? 1 : 0;
  return v.tag() == Tag::integer ? whole(v.as_integer()) : exact(v.as_number());
}

inline int sign(const cpp_rational& r) { return r < 0 ? -1 : r > 0 ? 1 : 0; }

// No double is nearer to r than x; of two that are as near, x is the even one.
inline bool is_nearest(double x, const cpp_rational& r) {
  if (!std::isfinite(x)) return false;
  const cpp_rational error = abs(exact(x) - r);
  for (const double other : {std::nextafter(x, HUGE_VAL), std::nextafter(x, -HUGE_VAL)}) {
    if (!std::isfinite(other)) continue;
    const cpp_rational theirs = abs(exact(other) - r);
    int e = 0;
    const bool odd = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &e), 53)) % 2 != 0;
    if (theirs < error || (theirs == error && odd)) return false;
  }
  return true;
}

// What a result must be: unknown, a value as it is, or the number nearest to a rational (of whole numbers: the integer nearest to it).
struct Answer {
  std::optional<Value> value;
  std::optional<cpp_rational> number;
  bool whole = false;

  static Answer unknown() { return {}; }
  static Answer of(const Value& v) { return {v.known() ? std::optional<Value>(v) : std::nullopt, std::nullopt, false}; }
  static Answer of(bool b) { return {Value::boolean(b), std::nullopt, false}; }
  static Answer rational(cpp_rational r, bool whole) { return {std::nullopt, std::move(r), whole}; }

  bool is_unknown() const { return !value && !number; }
  bool matches(const Value& v) const {
    if (is_unknown()) return v.is_unknown();
    if (value) return v == *value;
    if (!whole) return v.tag() == Tag::number && is_nearest(v.as_number(), *number);
    return v.tag() == Tag::integer && abs(naive::whole(v.as_integer()) - *number) * 2 <= 1;
  }
};

inline std::string show(const Value& v) {
  switch (v.tag()) {
    case Tag::unknown: return "unknown " + std::to_string(static_cast<int>(v.reason()));
    case Tag::boolean: return v.as_bool() ? "true" : "false";
    case Tag::integer: return "integer " + std::to_string(v.as_integer());
    case Tag::number: return "number " + exact(v.as_number()).str();
    default: return "another";
  }
}

inline std::string show(const Answer& a) {
  if (a.is_unknown()) return "unknown";
  return a.value ? show(*a.value) : a.number->str();
}

// The first instant of the window's calendar periods at t.
inline Time calendar_begin(const WindowSpec& w, Time t) {
  Time begin = w.zone->start_of(w.period, t);
  for (int i = 1; i < w.count; ++i) begin = w.zone->start_of(w.period, begin - 1);
  return begin;
}

// q is the decimal that its double is nearest to: the k-th smallest of n is the least k >= q n.
inline std::size_t quantile_rank(const cpp_rational& q, std::size_t n) {
  std::size_t k = 1;
  while (cpp_rational(cpp_int(k)) < q * cpp_rational(cpp_int(n))) ++k;
  return std::min(k, n);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : random_(seed) {}
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n)); }
  bool one_in(std::int64_t n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<std::int64_t>(all.size())))];
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace tripline::engine::naive
