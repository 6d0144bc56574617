// Units and kinds of quantity (language.md, section 3; grammar.ebnf, UATOM).
//
// A kind is finer than an SI dimension: dose equivalent, absorbed dose, activity, frequency, angle, share, information,
// money, persons, sound level each have an axis of their own. A unit is an exact rational (and, for degC, an exact
// offset) of its kind's base unit. Base units: m kg s K A mol rad(angle) B(information) CNY person Sv Gy Bq Hz 1(share)
// dBA dB lx. Everything here is a pure function over constant tables.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.hpp"

namespace tripline::core {

enum class Axis : std::uint8_t {
  length,
  mass,
  time,
  temperature,
  current,
  amount,
  angle,
  information,
  money,
  person,
  dose_equivalent,
  absorbed_dose,
  activity,
  frequency,
  share,
  sound_level,
  level_ratio,
  illuminance
};
inline constexpr std::size_t kAxes = 18;

// Exponents over the axes. All zero: a plain number.
struct Dimension {
  std::array<std::int8_t, kAxes> exponent{};
  friend bool operator==(const Dimension&, const Dimension&) = default;
  bool plain() const { return *this == Dimension{}; }
};
// Exponents are added or subtracted; false if one leaves -100..100.
bool multiply(const Dimension& a, const Dimension& b, Dimension& out);
bool divide(const Dimension& a, const Dimension& b, Dimension& out);

// value in base = value * numerator / denominator + offset_numerator / offset_denominator. Denominators are positive,
// fractions in lowest terms. pi is no rational: deg is pi/180 rad as the exact rational of the double nearest to it.
struct Unit {
  std::string text;  // canonical spelling: "m/s^2", "%", "degC", "1/min", "" for a plain number
  Dimension dimension;
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  std::int64_t offset_numerator = 0;
  std::int64_t offset_denominator = 1;
  bool affine() const { return offset_numerator != 0; }
  friend bool operator==(const Unit&, const Unit&) = default;
};

// "km/h", "m/s^2", "m/s²", "kg*m/s^2", "%", "1/min". nullopt: not a unit, or its factor leaves 64 bits, or degC inside
// a compound, or an exponent 0. Grammar: UNIT and unit_type of grammar.ebnf, from left to right: "m/s/s" is m/s^2,
// "1/m*s" is s/m. "²" "³" are read as ^2 ^3, "µ" and "μ" as u.
std::optional<Unit> parse_unit(std::string_view text);

// The length in bytes of the longest UNIT at the beginning of `text` (no blanks skipped), 0 if there is none. "4 m/s"
// must not match the "m" of "miles": a unit is never followed by a name character.
std::size_t match_unit(std::string_view text);

// All atoms, in the order of grammar.ebnf.
const std::vector<std::string>& unit_atoms();

// The unit in which a quantity that was never given a unit is shown: the base unit of its dimension ("m/s", "kg*m/s^2"
// as "N"). A share has no unit of factor 1 and is shown in "%"; beside other axes too ("%/s").
Unit base_unit(const Dimension&);

// "a speed", "a length", "a dose equivalent rate", or "a quantity in kg*m" where the kind has no name of its own. "a
// plain number" for the plain dimension. In English with the article.
Text kind_name(const Dimension&);

// Units of this kind to offer in a help line, most usual first ("km/h", "m/s"), at most three.
std::vector<std::string> usual_units(const Dimension&);

}  // namespace tripline::core
