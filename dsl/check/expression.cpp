// Expressions: dispatch, logic with what is known to be present, `else`, literals.
#include "dsl/check/expression.hpp"

#include "dsl/check/literals.hpp"

namespace tripline::dsl::check {
namespace {

using ast::ExprKind;
using model::Op;
using model::TypeKind;

class Deeper {
 public:
  explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  int& depth_;
};

}  // namespace

void visit(const model::Expr& e, const std::function<void(const model::Expr&)>& f) {
  f(e);
  for (const ExprPtr& child : e.children) visit(*child, f);
}

bool is_constant(const model::Expr& e) {
  switch (e.op) {
    case Op::constant:
    case Op::param: return true;
    case Op::negate:
    case Op::abs:
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div:
    case Op::min:
    case Op::max:
    case Op::to_number:
    case Op::day_begin:
    case Op::day_end:
      for (const ExprPtr& child : e.children) {
        if (!is_constant(*child)) return false;
      }
      return true;
    default: return false;
  }
}

ExprPtr Checker::make(Op op, model::Type type, const ast::Expr& tree) {
  auto e = std::make_unique<model::Expr>();
  e->op = op;
  e->type = std::move(type);
  e->type.optional = false;
  e->at = tree.at;
  e->label = as_written(c_.sources, tree.at);
  return e;
}

ExprPtr Checker::make1(Op op, model::Type type, const ast::Expr& tree, ExprPtr child) {
  ExprPtr e = make(op, std::move(type), tree);
  e->children.push_back(std::move(child));
  return e;
}

ExprPtr Checker::make2(Op op, model::Type type, const ast::Expr& tree, ExprPtr first, ExprPtr second) {
  ExprPtr e = make(op, std::move(type), tree);
  e->children.push_back(std::move(first));
  e->children.push_back(std::move(second));
  return e;
}

ExprPtr Checker::maybe_missing(const ast::Expr* tree, int hint) {
  if (tree == nullptr) return nullptr;
  const Deeper deeper(depth_);
  if (depth_ > kMostDepth || ++c_.nodes > kMostNodes) {
    const bool deep = depth_ > kMostDepth;
    if (deep || !c_.too_large) {
      c_.error("E0122", tree->at,
               deep ? Said{"this expression is too deep", "此表达式嵌套过深"}
                    : Said{"the pack's expressions are too large", "此规则包的表达式过大"},
               {},
               {"with every `let` written out; name a part of it as a derived event",
                "展开所有`定义`之后的大小；请将其中一部分命名为派生事件"});
    }
    c_.too_large = c_.too_large || !deep;
    return nullptr;
  }
  return check(*tree, hint);
}

ExprPtr Checker::value(const ast::Expr* tree, int hint) { return require_value(maybe_missing(tree, hint)); }

ExprPtr Checker::condition(const ast::Expr* tree) {
  ExprPtr e = value(tree);
  if (!e || !is_condition(*e)) return nullptr;
  return e;
}

bool Checker::is_condition(const model::Expr& e) {
  if (e.type.kind == TypeKind::bool_) return true;
  c_.error("E0201", e.at, {"a condition is needed here", "此处需要条件"},
           {"this is {0}", "这是{0}", describe(c_, e.type)},
           {"compare it with something: ==, <=, in (…)", "请与某个值比较：`为`、`≤`、`属于（…）`"});
  return false;
}

Fact Checker::fact_of(const model::Expr& e) const {
  if (e.op == Op::table_field) return {e.op, model::Access::on, scope_.selected, e.index, e.member};
  return {e.op, e.access, e.stream, e.index, kNone};
}

void Checker::add_facts(const model::Expr& e, std::vector<Fact>& out) const {
  if (e.op == Op::and_) {
    for (const ExprPtr& child : e.children) add_facts(*child, out);
  } else if (e.op == Op::present && (e.children[0]->op == Op::field || e.children[0]->op == Op::table_field)) {
    out.push_back(fact_of(*e.children[0]));
  }
}

ExprPtr Checker::require_value(ExprPtr e) {
  if (!e || !e->type.optional) return e;
  if (!scope_.lenient) {
    bool known = false;
    if (e->op == Op::field || e->op == Op::table_field) {
      const Fact fact = fact_of(*e);
      for (const Fact& f : facts_) known = known || f == fact;
    }
    if (!known) {
      std::string instead = "DEFAULT";
      if (e->type.kind == TypeKind::number) instead = e->type.unit.text.empty() ? "0" : "0 " + e->type.unit.text;
      if (e->type.kind == TypeKind::duration) instead = "0 s";
      if (e->type.kind == TypeKind::bool_) instead = "false";
      if (e->type.kind == TypeKind::text) instead = "\"\"";
      if (e->type.kind == TypeKind::enumerated) {
        const std::vector<std::string> members = member_names(c_, e->type.enumeration);
        if (!members.empty()) instead = members.front();
      }
      c_.error("E0301", e->at, {"{0} may be missing", "{0}可能缺失", ticked(e->label)},
               {"this is {0} or nothing", "这是{0}，也可能没有值", describe(c_, e->type)},
               {"say what holds without it: {0} else {1}\nor ask first: present({2}) and …",
                "请写明缺失时取何值：`{0} 缺省 {1}`\n或先判断：`有值（{2}）且 …`", e->label, instead, e->label});
      return nullptr;
    }
  }
  e->type.optional = false;
  return e;
}

ExprPtr Checker::check(const ast::Expr& e, int hint) {
  switch (e.kind) {
    case ExprKind::true_:
    case ExprKind::false_:
    case ExprKind::missing:
    case ExprKind::string:
    case ExprKind::quantity:
    case ExprKind::instant:
    case ExprKind::object:
    case ExprKind::list: return literal(e, hint);
    case ExprKind::name: return e.member ? path(e, hint) : name(e, hint);
    case ExprKind::call: return call(e, hint);
    case ExprKind::negate: return negate(e);
    case ExprKind::not_:
    case ExprKind::and_:
    case ExprKind::or_:
    case ExprKind::implies: return logic(e);
    case ExprKind::add:
    case ExprKind::sub:
    case ExprKind::mul:
    case ExprKind::div: return arithmetic(e);
    case ExprKind::else_: return otherwise(e, hint);
    case ExprKind::compare: return compare(e);
    case ExprKind::in_file: return in_file(e);
    case ExprKind::in_set: return in_set(e);
    case ExprKind::in_value: return in_value(e);
    case ExprKind::in_range: return in_range(e);
    case ExprKind::matches: return matches(e);
  }
  return nullptr;
}

ExprPtr Checker::literal(const ast::Expr& e, int hint) {
  const auto constant = [&](model::Type type, model::Constant v) {
    ExprPtr made = make(Op::constant, std::move(type), e);
    made->constant = std::move(v);
    return made;
  };
  switch (e.kind) {
    case ExprKind::true_:
    case ExprKind::false_: return constant(of_kind(TypeKind::bool_), {e.kind == ExprKind::true_});
    case ExprKind::string:
      if (hint != kNone) {
        c_.error("E0213", e.at, {"a member is written without quotes", "取值不加引号"}, {},
                 {"one of: {0}", "可选：{0}", any_of(member_names(c_, hint))});
        return nullptr;
      }
      return constant(of_kind(TypeKind::text), {e.text.value});
    case ExprKind::quantity: {
      std::optional<Literal> made = read_quantity(c_, e.quantity);
      if (!made) return nullptr;
      return constant(made->type, std::move(made->value));
    }
    case ExprKind::instant: {
      std::optional<Literal> made = read_instant(c_, e.instant);
      if (!made) return nullptr;
      return constant(made->type, std::move(made->value));
    }
    case ExprKind::object: {
      std::optional<model::Constant> made = read_literal(c_, e, of_kind(TypeKind::position));
      if (!made) return nullptr;
      return constant(of_kind(TypeKind::position), std::move(*made));
    }
    case ExprKind::missing:
      c_.error("E0302", e.at, {"`missing` is a value only in scenarios", "`缺失`只能在算例中作为值"}, {},
               {"ask with present(x), or give a value with: x else DEFAULT",
                "请用`有值（x）`判断，或用`x 缺省 〈值〉`给出缺省值"});
      return nullptr;
    default: break;
  }
  c_.error(
      "E0215", e.at, {"a list cannot be written here", "此处不能写列表"}, {},
      {"compare with one of several values by: x in (a, b)\nor declare a parameter: param NAME : list of TYPE = […]",
       "与多个值之一比较请写：`x 属于（a，b）`\n或声明参数：`参数 〈名称〉：列表 〈类型〉 = […]`"});
  return nullptr;
}

ExprPtr Checker::logic(const ast::Expr& e) {
  if (e.kind == ExprKind::not_) {
    ExprPtr child = condition(e.children[0].get());
    return child ? make1(Op::not_, of_kind(TypeKind::bool_), e, std::move(child)) : nullptr;
  }
  ExprPtr left = condition(e.children[0].get());
  const std::size_t known = facts_.size();
  if (left && e.kind != ExprKind::or_) add_facts(*left, facts_);
  ExprPtr right = condition(e.children[1].get());
  facts_.resize(known);
  if (!left || !right) return nullptr;
  const Op op = e.kind == ExprKind::and_ ? Op::and_ : e.kind == ExprKind::or_ ? Op::or_ : Op::implies;
  return make2(op, of_kind(TypeKind::bool_), e, std::move(left), std::move(right));
}

ExprPtr Checker::otherwise(const ast::Expr& e, int hint) {
  ExprPtr left, right;
  if (hint != kNone) {
    left = maybe_missing(e.children[0].get(), hint);
    right = maybe_missing(e.children[1].get(), hint);
  } else {
    left = maybe_missing(e.children[0].get());
    if (!left) return nullptr;
    right =
        maybe_missing(e.children[1].get(), left->type.kind == TypeKind::enumerated ? left->type.enumeration : kNone);
  }
  if (!left || !right) return nullptr;
  const bool optional = right->type.optional;
  left->type.optional = false;
  right->type.optional = false;
  if (!align(left, right, e)) return nullptr;
  if (left->type.kind == TypeKind::time && right->type.kind == TypeKind::date) {
    right = make1(Op::day_begin, of_kind(TypeKind::time), *e.children[1], std::move(right));
  }
  if (!same_type(c_, left->type, right->type)) {
    mixed(*left, *right, e);
    return nullptr;
  }
  model::Type type = is_number(left->type) ? common_unit(left->type, right->type) : left->type;
  ExprPtr made = make2(Op::else_, std::move(type), e, std::move(left), std::move(right));
  made->type.optional = optional;
  return made;
}

void check_lets(Context& c) {
  for (LetEntry& entry : c.lets) {
    if (entry.state != LetEntry::State::untouched) continue;
    Scope scope;
    scope.bare_fields = false;
    scope.lenient = true;
    scope.now_anywhere = true;
    scope.raised = true;
    ast::Expr use;  // as if it were named in an expression
    use.kind = ExprKind::name;
    use.name = entry.tree->name;
    use.at = entry.tree->name.at;
    Checker(c, scope).maybe_missing(&use);
  }
}

}  // namespace tripline::dsl::check
