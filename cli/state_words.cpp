#include "cli/state_words.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "cli/words.hpp"
#include "dsl/explain/rule.hpp"
#include "dsl/explain/speaker.hpp"
#include "engine/engine.hpp"

namespace tripline::cli {

using core::Phrase;
using core::Text;
using dsl::explain::names_of;
using dsl::explain::Said;
using dsl::explain::sentence;
using dsl::explain::ticked;
using dsl::explain::whole;
using engine::Footprint;
using engine::Program;
using engine::RulePlan;
using engine::WindowFootprint;

namespace {

constexpr Phrase kBytes{"{0} bytes", "{0}字节"};
constexpr std::array<Phrase, 3> kLarger{{{"{0} kB", "{0}千字节"}, {"{0} MB", "{0}兆字节"}, {"{0} GB", "{0}吉字节"}}};

constexpr Phrase kOwn{"For {0}: {1} of its own", "对{0}，自身占用{1}"};
constexpr Phrase kEpisode{"While a breach, a warning or nearness lasts: {0} more", "违反、预警或临近存续期间另加{0}"};
constexpr Phrase kRaise{"While a raise is held: {0} more", "提升级别存续期间另加{0}"};
constexpr Phrase kBlind{"While it is blind: {0} more", "无法判定期间另加{0}"};
constexpr Phrase kOwed{"For each duty that is open: {0}", "每项未了义务{0}"};
constexpr Phrase kOwedRoom{
    "For each duty that is open: {0}, and {1} for each place (room is made for 4, 8, 16 and so on)",
    "每项未了义务{0}，另每个位置{1}（按4、8、16等成倍预留）"};
constexpr Phrase kTolerated{"For each breach that counts against the tolerance: {0}", "每次计入容许次数的越限{0}"};
constexpr Phrase kSamples{"The last {0}: {1}, which all rules share", "最近一条{0}：{1}，由所有规则共用"};

constexpr Phrase kWindow{"For {0}: {1}", "用于{0}：{1}"};
constexpr Phrase kWindowOf{"the window {0} of {1}", "{1}的统计窗口（{0}）"};
constexpr Phrase kFixed{"{0}, however much comes", "{0}，与数据多少无关"};
constexpr Phrase kMost{"{0} and {1} for each of at most {2}", "{0}，另每项{1}，最多{2}项"};
constexpr Phrase kEach{"{0} and {1} for each that it holds", "{0}，另每项{1}"};
constexpr Phrase kAtOnce{"{0}: at one a second {1}", "{0}；按每秒一条计为{1}"};
constexpr Phrase kPerDay{"{0}: at one a second {1} more each day", "{0}；按每秒一条计每日增加{1}"};
constexpr Phrase kDoubling{"{0} (room is made for 4, 8, 16 and so on)", "{0}（按4、8、16等成倍预留）"};
constexpr Phrase kMembers{"{0}, and {1} for each member that it looks at", "{0}，另每个成员{1}"};
constexpr Phrase kPartitioned{"{0}, one such window for each value that it is looked up by",
                              "{0}，每个对应值各有一个窗口"};
constexpr Phrase kShared{"{0}; shared with {1}", "{0}；与{1}共用"};
constexpr Phrase kUnbounded{
    "Nothing in the language bounds {0}; the engine keeps at most {1} entries and is blind beyond, saying so",
    "语言本身不限制{0}的大小；引擎最多保留{1}项，超出时无法判定并予以记录"};

constexpr Phrase kPack{"For {0}: {1}", "对{0}：{1}"};
constexpr Phrase kPackBusy{"For {0}: {1}; with its windows at one element a second {2}",
                           "对{0}：{1}；统计窗口按每秒一条数据计为{2}"};
constexpr Phrase kOfItself{"{0} for itself", "自身{0}"};
constexpr Phrase kOfSamples{"{0} for its last elements", "最近数据{0}"};
constexpr Phrase kOfRules{"{0} for where its {1} rules stand", "{1}条规则的状态{0}"};
constexpr Phrase kOfWindows{"{0} for windows", "统计窗口{0}"};
constexpr Phrase kOfTimers{"{0} for timers", "定时器{0}"};
constexpr Phrase kBelongs{"{0} more for each that belongs to it", "每个所属成员另加{0}"};
constexpr Phrase kAssumed{
    "Counted with one element of each stream, as JSON of the length that its fields suggest, nothing violated, owed or "
    "raised; what the allocator adds is counted in",
    "按每种数据各收到一条、无违反、无未了义务、未提升级别计算，数据长度按其字段的文本形式估计，已含内存分配器的开销"};
constexpr Phrase kNoBound{"Not bounded by the language: {0}", "语言本身不限制大小的：{0}"};

const dsl::model::Pack& pack_of(const Program& p) { return *p.pack; }

Text window_text(const Program& program, const engine::AggregatePlan& a) {
  dsl::explain::Speaker speaker(pack_of(program), nullptr);
  return Text(kWindowOf, speaker.window(*a.source),
              ticked(pack_of(program).streams[static_cast<std::size_t>(a.stream)].name));
}

Text cost(const WindowFootprint& w) {
  const Text base = bytes_in_words(w.object);
  const std::size_t each = w.cell + w.node;
  Text said;
  if (each == 0)
    said = Text(kFixed, bytes_in_words(w.bytes(1, 0)));
  else if (w.most)
    said = Text(kMost, base, bytes_in_words(each), whole(*w.most));
  else
    said = Text(kEach, base, bytes_in_words(each));
  if (each > 0 && w.cell > 0) said = Text(kDoubling, said);
  if (each > 0 && !w.most) {
    const std::size_t busy = w.bytes(w.held_at_one_a_second(), 0);
    said = Text(w.span ? kAtOnce : kPerDay, said, bytes_in_words(busy));
  }
  if (w.member > 0) said = Text(kMembers, said, bytes_in_words(w.member));
  if (w.partitioned) said = Text(kPartitioned, said);
  return said;
}

Text rules_text(const Program& program, const std::vector<int>& orders, int without) {
  std::vector<std::string> names;
  for (const int r : orders)
    if (r != without) names.push_back(program.rules[static_cast<std::size_t>(r)].source->name);
  return names_of(names);
}

Text owner(const Program& program, std::size_t space) {
  const auto& of = program.space_of_key_set;
  for (std::size_t k = 0; k < of.size(); ++k)
    if (of[k] == static_cast<int>(space)) return dsl::explain::whose(pack_of(program), static_cast<int>(k));
  const std::vector<std::string>& names = program.spaces[space].names;
  return Text(Phrase("each {0}", "每个{0}"), names_of(names));
}

}  // namespace

Text bytes_in_words(std::size_t n) {
  if (n < 1000) return Text(kBytes, whole(n));
  double amount = static_cast<double>(n) / 1000;
  std::size_t unit = 0;
  while (amount >= 999.5 && unit + 1 < kLarger.size()) {
    amount /= 1000;
    ++unit;
  }
  const int decimals = amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
  return Text(kLarger[unit], fmt::format("{:.{}f}", amount, decimals));
}

std::vector<Said> rule_state(const Program& program, const Footprint& f, const RulePlan& rule) {
  const engine::RuleFootprint& r = f.rules[static_cast<std::size_t>(rule.order)];
  std::vector<Said> out;
  out.push_back(sentence(Text(kOwn, dsl::explain::whose(pack_of(program), rule.source->owner), bytes_in_words(r.own))));
  if (r.episode > 0)
    out.push_back(sentence(
        Text(rule.source->kind == dsl::model::RuleKind::trigger ? kRaise : kEpisode, bytes_in_words(r.episode))));
  if (r.owed_place > 0)
    out.push_back(sentence(Text(kOwedRoom, bytes_in_words(r.owed), bytes_in_words(r.owed_place))));
  else if (r.owed > 0)
    out.push_back(sentence(Text(kOwed, bytes_in_words(r.owed))));
  if (r.tolerated > 0) out.push_back(sentence(Text(kTolerated, bytes_in_words(r.tolerated))));
  if (r.blind > 0 && !rule.on_event) out.push_back(sentence(Text(kBlind, bytes_in_words(r.blind))));
  for (const int number : r.windows) {
    const WindowFootprint& w = f.windows[static_cast<std::size_t>(number)];
    const engine::AggregatePlan& a = program.aggregates[static_cast<std::size_t>(number)];
    const Text which = window_text(program, a);
    Text said(kWindow, which, cost(w));
    if (w.rules.size() > 1) said = Text(kShared, said, rules_text(program, w.rules, rule.order));
    out.push_back(sentence(said));
    if (!w.bounded) out.push_back(sentence(Text(kUnbounded, which, count_text(engine::Limits{}.window_entries))));
  }
  for (const int s : r.streams) {
    const dsl::model::Stream& stream = pack_of(program).streams[static_cast<std::size_t>(s)];
    if (stream.violation) continue;
    out.push_back(
        sentence(Text(kSamples, ticked(stream.name), bytes_in_words(f.samples[static_cast<std::size_t>(s)]))));
  }
  return out;
}

std::vector<Said> pack_state(const Program& program, const Footprint& f) {
  std::vector<Said> out;
  for (std::size_t k = 0; k < f.spaces.size(); ++k) {
    const engine::SpaceFootprint& s = f.spaces[k];
    const std::size_t busy = f.at_one_a_second(static_cast<int>(k));
    const Text who = owner(program, k);
    Said said{busy > s.bytes ? Text(kPackBusy, who, bytes_in_words(s.bytes), bytes_in_words(busy))
                             : Text(kPack, who, bytes_in_words(s.bytes)),
              {}};
    std::vector<Text> parts{Text(kOfItself, bytes_in_words(s.subject))};
    if (s.samples > 0) parts.push_back(Text(kOfSamples, bytes_in_words(s.samples)));
    if (s.rules > 0) parts.push_back(Text(kOfRules, bytes_in_words(s.rules), whole(program.spaces[k].rules.size())));
    if (s.windows > 0) parts.push_back(Text(kOfWindows, bytes_in_words(s.windows)));
    if (s.timers > 0) parts.push_back(Text(kOfTimers, bytes_in_words(s.timers)));
    said.parts.push_back({core::listed(parts, core::Joint::both), {}});
    if (s.member > 0) said.parts.push_back({Text(kBelongs, bytes_in_words(s.member)), {}});
    out.push_back(std::move(said));
  }
  std::vector<Text> open;
  for (std::size_t w = 0; w < f.windows.size(); ++w)
    if (!f.windows[w].bounded) {
      Text which = window_text(program, program.aggregates[w]);
      if (!f.windows[w].rules.empty())
        which = Text(Phrase("{0} (of {1})", "{0}（见{1}）"), which, rules_text(program, f.windows[w].rules, -1));
      open.push_back(std::move(which));
    }
  if (!open.empty()) out.push_back({Text(kNoBound, core::listed(open, core::Joint::both)), {}});
  out.push_back({Text(kAssumed), {}});
  return out;
}

}  // namespace tripline::cli
