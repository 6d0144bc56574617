// Rules matched and compared until what they read of one another is known.
#include "dsl/diff/diff.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "dsl/diff/follows.hpp"
#include "dsl/diff/ground.hpp"
#include "dsl/diff/rule_pair.hpp"
#include "dsl/diff/shared.hpp"
#include "dsl/diff/uses.hpp"

namespace tripline::dsl::diff {
namespace {

using core::Phrase;
using core::Text;
using model::kNone;

constexpr Phrase kStream{"it reads `{0}`, which is not what it was", "它读取`{0}`，而后者的定义已改变"};
constexpr Phrase kZone{"it reads the calendar, and the time zone is another", "它依据日历，而时区已改变"};
constexpr Phrase kHolidays{"it counts days, and the holidays are others", "它按日计算，而节假日已改变"};
constexpr Phrase kStage{"it reads the stage, which comes from elsewhere", "它依据阶段，而阶段的来源已改变"};
constexpr Phrase kLevel{"it reads `level`, which {0} decides", "它依据等级（`level`），而等级由{0}决定"};
constexpr Phrase kViolations{"it reads the violations of {0}", "它读取{0}的违规"};

// Rules without a namesake that are held against one another.
constexpr std::size_t kMostRenames = 10'000;

struct Match {
  int old_rule = kNone, new_rule = kNone;
};

bool means_the_same(Verdict v) { return v == Verdict::same || v == Verdict::renamed; }

std::string ticked(const std::string& name) { return "`" + name + "`"; }

class Comparison {
 public:
  Comparison(const Compiled& old, const Compiled& now)
      : old_(old), now_(now), a_(*old.pack), b_(*now.pack), ground_(a_, b_), follows_(ground_) {
    for (const model::Rule& r : a_.rules) old_uses_.push_back(uses_of(old, r));
    for (const model::Rule& r : b_.rules) new_uses_.push_back(uses_of(now, r));
  }

  PackDiff run() {
    match();
    // Rules read levels and violations of others: as long as something new turns out to be another rule, its readers are asked once more.
    std::set<std::string> other;
    for (;;) {
      out_.rules.clear();
      for (const Match& m : matches_) out_.rules.push_back(compare(m, other));
      std::set<std::string> found;
      for (const RuleDiff& r : out_.rules) {
        if (r.verdict == Verdict::same) continue;
        for (const std::string& name : {r.old_name, r.new_name}) {
          if (!name.empty()) found.insert(name);
        }
      }
      if (found == other) break;
      other = std::move(found);
    }
    out_.shared = shared_diffs(ground_, old_, now_);
    touch();
    return std::move(out_);
  }

 private:
  const model::Rule& old_rule(int i) const { return a_.rules[static_cast<std::size_t>(i)]; }
  const model::Rule& new_rule(int i) const { return b_.rules[static_cast<std::size_t>(i)]; }

  // ---------------------------------------------------------------- which is which

  void match() {
    std::map<std::string, int> olds;
    for (std::size_t i = 0; i < a_.rules.size(); ++i) olds.emplace(a_.rules[i].name, static_cast<int>(i));
    std::vector<int> partner(b_.rules.size(), kNone);
    std::vector<bool> taken(a_.rules.size(), false);
    for (std::size_t k = 0; k < b_.rules.size(); ++k) {
      const auto found = olds.find(b_.rules[k].name);
      if (found == olds.end()) continue;
      partner[k] = found->second;
      taken[static_cast<std::size_t>(found->second)] = true;
    }
    // Those that say the same under another name.
    std::size_t tried = 0;
    for (std::size_t k = 0; k < b_.rules.size(); ++k) {
      if (partner[k] != kNone) continue;
      for (std::size_t i = 0; i < a_.rules.size() && partner[k] == kNone; ++i) {
        if (taken[i] || a_.rules[i].kind != b_.rules[k].kind || ++tried > kMostRenames) continue;
        if (compare_rules(ground_, follows_, old_, now_, a_.rules[i], b_.rules[k], {}).verdict != Verdict::renamed)
          continue;
        partner[k] = static_cast<int>(i);
        taken[i] = true;
      }
    }
    std::size_t removed = 0;
    const auto removals = [&](std::size_t before) {
      for (; removed < before; ++removed) {
        if (!taken[removed]) matches_.push_back({static_cast<int>(removed), kNone});
      }
    };
    for (std::size_t k = 0; k < b_.rules.size(); ++k) {
      if (partner[k] != kNone) removals(static_cast<std::size_t>(partner[k]));
      matches_.push_back({partner[k], static_cast<int>(k)});
    }
    removals(a_.rules.size());
  }

  RuleDiff compare(const Match& m, const std::set<std::string>& other) {
    RuleDiff d;
    if (m.old_rule != kNone && m.new_rule != kNone) {
      d = compare_rules(ground_, follows_, old_, now_, old_rule(m.old_rule), new_rule(m.new_rule), outside(m, other));
    } else if (m.new_rule != kNone) {
      d.verdict = Verdict::added;
      d.new_name = new_rule(m.new_rule).name;
      d.kind = new_rule(m.new_rule).kind;
    } else {
      d.verdict = Verdict::removed;
      d.old_name = old_rule(m.old_rule).name;
      d.kind = old_rule(m.old_rule).kind;
    }
    d.old_rule = m.old_rule;
    d.new_rule = m.new_rule;
    return d;
  }

  // ---------------------------------------------------------------- what else decides

  Uses uses(int old_index, int new_index) const {
    Uses all;
    if (old_index != kNone) all = old_uses_[static_cast<std::size_t>(old_index)];
    if (new_index != kNone) {
      const Uses& more = new_uses_[static_cast<std::size_t>(new_index)];
      all.insert(more.begin(), more.end());
    }
    return all;
  }

  std::vector<Text> outside(const Match& m, const std::set<std::string>& other) const {
    std::vector<Text> out;
    const Uses used = uses(m.old_rule, m.new_rule);
    const model::Rule &x = old_rule(m.old_rule), &y = new_rule(m.new_rule);
    for (const std::string& name : ground_.streams_that_differ()) {
      const bool violation = name == "Violation";
      if (!violation && used.count({Shared::stream, name}) != 0) out.emplace_back(kStream, name);
    }
    if (ground_.zones_differ() && used.count({Shared::header, "timezone"}) != 0) out.emplace_back(kZone);
    if (ground_.holidays_differ() && used.count({Shared::header, "holidays"}) != 0) out.emplace_back(kHolidays);
    if (ground_.stages_differ() && used.count({Shared::stage_source, ""}) != 0) out.emplace_back(kStage);
    if (used.count({Shared::levels, "level"}) != 0) {
      const std::set<std::string> raisers = named(other, [&](const model::Rule& r) { return r.level != kNone; });
      if (!raisers.empty()) out.emplace_back(kLevel, names(raisers));
    }
    std::set<std::string> read;
    const auto gather = [&](const model::Pack& pack, const model::Rule& r) {
      if (!r.reads_violation) return;
      for (const int index : r.violation_rules) {
        const std::string& name = pack.rules[static_cast<std::size_t>(index)].name;
        if (other.count(name) != 0) read.insert(name);
      }
    };
    gather(a_, x);
    gather(b_, y);
    if (!read.empty()) out.emplace_back(kViolations, names(read));
    return out;
  }

  template <typename F>
  std::set<std::string> named(const std::set<std::string>& among, const F& wanted) const {
    std::set<std::string> out;
    for (const model::Pack* pack : {&a_, &b_}) {
      for (const model::Rule& r : pack->rules) {
        if (among.count(r.name) != 0 && wanted(r)) out.insert(r.name);
      }
    }
    return out;
  }
  static Text names(const std::set<std::string>& all) {
    std::vector<Text> words;
    for (const std::string& name : all) words.emplace_back(ticked(name));
    return core::listed(words, core::Joint::both);
  }

  // ---------------------------------------------------------------- what touches whom

  // A length of time that a clause takes from a parameter is no expression: its name stands in the rule's text.
  static bool names_it(const Compiled& pack, const model::Rule& r, const std::string& name) {
    const std::string_view text = pack.sources->text(r.at);
    const auto part_of_name = [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             static_cast<unsigned char>(c) >= 0x80;
    };
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      if ((at == 0 || !part_of_name(text[at - 1])) && (end == text.size() || !part_of_name(text[end]))) return true;
    }
    return false;
  }

  bool touches(const SharedDiff& s, const RuleDiff& r, const Uses& used) const {
    if (s.every_rule || used.count({s.kind, s.name}) != 0) return true;
    // A field decides which elements there are, whoever reads it.
    const std::size_t dot = s.kind == Shared::stream ? s.name.find('.') : std::string::npos;
    if (dot != std::string::npos && used.count({Shared::stream, s.name.substr(0, dot)}) != 0) return true;
    if (s.kind != Shared::param) return false;
    return (r.old_rule != kNone && names_it(old_, old_rule(r.old_rule), s.name)) ||
           (r.new_rule != kNone && names_it(now_, new_rule(r.new_rule), s.name));
  }

  void touch() {
    std::vector<Uses> used;
    for (const RuleDiff& r : out_.rules) used.push_back(uses(r.old_rule, r.new_rule));
    for (SharedDiff& s : out_.shared) {
      bool matters = false;
      for (std::size_t i = 0; i < out_.rules.size(); ++i) {
        RuleDiff& r = out_.rules[i];
        if (!touches(s, r, used[i])) continue;
        s.rules.push_back(r.name());
        if (!means_the_same(r.verdict)) {
          matters = true;
          if (!s.every_rule && !s.wording) r.through.push_back(s.name);
        }
      }
      switch (s.kind) {
        case Shared::param:
        case Shared::table:
        case Shared::curve:
        case Shared::let:
        case Shared::area: s.wording = !matters; break;  // no rule says anything else for it
        case Shared::header:
        case Shared::levels:
        case Shared::stages:
        case Shared::stage_source:
        case Shared::stream: break;
      }
    }
    // A let is only how something is written.
    out_.shared.erase(std::remove_if(out_.shared.begin(), out_.shared.end(),
                                     [](const SharedDiff& s) { return s.kind == Shared::let && s.wording; }),
                      out_.shared.end());
  }

  const Compiled& old_;
  const Compiled& now_;
  const model::Pack& a_;
  const model::Pack& b_;
  Ground ground_;
  Follows follows_;
  std::vector<Uses> old_uses_, new_uses_;
  std::vector<Match> matches_;
  PackDiff out_;
};

}  // namespace

const char* word(Verdict v) {
  switch (v) {
    case Verdict::added: return "added";
    case Verdict::removed: return "removed";
    case Verdict::tightened: return "tightened";
    case Verdict::loosened: return "loosened";
    case Verdict::changed: return "changed";
    case Verdict::renamed: return "renamed";
    case Verdict::same: return "unchanged";
  }
  return "";
}

const char* word(Effect e) {
  switch (e) {
    case Effect::tighter: return "tighter";
    case Effect::looser: return "looser";
    case Effect::differs: return "differs";
    case Effect::wording: return "wording";
  }
  return "";
}

const char* word(Shared s) {
  switch (s) {
    case Shared::header: return "header";
    case Shared::levels: return "levels";
    case Shared::stages: return "stages";
    case Shared::stage_source: return "stage";
    case Shared::param: return "param";
    case Shared::table: return "table";
    case Shared::stream: return "stream";
    case Shared::curve: return "curve";
    case Shared::let: return "let";
    case Shared::area: return "area";
  }
  return "";
}

bool RuleDiff::reworded() const {
  return (verdict == Verdict::same || verdict == Verdict::renamed) && !clauses.empty();
}

bool PackDiff::same() const {
  return std::all_of(rules.begin(), rules.end(), [](const RuleDiff& r) { return r.verdict == Verdict::same; }) &&
         std::all_of(shared.begin(), shared.end(), [](const SharedDiff& s) { return s.wording; });
}

std::size_t PackDiff::count(Verdict v) const {
  return static_cast<std::size_t>(
      std::count_if(rules.begin(), rules.end(), [v](const RuleDiff& r) { return r.verdict == v; }));
}

PackDiff compare(const Compiled& old, const Compiled& now) { return Comparison(old, now).run(); }

}  // namespace tripline::dsl::diff
