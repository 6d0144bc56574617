// Whose is each rule? See rule_work.hpp.
#include <algorithm>

#include "dsl/check/rule_work.hpp"

#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

class Owners {
 public:
  Owners(Context& c, std::vector<RuleWork>& works) : c_(c), works_(works), work_of_(c.pack.rules.size()) {
    for (std::size_t i = 0; i < works.size(); ++i) work_of_[static_cast<std::size_t>(works[i].entry->index)] = i;
  }

  void run() {
    for (RuleWork& work : works_) direct(work);
    for (RuleWork& work : works_) {
      if (work.owner == RuleWork::Owner::open) by_violations(work);
    }
    for (RuleWork& work : works_) {
      if (work.owner == RuleWork::Owner::known) violation_rules(work);
    }
  }

 private:
  void settle(RuleWork& work, int owner) {
    work.holder.owner = owner;
    work.owner = RuleWork::Owner::known;
    c_.pack.rules[static_cast<std::size_t>(work.entry->index)].owner = owner;
  }

  void direct(RuleWork& work) {
    if (work.per_all) {
      work.holder.per = true;
      settle(work, c_.key_set({}));
      return;
    }
    if (work.per != nullptr) {
      std::vector<std::string> names;
      const bool all = work.per->names.size() == 1 && grammar::spells("all (per)", work.per->names.front().text) &&
                       c_.key_types.count(work.per->names.front().text) == 0;
      for (const ast::Name& name : work.per->names) {
        if (all) break;
        if (c_.key_types.count(name.text) == 0) {
          std::vector<std::string> known{std::string(grammar::word("all (per)", c_.language(name.at)))};
          for (const auto& [key, _] : c_.key_types) known.push_back(key);
          std::sort(known.begin(), known.end());
          Said help = c_.did_you_mean(name.text, known);
          if (help.empty()) help = {"keys and groups of this pack: {0}", "此规则包的主键和所属：{0}", all_of(known)};
          c_.error("E0701", name.at,
                   {"no stream has a key or group {0}", "没有数据流以{0}为主键或所属", ticked(name.text)}, {}, help);
          work.owner = RuleWork::Owner::failed;
          return;
        }
        names.push_back(name.text);
      }
      work.holder.per = true;
      settle(work, c_.key_set(std::move(names)));
      return;
    }
    if (work.holder.on != kNone && work.holder.on != c_.violation) {
      settle(work, c_.streams[static_cast<std::size_t>(work.holder.on)].keys);
      return;
    }
    bool failed = false;
    const int owner = shared_owner(c_, work.holder, work.reads, failed);
    if (failed)
      work.owner = RuleWork::Owner::failed;
    else if (owner != kNone)
      settle(work, owner);
  }

  static bool reads_violation(const Context& c, const RuleWork& work) {
    return std::any_of(work.reads.begin(), work.reads.end(), [&c](const Read& r) { return r.stream == c.violation; });
  }

  std::vector<int> seen_by(const RuleWork& work) const {
    std::set<int> rules;
    for (const Read& read : work.reads) {
      if (read.stream != c_.violation) continue;
      for (const int rule : may_see(c_, read)) rules.insert(rule);
    }
    return {rules.begin(), rules.end()};
  }

  void by_violations(RuleWork& work) {
    if (!reads_violation(c_, work)) {
      if (work.good) {
        c_.error("E0703", work.holder.name_at, {"whose is this rule?", "这条规则属于谁？"},
                 {"it reads no stream", "它没有读取数据流"},
                 {"say what is judged: on Motion, or whose it is: per vehicle, per all",
                  "请写明判定的对象：`对 运行状态`，或写明属于谁：`按 车辆`、`按 全体`"});
      }
      work.owner = RuleWork::Owner::failed;
      return;
    }
    work.owner = RuleWork::Owner::asked;
    int owner = kNone;
    bool agreed = true, failed = false;
    for (const int rule : seen_by(work)) {
      RuleWork& other = works_[work_of_[static_cast<std::size_t>(rule)]];
      if (&other == &work) continue;
      if (other.owner == RuleWork::Owner::open) by_violations(other);
      if (other.owner == RuleWork::Owner::failed) failed = true;
      if (other.owner != RuleWork::Owner::known) {
        agreed = agreed && other.owner == RuleWork::Owner::failed;
        continue;
      }
      if (owner != kNone && owner != other.holder.owner) agreed = false;
      owner = other.holder.owner;
    }
    if (agreed && owner != kNone) {
      settle(work, owner);
      return;
    }
    work.owner = RuleWork::Owner::failed;
    if (failed) return;
    c_.error(
        "E0703", work.holder.name_at, {"whose is this rule?", "这条规则属于谁？"},
        {"the rules whose violations it reads are not all kept by the same keys", "它所读取违规的各规则，主键不尽相同"},
        {"say it: per vehicle, or per all", "请写明：`按 车辆`，或`按 全体`"});
  }

  // Rules whose violations carry the keys that this one is kept by.
  void violation_rules(RuleWork& work) {
    if (!reads_violation(c_, work)) return;
    const std::vector<std::string>& wanted = c_.pack.key_sets[static_cast<std::size_t>(work.holder.owner)].names;
    for (const int rule : seen_by(work)) {
      const int owner = c_.pack.rules[static_cast<std::size_t>(rule)].owner;
      if (owner == kNone) continue;
      const std::set<std::string>& has = c_.provides[static_cast<std::size_t>(owner)];
      const bool carries =
          std::all_of(wanted.begin(), wanted.end(), [&has](const std::string& name) { return has.count(name) != 0; });
      if (carries) work.holder.violation_rules.push_back(rule);
    }
  }

  Context& c_;
  std::vector<RuleWork>& works_;
  std::vector<std::size_t> work_of_;
};

}  // namespace

void find_owners(Context& c, std::vector<RuleWork>& works) { Owners(c, works).run(); }

}  // namespace tripline::dsl::check
