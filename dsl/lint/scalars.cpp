#include "dsl/lint/scalars.hpp"

namespace tripline::dsl::lint {
namespace {

using model::Op;

constexpr double kWholeUpTo =
    9007199254740992.0;  // 2^53: beyond it every double is whole, but not every number is there

Cut<Scalar> settle(const Cut<Scalar>& cut) {
  if (const auto* i = std::get_if<std::int64_t>(&cut.at)) {
    if (!cut.after || *i == std::numeric_limits<std::int64_t>::max()) return cut;
    return {Scalar(*i + 1), false};
  }
  const auto* d = std::get_if<double>(&cut.at);
  if (d == nullptr || !(std::fabs(*d) < kWholeUpTo)) return cut;
  return {Scalar(cut.after ? std::floor(*d) + 1 : std::ceil(*d)), false};
}

}  // namespace

std::optional<Scalar> scalar_of(const model::Constant& constant) {
  if (const auto* b = std::get_if<bool>(&constant.value)) return Scalar(std::int64_t{*b ? 1 : 0});
  if (const auto* d = std::get_if<double>(&constant.value)) return Scalar(*d);
  if (const auto* i = std::get_if<std::int64_t>(&constant.value)) return Scalar(*i);
  if (const auto* t = std::get_if<std::string>(&constant.value)) return Scalar(*t);
  return std::nullopt;
}

ScalarSet whole_numbers(const ScalarSet& set) { return set.settled(settle); }

ScalarSet compared(Op op, const Scalar& limit) {
  if (op == Op::eq) return ScalarSet::point(limit);
  if (op == Op::ne) return ScalarSet::point(limit).other();
  if (op == Op::lt) return ScalarSet::less(limit);
  if (op == Op::le) return ScalarSet::at_most(limit);
  if (op == Op::gt) return ScalarSet::more(limit);
  return ScalarSet::at_least(limit);
}

Op turned(Op op) {
  if (op == Op::lt) return Op::gt;
  if (op == Op::le) return Op::ge;
  if (op == Op::gt) return Op::lt;
  if (op == Op::ge) return Op::le;
  return op;
}

Op opposite(Op op) {
  if (op == Op::eq) return Op::ne;
  if (op == Op::ne) return Op::eq;
  if (op == Op::lt) return Op::ge;
  if (op == Op::le) return Op::gt;
  if (op == Op::gt) return Op::le;
  return Op::lt;
}

}  // namespace tripline::dsl::lint
