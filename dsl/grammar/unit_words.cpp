// Units as the natural languages write them. The tree knows the English ones alone.
#include <algorithm>
#include <array>

#include "core/dimension.hpp"
#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::grammar {
namespace {

using ast::Language;

struct UnitWord {
  std::string_view atom;
  std::string_view zh;  // spellings as in kKeywords
};

// Each exactly its atom. What has no row here is written as in English.
constexpr UnitWord kUnitWords[] = {
    {"ns", "纳秒"},
    {"us", "微秒"},
    {"ms", "毫秒"},
    {"s", "秒"},
    {"min", "分钟|分"},
    {"h", "小时"},
    {"d", "天|日"},
    {"mm", "毫米"},
    {"cm", "厘米"},
    {"m", "米"},
    {"km", "公里|千米"},
    {"nmi", "海里"},
    {"ft", "英尺"},
    {"mg", "毫克"},
    {"g", "克"},
    {"kg", "千克|公斤"},
    {"t", "吨"},
    {"K", "开|开尔文"},
    {"degC", "摄氏度|℃"},
    {"degF", "华氏度|℉"},
    {"N", "牛|牛顿"},
    {"kN", "千牛"},
    {"Pa", "帕|帕斯卡"},
    {"hPa", "百帕"},
    {"kPa", "千帕"},
    {"MPa", "兆帕"},
    {"bar", "巴"},
    {"J", "焦|焦耳"},
    {"kJ", "千焦"},
    {"Wh", "瓦时"},
    {"kWh", "千瓦时"},
    {"W", "瓦|瓦特"},
    {"kW", "千瓦"},
    {"MW", "兆瓦"},
    {"mV", "毫伏"},
    {"V", "伏|伏特"},
    {"kV", "千伏"},
    {"mA", "毫安"},
    {"A", "安|安培"},
    {"Hz", "赫|赫兹"},
    {"kHz", "千赫|千赫兹"},
    {"MHz", "兆赫|兆赫兹"},
    {"GHz", "吉赫"},
    {"deg", "度"},
    {"rad", "弧度"},
    {"kt", "节"},
    {"mph", "英里每小时"},
    {"mL", "毫升"},
    {"L", "升"},
    {"uSv", "微西弗"},
    {"mSv", "毫西弗"},
    {"Sv", "西弗"},
    {"uGy", "微戈瑞"},
    {"mGy", "毫戈瑞"},
    {"Gy", "戈瑞"},
    {"Bq", "贝可"},
    {"kBq", "千贝可"},
    {"MBq", "兆贝可"},
    {"GBq", "吉贝可"},
    {"B", "字节"},
    {"kB", "千字节"},
    {"MB", "兆字节"},
    {"GB", "吉字节"},
    {"dB", "分贝"},
    {"lx", "勒克斯"},
    {"rpm", "转每分|转每分钟"},
    {"mol", "摩尔"},
    {"CNY", "元"},
    {"person", "人"},
    {"dBA", "分贝A"},
};

constexpr std::array<std::string_view, 9> kTimeAtoms = {"ns", "us", "\u00B5s", "\u03BCs", "ms", "s", "min", "h", "d"};

bool ends_name(std::string_view text, std::size_t at) {
  return at >= text.size() || !is_name_continue(core::decode_utf8(text, at).value);
}

// The atom at `at` in either spelling: its end and its English spelling; `at` itself if none.
std::size_t read_atom(std::string_view text, std::size_t at, std::string& english) {
  std::size_t longest = 0;
  for (const UnitWord& unit : kUnitWords) {
    std::string_view spellings = unit.zh;
    while (!spellings.empty()) {
      const std::string_view one = next_spelling(spellings);
      if (one.size() <= longest || !text.substr(at).starts_with(one)) continue;
      longest = one.size();
      english = unit.atom;
    }
  }
  if (longest != 0) return at + longest;
  std::size_t end = at;
  for (const std::string_view micro : {"\u00B5", "\u03BC"}) {
    if (text.substr(at).starts_with(micro)) end = at + micro.size();
  }
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  while (end < text.size() && is_letter(text[end])) ++end;
  if (!core::parse_unit(text.substr(at, end - at))) return at;
  english = text.substr(at, end - at);
  return end;
}

// "^2", "^-1", "²" at `at`, appended to `english`: the place behind it.
std::size_t read_exponent(std::string_view text, std::size_t at, std::string& english) {
  std::size_t end = at;
  for (const std::string_view sign : {"\u00B2", "\u00B3"}) {
    if (text.substr(at).starts_with(sign)) end = at + sign.size();
  }
  if (end == at && text.substr(at).starts_with('^')) {
    const std::size_t digit = at + (text.substr(at + 1).starts_with('-') ? 2 : 1);
    if (digit < text.size() && text[digit] >= '0' && text[digit] <= '9') end = digit + 1;
  }
  english += text.substr(at, end - at);
  return end;
}

// 平方米 is m^2.
std::size_t read_factor(std::string_view text, std::size_t at, std::string& english) {
  std::string_view power;
  std::size_t begin = at;
  if (text.substr(at).starts_with("平方")) power = "^2";
  if (text.substr(at).starts_with("立方")) power = "^3";
  if (!power.empty()) begin += std::string_view("平方").size();
  std::string atom;
  const std::size_t end = read_atom(text, begin, atom);
  if (end == begin) return at;
  english += atom;
  if (!power.empty()) {
    english += power;
    return end;
  }
  return read_exponent(text, end, english);
}

// "/", "*", "每" and their full-width twins at `at`: what it is in English; 0 and the length 0 if none.
std::pair<char, std::size_t> read_joint(std::string_view text, std::size_t at) {
  struct Joint {
    std::string_view sign;
    char english;
  };
  static constexpr std::array<Joint, 5> kJoints = {{{"/", '/'}, {"每", '/'}, {"／", '/'}, {"*", '*'}, {"＊", '*'}}};
  for (const Joint& joint : kJoints) {
    if (text.substr(at).starts_with(joint.sign)) return {joint.english, joint.sign.size()};
  }
  return {'\0', 0};
}

// An atom with "µ" stays as its author wrote it.
std::string_view in_chinese(std::string_view atom) {
  for (const UnitWord& unit : kUnitWords) {
    std::string_view spellings = unit.zh;
    if (unit.atom == atom) return next_spelling(spellings);
  }
  return atom;
}

}  // namespace

UnitMatch match_unit(std::string_view text, Language language) {
  if (language == Language::en) {
    const std::size_t length = core::match_unit(text);
    return {length, std::string(text.substr(0, length))};
  }
  if (text.starts_with('%')) return {1, "%"};
  if (text.starts_with("％")) return {std::string_view("％").size(), "%"};
  UnitMatch matched;
  std::string english;
  for (std::size_t at = 0;;) {
    const std::size_t end = read_factor(text, at, english);
    if (end == at) return matched;
    if (ends_name(text, end)) matched = {end, english};
    const auto [joint, length] = read_joint(text, end);
    if (length == 0) return matched;
    english.push_back(joint);
    at = end + length;
  }
}

UnitMatch match_duration_unit(std::string_view text, Language language) {
  for (const std::string_view atom : kTimeAtoms) {
    if (!text.starts_with(atom)) continue;
    const std::size_t end = atom.size();
    if (ends_name(text, end) && !text.substr(end).starts_with('/') && !text.substr(end).starts_with('^'))
      return {end, std::string(atom)};
  }
  if (language == Language::en) return {};
  std::string english;
  const std::size_t end = read_atom(text, 0, english);
  const bool time = std::find(kTimeAtoms.begin(), kTimeAtoms.end(), english) != kTimeAtoms.end();
  if (end == 0 || !time || !ends_name(text, end)) return {};
  std::string exponent;
  if (read_exponent(text, end, exponent) != end || read_joint(text, end).first == '/') return {};
  return {end, std::move(english)};
}

std::string unit_word(std::string_view unit, Language language) {
  if (language == Language::en) return std::string(unit);
  const auto raised = [&](std::size_t at) {
    return unit.substr(at).starts_with("\u00B2") || unit.substr(at).starts_with("\u00B3");
  };
  const auto in_atom = [&](std::size_t at) {
    const char c = unit[at];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return letter && !raised(at);
  };
  std::string out;
  for (std::size_t at = 0; at < unit.size();) {
    std::size_t end = at;
    while (end < unit.size() && in_atom(end)) ++end;
    if (end != at) {
      out += in_chinese(unit.substr(at, end - at));
    } else {
      end += raised(at) ? 2 : 1;  // a sign, a digit, or "²"
      out += unit.substr(at, end - at);
    }
    at = end;
  }
  return out;
}

}  // namespace tripline::dsl::grammar
