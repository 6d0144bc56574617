// Rules that say the same (L0201), and rules that find nothing which a stricter one does not find (L0202).
//
// A rule is needless beside another where it is at fault only while the other is, not sooner, not graver, with no action of its own, and
// where no rule reads its violations. Two limits of which the looser one is graver are a scale, and meant. The stricter one must not be
// blind where the other is at fault: what it reads beyond that counts for nothing. Cost: rules are compared that are about the same stream
// and subject; one that asks for a single value (zone == core) only with those that ask for the same.
#include <algorithm>
#include <map>
#include <set>

#include "core/phrase.hpp"
#include "core/time.hpp"
#include "dsl/lint/pass.hpp"
#include "dsl/lint/verdict.hpp"

namespace tripline::dsl::lint {
namespace {

using model::DueKind;
using model::RuleKind;

// Pairs of rules that are looked at in one pack; of which rules further ones were left alone, a note says.
constexpr std::size_t kMostPairs = 2'000'000;
constexpr core::Phrase kLeft{
    "{0} and the {1} like it that follow were not compared with all rules that may be stricter: the pack has more than "
    "{2} pairs",
    "{0}及其后同类的 {1} 条规则没有与所有可能更严的规则逐一比较：本规则包中的规则对超过 {2} 个"};
constexpr core::Phrase kLeftHelp{
    "of these rules it is not known whether they are needless; a pack of fewer rules, or two packs, can be looked at "
    "in whole",
    "这些规则是否多余尚不得而知；减少规则数，或拆成两个规则包，即可全部比较"};

// Rules that can stand in for one another: what they find is of the same sort.
enum class Family : std::uint8_t { boundary, duty, raise, warning, assessment };

Family family_of(RuleKind kind) {
  switch (kind) {
    case RuleKind::redline:
    case RuleKind::limit: return Family::boundary;
    case RuleKind::duty: return Family::duty;
    case RuleKind::trigger: return Family::raise;
    case RuleKind::warning: return Family::warning;
    case RuleKind::assessment: return Family::assessment;
  }
  return Family::boundary;
}

std::string maybe(const model::ExprPtr& e) { return e ? key_of(*e) : "-"; }

std::string answers_key(const model::Rule& r) {
  std::string out;
  for (const model::Answer& answer : r.answers) out += std::to_string(answer.stream) + maybe(answer.where) + ",";
  return out;
}

std::string whole_key(const model::Rule& r) {
  std::string out;
  const auto add = [&out](auto value) { out += std::to_string(static_cast<long long>(value)) + " "; };
  add(r.kind);
  add(r.severity);
  for (const int action : r.actions) add(action);
  out += "|";
  add(static_cast<long long>(r.stages));
  add(r.effective_from.value_or(core::kAlways));
  add(r.effective_to.value_or(core::kNever));
  add(r.owner);
  add(r.on);
  for (const model::ExprPtr* e : {&r.when, &r.unless, &r.while_, &r.condition, &r.due.by, &r.score, &r.raise_when})
    out += maybe(*e);
  add(r.every);
  add(r.over);
  for (const model::Grade& grade : r.grades) {
    out += grade.name + (grade.least ? ">=" + key_of(*grade.least) : std::string()) + ",";
  }
  add(r.forbid);
  add(r.span);
  add(r.grace);
  add(r.has_tolerate ? r.tolerate : -1);
  add(r.tolerate_over);
  add(r.near.has_value());
  if (r.near) {
    add(r.near->relative);
    out += std::to_string(r.near->width) + " ";
  }
  out += answers_key(r);
  add(r.due.kind);
  add(r.due.from_span);
  add(r.due.span);
  add(r.due.count);
  add(r.due.period);
  add(r.level);
  add(r.raise_for.value_or(-1));
  out += r.until ? key_of(*r.until) : "-";
  return out;
}

core::Duration delay_of(const model::Rule& r) { return r.has_span ? r.span : r.grace; }

// A rule as a formula: true where it is at fault (or raises, or is owed).
struct Entry {
  const WrittenRule* written = nullptr;
  std::size_t number = 0;
  Formula at_fault = Formula::constant(false);
  std::set<int> known;  // terms that are known wherever it is at fault
  Witness witness;
  std::vector<std::pair<int, Scalar>> pinned;  // terms that must have one value
  const model::Rule& rule() const { return *written->rule; }
};

void pins_of(const Formula& f, std::vector<std::pair<int, Scalar>>& out) {
  if (f.kind == Formula::Kind::atom) {
    if (const Scalar* only = f.allowed.only()) out.emplace_back(f.term, *only);
  }
  if (f.kind != Formula::Kind::all) return;
  for (const Formula& part : f.parts) pins_of(part, out);
}

Formula at_fault(const model::Rule& r, Terms& terms) {
  std::vector<Formula> parts;
  if (r.stages != 0 && !r.stages_filter_members) parts.push_back(terms.in_stages(r.stages));
  if (r.when) parts.push_back(terms.holds(*r.when));
  if (r.unless) parts.push_back(terms.fails(*r.unless));
  if (r.condition) parts.push_back(r.forbid ? terms.holds(*r.condition) : terms.fails(*r.condition));
  return Formula::all(std::move(parts));
}

Formula not_at_fault(const model::Rule& r, Terms& terms) {
  std::vector<Formula> parts;
  if (r.stages != 0 && !r.stages_filter_members) parts.push_back(terms.in_stages(~r.stages));
  if (r.when) parts.push_back(terms.fails(*r.when));
  if (r.unless) parts.push_back(terms.holds(*r.unless));
  if (r.condition) parts.push_back(r.forbid ? terms.fails(*r.condition) : terms.holds(*r.condition));
  return Formula::any(std::move(parts));
}

bool has_params(const model::Rule& r) {
  for (const model::ExprPtr* e : {&r.when, &r.unless, &r.condition}) {
    if (*e && reads_param(**e)) return true;
  }
  return false;
}

class Needless {
 public:
  explicit Needless(Pass& pass)
      : pass_(pass), any_(pass.pack, false), valued_(pass.pack, true), any_terms_(any_), terms_(valued_) {
    for (const model::Rule& rule : pass.pack.rules) {
      if (rule.reads_violation) read_.insert(rule.violation_rules.begin(), rule.violation_rules.end());
    }
  }

  void run() {
    same();
    // What could stand in for one another: family, stream, subject, and what is said about stages of members.
    std::map<std::tuple<Family, int, int, std::uint64_t>, std::vector<Entry>> groups;
    for (std::size_t i = 0; i < pass_.rules.size(); ++i) {
      const model::Rule& r = *pass_.rules[i].rule;
      if (r.while_ || doubles_.count(i) != 0) continue;
      Entry entry;
      entry.written = &pass_.rules[i];
      entry.number = i;
      entry.at_fault = at_fault(r, terms_);
      if (!satisfiable({&entry.at_fault}, terms_, &entry.witness)) continue;  // said by conditions.cpp
      entry.known = known_where_true(entry.at_fault, terms_);
      pins_of(entry.at_fault, entry.pinned);
      groups[{family_of(r.kind), r.on, r.owner, r.stages_filter_members ? r.stages : 0}].push_back(std::move(entry));
    }
    for (auto& [key, entries] : groups) compare(entries);
    if (left_.empty()) return;
    std::sort(left_.begin(), left_.end());
    const WrittenRule& first = pass_.rules[left_.front()];
    pass_
        .add("L0202", first.name_at(),
             core::Text(kLeft, ticked(first.rule->name), std::to_string(left_.size() - 1), std::to_string(kMostPairs)),
             {}, kLeftHelp)
        .severity = core::Severity::note;
  }

 private:
  void same() {
    std::unordered_map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < pass_.rules.size(); ++i) {
      const WrittenRule& written = pass_.rules[i];
      const auto [known, fresh] = first.emplace(whole_key(*written.rule), i);
      if (fresh) continue;
      doubles_.insert(i);
      const WrittenRule& other = pass_.rules[known->second];
      pass_
          .add("L0201", written.name_at(),
               {"this rule says the same as {0}", "此规则与{0}内容相同", ticked(other.rule->name)},
               {"but for its name and its texts", "仅名称和文字不同"},
               {"keep one; `cites` may be repeated", "请只保留一条；`依据`可以写多次"})
          .secondary.push_back({other.name_at(), {"said here first", "首次出现在此处"}});
    }
  }

  void compare(const std::vector<Entry>& entries) {
    std::map<std::pair<int, Scalar>, std::vector<const Entry*>> pinned;
    std::vector<const Entry*> free;
    for (const Entry& e : entries) {
      if (e.pinned.empty())
        free.push_back(&e);
      else
        pinned[e.pinned.front()].push_back(&e);
    }
    for (const Entry& looser : entries) {
      if (looser.rule().near || read_.count(static_cast<int>(looser.number)) != 0) continue;
      if (pairs_ >= kMostPairs) {
        left_.push_back(looser.number);
        continue;
      }
      if (find(looser, free)) continue;
      for (const auto& pin : looser.pinned) {
        const auto same = pinned.find(pin);
        if (same != pinned.end() && find(looser, same->second)) break;
      }
    }
  }

  bool find(const Entry& looser, const std::vector<const Entry*>& candidates) {
    for (const Entry* stricter : candidates) {
      if (stricter == &looser) continue;
      ++pairs_;
      if (refuted(stricter->at_fault, looser.witness, terms_)) continue;
      if (!serves(stricter->rule(), looser.rule())) continue;
      if (!covers(stricter->rule(), looser.at_fault, looser.known, terms_)) continue;
      // Of two that find the same the later one is needless.
      if (looser.number < stricter->number && looser.rule().severity == stricter->rule().severity &&
          covers(looser.rule(), stricter->at_fault, stricter->known, terms_) &&
          serves(looser.rule(), stricter->rule()) && !stricter->rule().near)
        continue;
      say(looser, *stricter);
      return true;
    }
    return false;
  }

  // Wherever that is at fault, this rule is: also where some of what it reads is not known.
  static bool covers(const model::Rule& stricter, const Formula& fault, const std::set<int>& known, Terms& terms) {
    const Formula not_stricter = unless_known(not_at_fault(stricter, terms), known, terms);
    return !satisfiable({&fault, &not_stricter}, terms);
  }

  // But for the conditions: no later, as grave, with all that it does.
  bool serves(const model::Rule& stricter, const model::Rule& looser) const {
    if (stricter.has_tolerate || delay_of(stricter) > delay_of(looser)) return false;
    if (stricter.severity < looser.severity) return false;
    if (stricter.effective_from.value_or(core::kAlways) > looser.effective_from.value_or(core::kAlways)) return false;
    if (stricter.effective_to.value_or(core::kNever) < looser.effective_to.value_or(core::kNever)) return false;
    if (looser.late_judged && !stricter.late_judged) return false;
    const bool acts = std::all_of(looser.actions.begin(), looser.actions.end(), [&](int action) {
      return std::find(stricter.actions.begin(), stricter.actions.end(), action) != stricter.actions.end();
    });
    if (!acts) return false;
    // What begins at an edge of a signal may begin sooner for one condition than for the other, and be over by then.
    const bool on_event = looser.on != model::kNone && !pass_.stream(looser.on).signal;
    switch (looser.kind) {
      case RuleKind::redline:
      case RuleKind::limit:
      case RuleKind::warning: return true;
      case RuleKind::assessment: return false;  // its record is what it is for
      case RuleKind::duty:
        return on_event && stricter.due.from_span == looser.due.from_span && stricter.due.kind == DueKind::within &&
               looser.due.kind == DueKind::within && stricter.due.span <= looser.due.span &&
               answers_key(stricter) == answers_key(looser);
      case RuleKind::trigger:
        if (stricter.until || looser.until || stricter.level < looser.level) return false;
        if (!stricter.raise_for && !looser.raise_for) return true;
        return on_event && stricter.raise_for && looser.raise_for && *stricter.raise_for >= *looser.raise_for;
    }
    return false;
  }

  void say(const Entry& looser, const Entry& stricter) {
    const model::Rule& a = looser.rule();
    const model::Rule& b = stricter.rule();
    const std::string name = ticked(a.name), other = ticked(b.name);
    core::Said message;
    switch (family_of(a.kind)) {
      case Family::boundary:
        message = {"{0} is violated only while {1} is", "{0}被违反时{1}必已被违反", name, other};
        break;
      case Family::duty: message = {"{0} is missed only where {1} is", "{0}逾期时{1}必已逾期", name, other}; break;
      case Family::raise: message = {"{0} raises only while {1} does", "{0}升级时{1}必已升级", name, other}; break;
      case Family::warning: message = {"{0} warns only while {1} does", "{0}预警时{1}必已预警", name, other}; break;
      case Family::assessment: break;
    }
    core::Diagnostic& d =
        pass_.add("L0202", looser.written->name_at(), message, {"this finds nothing further", "此规则查不出更多"},
                  {"take it out, or make it graver if it is meant as a scale", "请删去；若意在分级，请提高其严重程度"});
    d.secondary.push_back(
        {stricter.written->name_at(),
         {"this is at least as strict, as soon and as grave", "此规则至少同样严格、同样及时、同样严重"}});
    const bool cited_there = std::all_of(a.cites.begin(), a.cites.end(), [&](const std::string& text) {
      return std::find(b.cites.begin(), b.cites.end(), text) != b.cites.end();
    });
    if (!cited_there) d.severity = core::Severity::note;  // two texts may each want a record of their own
    if (!has_params(a) && !has_params(b)) return;
    const Formula fault = at_fault(a, any_terms_);
    if (covers(b, fault, known_where_true(fault, any_terms_), any_terms_)) return;
    d.severity = core::Severity::note;
    d.help += core::Said{"\nit is so with the parameters' values as they are; --set can change them",
                         "\n以上就参数的现有取值而言；--set 可以改变参数"};
  }

  Pass& pass_;
  World any_, valued_;
  Terms any_terms_, terms_;
  std::set<int> read_;             // rules whose violations some rule reads
  std::set<std::size_t> doubles_;  // said to be the same as another
  std::size_t pairs_ = 0;
  std::vector<std::size_t> left_;  // rules that were not compared
};

}  // namespace

void find_needless_rules(Pass& pass) { Needless(pass).run(); }

}  // namespace tripline::dsl::lint
