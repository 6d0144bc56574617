// Names that are declared and stand nowhere else (L0501).
//
// A name counts as used where its word stands anywhere outside its own declaration, in an expression or in the braces of a message; scenarios do not
// count, since what only tests use is not supervised by anything. So a name that is also the word for something else counts as used: silence is
// better than a false alarm. Parameters, lets, types, curves, tables, streams, actions and levels are looked at. Not the lowest level (everybody
// begins there), not stages (a scale of the regulation, which tables hold), not fields and members (telemetry gives more than rules
// read), and not streams that carry a group (reading them or not, they say who belongs where).
#include <unordered_map>
#include <utility>

#include "core/source.hpp"
#include "dsl/lint/pass.hpp"
#include "dsl/lint/ranges.hpp"
#include "dsl/lint/text_scan.hpp"

namespace tripline::dsl::lint {
namespace {

bool inside(Range part, Range whole) {
  return part.file == whole.file && part.begin >= whole.begin && part.begin < whole.end;
}

bool carries_group(const ast::Stream& stream) {
  for (const ast::StreamItem& item : stream.items) {
    for (const ast::Modifier& modifier : item.field.modifiers) {
      if (item.kind == ast::StreamItemKind::field && modifier.kind == ast::ModifierKind::group) return true;
    }
  }
  return false;
}

class Unused {
 public:
  explicit Unused(Pass& pass) : pass_(pass) {
    for (const ast::File& file : pass.trees) {
      const Scanned scanned = scan_text(pass.pack.sources->file(file.number).text);
      std::size_t next = 0;  // the first declaration that ends after the word
      for (const Word& word : scanned.words) {
        while (next < file.declarations.size() && file.declarations[next].at.end <= word.begin) ++next;
        const Range at{file.number, word.begin, word.begin + static_cast<std::uint32_t>(word.text.size())};
        const bool in_scenario = next < file.declarations.size() && inside(at, file.declarations[next].at) &&
                                 std::holds_alternative<ast::Scenario>(file.declarations[next].body);
        if (!in_scenario) words_[word.text].push_back(at);
      }
    }
  }

  void run() {
    for (const ast::File& file : pass_.trees) {
      for (const ast::Declaration& declaration : file.declarations) look_at(declaration);
    }
    stage_and_holidays();
  }

 private:
  void look_at(const ast::Declaration& declaration) {
    const Range own = declaration.at;
    const auto one = [&](const core::Phrase& what, const ast::Name& name) { ask(what, name, own); };
    if (const auto* p = std::get_if<ast::Param>(&declaration.body)) one({"parameter", "参数"}, p->name);
    if (const auto* l = std::get_if<ast::Let>(&declaration.body)) one({"let", "定义"}, l->name);
    if (const auto* t = std::get_if<ast::NamedType>(&declaration.body)) one({"type", "类型"}, t->name);
    if (const auto* c = std::get_if<ast::Curve>(&declaration.body)) one({"curve", "对照表"}, c->name);
    if (const auto* t = std::get_if<ast::Table>(&declaration.body)) one({"table", "台账"}, t->name);
    if (const auto* s = std::get_if<ast::Stream>(&declaration.body); s && !carries_group(*s))
      one(s->signal ? core::Phrase{"signal", "状态"} : core::Phrase{"event", "事件"}, s->name);
    if (const auto* d = std::get_if<ast::Derived>(&declaration.body)) one({"event", "事件"}, d->name);
    if (const auto* a = std::get_if<ast::Actions>(&declaration.body)) {
      for (const ast::Name& name : a->names) ask({"action", "处置措施"}, name, name.at);
    }
    if (const auto* l = std::get_if<ast::Levels>(&declaration.body)) {
      for (std::size_t i = 1; i < l->names.size(); ++i) ask({"level", "监管等级"}, l->names[i], l->names[i].at);
    }
  }

  void ask(const core::Phrase& what, const ast::Name& name, Range own) {
    const auto found = words_.find(name.text);
    if (found != words_.end()) {
      for (const Range& at : found->second) {
        if (!inside(at, own)) return;
      }
    }
    pass_.add("L0501", name.at, {"no rule uses the {0} {1}", "没有规则使用{0}{1}", what, ticked(name.text)},
              {"declared here", "在此处声明"}, {"take it out, or use it", "请删去，或加以使用"});
  }

  void stage_and_holidays() {
    bool stage = false, working = false;
    const auto look = [&stage](const model::ExprPtr& e) {
      if (e) each_inside(*e, [&stage](const model::Expr& x) { stage = stage || x.op == model::Op::stage; });
    };
    for (const model::Rule& rule : pass_.pack.rules) {
      stage = stage || rule.stages != 0;
      for (const model::ExprPtr* e : {&rule.when, &rule.unless, &rule.while_, &rule.condition, &rule.due.by}) look(*e);
      for (const model::Answer& answer : rule.answers) look(answer.where);
      if (rule.until) look(rule.until->where);
      if (rule.kind == model::RuleKind::duty) working = working || calendar(rule.due.kind);
    }
    for (const model::Stream& stream : pass_.pack.streams) look(stream.derived_when);
    for (const ast::File& file : pass_.trees) {
      for (const ast::Declaration& declaration : file.declarations) {
        if (std::holds_alternative<ast::StageFrom>(declaration.body) && !stage)
          pass_.add("L0501", declaration.at, {"no rule asks for a subject's stage", "没有规则用到主体所处阶段"},
                    {"looked up here", "在此处查找"},
                    {"take it out, or use `during` or `stage`", "请删去，或使用`适用阶段`或`所处阶段`"});
        if (std::holds_alternative<ast::Holidays>(declaration.body) && !working)
          pass_.add("L0501", declaration.at,
                    {"no deadline counts in days, months or years", "没有期限按日、月或年计算"},
                    {"so no holiday moves one", "因此节假日不影响任何期限"},
                    {"take it out, or use `within N working days`", "请删去，或使用`限期 〈天数〉 个工作日`"});
      }
    }
  }

  static bool calendar(model::DueKind kind) {
    switch (kind) {
      case model::DueKind::days:
      case model::DueKind::working_days:
      case model::DueKind::months:
      case model::DueKind::years: return true;
      case model::DueKind::every:
      case model::DueKind::within:
      case model::DueKind::within_range:
      case model::DueKind::by_end_of:
      case model::DueKind::by_day_of_next_month:
      case model::DueKind::by_time: return false;
    }
    return false;
  }

  Pass& pass_;
  std::unordered_map<std::string_view, std::vector<Range>> words_;  // where each stands, outside of scenarios
};

}  // namespace

void find_unused_names(Pass& pass) { Unused(pass).run(); }

}  // namespace tripline::dsl::lint
