// Tally and MemberWindow against a list of what is in them.
#include "engine/state/tally.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "engine/state/member_window.hpp"
#include "state/naive.hpp"

namespace tripline::engine {

using naive::AggregateKind;
using naive::Answer;
using naive::cpp_rational;
using naive::Random;

namespace {

struct Item {
  Standing standing;
  Value value;
};

Value random_number(Random& r) {
  switch (r.below(4)) {
    case 0: return Value::number(static_cast<double>(r.below(7) - 3));
    case 1: return Value::number(-0.0);
    case 2:
      return Value::number(
          std::ldexp(static_cast<double>(r.below(1LL << 52) - (1LL << 51)), static_cast<int>(r.below(400)) - 200));
    default: return Value::number((r.one_in(2) ? 1 : -1) * static_cast<double>(r.below(1000)) / 10);
  }
}

std::vector<Value> sorted(const std::vector<Item>& items) {
  std::vector<Value> values;
  for (const Item& i : items)
    if (i.standing == Standing::in) values.push_back(i.value);
  std::sort(values.begin(), values.end(),
            [](const Value& a, const Value& b) { return naive::exact(a) < naive::exact(b); });
  return values;
}

}  // namespace

TEST_CASE("the k-th smallest of any numbers, whatever came and went") {
  Random r(5);
  for (const bool whole : {false, true}) {
    for (const char* q : {"0", "0.01", "0.1", "0.25", "0.3", "0.5", "0.7", "0.75", "0.9", "0.95", "0.99", "0.999",
                          "0.5000000001", "1"}) {
      const cpp_rational exact_q = [&] {
        const std::string text(q);
        const auto dot = text.find('.');
        if (dot == std::string::npos) return cpp_rational(text);
        naive::cpp_int scale = 1;
        for (std::size_t i = dot + 1; i < text.size(); ++i) scale *= 10;
        const auto first = (text.substr(0, dot) + text.substr(dot + 1)).find_first_not_of('0');
        return cpp_rational(naive::cpp_int((text.substr(0, dot) + text.substr(dot + 1)).substr(first)), scale);
      }();
      Tally t(AggregateKind::quantile, true);
      std::vector<Item> items;
      CHECK(t.result(whole, std::stod(q)).is_unknown());
      for (int i = 0; i < 300; ++i) {
        if (!items.empty() && r.one_in(3)) {
          const auto at = items.begin() + r.below(static_cast<std::int64_t>(items.size()));
          t.remove(at->standing, at->value);
          items.erase(at);
        } else {
          const Standing s = r.one_in(5) ? Standing::out : r.one_in(8) ? Standing::undecided : Standing::in;
          items.push_back(
              {s, whole ? Value::integer((r.below(1LL << 62) - (1LL << 61)) >> r.below(62)) : random_number(r)});
          t.add(s, items.back().value);
        }
        const auto values = sorted(items);
        CHECK(t.counted() == values.size());
        if (values.empty()) {
          CHECK(t.result(whole, std::stod(q)).is_unknown());
          CHECK(t.least().is_unknown());
          CHECK(t.greatest().is_unknown());
        } else {
          CHECK(t.result(whole, std::stod(q)) == values[naive::quantile_rank(exact_q, values.size()) - 1]);
          CHECK(t.least() == values.front());
          CHECK(t.greatest() == values.back());
        }
      }
    }
  }
}

TEST_CASE("sums are exact whatever came and went") {
  Random r(6);
  for (const AggregateKind kind : {AggregateKind::sum, AggregateKind::avg}) {
    Tally t(kind, false);
    std::vector<Item> items;
    for (int i = 0; i < 2000; ++i) {
      if (!items.empty() && r.one_in(2)) {
        const auto at = items.begin() + r.below(static_cast<std::int64_t>(items.size()));
        t.remove(at->standing, at->value);
        items.erase(at);
      } else {
        items.push_back({Standing::in, random_number(r)});
        t.add(Standing::in, items.back().value);
      }
      cpp_rational sum = 0;
      for (const Item& item : items) sum += naive::exact(item.value);
      if (kind == AggregateKind::sum)
        CHECK(Answer::rational(sum, false).matches(t.result(false, 0)));
      else if (items.empty())
        CHECK(t.result(false, 0).is_unknown());
      else
        CHECK(Answer::rational(sum / naive::whole(static_cast<std::int64_t>(items.size())), false)
                  .matches(t.result(false, 0)));
    }
    t.clear();
    CHECK(t.result(false, 0).is_unknown() == (kind == AggregateKind::avg));
  }
}

TEST_CASE("sums of durations are exact beyond 2^53") {
  Tally t(AggregateKind::sum, false);
  t.add(Standing::in, Value::integer(9'007'199'254'740'993));
  CHECK(t.result(true, 0) == Value::integer(9'007'199'254'740'993));
  t.add(Standing::in, Value::integer(-18'014'398'509'481'987));
  CHECK(t.result(true, 0) == Value::integer(-9'007'199'254'740'994));
  t.add(Standing::in, Value::integer(std::numeric_limits<std::int64_t>::min()));
  CHECK(t.result(true, 0).is_unknown());  // not a duration any more
}

TEST_CASE("a sum beyond the range of numbers is unknown, and known again when it is back") {
  Tally t(AggregateKind::sum, false);
  t.add(Standing::in, Value::number(std::numeric_limits<double>::max()));
  t.add(Standing::in, Value::number(std::numeric_limits<double>::max()));
  CHECK(t.result(false, 0).is_unknown());
  CHECK(t.result(false, 0).reason() == Reason::not_finite);
  t.remove(Standing::in, Value::number(std::numeric_limits<double>::max()));
  CHECK(t.result(false, 0) == Value::number(std::numeric_limits<double>::max()));
}

TEST_CASE("an unknown argument makes the tally unknown while it is in it") {
  for (const AggregateKind kind : {AggregateKind::sum, AggregateKind::avg, AggregateKind::share,
                                   AggregateKind::quantile, AggregateKind::distinct}) {
    Tally t(kind, kind == AggregateKind::quantile);
    t.add(Standing::in, kind == AggregateKind::share ? Value::boolean(true) : Value::number(1));
    t.add(Standing::in, Value::unknown(Reason::no_row, 3));
    CHECK(t.result(false, 0.5).is_unknown());
    CHECK(t.result(false, 0.5).reason() == Reason::no_row);
    t.remove(Standing::in, Value::unknown(Reason::no_row, 3));
    CHECK(t.result(false, 0.5) == Value::number(1));
    t.add(Standing::out, Value::unknown(Reason::no_row));
    t.add(Standing::undecided, Value());
    CHECK(t.result(false, 0.5) == Value::number(1));
  }
}

TEST_CASE("once of none is false, always of none is true, and both stay open where something is not known") {
  Tally once(AggregateKind::once, false), always(AggregateKind::always, false);
  CHECK(once.result(false, 0).is_false());
  CHECK(always.result(false, 0).is_true());
  for (Tally* t : {&once, &always}) t->add(Standing::undecided, Value());
  CHECK(once.result(false, 0).is_unknown());
  CHECK(always.result(false, 0).is_unknown());
  once.add(Standing::in, Value::boolean(true));
  always.add(Standing::in, Value::boolean(false));
  CHECK(once.result(false, 0).is_true());
  CHECK(always.result(false, 0).is_false());
}

TEST_CASE("the members' current samples weigh the same, whoever comes and goes") {
  Random r(8);
  for (const AggregateKind kind : {AggregateKind::count, AggregateKind::sum, AggregateKind::avg, AggregateKind::min,
                                   AggregateKind::max, AggregateKind::quantile, AggregateKind::distinct,
                                   AggregateKind::once, AggregateKind::always, AggregateKind::share}) {
    const bool condition = kind == AggregateKind::once || kind == AggregateKind::always || kind == AggregateKind::share;
    MemberWindow w(kind, false, 0.5);
    std::map<std::uint32_t, Item> members;
    for (int i = 0; i < 1500; ++i) {
      const auto m = static_cast<std::uint32_t>(r.below(8));
      if (r.one_in(4)) {
        w.clear(m);
        members.erase(m);
      } else {
        const Standing s = r.one_in(5) ? Standing::out : r.one_in(20) ? Standing::undecided : Standing::in;
        const Value v = r.one_in(20) ? Value::unknown(Reason::missing_value)
                        : condition  ? Value::boolean(r.one_in(3))
                                     : random_number(r);
        w.set(m, s, v);
        members[m] = {s, v};
      }
      std::vector<Item> in;
      bool unknown = false, undecided = false;
      for (const auto& [member, item] : members) {
        if (item.standing == Standing::undecided) undecided = true;
        if (item.standing != Standing::in) continue;
        if (!item.value.known() && kind != AggregateKind::count)
          unknown = true;
        else
          in.push_back(item);
      }
      cpp_rational sum = 0;
      if (kind != AggregateKind::count)
        for (const Item& item : in) sum += naive::exact(item.value);
      const auto n = static_cast<std::int64_t>(in.size());
      Answer expected;
      if (kind == AggregateKind::count)
        expected = Answer::of(Value::number(static_cast<double>(n)));
      else if (kind == AggregateKind::once && sum > 0)
        expected = Answer::of(true);
      else if (kind == AggregateKind::always && sum < naive::whole(n))
        expected = Answer::of(false);
      else if (kind == AggregateKind::once || kind == AggregateKind::always) {
        if (!unknown && !undecided) expected = Answer::of(kind == AggregateKind::always);
      } else if (unknown) {
        expected = Answer::unknown();
      } else if (kind == AggregateKind::sum) {
        expected = Answer::rational(sum, false);
      } else if (kind == AggregateKind::distinct) {
        std::vector<Value> different;
        for (const Item& item : in)
          if (std::find(different.begin(), different.end(), item.value) == different.end())
            different.push_back(item.value);
        expected = Answer::of(Value::number(static_cast<double>(different.size())));
      } else if (n > 0) {
        const auto values = condition ? std::vector<Value>{} : sorted(in);
        if (kind == AggregateKind::min)
          expected = Answer::of(values.front());
        else if (kind == AggregateKind::max)
          expected = Answer::of(values.back());
        else if (kind == AggregateKind::quantile)
          expected = Answer::of(values[(values.size() + 1) / 2 - 1]);
        else
          expected = Answer::rational(sum / naive::whole(n), false);
      }
      INFO("aggregate " << static_cast<int>(kind) << ": " << naive::show(w.result()) << " for "
                        << naive::show(expected));
      REQUIRE(expected.matches(w.result()));
    }
  }
}

}  // namespace tripline::engine
