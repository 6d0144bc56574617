// The order of values, and what a comparison makes of it.
#pragma once
#include "dsl/model/model.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

// What stands for a value that is missing or unknown where one must be known.
inline Value not_known(const Value& v) { return v.is_missing() ? Value::unknown(Reason::missing_value) : v; }

inline double as_double(const Value& v) {
  return v.tag() == Tag::integer ? static_cast<double>(v.as_integer()) : v.as_number();
}

// Negative, zero or positive; of values without an order only whether they are equal. Requires two known values of one type.
inline int order(const Value& a, const Value& b) {
  switch (a.tag()) {
    case Tag::number: return a.as_number() < b.as_number() ? -1 : a.as_number() > b.as_number() ? 1 : 0;
    case Tag::integer: return a.as_integer() < b.as_integer() ? -1 : a.as_integer() > b.as_integer() ? 1 : 0;
    case Tag::small_text:
    case Tag::shared_text: return a.as_text().compare(b.as_text());
    default: return a == b ? 0 : 1;
  }
}

// Whether `a op b` holds where order(a, b) is this. Requires eq, ne, lt, le, gt or ge.
inline bool holds(dsl::model::Op op, int order) {
  using dsl::model::Op;
  switch (op) {
    case Op::eq: return order == 0;
    case Op::ne: return order != 0;
    case Op::lt: return order < 0;
    case Op::le: return order <= 0;
    case Op::gt: return order > 0;
    default: return order >= 0;
  }
}

}  // namespace tripline::engine
