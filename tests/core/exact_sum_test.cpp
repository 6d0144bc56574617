#include "core/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using tripline::core::ExactSum;

namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

cpp_rational exact(double x) {
  int e = 0;
  const double m = std::frexp(x, &e);
  const cpp_rational r = static_cast<std::int64_t>(std::ldexp(m, 53));
  e -= 53;
  if (e >= 0) return r * cpp_rational(cpp_int(1) << static_cast<unsigned>(e));
  return r / cpp_rational(cpp_int(1) << static_cast<unsigned>(-e));
}

// Boost 1.81 multiplies a rational by the least int64 wrongly.
cpp_rational whole(std::int64_t n) { return cpp_rational(cpp_int(n)); }

bool is_nearest(double x, const cpp_rational& r) {
  // Half a last place beyond the greatest double is where infinity begins.
  static const cpp_rational limit = exact(std::numeric_limits<double>::max()) + exact(std::ldexp(1.0, 970));
  if (abs(r) >= limit) return std::isinf(x) && (x < 0) == (r < 0);
  if (std::isinf(x)) return false;
  const cpp_rational error = abs(exact(x) - r);
  for (const double other : {std::nextafter(x, HUGE_VAL), std::nextafter(x, -HUGE_VAL)}) {
    if (std::isinf(other)) continue;
    const cpp_rational theirs = abs(exact(other) - r);
    if (theirs < error || (theirs == error && (std::bit_cast<std::uint64_t>(x) & 1U) != 0)) return false;
  }
  return true;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : random_(seed) {}
  std::uint64_t bits() { return random_(); }
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  // `style` 0: any finite double, 1: ordinary, 2: subnormal, 3: huge, 4: small integers
  double number(int style) {
    const double sign = bits() % 2 == 0 ? 1 : -1;
    switch (style) {
      case 0: {
        const double x = std::bit_cast<double>(bits());
        return std::isfinite(x) ? x : 0.0;
      }
      case 1: return sign * std::ldexp(static_cast<double>(bits() >> 11U), below(30) - 60);
      case 2: return sign * std::bit_cast<double>(bits() >> 13U);
      case 3: return sign * std::ldexp(static_cast<double>((bits() >> 11U) | 1U), 971 - below(3));
      default: return sign * below(100);
    }
  }
  std::int64_t integer() {
    switch (below(6)) {
      case 0: return kMin + below(3);
      case 1: return kMax - below(3);
      case 2: return below(7) - 3;
      default: return static_cast<std::int64_t>(bits()) >> below(60);
    }
  }

 private:
  std::mt19937_64 random_;
};

std::string bytes(const ExactSum& s) {
  std::string out;
  s.write(out);
  return out;
}

}  // namespace

TEST_CASE("an empty sum is zero") {
  ExactSum s;
  CHECK(s.zero());
  CHECK(s.sign() == 0);
  CHECK(s.value() == 0);
  CHECK_FALSE(std::signbit(s.value()));
  s.add(0.0);
  s.add(-0.0);
  CHECK(s.zero());
  s.clear();
  CHECK(s == ExactSum());
}

TEST_CASE("known sums") {
  ExactSum s;
  for (int i = 0; i < 10; ++i) s.add(0.1);
  CHECK(s.value() == 1.0);
  s.add(1e308);
  s.add(1e308);
  CHECK(std::isinf(s.value()));
  s.subtract(1e308);
  s.subtract(1e308);
  CHECK(s.value() == 1.0);
  s.clear();
  s.add(1);
  CHECK(s.divided_by(3) == 1.0 / 3.0);
  s.clear();
  s.add(1e16);
  s.add(1);
  s.add(-1e16);
  CHECK(s.value() == 1);
  s.add_product(0.5, kMin);
  CHECK(s.value() == -0x1p62);
  s.subtract_product(0.5, kMin);
  CHECK(s.value() == 1);
}

TEST_CASE("sums, products and their removal agree with rational arithmetic") {
  Random random(1);
  for (int round = 0; round < 400; ++round) {
    const int style = round % 6;
    ExactSum s;
    cpp_rational r;
    for (int step = 0; step < 40; ++step) {
      const double x = random.number(style == 5 ? random.below(5) : style);
      const std::int64_t n = random.integer();
      switch (random.below(4)) {
        case 0:
          s.add(x);
          r += exact(x);
          break;
        case 1:
          s.subtract(x);
          r -= exact(x);
          break;
        case 2:
          s.add_product(x, n);
          r += exact(x) * whole(n);
          break;
        default: s.subtract_product(x, n); r -= exact(x) * whole(n);
      }
      if (step % 5 != 4) continue;
      INFO("round " << round << " step " << step);
      REQUIRE(s.sign() == r.sign());
      REQUIRE(is_nearest(s.value(), r));
      const std::int64_t d = random.integer();
      if (d != 0) REQUIRE(is_nearest(s.divided_by(d), r / whole(d)));
    }
  }
}

TEST_CASE("the order never shows and eviction leaves no trace") {
  Random random(2);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::pair<double, std::int64_t>> parts;
    for (int i = 0; i < 30; ++i) parts.emplace_back(random.number(random.below(5)), random.integer());
    ExactSum a;
    for (const auto& [x, n] : parts) a.add_product(x, n);
    auto shuffled = parts;
    for (std::size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.bits() % i]);
    ExactSum b;
    b.add(random.number(3));
    b.clear();
    for (const auto& [x, n] : shuffled) {
      b.add_product(x, n);
      if (random.below(3) == 0) {
        const double y = random.number(random.below(5));
        b.add(y);
        b.value();
        b.subtract(y);
      }
    }
    REQUIRE(a == b);
    REQUIRE(bytes(a) == bytes(b));
    for (const auto& [x, n] : parts) b.subtract_product(x, n);
    REQUIRE(b.zero());
    REQUIRE(bytes(b) == bytes(ExactSum()));
  }
}

TEST_CASE("sums of sums, scaled") {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    ExactSum a;
    ExactSum b;
    cpp_rational ra;
    cpp_rational rb;
    for (int i = 0; i < 10; ++i) {
      const double x = random.number(round % 5);
      const double y = random.number(random.below(5));
      a.add(x);
      ra += exact(x);
      b.add(y);
      rb += exact(y);
    }
    const std::int64_t n = random.integer();
    a.add_scaled(b, n);
    ra += rb * whole(n);
    REQUIRE(is_nearest(a.value(), ra));
    a.add(b);
    ra += rb;
    a.subtract(b);
    ra -= rb;
    a.add(a);
    ra *= whole(2);
    a.add_scaled(a, 3);
    ra *= whole(4);
    REQUIRE(is_nearest(a.value(), ra));
    if (!b.zero()) REQUIRE(is_nearest(a.divided_by(b), ra / rb));
    ExactSum c = a;
    c.subtract(a);
    REQUIRE(c.zero());
  }
}

TEST_CASE("quotients at the boundary between two doubles go to the even one") {
  ExactSum s;
  s.add_product(1.0, (std::int64_t{1} << 54) + 2);  // halfway once it is halved: 2^53 + 1
  CHECK(s.divided_by(2) == 0x1p53);
  s.add(0x1p-1000);
  CHECK(s.divided_by(2) == 0x1p53 + 2);
  s.subtract(0x1p-999);
  CHECK(s.divided_by(2) == 0x1p53);
  CHECK(s.divided_by(-2) == -0x1p53);
  ExactSum small;
  small.add(5e-324);
  CHECK(small.divided_by(2) == 0);
  CHECK(small.divided_by(1) == 5e-324);
  small.add(5e-324);
  small.add(5e-324);
  CHECK(small.divided_by(2) == 1e-323);
}

TEST_CASE("crossings are exact") {
  Random random(4);
  int found = 0;
  for (int round = 0; round < 4000; ++round) {
    ExactSum now;
    ExactSum slope;
    cpp_rational a;
    cpp_rational b;
    const int style = round % 3 == 0 ? 4 : round % 3 == 1 ? 1 : random.below(5);
    for (int i = 0; i < 3; ++i) {
      const double x = random.number(style);
      const double y = random.number(style);
      const std::int64_t n = random.integer();
      now.add_product(x, n);
      a += exact(x) * whole(n);
      slope.add(y);
      b += exact(y);
    }
    for (const bool strict : {false, true}) {
      const auto n = ExactSum::crossing(now, slope, strict);
      if (b == 0) {
        REQUIRE_FALSE(n);
        continue;
      }
      const auto reached = [&](const cpp_rational& at) {
        const int sign = cpp_rational(a + at * b).sign() * b.sign();
        return strict ? sign > 0 : sign >= 0;
      };
      if (!n) {
        REQUIRE_FALSE(reached(whole(kMax)));
        continue;
      }
      ++found;
      INFO(a << " + n * " << b << " strict " << strict << " n " << *n);
      REQUIRE(*n >= 0);
      REQUIRE(reached(whole(*n)));
      if (*n > 0) REQUIRE_FALSE(reached(whole(*n) - 1));
    }
  }
  CHECK(found > 3000);
  // Exactly reached: at once if reaching is enough, one nanosecond later if it must be passed.
  ExactSum zero;
  ExactSum one;
  one.add(1);
  CHECK(ExactSum::crossing(zero, one, false) == 0);
  CHECK(ExactSum::crossing(zero, one, true) == 1);
  ExactSum minus;
  minus.add(-6);
  ExactSum two;
  two.add(2);
  CHECK(ExactSum::crossing(minus, two, false) == 3);
  CHECK(ExactSum::crossing(minus, two, true) == 4);
  minus.add_product(-1, kMax);
  CHECK_FALSE(ExactSum::crossing(minus, one, false));
}

TEST_CASE("sums survive being written and read") {
  Random random(5);
  for (int round = 0; round < 300; ++round) {
    ExactSum s;
    for (int i = random.below(6); i > 0; --i) s.add_product(random.number(random.below(5)), random.integer());
    const std::string written = bytes(s) + "rest";
    std::string_view view = written;
    const auto back = ExactSum::read(view);
    REQUIRE(back);
    REQUIRE(view == "rest");
    REQUIRE(*back == s);
    REQUIRE(bytes(*back) == bytes(s));
    ExactSum difference = *back;
    difference.subtract(s);
    REQUIRE(difference.zero());
    for (std::size_t cut = 0; cut + 4 < written.size(); ++cut) {
      view = std::string_view(written).substr(0, cut);
      REQUIRE_FALSE(ExactSum::read(view));
    }
  }
  std::string_view wrong("\xFF\xFF\xFF\x7F\0\0\0\0", 8);
  CHECK_FALSE(ExactSum::read(wrong));
}

TEST_CASE("millions of additions do not overflow what is kept back") {
  ExactSum s;
  const double x = std::nextafter(2.0, 0.0);
  for (int i = 0; i < 3'000'000; ++i) s.add(x);
  ExactSum product;
  product.add_product(x, 3'000'000);
  CHECK(s == product);
}
