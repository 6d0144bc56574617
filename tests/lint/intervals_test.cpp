#include "dsl/lint/intervals.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "dsl/lint/scalars.hpp"

using Set = tripline::dsl::lint::IntervalSet<int>;
using tripline::dsl::lint::Scalar;
using tripline::dsl::lint::ScalarSet;
namespace lint = tripline::dsl::lint;

namespace {

// Ends are even, points all: an odd point lies between two ends.
constexpr int kMost = 12;

Set random_set(std::mt19937& random, int depth) {
  const int end = 2 * static_cast<int>(random() % (kMost / 2));
  if (depth == 0) {
    switch (random() % 7) {
      case 0: return Set::less(end);
      case 1: return Set::at_most(end);
      case 2: return Set::more(end);
      case 3: return Set::at_least(end);
      case 4: return Set::point(end);
      case 5: return random() % 2 == 0 ? Set::all() : Set::none();
      default: return Set::between(end, end + 2 * static_cast<int>(random() % 3));
    }
  }
  const Set a = random_set(random, depth - 1), b = random_set(random, depth - 1);
  return random() % 3 == 0 ? a.other() : random() % 2 == 0 ? a.and_(b) : a.or_(b);
}

}  // namespace

TEST_CASE("sets of intervals do what sets of points do") {
  std::mt19937 random(1);
  for (int round = 0; round < 4'000; ++round) {
    const Set a = random_set(random, 2), b = random_set(random, 2);
    const Set both = a.and_(b), either = a.or_(b), other = a.other();
    bool meets = false, within = true, any = false;
    for (int x = -1; x <= kMost + 5; ++x) {
      const bool in_a = a.contains(x), in_b = b.contains(x);
      CHECK(both.contains(x) == (in_a && in_b));
      CHECK(either.contains(x) == (in_a || in_b));
      CHECK(other.contains(x) == !in_a);
      meets = meets || (in_a && in_b);
      within = within && (!in_a || in_b);
      any = any || in_a;
    }
    CHECK(a.meets(b) == meets);
    CHECK(a.within(b) == within);
    CHECK(a.empty() == !any);
    CHECK(a.other().other() == a);
    CHECK(both == b.and_(a));
    if (!a.empty() && a.begin() != nullptr) CHECK_FALSE(a.contains(a.begin()->at - 1));
    if (!a.empty() && a.end() != nullptr) CHECK_FALSE(a.contains(a.end()->at + 1));
  }
}

TEST_CASE("ends are open or closed as written") {
  const auto open = ScalarSet::more(Scalar(2.0)).and_(ScalarSet::less(Scalar(3.0)));
  CHECK_FALSE(open.empty());
  CHECK_FALSE(open.contains(Scalar(2.0)));
  CHECK(open.contains(Scalar(2.5)));
  CHECK(ScalarSet::more(Scalar(2.0)).and_(ScalarSet::less(Scalar(2.0))).empty());
  CHECK(ScalarSet::at_least(Scalar(2.0)).and_(ScalarSet::at_most(Scalar(2.0))).only() != nullptr);
  CHECK(open.only() == nullptr);
}

TEST_CASE("between two whole numbers there is none") {
  const auto open = ScalarSet::more(Scalar(2.0)).and_(ScalarSet::less(Scalar(3.0)));
  CHECK(lint::whole_numbers(open).empty());
  CHECK(lint::whole_numbers(ScalarSet::between(Scalar(2.5), Scalar(3.5))).contains(Scalar(3.0)));
  CHECK(lint::whole_numbers(ScalarSet::less(Scalar(3.0)).or_(ScalarSet::more(Scalar(2.0)))).everything());
  const Scalar largest = std::numeric_limits<std::int64_t>::max();
  CHECK(lint::whole_numbers(ScalarSet::more(largest)) == ScalarSet::more(largest));
  // Beyond 2^53 not every whole number is a double: nothing is said about what lies between.
  CHECK_FALSE(lint::whole_numbers(ScalarSet::more(Scalar(0x1p60)).and_(ScalarSet::less(Scalar(0x1.8p60)))).empty());
}

TEST_CASE("comparisons as sets, turned and opposite") {
  using tripline::dsl::model::Op;
  for (const Op op : {Op::eq, Op::ne, Op::lt, Op::le, Op::gt, Op::ge}) {
    const ScalarSet set = lint::compared(op, Scalar(5.0));
    CHECK(lint::compared(lint::opposite(op), Scalar(5.0)) == set.other());
    for (const double x : {4.0, 5.0, 6.0})
      CHECK(set.contains(Scalar(x)) == lint::compared(lint::turned(op), Scalar(x)).contains(Scalar(5.0)));
  }
}
