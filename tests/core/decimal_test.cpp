#include "core/decimal.hpp"

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "core/dimension.hpp"

using namespace tripline::core;
using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

namespace {

Unit unit(const char* text) {
  const auto u = parse_unit(text);
  REQUIRE(u);
  return *u;
}

double read(std::string_view text, const Unit& u) {
  const Number n = read_decimal(text, u);
  INFO(text << " " << u.text);
  REQUIRE(n.fault == NumberFault::none);
  return n.value;
}

cpp_rational exact(double x) {
  int e = 0;
  const double m = std::frexp(x, &e);
  cpp_rational r = static_cast<std::int64_t>(std::ldexp(m, 53));
  e -= 53;
  if (e >= 0) return r * cpp_rational(cpp_int(1) << static_cast<unsigned>(e));
  return r / cpp_rational(cpp_int(1) << static_cast<unsigned>(-e));
}

cpp_rational whole(std::int64_t n) { return cpp_rational(cpp_int(n)); }
cpp_rational offset(const Unit& u) { return whole(u.offset_numerator) / whole(u.offset_denominator); }

cpp_rational exact_text(std::string text, const Unit& u) {
  bool negative = false;
  if (text[0] == '-') {
    negative = true;
    text.erase(0, 1);
  }
  long e = 0;
  if (const auto at = text.find_first_of("eE"); at != std::string::npos) {
    e = std::stol(text.substr(at + 1));
    text.resize(at);
  }
  if (const auto at = text.find('.'); at != std::string::npos) {
    e -= static_cast<long>(text.size() - at - 1);
    text.erase(at, 1);
  }
  text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
  cpp_rational r = cpp_rational(cpp_int(text));
  const cpp_rational ten = cpp_rational(boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(std::labs(e))));
  r = e < 0 ? cpp_rational(r / ten) : cpp_rational(r * ten);
  if (negative) r = -r;
  return r * whole(u.numerator) / whole(u.denominator) + offset(u);
}

// No double is nearer to r than x, and in a tie x is even.
bool is_nearest(double x, const cpp_rational& r) {
  const cpp_rational error = abs(exact(x) - r);
  for (const double other : {std::nextafter(x, HUGE_VAL), std::nextafter(x, -HUGE_VAL)}) {
    if (std::isinf(other)) continue;
    const cpp_rational theirs = abs(exact(other) - r);
    if (theirs < error || (theirs == error && (std::bit_cast<std::uint64_t>(x) & 1U) != 0)) return false;
  }
  return true;
}

std::string random_numeral(std::mt19937_64& random, int max_digits) {
  std::string text = random() % 2 == 0 ? "-" : "";
  const int digits = 1 + static_cast<int>(random() % static_cast<unsigned>(max_digits));
  for (int i = 0; i < digits; ++i) text += static_cast<char>('0' + random() % 10);
  if (random() % 4 != 0) {
    text += '.';
    const int decimals = 1 + static_cast<int>(random() % static_cast<unsigned>(max_digits));
    for (int i = 0; i < decimals; ++i) text += static_cast<char>('0' + random() % 10);
  }
  if (random() % 3 == 0) text += "e" + std::to_string(static_cast<int>(random() % 40) - 20);
  return text;
}

const char* const kUnits[] = {"m/s",  "km/h", "mph", "kt",    "ft",  "%",   "ppb",
                              "degC", "degF", "deg", "uSv/h", "kWh", "rpm", "1/min"};

}  // namespace

TEST_CASE("two texts for the same quantity are the same double") {
  CHECK(read("3.25", unit("m/s")) == read("11.7", unit("km/h")));
  CHECK(read("1", unit("kWh")) == read("3.6", unit("kJ")) * 1000);
  CHECK(read("100", unit("degC")) == 373.15);
  CHECK(read("-18", unit("degC")) == 255.15);
  CHECK(read("212", unit("degF")) == read("100", unit("degC")));
  CHECK(read("-40", unit("degF")) == read("-40", unit("degC")));
  CHECK(read("0", unit("degC")) == 273.15);
  CHECK(read("-273.15", unit("degC")) == 0);
  CHECK(read("-459.67", unit("degF")) == 0);
  CHECK(read("20", unit("%")) == 0.2);
  CHECK_FALSE(std::signbit(read("-0", Unit{})));
  CHECK_FALSE(std::signbit(read("-0.000e9999999999", unit("km/h"))));
}

TEST_CASE("numerals of the wrong form are refused") {
  for (const char* text : {"", "-", "+1", ".5", "5.", "1e", "1e+", "1.e5", "0x10", "inf", "nan", " 1", "1 ", "1_000",
                           "1,5", "--1", "1e5.0", "1.2.3", "e5"}) {
    INFO(text);
    CHECK(read_decimal(text, Unit{}).fault == NumberFault::syntax);
    CHECK(read_decimal(text, unit("km/h")).fault == NumberFault::syntax);
  }
}

TEST_CASE("faults of size") {
  CHECK(read("9007199254740992", Unit{}) == 0x1p53);
  CHECK(read("-009007199254740992", Unit{}) == -0x1p53);
  CHECK(read_decimal("9007199254740993", Unit{}).fault == NumberFault::integer_too_large);
  CHECK(read_decimal("-9007199254740994", Unit{}).fault == NumberFault::integer_too_large);
  CHECK(read_decimal("10000000000000000000000000000", Unit{}).fault == NumberFault::integer_too_large);
  CHECK(read("9007199254740993.0", Unit{}) == 0x1p53);
  CHECK(read("9007199254740993", unit("m")) == 0x1p53);
  CHECK(read("1e300", Unit{}) == 1e300);
  CHECK(read_decimal("1e309", Unit{}).fault == NumberFault::not_finite);
  CHECK(read_decimal("1e308", unit("GHz")).fault == NumberFault::not_finite);
  CHECK(read("1e310", unit("ppm")) == 1e304);
  CHECK(read_decimal("1e99999999999999999999", unit("degC")).fault == NumberFault::not_finite);
  CHECK(read_decimal("1e-400", Unit{}).fault == NumberFault::underflow);
  CHECK(read_decimal("1e-320", unit("ppm")).fault == NumberFault::underflow);
  CHECK(read("1e-99999999999999999999", unit("degC")) == 273.15);
  CHECK(read("5e-324", Unit{}) == 5e-324);
  CHECK(read("-2.3e-310", Unit{}) == -2.3e-310);
  CHECK(read_decimal("2.4703282292062327208e-324", Unit{}).fault == NumberFault::underflow);
  CHECK(read("2.4703282292062327209e-324", Unit{}) == 5e-324);
  CHECK(read("0e-99999", Unit{}) == 0);
  CHECK(read_decimal("179769313486231580793e289", unit("m")).fault == NumberFault::not_finite);
  CHECK(read("179769313486231580793e288", unit("m")) == std::numeric_limits<double>::max());
}

TEST_CASE("random numerals in every kind of unit are rounded once") {
  std::mt19937_64 random(20260301);
  for (const char* name : kUnits) {
    const Unit u = unit(name);
    for (int i = 0; i < 3000; ++i) {
      const std::string text = random_numeral(random, i % 10 == 0 ? 40 : i % 3 == 0 ? 10 : 4);
      const Number n = read_decimal(text, u);
      INFO(text << " " << name);
      REQUIRE(n.fault == NumberFault::none);
      REQUIRE(is_nearest(n.value, exact_text(text, u)));
    }
  }
}

TEST_CASE("a plain number reads as from_chars reads it") {
  std::mt19937_64 random(7);
  const Unit metre = unit("m");
  for (int i = 0; i < 100000; ++i) {
    std::string text;
    if (i % 2 == 0) {
      text = random_numeral(random, 22);
    } else {
      std::array<char, 40> buffer{};
      const double x = std::bit_cast<double>(random() & ~(std::uint64_t{1} << 63U));
      if (!std::isfinite(x)) continue;
      text.assign(buffer.data(),
                  std::to_chars(buffer.data(), buffer.data() + 40, x, std::chars_format::scientific, 16).ptr);
    }
    double expected = 0;
    std::from_chars(text.data(), text.data() + text.size(), expected);
    const Number n = read_decimal(text, metre);
    INFO(text);
    REQUIRE(n.value == expected);
  }
}

TEST_CASE("subnormal and huge results are rounded once") {
  std::mt19937_64 random(11);
  for (const char* name : {"km/h", "deg", "ppb", "GHz"}) {
    const Unit u = unit(name);
    for (int i = 0; i < 2000; ++i) {
      std::string text = random_numeral(random, 19);
      if (const auto at = text.find('e'); at != std::string::npos) text.resize(at);
      text += "e" + std::to_string(i % 2 == 0 ? -static_cast<int>(random() % 20) - 300
                                              : static_cast<int>(random() % 15) + 270);
      const Number n = read_decimal(text, u);
      INFO(text << " " << name);
      if (n.fault == NumberFault::none) REQUIRE(is_nearest(n.value, exact_text(text, u)));
      if (n.fault == NumberFault::underflow) {
        REQUIRE(abs(exact_text(text, u)) <= exact(5e-324) / 2);
        REQUIRE(exact_text(text, u) != 0);
      }
    }
  }
}

TEST_CASE("numerals at and beside a boundary between doubles, of any length") {
  std::mt19937_64 random(13);
  for (const char* name : {"m", "km/h", "degC", "mph"}) {
    const Unit u = unit(name);
    for (int i = 0; i < 60; ++i) {
      const double a =
          std::ldexp(1.0 + static_cast<double>(random() >> 12U) * 0x1p-52, static_cast<int>(random() % 60) - 30) + 300;
      const cpp_rational middle = (exact(a) + exact(std::nextafter(a, HUGE_VAL))) / 2;
      const cpp_rational in_u = (middle - offset(u)) * whole(u.denominator) / whole(u.numerator);
      // 1200 digits of the boundary, then one more that is a little less, the same or a little more.
      const cpp_int scaled = numerator(in_u) * boost::multiprecision::pow(cpp_int(10), 1200) / denominator(in_u);
      for (const int d : {-1, 0, 1}) {
        std::string digits = cpp_int(scaled + d).str();
        REQUIRE(digits[0] != '-');
        if (digits.size() <= 1200) digits.insert(0, 1201 - digits.size(), '0');
        digits.insert(digits.size() - 1200, ".");
        INFO(digits << " " << name);
        REQUIRE(is_nearest(read(digits, u), exact_text(digits, u)));
      }
    }
  }
  CHECK(read("0." + std::string(900000, '3'), unit("km/h")) == read("0.33333333333333333333", unit("km/h")));
  CHECK(read("1" + std::string(900000, '0') + "e-900000", unit("km/h")) == read("1", unit("km/h")));
  CHECK(read_decimal("-273.15" + std::string(900, '0') + "1", unit("degC")).fault == NumberFault::underflow);
  CHECK(read("-273.15" + std::string(900, '0'), unit("degC")) == 0);
}

TEST_CASE("order is kept") {
  std::mt19937_64 random(17);
  for (const char* name : kUnits) {
    const Unit u = unit(name);
    for (int i = 0; i < 500; ++i) {
      const std::string a = random_numeral(random, 6);
      const std::string b = random_numeral(random, 6);
      if (exact_text(a, u) <= exact_text(b, u)) {
        REQUIRE(read(a, u) <= read(b, u));
      } else {
        REQUIRE(read(a, u) >= read(b, u));
      }
    }
  }
}

TEST_CASE("quantities print as people write them") {
  CHECK(print_quantity(read("55", unit("km/h")), unit("km/h")) == "55 km/h");
  CHECK(print_quantity(read("0.0003", unit("m")), unit("m")) == "0.0003 m");
  CHECK(print_quantity(0.2, unit("%")) == "20%");
  CHECK(print_quantity(3, Unit{}) == "3");
  CHECK(print_quantity(255.15, unit("degC")) == "-18 degC");
  CHECK(print_quantity(273.15, unit("degC")) == "0 degC");
  CHECK(print_quantity(273.15, unit("degF")) == "32 degF");
  CHECK(print_decimal(1e21, Unit{}) == "1e+21");
  CHECK(print_decimal(1e20, unit("m")) == "100000000000000000000");
  CHECK(print_decimal(1e20, Unit{}) == "100000000000000000000.0");
  CHECK(print_decimal(1e-6, Unit{}) == "0.000001");
  CHECK(print_decimal(1e-7, Unit{}) == "1e-7");
  CHECK(print_decimal(-0.0, Unit{}) == "0");
  CHECK(print_decimal(0, unit("km/h")) == "0");
}

TEST_CASE("what is printed reads back and what was read prints as it was written") {
  std::mt19937_64 random(19);
  for (const char* name : kUnits) {
    const Unit u = unit(name);
    for (int i = 0; i < 1000; ++i) {
      const int hundredths = static_cast<int>(random() % 100000);
      std::string text = std::to_string(hundredths / 100);
      if (hundredths % 100 != 0) {
        text += "." + std::to_string(hundredths % 100 + 100).substr(1);
        if (text.back() == '0') text.pop_back();
      }
      INFO(text << " " << name);
      REQUIRE(print_decimal(read(text, u), u) == text);

      double x = std::bit_cast<double>((random() & ~(std::uint64_t{1} << 63U)));
      if (i % 2 == 0) x = std::ldexp(static_cast<double>(random() >> 11U), static_cast<int>(random() % 80) - 70);
      if (u.affine()) x = 274 + std::fmod(std::fabs(x), 500.0);
      if (!std::isfinite(x) || x > 1e290) continue;
      const std::string printed = print_decimal(x, u);
      INFO(printed);
      REQUIRE(read(printed, u) == x);
    }
  }
}

TEST_CASE("printed digits are the fewest") {
  std::mt19937_64 random(23);
  const Unit u = unit("km/h");
  for (int i = 0; i < 300; ++i) {
    const double x = static_cast<double>(random() >> 11U) * 0x1p-46;
    const std::string printed = print_decimal(x, u);
    const auto digits = static_cast<int>(printed.size()) - 1;
    if (digits < 3 || printed.find('.') == std::string::npos) continue;
    // Every decimal with one digit less next to the value reads as another double.
    const std::size_t decimals = printed.size() - printed.find('.') - 1;
    const cpp_int scale = boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(decimals - 1));
    const cpp_rational value = exact(x) * whole(u.denominator) / whole(u.numerator) * scale;
    const cpp_int cut = numerator(value) / denominator(value);
    for (const int d : {0, 1}) {
      const std::string text = cpp_int(cut + d).str() + "e-" + std::to_string(decimals - 1);
      INFO(printed << " " << text);
      REQUIRE(read(text, u) != x);
    }
  }
}

TEST_CASE("a value in a unit is the nearest double to the exact quotient") {
  std::mt19937_64 random(29);
  for (const char* name : kUnits) {
    const Unit u = unit(name);
    for (int i = 0; i < 500; ++i) {
      const double x = std::ldexp(static_cast<double>(random() >> 11U), static_cast<int>(random() % 60) - 70) *
                       (i % 2 == 0 ? 1 : -1);
      const cpp_rational r = (exact(x) - offset(u)) * whole(u.denominator) / whole(u.numerator);
      INFO(name << " " << x);
      REQUIRE(is_nearest(in_unit(x, u), r));
    }
  }
  CHECK(in_unit(0.2, unit("%")) == 20);
  CHECK(in_unit(255.15, unit("degC")) == Approx(-18));
}

TEST_CASE("durations are whole nanoseconds") {
  CHECK(read_duration_ns("1.5", "s") == 1'500'000'000);
  CHECK(read_duration_ns("0.000000001", "s") == 1);
  CHECK(read_duration_ns("0.0000000010000", "s") == 1);
  CHECK(read_duration_ns("0.0000000001", "s") == std::nullopt);
  CHECK(read_duration_ns("24", "h") == 86'400'000'000'000);
  CHECK(read_duration_ns("0.1", "d") == 8'640'000'000'000);
  CHECK(read_duration_ns("2.5", "ns") == std::nullopt);
  CHECK(read_duration_ns("0", "ns") == 0);
  CHECK(read_duration_ns("-5", "s") == -5'000'000'000);
  CHECK(read_duration_ns("5", "weeks") == std::nullopt);
  CHECK(read_duration_ns("x", "s") == std::nullopt);
  CHECK(read_duration_ns("9223372036854775807", "ns") == std::numeric_limits<std::int64_t>::max());
  CHECK(read_duration_ns("9223372036854775808", "ns") == std::nullopt);
  CHECK(read_duration_ns("-9223372036854775808", "ns") == std::numeric_limits<std::int64_t>::min());
  CHECK(read_duration_ns("106752", "d") == std::nullopt);
  CHECK(read_duration_ns("1" + std::string(30, '0') + "e-30", "s") == 1'000'000'000);
  CHECK(read_duration_ns("0." + std::string(1000, '0') + "1e1000", "s") == 100'000'000);
  CHECK(read_duration_ns("0.0000152587890625", "d") == 1'318'359'375);
}

TEST_CASE("epoch texts are whole nanoseconds") {
  CHECK(read_epoch_ns("1531943812.2004", "s") == 1'531'943'812'200'400'000);
  CHECK(read_epoch_ns("1531943812200", "ms") == 1'531'943'812'200'000'000);
  CHECK(read_epoch_ns("1.531943812e9", "s") == 1'531'943'812'000'000'000);
  CHECK(read_epoch_ns("-1", "us") == -1'000);
  CHECK(read_epoch_ns("1", "h") == std::nullopt);
  CHECK(read_epoch_ns("99999999999", "s") == std::nullopt);
  CHECK(read_epoch_ns("1e999999999999", "s") == std::nullopt);
}
