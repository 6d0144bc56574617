// What every window shares: which time it covers (language.md, section 5, table of windows), and what of its contents can be shown as evidence.
//
// Input: the window's definition and instants that never go back. Output: which entries are in it. One thread.
#pragma once
#include <bit>
#include <cstdint>
#include <optional>

#include "core/digest.hpp"
#include "core/time.hpp"
#include "core/zone.hpp"
#include "dsl/model/model.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

using core::Duration;
using core::Time;

// Points at an element that was received: which source, which of its elements, and the digest of its bytes.
struct ElementRef {
  std::uint32_t source = 0;
  std::uint64_t position = 0;  // 0: none
  core::Sha256 digest{};
  bool sealed = false;  // digest is set
};

struct Evidence {
  ElementRef first, last;
  std::uint64_t count = 0;
};

struct WindowSpec {
  dsl::model::WindowKind kind = dsl::model::WindowKind::ever;
  Duration from = 0, to = 0;
  core::Period period = core::Period::day;
  int count = 1;
  const core::Zone* zone = nullptr;
  Time begin = core::kAlways, end = core::kNever;  // between
};

// The calendar period that an instant lies in, found anew only when it is left.
class PeriodClock {
 public:
  // Moves to the period of `t`; true if it is another one than before.
  bool advance(const WindowSpec& w, Time t) {
    if (t >= begin_ && t < next_) return false;
    begin_ = w.zone->start_of(w.period, t);
    next_ = w.zone->start_of_next(w.period, t);
    first_ = w.count > 1 ? w.zone->start_of_earlier(w.period, t, w.count - 1) : begin_;
    return true;
  }
  Time begin() const { return begin_; }  // of the current period
  Time next() const { return next_; }
  Time first() const { return first_; }  // the window's beginning

 private:
  Time begin_ = core::kNever, next_ = core::kNever, first_ = core::kNever;
};

// The instant at which an element of `t` has left a calendar window.
inline Time leaves_calendar(const WindowSpec& w, Time t) {
  for (int n = 0; n < w.count; ++n) t = w.zone->start_of_next(w.period, t);
  return t;
}

// What a change of a member's value is to a window over many.
enum class MemberStep : std::uint8_t {
  appears,  // a member that had no sample yet: the time before counts as unseen
  joins,    // a member that comes from elsewhere: the time before is not this window's
  changes,
  leaves,
};

inline bool sliding(dsl::model::WindowKind k) {
  return k == dsl::model::WindowKind::over || k == dsl::model::WindowKind::over_since;
}

inline bool calendar(dsl::model::WindowKind k) {
  return k == dsl::model::WindowKind::this_period || k == dsl::model::WindowKind::last_periods;
}

// Order of two numeric values (numbers, or whole numbers such as durations). Requires equal tags.
inline bool less(const Value& a, const Value& b) {
  return a.tag() == Tag::integer ? a.as_integer() < b.as_integer() : a.as_number() < b.as_number();
}

// A numeric value's place in an order of unsigned integers: distinct values stay distinct, their order stays.
inline std::uint64_t rank(const Value& v) {
  constexpr std::uint64_t kTop = 1ULL << 63;
  if (v.tag() == Tag::integer) return static_cast<std::uint64_t>(v.as_integer()) ^ kTop;
  const auto bits = std::bit_cast<std::uint64_t>(v.as_number() == 0 ? 0.0 : v.as_number());
  return (bits & kTop) != 0 ? ~bits : bits | kTop;
}

inline Value unrank(std::uint64_t r, bool whole) {
  constexpr std::uint64_t kTop = 1ULL << 63;
  if (whole) return Value::integer(static_cast<std::int64_t>(r ^ kTop));
  return Value::number(std::bit_cast<double>((r & kTop) != 0 ? r & ~kTop : ~r));
}

}  // namespace tripline::engine
