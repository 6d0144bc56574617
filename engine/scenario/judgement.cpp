#include "engine/scenario/judgement.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/run/wording.hpp"

namespace tripline::engine {

using core::Time;
using model::Outcome;

namespace {

constexpr std::size_t kMostFound = 5;

class Judge {
 public:
  Judge(std::vector<Happening>& happenings, const Program& program, Time end)
      : happenings_(happenings),
        program_(program),
        evaluator_(program),
        wording_(program, evaluator_, core::Language::en, true),
        end_(end) {
    std::map<std::string, int> numbers;
    for (std::size_t i = 0; i < program.pack->rules.size(); ++i)
      numbers.emplace(program.pack->rules[i].name, static_cast<int>(i));
    of_rule_.resize(program.pack->rules.size());
    for (std::size_t h = 0; h < happenings.size(); ++h) {
      const auto rule = numbers.find(happenings[h].rule);
      if (rule != numbers.end()) of_rule_[static_cast<std::size_t>(rule->second)].push_back(h);
    }
  }

  ExpectationResult outcome(const Expected& e) {
    ExpectationResult r{e.what, e.place, e.at, false, 0, {}};
    const std::string whose = subject(*e.what);
    for (const int rule : e.what->rules) {
      if (e.what->outcome == Outcome::open) {
        r.count += open(rule, whose, e.at.value_or(end_), r.found);
        continue;
      }
      for (const std::size_t h : of_rule_[static_cast<std::size_t>(rule)]) {
        Happening& x = happenings_[h];
        if (x.outcome != e.what->outcome) continue;
        const bool meant = (whose.empty() || x.subject_json == whose) && (!e.at || x.at == *e.at);
        if (meant) {
          x.expected = true;
          ++r.count;
        }
        if (r.found.size() < kMostFound) r.found.push_back(x.at);
      }
    }
    r.holds = e.what->times ? r.count == static_cast<std::size_t>(*e.what->times) : r.count > 0;
    if (r.holds) r.found.clear();
    std::sort(r.found.begin(), r.found.end());
    return r;
  }

  // To be asked when all others have been.
  ExpectationResult nothing_else(const Expected& e) {
    ExpectationResult r{e.what, e.place, std::nullopt, false, 0, {}};
    const auto ask = [&](std::size_t h) {
      Happening& x = happenings_[h];
      if (!x.outcome || !is_remarkable(*x.outcome) || x.expected) return;
      x.unexpected = true;
      ++r.count;
      if (r.found.size() < kMostFound) r.found.push_back(x.at);
    };
    if (e.what->rules.empty()) {
      for (std::size_t h = 0; h < happenings_.size(); ++h) ask(h);
    } else {
      for (const int rule : e.what->rules)
        for (const std::size_t h : of_rule_[static_cast<std::size_t>(rule)]) ask(h);
    }
    r.holds = r.count == 0;
    std::sort(r.found.begin(), r.found.end());
    return r;
  }

 private:
  // As records name it; empty: any.
  std::string subject(const model::Expectation& e) {
    if (e.subject.empty()) return {};
    const model::Rule& rule = program_.pack->rules[static_cast<std::size_t>(e.rules.front())];
    Subject s;
    s.space = static_cast<std::uint32_t>(program_.space_of_key_set[static_cast<std::size_t>(rule.owner)]);
    for (const auto& [name, value] : e.subject) s.names.push_back(to_value(value));
    return nlohmann::json::parse(wording_.subject(s).canonical()).dump();
  }

  // How many duties of the rule are owed at `t`, what happens at that instant included.
  std::size_t open(int rule, const std::string& whose, Time t, std::vector<Time>& opened) {
    const bool every = program_.pack->rules[static_cast<std::size_t>(rule)].due.kind == model::DueKind::every;
    std::map<std::string, bool> owed;  // by episode
    for (const std::size_t h : of_rule_[static_cast<std::size_t>(rule)]) {
      Happening& x = happenings_[h];
      if (!whose.empty() && x.subject_json != whose) continue;
      if (x.outcome == Outcome::open && opened.size() < kMostFound) opened.push_back(x.at);
      if (x.at > t) continue;
      if (x.outcome == Outcome::open) {
        owed[x.episode] = true;
        x.expected = true;
      } else if (x.outcome == Outcome::met || x.outcome == Outcome::missed || x.outcome == Outcome::excused) {
        owed[x.episode] = false;
      } else if (x.outcome == Outcome::cured && every) {
        owed[x.episode] = true;
      }
    }
    return static_cast<std::size_t>(std::count_if(owed.begin(), owed.end(), [](const auto& o) { return o.second; }));
  }

  std::vector<Happening>& happenings_;
  const Program& program_;
  Evaluator evaluator_;
  Wording wording_;
  Time end_;
  std::vector<std::vector<std::size_t>> of_rule_;
};

}  // namespace

std::vector<ExpectationResult> judge(const std::vector<Expected>& expectations, std::vector<Happening>& happenings,
                                     const Program& program, Time end) {
  Judge judge(happenings, program, end);
  std::vector<ExpectationResult> results(expectations.size());
  for (const bool nothing_else : {false, true}) {
    for (std::size_t i = 0; i < expectations.size(); ++i) {
      if (expectations[i].what->nothing_else != nothing_else) continue;
      results[i] = nothing_else ? judge.nothing_else(expectations[i]) : judge.outcome(expectations[i]);
    }
  }
  return results;
}

}  // namespace tripline::engine
