#include "core/unit_table.hpp"

namespace tripline::core {
namespace {

struct Power {
  Axis axis;
  int exponent;
};

template <class... Powers>
constexpr Dimension of(Powers... powers) {
  Dimension d;
  ((d.exponent[static_cast<std::size_t>(powers.axis)] = static_cast<std::int8_t>(powers.exponent)), ...);
  return d;
}

constexpr Power metre(int e = 1) { return {Axis::length, e}; }
constexpr Power kilogram(int e = 1) { return {Axis::mass, e}; }
constexpr Power second(int e = 1) { return {Axis::time, e}; }
constexpr Power kelvin(int e = 1) { return {Axis::temperature, e}; }
constexpr Power ampere(int e = 1) { return {Axis::current, e}; }
constexpr Power mole(int e = 1) { return {Axis::amount, e}; }
constexpr Power radian(int e = 1) { return {Axis::angle, e}; }
constexpr Power byte(int e = 1) { return {Axis::information, e}; }
constexpr Power yuan(int e = 1) { return {Axis::money, e}; }
constexpr Power person(int e = 1) { return {Axis::person, e}; }
constexpr Power sievert(int e = 1) { return {Axis::dose_equivalent, e}; }
constexpr Power gray(int e = 1) { return {Axis::absorbed_dose, e}; }
constexpr Power becquerel(int e = 1) { return {Axis::activity, e}; }
constexpr Power hertz(int e = 1) { return {Axis::frequency, e}; }
constexpr Power share(int e = 1) { return {Axis::share, e}; }
constexpr Power lux(int e = 1) { return {Axis::illuminance, e}; }

constexpr Dimension kTime = of(second());
constexpr Dimension kLength = of(metre());
constexpr Dimension kMass = of(kilogram());
constexpr Dimension kTemperature = of(kelvin());
constexpr Dimension kSpeed = of(metre(), second(-1));
constexpr Dimension kVolume = of(metre(3));
constexpr Dimension kForce = of(kilogram(), metre(), second(-2));
constexpr Dimension kPressure = of(kilogram(), metre(-1), second(-2));
constexpr Dimension kEnergy = of(kilogram(), metre(2), second(-2));
constexpr Dimension kPower = of(kilogram(), metre(2), second(-3));
constexpr Dimension kVoltage = of(kilogram(), metre(2), second(-3), ampere(-1));
constexpr Dimension kCurrent = of(ampere());
constexpr Dimension kFrequency = of(hertz());
constexpr Dimension kAngle = of(radian());
constexpr Dimension kDoseEquivalent = of(sievert());
constexpr Dimension kAbsorbedDose = of(gray());
constexpr Dimension kActivity = of(becquerel());
constexpr Dimension kInformation = of(byte());
constexpr Dimension kShareOnly = of(share());
constexpr Dimension kSoundLevel = of(Power{Axis::sound_level, 1});
constexpr Dimension kLevelRatio = of(Power{Axis::level_ratio, 1});

constexpr std::int64_t k1e3 = 1'000;
constexpr std::int64_t k1e6 = 1'000'000;
constexpr std::int64_t k1e9 = 1'000'000'000;

// pi / 180 is no rational: the double nearest to it, 5030569068109113 / 2^58, exactly.
constexpr std::int64_t kDegreeNumerator = 5030569068109113;
constexpr std::int64_t kDegreeDenominator = std::int64_t{1} << 58U;

// clang-format off
constexpr UnitAtom kAtoms[] = {
    {"ns", kTime, 1, k1e9},
    {"us", kTime, 1, k1e6},
    {"ms", kTime, 1, k1e3},
    {"s", kTime},
    {"min", kTime, 60},
    {"h", kTime, 3'600},
    {"d", kTime, 86'400},
    {"mm", kLength, 1, k1e3},
    {"cm", kLength, 1, 100},
    {"m", kLength},
    {"km", kLength, k1e3},
    {"nmi", kLength, 1'852},
    {"ft", kLength, 381, 1'250},              // 0.3048 m
    {"mg", kMass, 1, k1e6},
    {"g", kMass, 1, k1e3},
    {"kg", kMass},
    {"t", kMass, k1e3},
    {"K", kTemperature},
    {"degC", kTemperature, 1, 1, 5'463, 20},      // 273.15
    {"degF", kTemperature, 5, 9, 45'967, 180},    // 459.67 * 5/9
    {"N", kForce},
    {"kN", kForce, k1e3},
    {"Pa", kPressure},
    {"hPa", kPressure, 100},
    {"kPa", kPressure, k1e3},
    {"MPa", kPressure, k1e6},
    {"bar", kPressure, 100'000},
    {"J", kEnergy},
    {"kJ", kEnergy, k1e3},
    {"Wh", kEnergy, 3'600},
    {"kWh", kEnergy, 3'600'000},
    {"W", kPower},
    {"kW", kPower, k1e3},
    {"MW", kPower, k1e6},
    {"mV", kVoltage, 1, k1e3},
    {"V", kVoltage},
    {"kV", kVoltage, k1e3},
    {"mA", kCurrent, 1, k1e3},
    {"A", kCurrent},
    {"Hz", kFrequency},
    {"kHz", kFrequency, k1e3},
    {"MHz", kFrequency, k1e6},
    {"GHz", kFrequency, k1e9},
    {"deg", kAngle, kDegreeNumerator, kDegreeDenominator},
    {"rad", kAngle},
    {"kt", kSpeed, 463, 900},                 // 1852 m/h
    {"mph", kSpeed, 1'397, 3'125},            // 1609.344 m/h
    {"L", kVolume, 1, k1e3},
    {"mL", kVolume, 1, k1e6},
    {"uSv", kDoseEquivalent, 1, k1e6},
    {"mSv", kDoseEquivalent, 1, k1e3},
    {"Sv", kDoseEquivalent},
    {"uGy", kAbsorbedDose, 1, k1e6},
    {"mGy", kAbsorbedDose, 1, k1e3},
    {"Gy", kAbsorbedDose},
    {"Bq", kActivity},
    {"kBq", kActivity, k1e3},
    {"MBq", kActivity, k1e6},
    {"GBq", kActivity, k1e9},
    {"B", kInformation},
    {"kB", kInformation, k1e3},
    {"MB", kInformation, k1e6},
    {"GB", kInformation, k1e9},
    {"dB", kLevelRatio},
    {"lx", of(lux())},
    {"ppm", kShareOnly, 1, k1e6},
    {"ppb", kShareOnly, 1, k1e9},
    {"rpm", kFrequency, 1, 60},
    {"mol", of(mole())},
    {"CNY", of(yuan())},
    {"person", of(person())},
    {"dBA", kSoundLevel},
};

constexpr Kind kKinds[] = {
    {Dimension{}, {"a plain number", "无单位的数"}, "", {}},
    {kTime, {"a duration", "时长"}, "s", {"s", "min", "h"}},
    {kLength, {"a length", "长度"}, "m", {"m", "km", "mm"}},
    {of(metre(2)), {"an area", "面积"}, "m^2", {"m^2", "km^2", "cm^2"}},
    {kVolume, {"a volume", "体积"}, "m^3", {"m^3", "L", "mL"}},
    {kSpeed, {"a speed", "速度"}, "m/s", {"km/h", "m/s", "kt"}},
    {of(metre(), second(-2)), {"an acceleration", "加速度"}, "m/s^2", {"m/s^2"}},
    {of(metre(), second(-3)), {"a jerk", "加加速度"}, "m/s^3", {"m/s^3"}},
    {kMass, {"a mass", "质量"}, "kg", {"kg", "g", "t"}},
    {of(kilogram(), metre(-3)), {"a density", "密度"}, "kg/m^3", {"kg/m^3", "mg/m^3", "g/L"}},
    {of(kilogram(), second(-1)), {"a mass flow", "质量流量"}, "kg/s", {"kg/s", "kg/h", "t/h"}},
    {of(metre(3), second(-1)), {"a volume flow", "体积流量"}, "m^3/s", {"m^3/h", "L/min", "m^3/s"}},
    {of(kilogram(), metre(), second(-1)), {"a momentum", "动量"}, "kg*m/s", {"kg*m/s"}},
    {kForce, {"a force", "力"}, "N", {"N", "kN"}},
    {kPressure, {"a pressure", "压力"}, "Pa", {"kPa", "Pa", "bar"}},
    {kEnergy, {"an energy", "能量"}, "J", {"kWh", "J", "kJ"}},
    {kPower, {"a power", "功率"}, "W", {"kW", "W", "MW"}},
    {of(kilogram(), second(-3)), {"an irradiance", "辐照度"}, "W/m^2", {"W/m^2"}},
    {kVoltage, {"a voltage", "电压"}, "V", {"V", "mV", "kV"}},
    {kCurrent, {"a current", "电流"}, "A", {"A", "mA"}},
    {of(ampere(), second()), {"an electric charge", "电荷量"}, "A*s", {"A*h", "mA*h", "A*s"}},
    {of(kilogram(), metre(2), second(-3), ampere(-2)), {"a resistance", "电阻"}, "V/A", {"V/A"}},
    {kTemperature, {"a temperature", "温度"}, "K", {"degC", "K", "degF"}},
    {of(kelvin(), second(-1)), {"a rate of temperature change", "温度变化率"}, "K/s", {"K/min", "K/h", "K/s"}},
    {of(mole()), {"an amount of substance", "物质的量"}, "mol", {"mol"}},
    {of(mole(), metre(-3)), {"an amount concentration", "物质的量浓度"}, "mol/m^3", {"mol/L", "mol/m^3"}},
    {kFrequency, {"a frequency", "频率"}, "Hz", {"Hz", "kHz", "rpm"}},
    {of(hertz(), second(-1)), {"a rate of frequency change", "频率变化率"}, "Hz/s", {"Hz/s"}},
    {of(second(-1)), {"a rate", "发生率"}, "1/s", {"1/min", "1/h", "1/s"}},
    {kAngle, {"an angle", "角度"}, "rad", {"deg", "rad"}},
    {of(radian(), second(-1)), {"an angular speed", "角速度"}, "rad/s", {"deg/s", "rad/s"}},
    {of(radian(), second(-2)), {"an angular acceleration", "角加速度"}, "rad/s^2", {"deg/s^2", "rad/s^2"}},
    {kDoseEquivalent, {"a dose equivalent", "剂量当量"}, "Sv", {"mSv", "uSv", "Sv"}},
    {of(sievert(), second(-1)), {"a dose equivalent rate", "剂量当量率"}, "Sv/s", {"uSv/h", "mSv/h"}},
    {kAbsorbedDose, {"an absorbed dose", "吸收剂量"}, "Gy", {"mGy", "uGy", "Gy"}},
    {of(gray(), second(-1)), {"an absorbed dose rate", "吸收剂量率"}, "Gy/s", {"uGy/h", "mGy/h", "Gy/min"}},
    {kActivity, {"an activity", "活度"}, "Bq", {"MBq", "kBq", "Bq"}},
    {of(becquerel(), metre(-3)), {"an activity concentration", "活度浓度"}, "Bq/m^3", {"Bq/L", "Bq/m^3"}},
    {of(becquerel(), metre(-2)), {"a surface activity", "表面活度"}, "Bq/m^2", {"Bq/cm^2", "Bq/m^2"}},
    {of(becquerel(), kilogram(-1)), {"a specific activity", "比活度"}, "Bq/kg", {"Bq/g", "Bq/kg"}},
    {kInformation, {"an amount of information", "信息量"}, "B", {"MB", "kB", "GB"}},
    {of(byte(), second(-1)), {"a data rate", "数据速率"}, "B/s", {"MB/s", "kB/s", "B/s"}},
    {of(yuan()), {"an amount of money", "金额"}, "CNY", {"CNY"}},
    {of(yuan(), kilogram(-1), metre(-2), second(2)), {"an energy price", "能源单价"}, "CNY/J", {"CNY/kWh"}},
    {of(person()), {"a number of persons", "人数"}, "person", {"person"}},
    {of(person(), metre(-2)), {"a density of persons", "人员密度"}, "person/m^2", {"person/m^2"}},
    {of(person(), second(-1)), {"a flow of persons", "人流量"}, "person/s", {"person/h", "person/min"}},
    {kShareOnly, {"a share", "占比"}, "%", {"%", "ppm", "ppb"}},
    {of(share(), second(-1)), {"a rate of change of a share", "占比变化率"}, "", {}},
    {kSoundLevel, {"a sound level", "声级"}, "dBA", {"dBA"}},
    {kLevelRatio, {"a level ratio", "级差"}, "dB", {"dB"}},
    {of(lux()), {"an illuminance", "照度"}, "lx", {"lx"}},
};
// clang-format on

}  // namespace

std::span<const UnitAtom> unit_table() { return kAtoms; }
std::span<const Kind> kind_table() { return kKinds; }

}  // namespace tripline::core
