// One value at run time: of a field, an expression, a window.
//
// 24 bytes. Texts of at most 22 bytes stand inside; longer ones, and lists, are shared by a count that is not atomic: a value and its copies
// belong to one thread at a time. Missing (a `T?` that a sample lacks) and Unknown (what telemetry has not given) are values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tripline::engine {

enum class Tag : std::uint8_t {
  unknown,
  missing,
  boolean,
  number,
  integer /* time, date, duration, enumerated */,
  small_text,
  position,
  shared_text,
  list,  // these two hold a counted block
};

// Why a value is unknown (language.md, section 3). Stable codes: see reason_code().
enum class Reason : std::uint8_t {
  none,
  stale,
  never_seen,
  no_row,
  no_mark,
  no_value,
  divided_by_zero,
  too_few,
  first_element,
  outside_curve,
  undecided,
  not_finite,
  over_limit,
  no_group,
  missing_value,
  no_existing_day,
  too_early,
};

class Value {
 public:
  Value() noexcept : tag_(Tag::unknown), aux_(0) { word_[0] = word_[1] = 0; }
  static Value unknown(Reason r, int about = -1) noexcept {
    Value v;
    v.aux_ = static_cast<std::uint8_t>(r);
    v.word_[0] = static_cast<std::uint64_t>(static_cast<std::int64_t>(about));
    return v;
  }
  static Value missing() noexcept {
    Value v;
    v.tag_ = Tag::missing;
    return v;
  }
  static Value boolean(bool b) noexcept {
    Value v;
    v.tag_ = Tag::boolean;
    v.word_[0] = b;
    return v;
  }
  static Value number(double d) noexcept {
    Value v;
    v.tag_ = Tag::number;
    std::memcpy(&v.word_[0], &d, 8);
    return v;
  }
  static Value integer(std::int64_t i) noexcept {
    Value v;
    v.tag_ = Tag::integer;
    v.word_[0] = static_cast<std::uint64_t>(i);
    return v;
  }
  static Value position(double latitude, double longitude) noexcept {
    Value v;
    v.tag_ = Tag::position;
    std::memcpy(&v.word_[0], &latitude, 8);
    std::memcpy(&v.word_[1], &longitude, 8);
    return v;
  }
  static Value text(std::string_view s);
  static Value list(std::vector<Value> items);

  Value(const Value& o) noexcept {
    copy_bits(o);
    if (counted()) retain();
  }
  Value(Value&& o) noexcept {
    copy_bits(o);
    o.tag_ = Tag::unknown;
  }
  Value& operator=(const Value& o) noexcept {
    if (this != &o) {
      if (o.counted()) o.retain();
      if (counted()) release();
      copy_bits(o);
    }
    return *this;
  }
  Value& operator=(Value&& o) noexcept {
    if (this != &o) {
      if (counted()) release();
      copy_bits(o);
      o.tag_ = Tag::unknown;
    }
    return *this;
  }
  ~Value() {
    if (counted()) release();
  }

  Tag tag() const noexcept { return tag_; }
  bool is_unknown() const noexcept { return tag_ == Tag::unknown; }
  bool is_missing() const noexcept { return tag_ == Tag::missing; }
  bool known() const noexcept { return tag_ > Tag::missing; }
  bool is_text() const noexcept { return tag_ == Tag::small_text || tag_ == Tag::shared_text; }
  bool is_true() const noexcept { return tag_ == Tag::boolean && word_[0] != 0; }
  bool is_false() const noexcept { return tag_ == Tag::boolean && word_[0] == 0; }

  // Each requires its tag.
  bool as_bool() const noexcept { return word_[0] != 0; }
  double as_number() const noexcept {
    double d;
    std::memcpy(&d, &word_[0], 8);
    return d;
  }
  std::int64_t as_integer() const noexcept { return static_cast<std::int64_t>(word_[0]); }
  double latitude() const noexcept { return as_number(); }
  double longitude() const noexcept {
    double d;
    std::memcpy(&d, &word_[1], 8);
    return d;
  }
  std::string_view as_text() const noexcept;
  const std::vector<Value>& as_list() const noexcept;
  Reason reason() const noexcept { return static_cast<Reason>(aux_); }
  int about() const noexcept {
    return static_cast<int>(static_cast<std::int64_t>(word_[0]));
  }  // stream or table that is unknown, -1: none

  // Same tag and same value; numbers by ==, so 0 equals -0. Unknown equals unknown (whatever the reason): for state, not for the language.
  friend bool operator==(const Value& a, const Value& b) noexcept;
  std::size_t hash() const noexcept;

 private:
  struct Block;
  bool counted() const noexcept { return tag_ >= Tag::shared_text; }
  void copy_bits(const Value& o) noexcept {
    tag_ = o.tag_;
    aux_ = o.aux_;
    std::memcpy(pad_, o.pad_, 6);
    word_[0] = o.word_[0];
    word_[1] = o.word_[1];
  }
  Block* block() const noexcept {
    Block* p;
    std::memcpy(&p, &word_[0], 8);
    return p;
  }
  void retain() const noexcept;
  void release() noexcept;

  Tag tag_;
  std::uint8_t aux_;  // small_text: its length; unknown: the reason
  char pad_[6] = {};  // small_text begins here and goes on in word_
  std::uint64_t word_[2];
};
static_assert(sizeof(Value) == 24);

struct ValueHash {
  std::size_t operator()(const Value& v) const noexcept { return v.hash(); }
};

}  // namespace tripline::engine
