#include "dsl/check/types.hpp"

#include "dsl/grammar/keywords.hpp"

#include <algorithm>
#include <set>

#include "core/decimal.hpp"

namespace tripline::dsl::check {
namespace {

using model::TypeKind;

std::vector<std::string> type_words(ast::Language language) {
  std::vector<std::string> words;
  for (const char* id : {"bool", "number", "text", "time (type)", "date (type)", "duration (type)", "position"})
    words.emplace_back(grammar::word(id, language));
  for (const auto& [first, second] : {std::pair("list", "of (list)"), std::pair("one", "of (one)")}) {
    const std::string of(grammar::word(second, language));
    words.push_back(std::string(grammar::word(first, language)) + (of.empty() ? "" : " " + of));
  }
  return words;
}

std::optional<model::Type> named(Context& c, const ast::Name& name) {
  const auto found = c.types.find(name.text);
  if (found == c.types.end()) {
    std::vector<std::string> candidates = type_words(c.language(name.at));
    for (const auto& [other, _] : c.types) candidates.push_back(other);
    std::sort(candidates.begin(), candidates.end());
    for (const std::string& atom : core::unit_atoms())
      candidates.push_back(grammar::unit_word(atom, c.language(name.at)));
    Said help = c.did_you_mean(name.text, candidates);
    if (help.empty())
      help = {
          "a type is a unit (km/h), bool, number, text, time, date, duration, position, one of (…), list of …, or "
          "declared with `type`",
          "类型可以是单位（`公里/小时`）、`是非`、`数值`、`文本`、`时刻`、`日期`、`时长`、`位置`、`取值（…）`、`列表 "
          "…`，或用`类型`声明的名称"};
    c.error("E0110", name.at, {"there is no type {0}", "没有类型{0}", ticked(name.text)}, {}, help);
    return std::nullopt;
  }
  Context::NamedType& entry = found->second;
  using State = Context::NamedType::State;
  if (entry.state == State::open) {
    c.error("E0117", name.at, {"{0} is defined by itself", "{0}的定义引用了自身", ticked(name.text)},
            {"it comes back to itself here", "在此处又回到自身"});
    return std::nullopt;
  }
  if (entry.state == State::untouched) {
    entry.state = State::open;
    std::optional<model::Type> type = lower_type(c, entry.tree->type);
    Context::NamedType& again = c.types.find(name.text)->second;
    again.state = type ? State::good : State::bad;
    if (type) {
      again.type = *type;
      if (type->kind == TypeKind::enumerated) {
        std::string& label = c.pack.enums[static_cast<std::size_t>(type->enumeration)].name;
        if (label.empty()) label = name.text;
      }
    }
  }
  const Context::NamedType& done = c.types.find(name.text)->second;
  if (done.state != State::good) return std::nullopt;
  return done.type;
}

// What stands for a member in the input, made comparable: "t:word", "n:<value>", "b:true".
std::string code_key(const model::EnumMember& member) {
  if (const auto* text = std::get_if<std::string>(&member.code)) {
    if (!member.numeric_code) return "t:" + *text;
    return "n:" + core::print_decimal(core::read_decimal(*text, core::Unit{}).value, core::Unit{});
  }
  if (const auto* truth = std::get_if<bool>(&member.code)) return *truth ? "b:true" : "b:false";
  return "t:" + member.name;
}

std::optional<model::Type> one_of(Context& c, const ast::Type& tree) {
  bool good = true;
  if (tree.mixed) {
    c.error("E0115", tree.at,
            {"an enumerated type is ordered throughout or not at all", "枚举类型要么全部有序，要么全部无序"},
            {"`<` and `,` are mixed here", "此处混用了`<`和`，`"},
            {"write `one of (a < b < c)` or `one of (a, b, c)`", "请写`取值（a < b < c）`或`取值（a，b，c）`"});
    good = false;
  }
  model::EnumType made;
  made.ordered = tree.ordered;
  std::unordered_map<std::string, Range> names, codes;
  for (const ast::Member& member : tree.members) {
    model::EnumMember m;
    c.bound(member.name);
    m.name = member.name.text;
    if (const auto* number = std::get_if<ast::Quantity>(&member.code)) {
      if (!number->unit.text.empty()) {
        c.error(
            "E0115", number->at,
            {"a member's code is a bare number, a text, true or false", "取值的代码须为不带单位的数、文本、`是`或`否`"},
            {"this has a unit", "此处带有单位"});
        good = false;
      }
      if (core::read_decimal(number->number, core::Unit{}).fault != core::NumberFault::none) {
        c.error("E0206", number->at, {"this number cannot be read exactly", "此数无法精确读取"});
        good = false;
      }
      m.code = number->number;
      m.numeric_code = true;
    } else if (const auto* text = std::get_if<ast::Text>(&member.code)) {
      m.code = text->value;
    } else if (const auto* truth = std::get_if<bool>(&member.code)) {
      m.code = *truth;
    }
    const auto [first, fresh] = names.emplace(m.name, member.name.at);
    if (!fresh) {
      c.error("E0115", member.name.at, {"{0} is a member twice", "取值{0}写了两次", ticked(m.name)})
          .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
      good = false;
    } else {
      const auto [other, new_code] = codes.emplace(code_key(m), member.name.at);
      if (!new_code) {
        c.error("E0115", member.name.at, {"two members have the same code", "两个取值的代码相同"})
            .secondary.push_back({other->second, {"first here", "首次出现在此处"}});
        good = false;
      }
    }
    made.members.push_back(std::move(m));
  }
  if (!good) return std::nullopt;
  c.pack.enums.push_back(std::move(made));
  return enumerated(static_cast<int>(c.pack.enums.size()) - 1);
}

std::optional<model::Type> base(Context& c, const ast::Type& tree) {
  switch (tree.kind) {
    case ast::TypeKind::bool_: return of_kind(TypeKind::bool_);
    case ast::TypeKind::number: return plain_number();
    case ast::TypeKind::text: return of_kind(TypeKind::text);
    case ast::TypeKind::time: return of_kind(TypeKind::time);
    case ast::TypeKind::date: return of_kind(TypeKind::date);
    case ast::TypeKind::duration: return of_kind(TypeKind::duration);
    case ast::TypeKind::position: return of_kind(TypeKind::position);
    case ast::TypeKind::named: return named(c, tree.name);
    case ast::TypeKind::one_of: return one_of(c, tree);
    case ast::TypeKind::unit: {
      const std::optional<core::Unit> unit = core::parse_unit(tree.name.text);
      if (!unit) {
        c.error("E0111", tree.name.at, {"{0} is not a unit", "{0}不是单位", ticked(tree.name.text)}, {},
                c.did_you_mean(tree.name.text, core::unit_atoms()));
        return std::nullopt;
      }
      return number_in(*unit);
    }
    case ast::TypeKind::list: {
      if (!tree.element) return std::nullopt;
      std::optional<model::Type> element = lower_type(c, *tree.element);
      if (!element) return std::nullopt;
      if (element->kind == TypeKind::list) {
        c.error("E0218", tree.at, {"a list holds single values, not lists", "列表中是单个值，不能是列表"});
        return std::nullopt;
      }
      model::Type type = of_kind(TypeKind::list);
      // `list of T?`: the list may be missing; its elements may not.
      type.optional = element->optional;
      element->optional = false;
      type.element = std::make_shared<const model::Type>(*element);
      return type;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<model::Type> lower_type(Context& c, const ast::Type& tree) {
  std::optional<model::Type> type = base(c, tree);
  if (type && tree.optional) type->optional = true;
  return type;
}

void lower_named_types(Context& c) {
  std::vector<std::string> names;
  for (const auto& [name, _] : c.types) names.push_back(name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (c.types.find(name)->second.state == Context::NamedType::State::untouched)
      named(c, c.types.find(name)->second.tree->name);
  }
}

Said kind_of(const Context& c, const model::Type& t) {
  switch (t.kind) {
    case TypeKind::bool_: return {"a condition", "条件"};
    case TypeKind::number: return core::kind_name(t.unit.dimension);
    case TypeKind::text: return {"a text", "文本"};
    case TypeKind::time: return {"a time", "时刻"};
    case TypeKind::date: return {"a date", "日期"};
    case TypeKind::duration: return {"a duration", "时长"};
    case TypeKind::position: return {"a position", "位置"};
    case TypeKind::list: return {"a list", "列表"};
    case TypeKind::enumerated: {
      const model::EnumType& e = c.pack.enums[static_cast<std::size_t>(t.enumeration)];
      if (!e.name.empty()) return Text(ticked(e.name));
      std::string members;
      for (std::size_t i = 0; i < e.members.size(); ++i) {
        if (i == 6) {
          members += ", …";
          break;
        }
        if (i != 0) members += e.ordered ? " < " : ", ";
        members += e.members[i].name;
      }
      return {"one of ({0})", "`取值（{0}）`", members};
    }
  }
  return {};
}

Said describe(const Context& c, const model::Type& t) {
  if (t.kind == TypeKind::number && !t.unit.text.empty())
    return {"{0} ({1})", "{0}（{1}）", kind_of(c, t), t.unit.text};
  if (t.kind == TypeKind::list && t.element) return {"a list, each {0}", "列表，各项为{0}", kind_of(c, *t.element)};
  return kind_of(c, t);
}

model::Type of_kind(TypeKind kind) {
  model::Type t;
  t.kind = kind;
  return t;
}
model::Type plain_number() { return of_kind(TypeKind::number); }
model::Type number_in(core::Unit unit) {
  model::Type t = of_kind(TypeKind::number);
  t.unit = std::move(unit);
  return t;
}
model::Type enumerated(int enumeration) {
  model::Type t = of_kind(TypeKind::enumerated);
  t.enumeration = enumeration;
  return t;
}

bool is_number(const model::Type& t) { return t.kind == TypeKind::number; }
bool is_plain(const model::Type& t) { return is_number(t) && t.unit.dimension.plain(); }
bool is_duration(const model::Type& t) { return t.kind == TypeKind::duration; }
bool is_numeric(const model::Type& t) { return is_number(t) || is_duration(t); }

namespace {
core::Dimension one(core::Axis axis) {
  core::Dimension d;
  d.exponent[static_cast<std::size_t>(axis)] = 1;
  return d;
}
}  // namespace

bool is_time_dimension(const core::Dimension& d) { return d == one(core::Axis::time); }
bool is_affine(const model::Type& t) { return is_number(t) && t.unit.affine(); }
bool is_share(const model::Type& t) { return is_number(t) && t.unit.dimension == one(core::Axis::share); }
core::Dimension dimension_of(const model::Type& t) { return is_duration(t) ? one(core::Axis::time) : t.unit.dimension; }

bool same_members(const Context& c, int a, int b) {
  if (a == b) return true;
  if (a < 0 || b < 0) return false;
  const auto& x = c.pack.enums[static_cast<std::size_t>(a)].members;
  const auto& y = c.pack.enums[static_cast<std::size_t>(b)].members;
  if (x.size() != y.size()) return false;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i].name != y[i].name) return false;
  }
  return true;
}

bool same_type(const Context& c, const model::Type& a, const model::Type& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case TypeKind::number: return a.unit.dimension == b.unit.dimension;
    case TypeKind::enumerated: return same_members(c, a.enumeration, b.enumeration);
    case TypeKind::list: return a.element && b.element && same_type(c, *a.element, *b.element);
    case TypeKind::bool_:
    case TypeKind::text:
    case TypeKind::time:
    case TypeKind::date:
    case TypeKind::duration:
    case TypeKind::position: return true;
  }
  return false;
}

bool is_time_unit(const std::string& unit) {
  static const std::set<std::string> units{"ns", "us", "µs", "μs", "ms", "s", "min", "h", "d"};
  return units.count(unit) != 0;
}

}  // namespace tripline::dsl::check
