#include "engine/state/tally.hpp"

#include <cmath>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <unordered_map>

#include "core/heap.hpp"
#include "engine/state/window.hpp"

namespace tripline::engine {

using dsl::model::AggregateKind;

namespace {

constexpr double kBeyond = 9.2233720368547e18;  // doubles from here on may not fit 64 bits

}  // namespace

std::optional<std::int64_t> whole_value(const core::ExactSum& sum) {
  const double near = sum.value();
  if (!(std::fabs(near) < kBeyond)) return std::nullopt;
  const auto head = static_cast<std::int64_t>(near);
  core::ExactSum rest = sum;
  rest.subtract_product(1.0, head);
  return head + static_cast<std::int64_t>(rest.value());
}

struct Tally::Order {
  using Key = std::pair<std::uint64_t, std::uint64_t>;  // value, and a number that keeps equal values apart
  __gnu_pbds::tree<Key, __gnu_pbds::null_type, std::less<>, __gnu_pbds::rb_tree_tag,
                   __gnu_pbds::tree_order_statistics_node_update>
      values;
  std::uint64_t next = 0;
  bool whole = false;
};

struct Tally::Distinct {
  std::unordered_map<Value, std::uint64_t, ValueHash> seen;
};

Tally::Tally(AggregateKind kind, bool ordered) : kind_(kind) {
  if (ordered) order_ = std::make_unique<Order>();
  if (kind == AggregateKind::distinct) distinct_ = std::make_unique<Distinct>();
}
Tally::~Tally() = default;
Tally::Tally(Tally&&) noexcept = default;
Tally& Tally::operator=(Tally&&) noexcept = default;

void Tally::count(Standing s, const Value& v, int n) {
  const auto step = static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
  if (s == Standing::out) return;
  if (s == Standing::undecided) {
    undecided_ += step;
    return;
  }
  in_ += step;
  if (kind_ == AggregateKind::count) return;
  if (!v.known()) {
    unknown_ += step;
    why_ = v;
    return;
  }
  switch (kind_) {
    case AggregateKind::sum:
    case AggregateKind::avg:
      if (v.tag() == Tag::integer)
        n > 0 ? sum_.add_product(1.0, v.as_integer()) : sum_.subtract_product(1.0, v.as_integer());
      else
        n > 0 ? sum_.add(v.as_number()) : sum_.subtract(v.as_number());
      break;
    case AggregateKind::once:
    case AggregateKind::always:
    case AggregateKind::share: (v.as_bool() ? true_ : false_) += step; break;
    case AggregateKind::distinct:
      if (n > 0)
        ++distinct_->seen[v];
      else if (const auto at = distinct_->seen.find(v); --at->second == 0)
        distinct_->seen.erase(at);
      break;
    default:
      if (!order_) break;
      order_->whole = v.tag() == Tag::integer;
      if (n > 0)
        order_->values.insert({rank(v), order_->next++});
      else
        order_->values.erase(order_->values.lower_bound({rank(v), 0}));
      break;
  }
}

void Tally::merge(const Tally& o) {
  in_ += o.in_;
  true_ += o.true_;
  false_ += o.false_;
  unknown_ += o.unknown_;
  undecided_ += o.undecided_;
  if (o.unknown_ > 0) why_ = o.why_;
  sum_.add(o.sum_);
}

void Tally::clear() {
  in_ = true_ = false_ = unknown_ = undecided_ = 0;
  sum_.clear();
  if (order_) order_ = std::make_unique<Order>();
  if (distinct_) distinct_->seen.clear();
}

std::size_t Tally::room() const {
  std::size_t bytes = sum_.room();
  // A node of a tree that counts: three pointers, the key, how many are below, a colour.
  constexpr std::size_t kNode = core::block_bytes(5 * sizeof(void*) + sizeof(Order::Key));
  if (order_) bytes += core::block_bytes(sizeof(Order)) + order_->values.size() * kNode;
  if (distinct_) bytes += core::block_bytes(sizeof(Distinct)) + core::hashed_bytes(distinct_->seen);
  return bytes;
}

Value Tally::result(bool whole, double q) const {
  if (kind_ == AggregateKind::count) return Value::number(static_cast<double>(in_));
  const bool open = unknown_ + undecided_ > 0;
  if (kind_ == AggregateKind::once) {
    if (true_ > 0) return Value::boolean(true);
    return unknown_ > 0 ? why_ : open ? Value::unknown(Reason::undecided) : Value::boolean(false);
  }
  if (kind_ == AggregateKind::always) {
    if (false_ > 0) return Value::boolean(false);
    return unknown_ > 0 ? why_ : open ? Value::unknown(Reason::undecided) : Value::boolean(true);
  }
  if (unknown_ > 0) return why_;
  switch (kind_) {
    case AggregateKind::distinct: return Value::number(static_cast<double>(distinct_->seen.size()));
    case AggregateKind::sum: {
      if (whole) {
        const auto n = whole_value(sum_);
        return n ? Value::integer(*n) : Value::unknown(Reason::not_finite);
      }
      const double s = sum_.value();
      return std::isfinite(s) ? Value::number(s) : Value::unknown(Reason::not_finite);
    }
    case AggregateKind::avg: {
      if (in_ == 0) return Value::unknown(Reason::no_value);
      const double a = sum_.divided_by(static_cast<std::int64_t>(in_));
      if (!whole) return std::isfinite(a) ? Value::number(a) : Value::unknown(Reason::not_finite);
      if (!(std::fabs(a) < kBeyond)) return Value::unknown(Reason::not_finite);
      // The quotient may need more digits than a double has: what is left of it is divided again.
      const auto n = std::llround(a);
      core::ExactSum rest = sum_;
      rest.subtract_product(static_cast<double>(in_), n);
      return Value::integer(n + std::llround(rest.divided_by(static_cast<std::int64_t>(in_))));
    }
    case AggregateKind::share:
      if (in_ == 0) return Value::unknown(Reason::no_value);
      return Value::number(static_cast<double>(true_) / static_cast<double>(in_));
    case AggregateKind::quantile: {
      const std::size_t n = order_->values.size();
      if (n == 0) return Value::unknown(Reason::no_value);
      // The ceil(q n)-th smallest; q is given in decimal, so a product a rounding above a whole number is that number.
      const double product = q * static_cast<double>(n);
      const double nearest = std::nearbyint(product);
      const bool is_whole = std::fabs(product - nearest) <= 4.5e-16 * nearest;
      auto k = static_cast<std::size_t>(is_whole ? nearest : std::ceil(product));
      k = k < 1 ? 1 : k > n ? n : k;
      return unrank(order_->values.find_by_order(k - 1)->first, order_->whole);
    }
    default: break;
  }
  return Value::unknown(Reason::no_value);
}

Value Tally::least() const {
  if (!order_ || order_->values.empty()) return Value::unknown(Reason::no_value);
  return unrank(order_->values.begin()->first, order_->whole);
}

Value Tally::greatest() const {
  if (!order_ || order_->values.empty()) return Value::unknown(Reason::no_value);
  return unrank(order_->values.rbegin()->first, order_->whole);
}

}  // namespace tripline::engine
