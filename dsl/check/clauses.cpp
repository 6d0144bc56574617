#include "dsl/check/clauses.hpp"

#include <algorithm>

#include "dsl/grammar/keywords.hpp"

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
  const char* word;  // the id of its keyword
  unsigned rules;    // the kinds of rule that it belongs in (language.md, section 6)
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
    {ClauseKind::warn_within, "warn", kLimit},
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

Said with_article(RuleKind kind) {
  if (kind == RuleKind::assessment) return {"an {0}", "{0}", rule_word(kind)};
  return {"a {0}", "{0}", rule_word(kind)};
}

}  // namespace

Text clause_word(ClauseKind kind) {
  if (kind == ClauseKind::warn_within) return Phrase{"warn within", "临近"};
  return grammar::keyword(row(kind).word);
}

Text rule_word(RuleKind kind) {
  switch (kind) {
    case RuleKind::redline: return grammar::keyword("redline");
    case RuleKind::limit: return grammar::keyword("limit");
    case RuleKind::duty: return grammar::keyword("duty");
    case RuleKind::trigger: return grammar::keyword("trigger");
    case RuleKind::warning: return grammar::keyword("warning");
    case RuleKind::sandbox: return grammar::keyword("sandbox");
    case RuleKind::assessment: return grammar::keyword("assessment");
  }
  return {};
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
      c.error("E0602", clause.names.front().at, {"only a sandbox names its requirements", "只有沙盒为各项要求命名"}, {},
              {"leave out `{0}:`", "请删去`{0}：`", clause.names.front().text});
    }
    if (clause.kind == ClauseKind::require && rule.kind == RuleKind::sandbox) {
      if (clause.names.empty())
        c.error("E0603", clause.keyword, {"a sandbox's requirement needs a name", "沙盒的要求须有名称"},
                {"it is a red line of its own", "它自成一条红线"},
                {"write: require fleet_size: …", "请写：`应当 〈名称〉：…`"});
      continue;  // several, each a line
    }
    const ast::Clause*& first = first_[static_cast<std::size_t>(clause.kind)];
    if (first != nullptr) {
      Said help;
      if (clause.kind == ClauseKind::when || clause.kind == ClauseKind::require)
        help = {"join the two with `and`, or write a rule for each", "请用`且`合并，或分写为两条规则"};
      if (clause.kind == ClauseKind::forbid || clause.kind == ClauseKind::unless)
        help = {"join the two with `or`, or write a rule for each", "请用`或`合并，或分写为两条规则"};
      c.error("E0601", clause.keyword,
              {"`{0}` stands twice in {1}", "{1}中写了两次`{0}`", clause_word(clause.kind), ticked(rule.name.text)},
              {"again here", "此处重复"}, help)
          .secondary.push_back({first->keyword, {"first here", "首次出现在此处"}});
      continue;
    }
    first = &clause;
  }
  lacking(c, rule);
}

void Clauses::misplaced(Context& c, const ast::Rule& rule, const ast::Clause& clause) {
  Said help;
  if (clause.kind == ClauseKind::tolerate && rule.kind == RuleKind::redline) {
    c.error("E0604", clause.keyword, {"a red line has no tolerance", "红线没有容许"},
            {"it forbids, at once", "红线一经触犯即违规"},
            {"write a `limit` if some breaches are to be tolerated", "若容许若干次越限，请改写为`限值`"});
    return;
  }
  if (clause.kind == ClauseKind::forbid && rule.kind == RuleKind::limit)
    help = {"a limit says what it requires: require not (…)", "限值写明应当如何：`应当 非（…）`"};
  if (clause.kind == ClauseKind::grace && rule.kind == RuleKind::redline)
    help = {"in a redline a length of time stands in: forbid C for 3 s", "红线中的时长写在：`禁止 C 持续 3 秒`"};
  if (clause.kind == ClauseKind::unless && (rule.kind == RuleKind::trigger || rule.kind == RuleKind::warning))
    help = {"a {0}'s exception is part of its `when`: when C and not D", "{0}的除外情形写在`当`中：`当 C 且 非 D`",
            rule_word(rule.kind)};
  if (clause.kind == ClauseKind::when && rule.kind == RuleKind::assessment)
    help = {"what it counts is chosen in its aggregates: count(Stream where c)",
            "统计哪些数据写在统计函数中：`次数（〈数据流〉 其中 〈条件〉）`"};
  if (help.empty()) {
    std::vector<Text> kinds;
    for (const RuleKind kind : {RuleKind::redline, RuleKind::limit, RuleKind::duty, RuleKind::trigger,
                                RuleKind::warning, RuleKind::sandbox, RuleKind::assessment}) {
      if (row(clause.kind).rules & bit(kind)) kinds.push_back(with_article(kind));
    }
    help = {"`{0}` belongs in {1}", "`{0}`用于{1}", clause_word(clause.kind), core::listed(kinds, core::Joint::either)};
  }
  c.error("E0602", clause.keyword,
          {"`{0}` has no meaning in {1}", "`{0}`在{1}中没有意义", clause_word(clause.kind), with_article(rule.kind)},
          {}, help);
}

void Clauses::lacking(Context& c, const ast::Rule& rule) {
  const auto need = [&](const Said& what, const Said& help) {
    c.error("E0603", rule.name.at, {"{0} needs {1}", "{0}须写明{1}", with_article(rule.kind), what}, {}, help);
  };
  switch (rule.kind) {
    case RuleKind::redline:
      if (get(ClauseKind::forbid) && get(ClauseKind::require)) {
        c.error("E0601", get(ClauseKind::require)->keyword,
                {"a redline forbids or requires, not both", "一条红线要么禁止，要么要求，不能兼有"},
                {"and here it requires", "此处又作要求"}, {"write a rule for each", "请分写为两条规则"})
            .secondary.push_back({get(ClauseKind::forbid)->keyword, {"here it forbids", "此处作禁止"}});
      } else if (!get(ClauseKind::forbid) && !get(ClauseKind::require)) {
        need({"`forbid` or `require`", "`禁止`或`应当`"},
             {"say what is forbidden: forbid speed > 60 km/h", "请写明禁止什么：`禁止 速度 > 60 公里/小时`"});
      }
      break;
    case RuleKind::limit:
      if (!get(ClauseKind::require))
        need({"`require`", "`应当`"},
             {"say what is required: require speed <= 40 km/h", "请写明要求什么：`应当 速度 ≤ 40 公里/小时`"});
      break;
    case RuleKind::duty:
      if (!get(ClauseKind::expect)) {
        need({"`expect`", "`应有`"}, {"say what is owed, and by when: expect Report within 24 h",
                                      "请写明应履行什么、期限多长：`应有 报告 限期 24 小时`"});
      } else if (!get(ClauseKind::on) && get(ClauseKind::expect)->due &&
                 get(ClauseKind::expect)->due->kind != ast::DueKind::every) {
        need({"`on`", "`对`"}, {"say after what it is owed: on Collision", "请写明因何而产生：`对 碰撞`"});
      }
      break;
    case RuleKind::trigger:
      if (!get(ClauseKind::raise))
        need({"`raise`", "`升至`"}, {"say to which level: raise to restricted", "请写明升至哪一级别：`升至 限制`"});
      if (!get(ClauseKind::when) && !get(ClauseKind::on))
        need({"`when`, or `on` an event", "`当`，或以`对`指定事件"},
             {"say when it raises: when count(HardBrake) over 10 min >= 3",
              "请写明何时升级：`当 次数（急刹车）近 10 分钟 ≥ 3`"});
      break;
    case RuleKind::warning:
      if (!get(ClauseKind::when) && !get(ClauseKind::on))
        need({"`when`, or `on` an event", "`当`，或以`对`指定事件"},
             {"say what it warns of: when avg(speed) over 10 min > 50 km/h",
              "请写明对何种情形预警：`当 均值（速度）近 10 分钟 > 50 公里/小时`"});
      break;
    case RuleKind::sandbox:
      if (!get(ClauseKind::on))
        need({"`on`", "`对`"}, {"say what is judged: on Motion", "请写明判定的对象：`对 运行状态`"});
      if (std::none_of(rule.clauses.begin(), rule.clauses.end(), [](const ast::Clause& clause) {
            return clause.kind == ClauseKind::period || clause.kind == ClauseKind::hours ||
                   clause.kind == ClauseKind::area || clause.kind == ClauseKind::require;
          }))
        need({"a line: `period`, `hours`, `area` or `require`", "至少一项：`试点期`、`时段`、`范围`或`应当`"},
             {"say what bounds the trial: hours 07:00 .. 22:00", "请写明试点的边界：`时段 07:00 .. 22:00`"});
      break;
    case RuleKind::assessment:
      if (!get(ClauseKind::every_over))
        need({"`every … over …`", "`每 … 近 …`"}, {"say when, and over which time: every 1 d over 30 d",
                                                   "请写明何时评估、评估多长时间：`每 1 天 近 30 天`"});
      if (!get(ClauseKind::score))
        need({"`score`", "`得分`"},
             {"say what is scored: score 100 - count(HardBrake)", "请写明如何计分：`得分 100 - 次数（急刹车）`"});
      break;
  }
}

}  // namespace tripline::dsl::check
