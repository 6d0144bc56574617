#include "engine/ops/reasons.hpp"

#include <array>

namespace tripline::engine {

using core::Phrase;
using core::Text;

namespace {

enum class About : std::uint8_t { nothing, stream, table };  // what {0} of the sentence is

struct Row {
  Reason reason;
  const char* code;
  Phrase name;
  Phrase sentence;
  About about = About::nothing;
};

// In the order of Reason.
constexpr std::array kRows{
    Row{Reason::none, "unknown", {"unknown", "未知"}, {"what the condition reads is not known", "条件所读取的值未知"}},
    Row{Reason::stale,
        "stale",
        {"stale", "已失效"},
        {"no sample of {0} for longer than it holds", "超过失效时限未收到 {0} 的数据"},
        About::stream},
    Row{Reason::never_seen,
        "never_seen",
        {"never seen", "从未收到"},
        {"no element of {0} has been seen", "从未收到 {0} 的数据"},
        About::stream},
    Row{Reason::no_row,
        "no_row",
        {"no row", "无对应行"},
        {"{0} has no row for it", "{0} 中没有对应的行"},
        About::table},
    Row{Reason::no_mark,
        "no_mark",
        {"no mark", "未起算"},
        {"what the window counts from has not happened yet", "窗口的起算事件尚未发生"}},
    Row{Reason::no_value, "no_value", {"no value", "无值"}, {"the window holds no value", "窗口内没有值"}},
    Row{Reason::divided_by_zero,
        "divided_by_zero",
        {"divided by zero", "除数为零"},
        {"a division by zero", "除数为零"}},
    Row{Reason::too_few,
        "too_few",
        {"too few", "数据不足"},
        {"the window asks for more elements than there have been", "窗口要求的数据条数多于已收到的条数"}},
    Row{Reason::first_element,
        "first_element",
        {"first element", "首条数据"},
        {"there is no element of {0} before its first", "{0} 的首条数据之前没有数据"},
        About::stream},
    Row{Reason::outside_curve,
        "outside_curve",
        {"outside curve", "超出对照表"},
        {"a value outside of the curve's points", "取值超出对照表各点的范围"}},
    Row{Reason::undecided,
        "undecided",
        {"undecided", "无法判定"},
        {"unseen time in the window leaves it undecided", "窗口内有未观测到的时间，无法判定"}},
    Row{Reason::not_finite,
        "not_finite",
        {"not finite", "超出数值范围"},
        {"a result beyond the range of numbers", "计算结果超出数值范围"}},
    Row{Reason::over_limit,
        "over_limit",
        {"over limit", "超出上限"},
        {"the window has dropped elements over its limit", "窗口超出上限，已丢弃部分数据"}},
    Row{Reason::no_group,
        "no_group",
        {"no group", "所属未知"},
        {"the group that it belongs to has not been seen", "尚未收到表明其所属的数据"}},
    Row{Reason::missing_value,
        "missing_value",
        {"missing value", "值缺失"},
        {"an optional value is missing", "可缺省的值缺失"}},
    Row{Reason::no_existing_day,
        "no_existing_day",
        {"no existing day", "日期不存在"},
        {"there is no such day", "不存在这一日"}},
    Row{Reason::too_early,
        "too_early",
        {"too early", "为时过早"},
        {"less than 1% of the period has passed", "该周期已过的时间不足 1%"}},
};

static_assert(kRows.size() == static_cast<std::size_t>(Reason::too_early) + 1);
static_assert([] {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].reason != static_cast<Reason>(i)) return false;
  return true;
}());

constexpr Phrase kTheSignal{"the signal", "该状态"};
constexpr Phrase kTheTable{"the table", "该台账"};

const Row& row(Reason r) { return kRows[static_cast<std::size_t>(r)]; }

template <typename Named>
Text name_of(const std::vector<Named>& all, int number, const Phrase& otherwise) {
  const auto n = static_cast<std::size_t>(number);
  return number >= 0 && n < all.size() ? Text(all[n].name) : Text(otherwise);
}

}  // namespace

const char* reason_code(Reason r) { return row(r).code; }

Text reason_text(Reason r, int about, const dsl::model::Pack& pack) {
  const Row& of = row(r);
  switch (of.about) {
    case About::nothing: break;
    case About::stream: return {of.sentence, name_of(pack.streams, about, kTheSignal)};
    case About::table: return {of.sentence, name_of(pack.tables, about, kTheTable)};
  }
  return of.sentence;
}

Text reason_name(std::string_view code) {
  for (const Row& row : kRows)
    if (code == row.code) return row.name;
  return code;
}

}  // namespace tripline::engine
