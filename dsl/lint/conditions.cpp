// Conditions that are never true, always true, or have parts that decide nothing (L0101, L0102, L0103).
//
// Whole conditions are looked at with what their rule knows by then: `during`, `when`, not `unless`. Parts are looked at with what must hold for
// them to matter: the other parts of an `and`, the others' opposites in an `or`. The inside of a `let` is looked at by itself, since it is
// used elsewhere too, and so is what is asked of elements inside an aggregate. A literal `true` or `false` is meant.
#include <algorithm>
#include <set>

#include "core/decimal.hpp"
#include "dsl/lint/pass.hpp"
#include "dsl/lint/verdict.hpp"

namespace tripline::dsl::lint {
namespace {

using Is = Verdict::Is;
using model::Op;
using model::RuleKind;

constexpr std::size_t kMostParts = 40;  // of one `and` or `or` that are weighed against each other
constexpr std::size_t kMostFacts = 3;

// What follows where a condition is constant, in the words of its place.
struct Consequence {
  core::Phrase never;
  core::Phrase always;
};

constexpr Consequence kGuard{{"so the rule never applies", "因此此规则从不适用"},
                             {"so it can be left out", "因此可以删去"}};
constexpr Consequence kOwed{{"so nothing is ever owed", "因此从不产生义务"}, {"so it can be left out", "因此可以删去"}};
constexpr Consequence kOwedOnSignal{{"so nothing is ever owed", "因此从不产生义务"},
                                    {"so it is owed once, from the first sample on", "因此自首个样本起产生一次义务"}};
constexpr Consequence kException{{"so it excepts nothing", "因此不排除任何情形"},
                                 {"so the rule never applies", "因此此规则从不适用"}};
constexpr Consequence kWhile{{"so nothing is ever owed", "因此从不产生义务"}, {"so it never ends", "因此永不结束"}};
constexpr Consequence kForbid{{"so the rule can never be violated", "因此此规则永远不会被违反"},
                              {"so all that the rule applies to is a violation", "因此凡适用此规则的都是违规"}};
constexpr Consequence kRequire{{"so all that the rule applies to is a violation", "因此凡适用此规则的都是违规"},
                               {"so the rule can never be violated", "因此此规则永远不会被违反"}};
constexpr Consequence kRaise{{"so this never raises", "因此从不升级"},
                             {"so this raises at once and never releases", "因此立即升级且永不解除"}};
constexpr Consequence kRaiseOnEvent{{"so this never raises", "因此从不升级"},
                                    {"so it can be left out", "因此可以删去"}};
constexpr Consequence kWarn{{"so this never warns", "因此从不预警"},
                            {"so this warns as long as it is known", "因此只要数据已知就一直预警"}};
constexpr Consequence kAnswer{{"so this answers nothing", "因此不能作为任何义务的履行"},
                              {"so it can be left out", "因此可以删去"}};
constexpr Consequence kUntil{{"so this ends nothing", "因此不能使升级结束"}, {"so it can be left out", "因此可以删去"}};
constexpr Consequence kSelect{{"so nothing is selected", "因此什么也选不到"},
                              {"so it can be left out", "因此可以删去"}};
constexpr Consequence kArgument{{"so what is asked of it is known beforehand", "因此结果事先可知"},
                                {"so what is asked of it is known beforehand", "因此结果事先可知"}};
constexpr Consequence kDerived{{"so there is never such an event", "因此从不产生此事件"},
                               {"so it tells nothing apart", "因此不起区分作用"}};
constexpr Consequence kInner{{"so this is known beforehand", "因此结果事先可知"},
                             {"so this is known beforehand", "因此结果事先可知"}};

core::Text shown(const model::Constant& c, const model::Type& type, const model::Pack& pack) {
  if (const auto* b = std::get_if<bool>(&c.value)) return *b ? "true" : "false";
  if (const auto* d = std::get_if<double>(&c.value)) return core::print_quantity(*d, type.unit);
  if (const auto* t = std::get_if<std::string>(&c.value)) return "\"" + *t + "\"";
  if (const auto* i = std::get_if<std::int64_t>(&c.value)) {
    if (type.kind == model::TypeKind::duration) return core::print_duration_literal(*i);
    if (type.kind == model::TypeKind::time) return core::print_rfc3339(*i);
    if (type.kind == model::TypeKind::date) return core::print_day(static_cast<core::Day>(*i));
    const auto& members = pack.enums[static_cast<std::size_t>(type.enumeration)].members;
    return members[static_cast<std::size_t>(*i)].name;
  }
  return core::Phrase{"what it is", "其值"};
}

class Conditions {
 public:
  explicit Conditions(Pass& pass) : pass_(pass), judge_(pass.pack) {
    for (const ast::File& file : pass.trees) {
      for (const ast::Declaration& declaration : file.declarations) {
        if (std::holds_alternative<ast::Let>(declaration.body)) lets_.push_back(declaration.at);
      }
    }
  }

  void run() {
    for (const WrittenRule& rule : pass_.rules) look_at(rule);
    for (const model::Stream& stream : pass_.pack.streams) {
      if (!stream.derived_when) continue;
      root(*stream.derived_when, {}, kDerived);
    }
  }

 private:
  void look_at(const WrittenRule& written) {
    const model::Rule& rule = *written.rule;
    during_ = written.clause(ast::ClauseKind::during);
    Setting setting;
    if (!rule.stages_filter_members) setting.stages = rule.stages;
    for (const model::Answer& answer : rule.answers) {
      if (answer.where) root(*answer.where, {}, kAnswer);
    }
    if (rule.until && rule.until->where) root(*rule.until->where, {}, kUntil);
    if (rule.due.by) insides(*rule.due.by);

    bool applies = true;
    if (rule.when) {
      const Is is = root(*rule.when, setting, on_when(rule));
      applies = is != Is::never;
      setting.given.push_back({rule.when.get(), true});
    }
    if (rule.while_ && applies) {
      applies = root(*rule.while_, setting, kWhile) != Is::never;
      setting.given.push_back({rule.while_.get(), true});
    }
    if (rule.unless && applies) {
      applies = root(*rule.unless, setting, kException) != Is::always;
      setting.given.push_back({rule.unless.get(), false});
    }
    const bool warns = rule.kind == RuleKind::warning;
    if (rule.condition && applies) root(*rule.condition, setting, warns ? kWarn : rule.forbid ? kForbid : kRequire);
    if (rule.score) insides(*rule.score);
    if (rule.raise_when) root(*rule.raise_when, {}, kRaise);
  }

  const Consequence& on_when(const model::Rule& rule) const {
    const bool event = rule.on != model::kNone && !pass_.stream(rule.on).signal;
    switch (rule.kind) {
      case RuleKind::redline:
      case RuleKind::limit: return kGuard;
      case RuleKind::duty: return event ? kOwed : kOwedOnSignal;
      case RuleKind::trigger: return event ? kRaiseOnEvent : kRaise;
      case RuleKind::warning:
      case RuleKind::assessment: break;  // their conditions are no guards
    }
    return kGuard;
  }

  // A condition that stands in a clause of its own.
  Is root(const model::Expr& e, const Setting& setting, const Consequence& consequence) {
    const Verdict v = e.op == Op::constant ? Verdict{} : judge_.ask(e, setting);
    if (v.constant()) {
      const bool never = v.is == Is::never;
      add(never ? "L0101" : "L0102", e, v, setting,
          never ? core::Said{"this is never true", "此条件永不成立"}
                : core::Said{"this is always true, whenever it is known", "此条件只要已知就总成立"},
          never ? consequence.never : consequence.always);
    } else {
      parts(e, setting);
    }
    insides(e);
    return v.is;
  }

  // What is asked of elements, at other instants, of members of lists.
  void insides(const model::Expr& e) {
    each_inside(e, [this](const model::Expr& x) {
      if (x.op == Op::held) inner(*x.children[0], kInner);
      if (x.op == Op::any || x.op == Op::all) inner(*x.children[1], kInner);
      if (!x.aggregate) return;
      const model::Aggregate& a = *x.aggregate;
      if (a.where) inner(*a.where, kSelect);
      if (a.argument && a.argument->type.kind == model::TypeKind::bool_) inner(*a.argument, kArgument);
      for (const model::Mark& mark : a.window.marks) {
        if (mark.where) inner(*mark.where, kSelect);
      }
    });
  }

  void inner(const model::Expr& e, const Consequence& consequence) {
    const Verdict v = e.op == Op::constant ? Verdict{} : judge_.ask(e);
    if (!v.constant()) return parts(e, {});
    const bool never = v.is == Is::never;
    add(never ? "L0101" : "L0102", e, v, {},
        never ? core::Said{"this is never true", "此条件永不成立"}
              : core::Said{"this is always true, whenever it is known", "此条件只要已知就总成立"},
        never ? consequence.never : consequence.always);
  }

  // The `let` in whose text an expression stands; 0: in none. The whole of a `let` stands where it is used, its parts in the `let`.
  std::uint32_t let_of(const model::Expr& e) const {
    const auto after = std::upper_bound(lets_.begin(), lets_.end(), e.at, [](Range a, Range b) {
      return std::pair(a.file, a.begin) < std::pair(b.file, b.begin);
    });
    if (after == lets_.begin()) return 0;
    const Range& let = *(after - 1);
    return let.file == e.at.file && e.at.end <= let.end ? static_cast<std::uint32_t>(after - lets_.begin()) : 0;
  }

  // The operands of a chain of one operator, as far as they stand in one text.
  void flatten(const model::Expr& e, std::uint32_t text, std::vector<const model::Expr*>& out) const {
    for (const model::ExprPtr& child : e.children) {
      if (child->op == e.op && let_of(*child) == text && let_of(*child->children[0]) == text)
        flatten(*child, text, out);
      else
        out.push_back(child.get());
    }
  }

  // Requires that the whole is not constant in this setting.
  void parts(const model::Expr& e, const Setting& setting) {
    if (e.op != Op::not_ && e.op != Op::implies && e.op != Op::and_ && e.op != Op::or_) return;
    // A `let` stands in other conditions, too: what this one knows is nothing against its parts.
    const std::uint32_t text = let_of(*e.children[0]);
    const Setting& here = text == let_of(e) ? setting : nothing_;
    if (e.op == Op::not_) return parts(*e.children[0], here);
    if (e.op == Op::implies) return weigh({{e.children[0].get(), true}, {e.children[1].get(), false}}, text, here);
    std::vector<const model::Expr*> operands;
    flatten(e, text, operands);
    std::vector<Given> sides;
    for (const model::Expr* operand : operands) sides.push_back({operand, e.op == Op::and_});
    weigh(std::move(sides), text, here);
  }

  // Each side matters where all others are as given. The last first: of two that say the same the later is needless.
  void weigh(std::vector<Given> sides, std::uint32_t text, const Setting& setting) {
    if (sides.size() > kMostParts) return;
    for (std::size_t i = sides.size(); i-- > 0;) {
      const model::Expr& part = *sides[i].condition;
      if (let_of(part) != text) {
        parts(part, nothing_);
        continue;
      }
      Setting here = setting;
      for (std::size_t k = 0; k < sides.size(); ++k) {
        if (k != i) here.given.push_back(sides[k]);
      }
      const Verdict v = part.op == Op::constant ? Verdict{} : judge_.ask(part, here);
      if (!v.constant()) {
        parts(part, here);
        continue;
      }
      const bool never = v.is == Is::never;
      core::Said message = never
                               ? core::Said{"this part is never true", "此部分永不成立"}
                               : core::Said{"this part is always true, whenever it is known", "此部分只要已知就总成立"};
      if (v.by_setting)
        message = never ? core::Said{"this part is never true where it would matter", "在起作用之处，此部分永不成立"}
                        : core::Said{"this part is always true where it matters", "在起作用之处，此部分总成立"};
      add("L0103", part, v, here, message, {"so it decides nothing", "因此不影响结果"});
      sides.erase(sides.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  void add(const char* code, const model::Expr& e, const Verdict& v, const Setting& setting, const core::Said& message,
           const core::Said& label) {
    core::Diagnostic& d = pass_.add(code, e.at, message, label);
    if (v.by_params) d.severity = core::Severity::note;  // it is so until somebody sets another value
    if (v.by_setting) {
      for (const Given& g : relevant(e, setting))
        d.secondary.push_back({g.condition->at, g.holds ? core::Said{"where this is true", "此处成立时"}
                                                        : core::Said{"where this is false", "此处不成立时"}});
      if (setting.stages != 0 && during_ != nullptr && mentions_stage(e))
        d.secondary.push_back({during_->at, {"in these stages", "在这些阶段"}});
    }
    std::set<int> params;
    std::vector<core::Said> facts;
    const auto gather = [&](const model::Expr& x) {
      if (x.op == Op::param) params.insert(x.index);
      if (v.by_setting) return;
      const core::Said fact = extent_of(x, judge_.world()).fact;
      if (!fact.empty() && facts.size() < kMostFacts && std::find(facts.begin(), facts.end(), fact) == facts.end())
        facts.push_back(fact);
      if (x.op == Op::present && always_there(*x.children[0], pass_.pack) && facts.size() < kMostFacts)
        facts.push_back({"an element without {0} is rejected, and a stale signal is unknown",
                         "缺少{0}的数据会被拒收，失效的状态视为未知", ticked(x.children[0]->label)});
    };
    outside_aggregates(e, gather);
    if (v.by_setting) {
      for (const Given& g : setting.given)
        outside_aggregates(*g.condition, [&](const model::Expr& x) {
          if (x.op == Op::param) params.insert(x.index);
        });
    }
    if (v.by_params) {
      for (const int index : params) {
        const model::Param& param = pass_.pack.params[static_cast<std::size_t>(index)];
        d.secondary.push_back({param.at,
                               {"{0} is {1}; --set can change it", "{0}现为{1}；--set 可以改变它", ticked(param.name),
                                shown(param.value, param.type, pass_.pack)}});
      }
    }
    for (const core::Said& fact : facts)
      d.help = d.help.empty() ? fact : core::Said{"{0}\n{1}", "{0}\n{1}", d.help, fact};
  }

  template <typename F>
  static void outside_aggregates(const model::Expr& e, const F& f) {
    f(e);
    for (const model::ExprPtr& child : e.children) outside_aggregates(*child, f);
  }

  static bool mentions_stage(const model::Expr& e) {
    bool found = false;
    outside_aggregates(e, [&found](const model::Expr& x) { found = found || x.op == Op::stage; });
    return found;
  }

  // Of what is known there, what speaks of the same things; all of it where nothing does.
  std::vector<Given> relevant(const model::Expr& e, const Setting& setting) {
    Terms& terms = judge_.terms();
    std::vector<int> mine = terms_of(terms.holds(e));
    for (const int t : terms_of(terms.fails(e))) mine.push_back(t);
    std::vector<Given> out;
    for (const Given& g : setting.given) {
      for (const int t : terms_of(g.holds ? terms.holds(*g.condition) : terms.fails(*g.condition))) {
        if (std::find(mine.begin(), mine.end(), t) == mine.end()) continue;
        out.push_back(g);
        break;
      }
    }
    return out.empty() ? setting.given : out;
  }

  Pass& pass_;
  Judge judge_;
  const Setting nothing_;
  std::vector<Range> lets_;  // their texts, ascending
  const ast::Clause* during_ = nullptr;
};

}  // namespace

void find_constant_conditions(Pass& pass) { Conditions(pass).run(); }

}  // namespace tripline::dsl::lint
