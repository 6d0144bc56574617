// What does a rule say? Its clauses lowered to model::Rule.
#include <set>

#include "core/decimal.hpp"
#include "dsl/check/clauses.hpp"
#include "dsl/check/due.hpp"
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/near.hpp"
#include "dsl/check/rule_work.hpp"
#include "dsl/check/sandbox.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using ast::ClauseKind;
using model::Access;
using model::Op;
using model::RuleKind;
using model::TypeKind;

class Lower {
 public:
  Lower(Context& c, RuleWork& work)
      : c_(c),
        work_(work),
        tree_(*work.entry->tree),
        rule_(c.pack.rules[static_cast<std::size_t>(work.entry->index)]),
        clauses_(c, tree_) {}

  void run() {
    common();
    on();
    if (tree_.kind == ast::RuleKind::sandbox) {
      sandbox();
    } else {
      conditions();
      switch (rule_.kind) {
        case RuleKind::redline: redline(); break;
        case RuleKind::limit: limit(); break;
        case RuleKind::duty: duty(); break;
        case RuleKind::trigger: trigger(); break;
        case RuleKind::warning: warning(); break;
        case RuleKind::assessment: assessment(); break;
      }
    }
    collect();
  }

 private:
  const ast::Clause* get(ClauseKind kind) const { return clauses_.get(kind); }
  bool on_event() const { return rule_.on != kNone && !c_.pack.streams[static_cast<std::size_t>(rule_.on)].signal; }
  bool on_signal() const { return rule_.on != kNone && c_.pack.streams[static_cast<std::size_t>(rule_.on)].signal; }

  void common() {
    static const model::Weight kDefaults[] = {model::Weight::critical, model::Weight::major, model::Weight::major,
                                              model::Weight::info,     model::Weight::info,  model::Weight::info};
    rule_.severity = kDefaults[static_cast<std::size_t>(rule_.kind)];
    if (const auto* x = get(ClauseKind::title); x && x->text) {
      c_.bound(*x->text, kMostTitleBytes, {"title", "名称"});
      rule_.title = x->text->value;
    }
    std::size_t left = kMostCitesBytes;
    for (const ast::Clause* x : clauses_.cites()) {
      if (!x->text) continue;
      constexpr std::size_t kAround = 4;  // quotes and comma in the record
      if (x->text->value.size() + kAround > left) {
        c_.error("E0104", x->text->at,
                 {"what this rule cites is longer than 4,000 bytes together", "此规则的依据合计超过 4000 字节"}, {},
                 {"it stands in every record of the rule: name documents and clauses rather than quoting them",
                  "它写入此规则的每条记录：请写明文件名称和条款号，不要照录原文"});
        break;
      }
      left -= x->text->value.size() + kAround;
      rule_.cites.push_back(x->text->value);
    }
    if (const auto* x = get(ClauseKind::message); x && x->text) {
      c_.bound(*x->text, kMostMessageBytes, {"message", "说明"});
      rule_.message = x->text->value;
      work_.message = x;
    }
    if (const auto* x = get(ClauseKind::severity); x && !x->names.empty()) {
      const int severity = member_number(c_, c_.severity_enum, x->names.front().text);
      if (severity == kNone) {
        c_.error("E0116", x->names.front().at,
                 {"there is no severity {0}", "没有严重程度{0}", ticked(x->names.front().text)}, {},
                 {"one of: info, minor, major or critical", "可选：`提示`、`轻微`、`严重`或`重大`"});
      } else {
        rule_.severity = static_cast<model::Weight>(severity);
      }
    }
    if (const auto* x = get(ClauseKind::action)) {
      for (const ast::Name& name : x->names) {
        const int index = word(name, c_.action_numbers, c_.pack.actions, "action");
        if (index != kNone) rule_.actions.push_back(index);
      }
    }
    if (const auto* x = get(ClauseKind::during)) during(*x);
    if (const auto* x = get(ClauseKind::effective)) effective(*x);
    work_.per = get(ClauseKind::per);
  }

  int word(const ast::Name& name, const std::unordered_map<std::string, int>& numbers,
           const std::vector<std::string>& all, std::string_view id) {
    const auto found = numbers.find(name.text);
    if (found != numbers.end()) return found->second;
    Said help = c_.did_you_mean(name.text, all);
    const bool action = id == "action";
    const Text what = id == "stage" ? Phrase{"stage", "阶段"}
                      : action      ? Phrase{"action", "处置措施"}
                                    : Phrase{"level", "监管等级"};
    if (help.empty()) {
      const Text list = grammar::keyword(std::string(id) + "s");
      help = all.empty() ? Said{"declare it: {0} {1}", "请声明：`{0} {1}`", list, name.text}
                         : Said{"declared: {0}", "已声明：{0}", all_of(all)};
    }
    c_.error("E0116", name.at, {"there is no {0} {1}", "没有{0}{1}", what, ticked(name.text)}, {}, help);
    return kNone;
  }

  void during(const ast::Clause& clause) {
    if (c_.stage_from == nullptr) {
      c_.error(
          "E0606", clause.keyword, {"it is not said where a subject's stage stands", "没有写明主体所处阶段取自何处"},
          {},
          {"declare it: stage from TABLE.FIELD else STAGE", "请声明：`所处阶段 取自 〈台账〉.〈字段〉 缺省 〈阶段〉`"});
    }
    for (const ast::Name& name : clause.names) {
      const int stage = word(name, c_.stage_numbers, c_.pack.stages, "stage");
      if (stage != kNone && stage < 64) rule_.stages |= std::uint64_t{1} << static_cast<unsigned>(stage);
    }
  }

  void effective(const ast::Clause& clause) {
    const auto instant = [&](const ast::Instant& tree, bool end) -> std::optional<core::Time> {
      const std::optional<Literal> literal = read_instant(c_, tree);
      if (!literal) return std::nullopt;
      const std::int64_t v = std::get<std::int64_t>(literal->value.value);
      if (literal->type.kind == TypeKind::time) return v;
      return c_.pack.zone.midnight(static_cast<core::Day>(v + (end ? 1 : 0)));
    };
    if (clause.from) rule_.effective_from = instant(*clause.from, false);
    if (clause.to) rule_.effective_to = instant(*clause.to, true);
    if (rule_.effective_from && rule_.effective_to && *rule_.effective_from >= *rule_.effective_to) {
      c_.error("E0217", clause.at, {"this rule is never in force", "此规则从不生效"},
               {"the end is not after the beginning", "结束不晚于开始"});
    }
  }

  int stream(const ast::Name& name) {
    const auto symbol = c_.symbols.find(name.text);
    if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) return symbol->second.index;
    std::vector<std::string> names;
    for (const model::Stream& s : c_.pack.streams) names.push_back(s.name);
    c_.error("E0108", name.at, {"there is no stream {0}", "没有数据流{0}", ticked(name.text)},
             symbol != c_.symbols.end() ? Said{"this is none", "这不是数据流"} : Said(),
             c_.did_you_mean(name.text, names));
    return kNone;
  }

  void on() {
    const ast::Clause* clause = get(ClauseKind::on);
    on_lost_ = clause != nullptr;
    if (clause != nullptr && !clause->names.empty()) {
      rule_.on = stream(clause->names[0]);
      on_lost_ = rule_.on == kNone;
      scope_.on_name_at = clause->names[0].at;
      if (clause->names.size() > 1) {
        const ast::Name& as_name = clause->names[1];
        if (is_builtin(as_name.text))
          c_.error("E0114", as_name.at, {"{0} is built in", "{0}是内置名称", ticked(as_name.text)}, {},
                   {"choose another name", "请改用其他名称"});
        else
          rule_.on_name = as_name.text;
      }
    }
    const ast::Clause* expect = get(ClauseKind::expect);
    if (clause == nullptr && expect && expect->due && expect->due->kind == ast::DueKind::every &&
        !expect->answers.empty()) {
      // A duty at a pace, said without `on`, begins with what it expects.
      const auto symbol = c_.symbols.find(expect->answers.front().stream.text);
      if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) rule_.on = symbol->second.index;
    }
    scope_.on = rule_.on;
    scope_.on_name = rule_.on_name;
    scope_.now_anywhere = on_event();
    scope_.raised = rule_.kind == RuleKind::trigger;
    work_.holder.on = rule_.on;
  }

  // An expression of the rule, where `on` is known: without it every name would be reported once more.
  ExprPtr ask(const ast::Clause* clause, bool with_when) {
    if (clause == nullptr || on_lost_) return nullptr;
    Checker checker(c_, scope_);
    if (with_when) checker.set_facts(work_.known);
    return checker.condition(clause->expr.get());
  }

  void conditions() {
    if (const ast::Clause* clause = get(ClauseKind::when); clause != nullptr && !on_lost_) {
      Checker checker(c_, scope_);
      rule_.when = checker.condition(clause->expr.get());
      const bool guards = rule_.kind != RuleKind::trigger && rule_.kind != RuleKind::warning;
      if (rule_.when && guards) checker.assume(*rule_.when);
      work_.known = checker.facts();
      if (clause->span) {
        if (guards) {
          c_.error("E0602", clause->span->at,
                   {"only the `when` of a trigger or a warning takes `for`", "只有触发或预警的`当`才能带`持续`"}, {},
                   {"write it in the condition: when held(C, 10 s)", "请写在条件中：`当 保持（C，10 秒）`"});
        } else if (on_event()) {
          point(clause->span->at);
        } else if (const auto d = read_span(c_, *clause->span)) {
          rule_.span = *d;
          rule_.has_span = true;
        }
      }
    }
    rule_.unless = ask(get(ClauseKind::unless), true);
    rule_.while_ = ask(get(ClauseKind::while_), false);
  }

  void point(Range at) {
    c_.error("E0607", at, {"an event is a point in time: nothing of it lasts", "事件只是一个时点，无所谓持续"},
             {"this is judged once for each {0}", "每条{0}各判定一次",
              ticked(c_.pack.streams[static_cast<std::size_t>(rule_.on)].name)},
             {"judge a signal, or leave this out", "请改为判定状态，或删去此处"});
  }

  void redline() {
    if (const ast::Clause* clause = get(ClauseKind::forbid)) {
      rule_.forbid = true;
      rule_.condition = ask(clause, true);
      if (clause->span && on_event()) {
        point(clause->span->at);
      } else if (clause->span) {
        if (const auto d = read_span(c_, *clause->span)) {
          rule_.span = *d;
          rule_.has_span = true;
        }
      }
    } else {
      rule_.condition = ask(get(ClauseKind::require), true);
    }
  }

  void limit() {
    const ast::Clause* require = get(ClauseKind::require);
    rule_.condition = ask(require, true);
    if (const ast::Clause* clause = get(ClauseKind::grace); clause && clause->span) {
      if (on_event())
        point(clause->at);
      else if (const auto d = read_span(c_, *clause->span))
        rule_.grace = *d;
    }
    if (const ast::Clause* clause = get(ClauseKind::tolerate); clause && clause->span) {
      const auto count = read_count(c_, clause->count, 1, 1'000'000);
      const auto over = read_span(c_, *clause->span);
      if (count && over) {
        rule_.has_tolerate = true;
        rule_.tolerate = *count;
        rule_.tolerate_over = *over;
      }
    }
    if (const ast::Clause* clause = get(ClauseKind::warn_within); clause && rule_.condition) {
      rule_.near = lower_near(c_, clause->quantity, *rule_.condition);
    }
  }

  void duty() {
    const ast::Clause* expect = get(ClauseKind::expect);
    if (expect == nullptr) return;
    const bool every = expect->due && expect->due->kind == ast::DueKind::every;
    if (on_signal() && !every && !get(ClauseKind::when) && !get(ClauseKind::while_)) {
      c_.error("E0605", tree_.name.at, {"a duty on a signal needs `when` or `while`", "对状态的义务须写`当`或`期间`"},
               {"it is owed from the moment that this becomes true", "自该条件成立之时起须履行"},
               {"say when it is owed: when driving_itself", "请写明何时须履行：`当 自动驾驶`"});
    }
    // What `when` says of the element that opens the duty holds for it later, too.
    std::vector<Fact> opener;
    for (const Fact& fact : work_.known) {
      if (fact.op == Op::field && fact.access == Access::on)
        opener.push_back({fact.op, Access::opener, fact.stream, fact.index, fact.member});
    }
    for (const ast::Selection& selection : expect->answers) {
      const int answering = stream(selection.stream);
      if (answering == kNone) continue;
      if (answering == c_.violation) {
        c_.error("E0510", selection.at, {"a violation answers no duty", "违规不能作为义务的履行"});
        continue;
      }
      model::Answer answer;
      answer.stream = answering;
      if (selection.where && !on_lost_) {
        Scope scope = scope_;
        scope.selected = answering;
        scope.on_access = Access::opener;
        Checker checker(c_, scope);
        checker.set_facts(opener);
        answer.where = checker.condition(selection.where.get());
      }
      work_.reads.push_back({Read::Kind::answer, answering, selection.at, nullptr, Access::element});
      answers_at_.push_back(selection.at);
      rule_.answers.push_back(std::move(answer));
    }
    if (expect->due) lower_due(c_, on_lost_ ? nullptr : &scope_, work_.known, *expect->due, rule_.due);
  }

  // Its `when` is the condition itself: a line that is crossed where it is true.
  void warning() {
    if (on_signal() && !get(ClauseKind::when)) {
      c_.error("E0603", tree_.name.at, {"a warning on a signal needs `when`", "对状态的预警须写`当`"}, {},
               {"say what it warns of: when speed > 50 km/h", "请写明对何种情形预警：`当 速度 > 50 公里/小时`"});
    }
    rule_.forbid = true;
    rule_.condition = std::move(rule_.when);
  }

  void sandbox() {
    const ast::Clause* line = work_.entry->line;
    if (line == nullptr) return;
    if (line->kind != ClauseKind::require) {
      conditions();
      if (!on_lost_ && rule_.on != kNone) rule_.condition = sandbox_bound(c_, scope_, work_.known, *line);
      return;
    }
    // What is required of the trial as a whole has no element of its own: names of one it may show only alone.
    const bool sampled = get(ClauseKind::period) || get(ClauseKind::hours) || get(ClauseKind::area);
    if (sampled && rule_.message.find('{') != std::string::npos) {
      rule_.message.clear();
      work_.message = nullptr;
    }
    work_.per_all = true;
    if (on_lost_ || scope_.on == kNone) return;
    const Given given = sandbox_given(c_, clauses_, scope_);
    Scope scope = scope_;
    scope.on_name.clear();
    scope.now_anywhere = false;
    scope.given = &given;
    rule_.condition = Checker(c_, scope).condition(line->expr.get());
    if (on_event()) {  // a state, whatever the sandbox is on
      rule_.on = kNone;
      work_.holder.on = kNone;
    }
  }

  void assessment() {
    const ast::Clause* pace = get(ClauseKind::every_over);
    if (pace == nullptr || !pace->span || !pace->over) return;
    const auto every = read_span(c_, *pace->span), over = read_span(c_, *pace->over);
    if (every && *every < core::kSecond) {
      c_.error("E0615", pace->span->at, {"an assessment is made once a second at most", "评估最多每秒一次"}, {},
               {"write: every 1 d over 30 d", "请写：`每 1 天 近 30 天`"});
    }
    if (!every || !over) return;
    rule_.every = *every;
    rule_.over = *over;
    const ast::Clause* score = get(ClauseKind::score);
    if (score == nullptr) return;
    Given given;
    given.clause = {"the assessment's `over`", "评估的`近`"};
    given.kind = model::WindowKind::over;
    given.to = *over;
    Scope scope = scope_;
    scope.given = &given;
    rule_.score = Checker(c_, scope).value(score->expr.get());
    if (!rule_.score) return;
    if (!is_numeric(rule_.score->type)) {
      c_.error("E0201", rule_.score->at, {"a score is a number or a quantity", "得分须为数值或带单位的量"},
               {"this is {0}", "这是{0}", describe(c_, rule_.score->type)});
      return;
    }
    if (const ast::Clause* clause = get(ClauseKind::grades)) grades(*clause);
    const ast::Clause* raise = get(ClauseKind::raise);
    if (raise == nullptr) return;
    if (!raise->names.empty()) rule_.level = word(raise->names.front(), c_.level_numbers, c_.pack.levels, "level");
    Scope asked = scope_;
    asked.score = rule_.score->type;
    rule_.raise_when = Checker(c_, asked).condition(raise->expr.get());
  }

  void grades(const ast::Clause& clause) {
    std::set<std::string> seen;
    for (const ast::Grade& tree : clause.grades) {
      model::Grade grade;
      grade.name = tree.name.text;
      if (!seen.insert(grade.name).second)
        c_.error("E0614", tree.name.at, {"the grade {0} stands twice", "等级{0}写了两次", ticked(grade.name)},
                 {"again here", "此处重复"});
      if (!rule_.grades.empty() && !rule_.grades.back().least) {
        c_.error("E0614", tree.name.at, {"this grade is never given", "此等级永远不会给出"},
                 {"the one before it takes whatever is left", "前一等级已包含其余所有情形"},
                 {"a grade without `>=` stands last", "不带`≥`的等级须写在最后"});
        return;
      }
      if (tree.least) {
        grade.least = reached(*tree.least);
        if (!grade.least) return;
        if (!rule_.grades.empty() && !(as_number(*grade.least) < as_number(*rule_.grades.back().least))) {
          c_.error("E0614", tree.least->at, {"grades stand from the best down", "等级须由高到低排列"},
                   {"this is not below the one before it", "此等级不低于前一等级"},
                   {"write: grades A >= 90, B >= 75, C", "请写：`等级 A ≥ 90，B ≥ 75，C`"});
        }
      }
      rule_.grades.push_back(std::move(grade));
    }
  }

  static double as_number(const model::Constant& v) {
    if (const auto* i = std::get_if<std::int64_t>(&v.value)) return static_cast<double>(*i);
    return std::get<double>(v.value);
  }

  // The least score of a grade, as the score is kept. nullopt: reported.
  std::optional<model::Constant> reached(const ast::Quantity& tree) {
    std::optional<Literal> literal = read_quantity(c_, tree);
    if (!literal) return std::nullopt;
    const model::Type& type = rule_.score->type;
    if (dimension_of(literal->type) != dimension_of(type) || is_affine(literal->type) != is_affine(type)) {
      const bool no_unit = is_plain(literal->type) != is_plain(type);
      c_.error(no_unit ? "E0204" : "E0203", tree.at,
               no_unit ? Said{"a unit is missing", "缺少单位"}
                       : Said{"these do not measure the same thing", "两者不是同一种量"},
               {"this is {0}", "这是{0}", describe(c_, literal->type)})
          .secondary.push_back({rule_.score->at, {"the score is {0}", "得分是{0}", describe(c_, type)}});
      return std::nullopt;
    }
    if (is_duration(literal->type) && !is_duration(type)) {
      const std::int64_t ns = std::get<std::int64_t>(literal->value.value);
      return model::Constant{core::read_decimal(std::to_string(ns), *core::parse_unit("ns")).value};
    }
    return std::move(literal->value);
  }

  void trigger() {
    const ast::Clause* raise = get(ClauseKind::raise);
    if (raise == nullptr) return;
    if (!raise->names.empty()) rule_.level = word(raise->names.front(), c_.level_numbers, c_.pack.levels, "level");
    if (raise->expr)
      c_.error("E0602", raise->expr->at, {"only an assessment's `raise` takes `when`", "只有评估的`升至`才能带`当`"},
               {}, {"write the trigger's own `when`", "请写在触发自身的`当`中"});
    if (raise->span) rule_.raise_for = read_span(c_, *raise->span);
    if (raise->until && !on_lost_) {
      Scope scope = scope_;
      scope.lost_name = std::exchange(scope.on_name, {});
      scope.on = kNone;
      until_at_ = raise->until->at;
      rule_.until = Checker(c_, scope).mark(*raise->until, false);
    }
    if (on_signal() && !get(ClauseKind::when)) {
      c_.error("E0603", tree_.name.at, {"a trigger on a signal needs `when`", "对状态的触发须写`当`"}, {},
               {"say when it raises: when speed > 60 km/h", "请写明何时升级：`当 速度 > 60 公里/小时`"});
    }
    if (on_event() && !raise->span && !raise->until) {
      c_.error("E0610", raise->at, {"a raise on an event needs an end", "因事件升级须写明何时结束"},
               {"an event is over at once", "事件转瞬即过"},
               {"write: raise to LEVEL for 7 d, or: raise to LEVEL until EVENT",
                "请写：`升至 〈级别〉 持续 7 天`，或：`升至 〈级别〉 直至 〈事件〉`"});
    }
    bool level = false;
    if (rule_.when) reads_level(*rule_.when, level);
    if (level && !raise->span && !raise->until) {
      c_.error("E0608", get(ClauseKind::when)->keyword,
               {"a trigger that reads `level` needs an end for its raise", "读取`监管级别`的触发须写明升级何时结束"},
               {"it could hold itself up, or flutter", "否则可能自行维持，或反复升降"},
               {"write: raise to LEVEL for 7 d, or: raise to LEVEL until EVENT",
                "请写：`升至 〈级别〉 持续 7 天`，或：`升至 〈级别〉 直至 〈事件〉`"});
    }
  }

  static void reads_level(const model::Expr& e, bool& found) {
    visit(e, [&found](const model::Expr& x) {
      if (x.op == Op::level) found = true;
      if (!x.aggregate) return;
      if (x.aggregate->argument) reads_level(*x.aggregate->argument, found);
      if (x.aggregate->where) reads_level(*x.aggregate->where, found);
    });
  }

  void collect() {
    for (const ExprPtr* e : {&rule_.when, &rule_.unless, &rule_.while_, &rule_.condition, &rule_.due.by, &rule_.score,
                             &rule_.raise_when}) {
      if (*e) collect_reads(c_, **e, work_.reads);
    }
    for (const model::Answer& answer : rule_.answers) {
      if (answer.where) collect_reads(c_, *answer.where, work_.reads);
    }
    if (rule_.until) collect_reads(c_, *rule_.until, until_at_, work_.reads);
    if (rule_.on != kNone) {
      work_.reads.insert(work_.reads.begin(),
                         {Read::Kind::on, rule_.on, scope_.on_name_at,
                          rule_.kind == RuleKind::warning ? rule_.condition.get() : rule_.when.get(), Access::on});
    }
  }

  Context& c_;
  RuleWork& work_;
  const ast::Rule& tree_;
  model::Rule& rule_;
  Clauses clauses_;
  Scope scope_;
  bool on_lost_ = false;
  Range until_at_;
  std::vector<Range> answers_at_;
};

}  // namespace

void lower_clauses(Context& c, RuleWork& work) {
  const std::size_t before = c.diagnostics.size();
  Lower(c, work).run();
  for (std::size_t i = before; i < c.diagnostics.size(); ++i) {
    if (c.diagnostics[i].severity == core::Severity::error) work.good = false;
  }
}

}  // namespace tripline::dsl::check
