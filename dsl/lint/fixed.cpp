// What does not change is computed as the engine computes it: the same operations on the same doubles, in the same order.
#include "core/time.hpp"
#include "core/wide.hpp"
#include "dsl/lint/ranges.hpp"

namespace tripline::dsl::lint {
namespace {

using model::Op;

std::optional<Scalar> finite(double x) {
  if (!std::isfinite(x)) return std::nullopt;
  return Scalar(x);
}

std::optional<Scalar> whole(core::Wide v) {
  if (v > INT64_MAX || v < INT64_MIN) return std::nullopt;
  return Scalar(static_cast<std::int64_t>(v));
}

std::optional<Scalar> rounded(double d) {
  const double r = std::round(d);
  if (!(r > -9.2e18 && r < 9.2e18)) return std::nullopt;
  return Scalar(static_cast<std::int64_t>(r));
}

double as_double(const Scalar& x) {
  const auto* i = std::get_if<std::int64_t>(&x);
  return i != nullptr ? static_cast<double>(*i) : std::get<double>(x);
}

bool numeric(const Scalar& x) { return !std::holds_alternative<std::string>(x); }

}  // namespace

std::optional<Scalar> computed(Op op, const Scalar& a, const Scalar& b) {
  if (!numeric(a) || !numeric(b)) return std::nullopt;
  const auto* i = std::get_if<std::int64_t>(&a);
  const auto* j = std::get_if<std::int64_t>(&b);
  const double x = as_double(a), y = as_double(b);
  if (op == Op::add) return i && j ? whole(static_cast<core::Wide>(*i) + *j) : finite(x + y);
  if (op == Op::sub) return i && j ? whole(static_cast<core::Wide>(*i) - *j) : finite(x - y);
  if (op == Op::mul) return i || j ? rounded(x * y) : finite(x * y);
  if (y == 0) return std::nullopt;
  return i && !j ? rounded(x / y) : finite(x / y);
}

std::optional<Scalar> computed(Op op, const Scalar& a, const core::Zone& zone) {
  const auto* i = std::get_if<std::int64_t>(&a);
  const auto* d = std::get_if<double>(&a);
  if (op == Op::negate) return i ? whole(-static_cast<core::Wide>(*i)) : d ? finite(-*d) : std::nullopt;
  if (op == Op::abs) {
    if (i) return *i < 0 ? whole(-static_cast<core::Wide>(*i)) : a;
    return d ? finite(std::fabs(*d)) : std::nullopt;
  }
  if (!i) return std::nullopt;
  if (op == Op::to_number) return finite(static_cast<double>(*i) / static_cast<double>(core::kSecond));
  if (op == Op::day_begin) return Scalar(zone.midnight(static_cast<core::Day>(*i)));
  return Scalar(zone.midnight(static_cast<core::Day>(*i + 1)));
}

std::optional<Scalar> fixed_value(const model::Expr& e, const World& w) {
  switch (e.op) {
    case Op::constant: return scalar_of(e.constant);
    case Op::param:
      if (!w.params_known) return std::nullopt;
      return scalar_of(w.pack.params[static_cast<std::size_t>(e.index)].value);
    case Op::negate:
    case Op::abs:
    case Op::to_number:
    case Op::day_begin:
    case Op::day_end: {
      const std::optional<Scalar> a = fixed_value(*e.children[0], w);
      return a ? computed(e.op, *a, w.pack.zone) : std::nullopt;
    }
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div: {
      const std::optional<Scalar> a = fixed_value(*e.children[0], w);
      const std::optional<Scalar> b = a ? fixed_value(*e.children[1], w) : std::nullopt;
      return b ? computed(e.op, *a, *b) : std::nullopt;
    }
    case Op::min:
    case Op::max: {
      std::optional<Scalar> best;
      for (const model::ExprPtr& child : e.children) {
        const std::optional<Scalar> v = fixed_value(*child, w);
        if (!v) return std::nullopt;
        if (!best || (e.op == Op::min ? *v < *best : *best < *v)) best = v;
      }
      return best;
    }
    default: return std::nullopt;
  }
}

}  // namespace tripline::dsl::lint
