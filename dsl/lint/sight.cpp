// What a pack cannot see: silence that looks like compliance (L0301), silence that ends a breach (L0302), violations that nobody makes (L0203).
//
// A signal that goes stale makes rules blind, and blind time is counted: that is no fault of a pack. Without `stale after` the last report holds for
// ever, and nothing tells a quiet subject from a good one. A `for` or `grace` that is not shorter than `stale after` is met only while reports keep
// coming: whoever stops reporting in the middle of a breach is never found. Where a duty demands reports (`expect S every D`) silence is found by
// that, and nothing is said. For events, which never hold, there is nothing to say.
#include <set>

#include "core/time.hpp"
#include "dsl/lint/pass.hpp"
#include "dsl/lint/ranges.hpp"

namespace tripline::dsl::lint {
namespace {

using model::Access;
using model::Op;
using model::RuleKind;

class Unseen {
 public:
  explicit Unseen(Pass& pass) : pass_(pass) {
    for (const model::Rule& rule : pass.pack.rules) {
      if (rule.kind != RuleKind::duty || rule.due.kind != model::DueKind::every) continue;
      for (const model::Answer& answer : rule.answers) demanded_.insert(answer.stream);
    }
    for (const ast::File& file : pass.trees) {
      for (const ast::Declaration& declaration : file.declarations) {
        if (const auto* stream = std::get_if<ast::Stream>(&declaration.body))
          names_[stream->name.text] = stream->name.at;
      }
    }
  }

  void run() {
    for (const WrittenRule& rule : pass_.rules) {
      if (rule.rule->reads_violation && rule.rule->violation_rules.empty()) {
        pass_.add(
            "L0203", rule.name_at(),
            {"this reads violations that no rule of the pack can make", "此处读取的违规，规则包中没有规则会产生"},
            {"so it never finds any", "因此永远查不到"},
            {"look at what it asks of `rule`, `kind` and `severity`", "请检查对`规则`、`类别`和`严重程度`的条件"});
      }
      if (asks_of_state(rule.rule->kind)) state(rule);
      breaks(rule);
    }
  }

 private:
  static bool asks_of_state(RuleKind kind) {
    switch (kind) {
      case RuleKind::redline:
      case RuleKind::limit:
      case RuleKind::trigger:
      case RuleKind::warning: return true;
      case RuleKind::duty: return false;        // silence leaves it owed
      case RuleKind::assessment: return false;  // it looks back over stretches
    }
    return false;
  }

  template <typename F>
  static void each_condition(const model::Rule& rule, const F& f) {
    for (const model::ExprPtr* e : {&rule.when, &rule.unless, &rule.condition}) {
      if (*e) each_inside(**e, f);
    }
  }

  void state(const WrittenRule& written) {
    each_condition(*written.rule, [&](const model::Expr& x) {
      if (x.op != Op::field || (x.access != Access::on && x.access != Access::last)) return;
      const model::Stream& stream = pass_.stream(x.stream);
      if (!stream.signal || stream.stale_after || demanded_.count(x.stream) != 0 || !said_.insert(x.stream).second)
        return;
      const auto name = names_.find(stream.name);
      pass_
          .add("L0301", name != names_.end() ? name->second : stream.at,
               {"{0} never goes stale", "{0}永不失效", ticked(stream.name)},
               {"its last report holds for ever: silence looks like compliance",
                "最后一次上报永远有效：停止上报看起来就像合规"},
               {"say how long a report holds: stale after 10 s\nor demand reports: duty reports { expect {0} every 10 "
                "s }",
                "请写明一次上报多久有效：`失效时限 10 秒`\n或要求定期上报：`义务 上报 { 应有 {0} 每隔 10 秒 }`",
                stream.name})
          .secondary.push_back({x.at, {"read here", "在此处读取"}});
    });
  }

  // `for`, `grace` and held(…) that a stale signal starts again.
  void breaks(const WrittenRule& written) {
    const model::Rule& rule = *written.rule;
    const core::Duration span = rule.has_span ? rule.span : rule.grace;
    if (span > 0) {
      std::set<int> signals;
      for (const model::ExprPtr* e : {&rule.condition, &rule.when}) {
        if (*e) each_state(**e, signals);
      }
      const ast::Clause* clause = nullptr;
      for (const auto kind : {ast::ClauseKind::grace, ast::ClauseKind::forbid, ast::ClauseKind::when}) {
        const ast::Clause* c = written.clause(kind);
        if (clause == nullptr && c != nullptr && c->span) clause = c;
      }
      say(clause != nullptr ? clause->span->at : written.name_at(), span, signals);
    }
    each_condition(rule, [&](const model::Expr& x) {
      if (x.op != Op::held) return;
      std::set<int> signals;
      each_state(*x.children[0], signals);
      say(x.at, x.span, signals);
    });
  }

  static void each_state(const model::Expr& e, std::set<int>& out) {
    if (e.op == Op::field && (e.access == Access::on || e.access == Access::last)) out.insert(e.stream);
    for (const model::ExprPtr& child : e.children) each_state(*child, out);
  }

  void say(Range at, core::Duration span, const std::set<int>& signals) {
    for (const int index : signals) {
      const model::Stream& stream = pass_.stream(index);
      if (!stream.signal || !stream.stale_after || *stream.stale_after > span || demanded_.count(index) != 0) continue;
      const std::string stale = core::print_duration(*stream.stale_after);
      pass_.add(
          "L0302", at, {"whoever falls silent in the middle of this is never found", "其间停止上报者永远不会被发现"},
          {"not less than the {0} after which {1} is stale", "不短于{1}的失效时限 {0}", stale, ticked(stream.name)},
          {"a stale signal starts it again. Demand reports, too: duty reports { expect {0} every {1} }\nor let `stale "
           "after` be longer than this",
           "状态失效后会重新计时。请同时要求定期上报：`义务 上报 { 应有 {0} 每隔 {1} }`\n或使`失效时限`长于此时长",
           stream.name, stale});
      return;
    }
  }

  Pass& pass_;
  std::set<int> demanded_;  // streams whose silence a duty finds
  std::set<int> said_;
  std::unordered_map<std::string, Range> names_;
};

}  // namespace

void find_unseen(Pass& pass) { Unseen(pass).run(); }

}  // namespace tripline::dsl::lint
