#include "dsl/check/due.hpp"

#include "dsl/check/literals.hpp"

namespace tripline::dsl::check {
namespace {

using model::Op;
using model::TypeKind;

class DueLowering {
 public:
  DueLowering(Context& c, const Scope* scope, const std::vector<Fact>& known, model::Due& out)
      : c_(c), scope_(scope), known_(known), out_(out) {}

  void lower(const ast::Due& tree) {
    switch (tree.kind) {
      case ast::DueKind::every:
        out_.kind = model::DueKind::every;
        if (const auto d = read_span(c_, tree.a)) out_.span = *d;
        break;
      case ast::DueKind::within:
        out_.kind = model::DueKind::within;
        if (exact_days(tree.a)) break;
        if (const auto d = read_span(c_, tree.a)) out_.span = *d;
        break;
      case ast::DueKind::within_range: {
        out_.kind = model::DueKind::within_range;
        const bool days = exact_days(tree.a);
        if (exact_days(tree.b) || days) break;
        const auto from = read_span(c_, tree.a, true);
        const auto to = read_span(c_, tree.b);
        if (!from || !to) break;
        out_.from_span = *from;
        out_.span = *to;
        if (*from >= *to)
          c_.error("E0217", join(tree.a.at, tree.b.at), {"no answer could be in time", "任何履行都不可能及时"},
                   {"the first bound is not less than the second", "第一个界限不小于第二个"});
        break;
      }
      case ast::DueKind::within_calendar: {
        switch (tree.unit) {
          case ast::CalendarUnit::days: out_.kind = model::DueKind::days; break;
          case ast::CalendarUnit::working_days: out_.kind = model::DueKind::working_days; break;
          case ast::CalendarUnit::months: out_.kind = model::DueKind::months; break;
          case ast::CalendarUnit::years: out_.kind = model::DueKind::years; break;
        }
        const bool days = tree.unit == ast::CalendarUnit::days || tree.unit == ast::CalendarUnit::working_days;
        if (const auto count = read_count(c_, tree.count, 1,
                                          days                                     ? 36'500
                                          : tree.unit == ast::CalendarUnit::months ? 1'200
                                                                                   : 100))
          out_.count = *count;
        break;
      }
      case ast::DueKind::by_end_of:
        out_.kind = model::DueKind::by_end_of;
        out_.period = static_cast<core::Period>(tree.period);
        break;
      case ast::DueKind::by_day_of_next_month:
        out_.kind = model::DueKind::by_day_of_next_month;
        if (const auto count = read_count(c_, tree.count, 1, 31)) out_.count = *count;
        break;
      case ast::DueKind::by_expr: by(tree); break;
    }
  }

 private:
  // Days that are exact lengths where days of the calendar are meant.
  bool exact_days(const ast::Span& span) {
    if (!span.name.text.empty() || span.literal.unit.text != "d") return false;
    const auto ns = read_duration(c_, span.literal);
    if (!ns) return true;
    const std::string hours = std::to_string(*ns / (3600 * core::kSecond));
    const bool whole = span.literal.number.find('.') == std::string::npos;
    const Said help = whole ? Said{"write `{0} days` for calendar days, `{1} h` for exactly that long",
                                   "按日历日请写`{0} 日`，按准确时长请写`{1} 小时`", span.literal.number, hours}
                            : Said{"`{0} h` for exactly that long", "按准确时长请写`{0} 小时`", hours};
    c_.error("E0609", span.at, {"is this calendar days or a length of time?", "这是日历日还是时间长度？"},
             {"a `d` is 24 h", "`天`是 24 小时"}, help);
    return true;
  }

  void by(const ast::Due& tree) {
    out_.kind = model::DueKind::by_time;
    if (scope_ == nullptr || !tree.by) return;
    Checker checker(c_, *scope_);
    checker.set_facts(known_);
    ExprPtr by = checker.value(tree.by.get());
    if (!by) return;
    if (by->type.kind == TypeKind::date) {
      auto end = std::make_unique<model::Expr>();
      end->op = Op::day_end;
      end->type = of_kind(TypeKind::time);
      end->at = by->at;
      end->label = by->label;
      end->children.push_back(std::move(by));
      by = std::move(end);
    }
    if (by->type.kind != TypeKind::time) {
      c_.error("E0201", by->at, {"a time or a date is needed after `by`", "`截至`之后需要时刻或日期"},
               {"this is {0}", "这是{0}", describe(c_, by->type)},
               is_duration(by->type) ? Said{"a length of time stands after `within`: within {0}",
                                            "时间长度写在`限期`之后：`限期 {0}`", by->label}
                                     : Said());
      return;
    }
    out_.by = std::move(by);
  }

  Context& c_;
  const Scope* scope_;
  const std::vector<Fact>& known_;
  model::Due& out_;
};

}  // namespace

void lower_due(Context& c, const Scope* scope, const std::vector<Fact>& known, const ast::Due& tree, model::Due& out) {
  DueLowering(c, scope, known, out).lower(tree);
}

}  // namespace tripline::dsl::check
