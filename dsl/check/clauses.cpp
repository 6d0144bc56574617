#include "dsl/check/clauses.hpp"

#include <algorithm>

namespace tripline::dsl::check {
namespace {

using ast::ClauseKind;
using ast::RuleKind;

constexpr unsigned bit(RuleKind k) { return 1u << static_cast<unsigned>(k); }
constexpr unsigned kRedline = bit(RuleKind::redline), kLimit = bit(RuleKind::limit), kDuty = bit(RuleKind::duty),
                   kTrigger = bit(RuleKind::trigger), kWarning = bit(RuleKind::warning),
                   kSandbox = bit(RuleKind::sandbox), kAssessment = bit(RuleKind::assessment);
constexpr unsigned kAll = kRedline | kLimit | kDuty | kTrigger | kWarning | kSandbox | kAssessment;

struct Row {
  ClauseKind kind;
  const char* word;
  unsigned rules;  // the kinds of rule that it belongs in (language.md, section 6)
};

constexpr Row kRows[] = {
    {ClauseKind::title, "title", kAll},
    {ClauseKind::cites, "cites", kAll},
    {ClauseKind::message, "message", kAll},
    {ClauseKind::severity, "severity", kAll},
    {ClauseKind::during, "during", kAll},
    {ClauseKind::per, "per", kAll},
    {ClauseKind::action, "action", kAll},
    {ClauseKind::effective, "effective", kAll},
    {ClauseKind::on, "on", kAll & ~kAssessment},
    {ClauseKind::when, "when", kAll & ~kAssessment},
    {ClauseKind::unless, "unless", kRedline | kLimit | kDuty | kSandbox},
    {ClauseKind::while_, "while", kDuty},
    {ClauseKind::forbid, "forbid", kRedline},
    {ClauseKind::require, "require", kRedline | kLimit | kSandbox},
    {ClauseKind::grace, "grace", kLimit},
    {ClauseKind::tolerate, "tolerate", kLimit},
    {ClauseKind::warn_within, "warn within", kLimit},
    {ClauseKind::expect, "expect", kDuty},
    {ClauseKind::raise, "raise", kTrigger | kAssessment},
    {ClauseKind::period, "period", kSandbox},
    {ClauseKind::hours, "hours", kSandbox},
    {ClauseKind::area, "area", kSandbox},
    {ClauseKind::every_over, "every", kAssessment},
    {ClauseKind::score, "score", kAssessment},
    {ClauseKind::grades, "grades", kAssessment},
};

const Row& row(ClauseKind kind) {
  for (const Row& r : kRows) {
    if (r.kind == kind) return r;
  }
  return kRows[0];
}

std::string with_article(RuleKind kind) {
  return std::string(kind == RuleKind::assessment ? "an " : "a ") + rule_word(kind);
}

}  // namespace

const char* clause_word(ClauseKind kind) { return row(kind).word; }

const char* rule_word(RuleKind kind) {
  switch (kind) {
    case RuleKind::redline: return "redline";
    case RuleKind::limit: return "limit";
    case RuleKind::duty: return "duty";
    case RuleKind::trigger: return "trigger";
    case RuleKind::warning: return "warning";
    case RuleKind::sandbox: return "sandbox";
    case RuleKind::assessment: return "assessment";
  }
  return "";
}

Clauses::Clauses(Context& c, const ast::Rule& rule) {
  for (const ast::Clause& clause : rule.clauses) {
    if ((row(clause.kind).rules & bit(rule.kind)) == 0) {
      misplaced(c, rule, clause);
      continue;
    }
    if (clause.kind == ClauseKind::cites) {
      cites_.push_back(&clause);
      continue;
    }
    if (clause.kind == ClauseKind::require && !clause.names.empty() && rule.kind != RuleKind::sandbox) {
      c.error("E0602", clause.names.front().at, "only a sandbox names its requirements", "",
              "leave out `" + clause.names.front().text + ":`");
    }
    if (clause.kind == ClauseKind::require && rule.kind == RuleKind::sandbox) {
      if (clause.names.empty())
        c.error("E0603", clause.keyword, "a sandbox's requirement needs a name", "it is a red line of its own",
                "write: require fleet_size: …");
      continue;  // several, each a line
    }
    const ast::Clause*& first = first_[static_cast<std::size_t>(clause.kind)];
    if (first != nullptr) {
      std::string help;
      if (clause.kind == ClauseKind::when || clause.kind == ClauseKind::require)
        help = "join the two with `and`, or write a rule for each";
      if (clause.kind == ClauseKind::forbid || clause.kind == ClauseKind::unless)
        help = "join the two with `or`, or write a rule for each";
      c.error("E0601", clause.keyword,
              std::string("`") + row(clause.kind).word + "` stands twice in " + ticked(rule.name.text), "again here",
              help)
          .secondary.push_back({first->keyword, "first here"});
      continue;
    }
    first = &clause;
  }
  lacking(c, rule);
}

void Clauses::misplaced(Context& c, const ast::Rule& rule, const ast::Clause& clause) {
  std::string help;
  if (clause.kind == ClauseKind::tolerate && rule.kind == RuleKind::redline) {
    c.error("E0604", clause.keyword, "a red line has no tolerance", "it forbids, at once",
            "write a `limit` if some breaches are to be tolerated");
    return;
  }
  if (clause.kind == ClauseKind::forbid && rule.kind == RuleKind::limit)
    help = "a limit says what it requires: require not (…)";
  if (clause.kind == ClauseKind::grace && rule.kind == RuleKind::redline)
    help = "in a redline a length of time stands in: forbid C for 3 s";
  if (clause.kind == ClauseKind::unless && (rule.kind == RuleKind::trigger || rule.kind == RuleKind::warning))
    help = std::string("a ") + rule_word(rule.kind) + "'s exception is part of its `when`: when C and not D";
  if (clause.kind == ClauseKind::when && rule.kind == RuleKind::assessment)
    help = "what it counts is chosen in its aggregates: count(Stream where c)";
  if (help.empty()) {
    std::vector<std::string> kinds;
    for (const RuleKind kind : {RuleKind::redline, RuleKind::limit, RuleKind::duty, RuleKind::trigger,
                                RuleKind::warning, RuleKind::sandbox, RuleKind::assessment}) {
      if (row(clause.kind).rules & bit(kind)) kinds.push_back(with_article(kind));
    }
    help = std::string("`") + row(clause.kind).word + "` belongs in " + listed(kinds, "or");
  }
  c.error("E0602", clause.keyword,
          std::string("`") + row(clause.kind).word + "` has no meaning in " + with_article(rule.kind), "", help);
}

void Clauses::lacking(Context& c, const ast::Rule& rule) {
  const auto need = [&](const std::string& what, const std::string& help) {
    c.error("E0603", rule.name.at, with_article(rule.kind) + " needs " + what, "", help);
  };
  switch (rule.kind) {
    case RuleKind::redline:
      if (get(ClauseKind::forbid) && get(ClauseKind::require)) {
        c.error("E0601", get(ClauseKind::require)->keyword, "a redline forbids or requires, not both",
                "and here it requires", "write a rule for each")
            .secondary.push_back({get(ClauseKind::forbid)->keyword, "here it forbids"});
      } else if (!get(ClauseKind::forbid) && !get(ClauseKind::require)) {
        need("`forbid` or `require`", "say what is forbidden: forbid speed > 60 km/h");
      }
      break;
    case RuleKind::limit:
      if (!get(ClauseKind::require)) need("`require`", "say what is required: require speed <= 40 km/h");
      break;
    case RuleKind::duty:
      if (!get(ClauseKind::expect)) {
        need("`expect`", "say what is owed, and by when: expect Report within 24 h");
      } else if (!get(ClauseKind::on) && get(ClauseKind::expect)->due &&
                 get(ClauseKind::expect)->due->kind != ast::DueKind::every) {
        need("`on`", "say after what it is owed: on Collision");
      }
      break;
    case RuleKind::trigger:
      if (!get(ClauseKind::raise)) need("`raise`", "say to which level: raise to restricted");
      if (!get(ClauseKind::when) && !get(ClauseKind::on))
        need("`when`, or `on` an event", "say when it raises: when count(HardBrake) over 10 min >= 3");
      break;
    case RuleKind::warning:
      if (!get(ClauseKind::when) && !get(ClauseKind::on))
        need("`when`, or `on` an event", "say what it warns of: when avg(speed) over 10 min > 50 km/h");
      break;
    case RuleKind::sandbox:
      if (!get(ClauseKind::on)) need("`on`", "say what is judged: on Motion");
      if (std::none_of(rule.clauses.begin(), rule.clauses.end(), [](const ast::Clause& clause) {
            return clause.kind == ClauseKind::period || clause.kind == ClauseKind::hours ||
                   clause.kind == ClauseKind::area || clause.kind == ClauseKind::require;
          }))
        need("a line: `period`, `hours`, `area` or `require`", "say what bounds the trial: hours 07:00 .. 22:00");
      break;
    case RuleKind::assessment:
      if (!get(ClauseKind::every_over)) need("`every … over …`", "say when, and over which time: every 1 d over 30 d");
      if (!get(ClauseKind::score)) need("`score`", "say what is scored: score 100 - count(HardBrake)");
      break;
  }
}

}  // namespace tripline::dsl::check
