// What are the pack's numbers? Parameters with their settings, and curves.
#include <algorithm>

#include "core/decimal.hpp"
#include "dsl/check/context.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"
#include "dsl/grammar/grammar.hpp"

namespace tripline::dsl::check {
namespace {

using model::TypeKind;

std::vector<std::string> param_names(const Context& c) {
  std::vector<std::string> names;
  for (const model::Param& p : c.pack.params) names.push_back(p.name);
  return names;
}

void apply(Context& c, const Setting& setting, std::unordered_map<std::string, bool>& seen) {
  const std::string shown = "--set " + setting.name;
  if (setting.value.size() > kMostFileBytes || core::find_invalid_utf8(setting.value) != std::string::npos) {
    Range at;
    at.file = c.sources.add(shown, "");
    c.error("E0120", at, {"the value set for {0} is not text", "为{0}设置的值不是文本", ticked(setting.name)});
    return;
  }
  const std::uint32_t file = c.sources.add(shown, setting.value);
  const Range whole{file, 0, static_cast<std::uint32_t>(setting.value.size())};
  const auto symbol = c.symbols.find(setting.name);
  if (symbol == c.symbols.end() || symbol->second.kind != SymbolKind::param) {
    Said help = c.did_you_mean(setting.name, param_names(c));
    if (help.empty() && !c.pack.params.empty())
      help = {"parameters of this pack: {0}", "此规则包的参数：{0}", all_of(param_names(c))};
    c.error("E0120", whole, {"there is no parameter {0} to set", "没有可设置的参数{0}", ticked(setting.name)}, {},
            help);
    return;
  }
  if (!seen.emplace(setting.name, true).second) {
    c.error("E0120", whole, {"the parameter {0} is set twice", "参数{0}设置了两次", ticked(setting.name)});
    return;
  }
  const auto index = static_cast<std::size_t>(symbol->second.index);
  if (c.bad_params[index]) return;
  // In the words of the pack; what is ASCII alone is so in every language.
  const bool ascii = std::all_of(setting.value.begin(), setting.value.end(),
                                 [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
  const ast::Language language = ascii ? ast::Language::en : c.language(symbol->second.at);
  const ast::ExprPtr tree = parse_expression(c.sources, file, c.diagnostics, language);
  if (!tree) return;
  model::Param& param = c.pack.params[index];
  std::optional<model::Constant> value = read_literal(c, *tree, param.type);
  if (!value) return;
  param.value = std::move(*value);
  param.set = true;
}

// The x of a point in the base unit, or the member's index.
std::optional<double> point_x(Context& c, const ast::Point& point, const model::Type& from) {
  if (const auto* name = std::get_if<ast::Name>(&point.x)) {
    if (from.kind != TypeKind::enumerated) {
      c.error("E0505", name->at, {"a point of this curve begins with a number", "此对照表的每一点以数开头"},
              {"the curve is over {0}", "对照表的自变量是{0}", describe(c, from)});
      return std::nullopt;
    }
    const int member = member_number(c, from.enumeration, name->text);
    if (member == model::kNone) {
      c.error("E0213", name->at,
              {"{0} is not a member of {1}", "{0}不是{1}的取值", ticked(name->text), kind_of(c, from)}, {},
              c.did_you_mean(name->text, member_names(c, from.enumeration)));
      return std::nullopt;
    }
    return member;
  }
  const auto& number = std::get<ast::Quantity>(point.x);
  if (from.kind == TypeKind::enumerated) {
    c.error("E0505", number.at, {"a point of this curve begins with a member", "此对照表的每一点以取值开头"}, {},
            {"one of: {0}", "可选：{0}", any_of(member_names(c, from.enumeration))});
    return std::nullopt;
  }
  const core::Number x = core::read_decimal(number.number, from.unit);
  if (x.fault != core::NumberFault::none) {
    c.error("E0206", number.at, {"this number cannot be read exactly", "此数无法精确读取"});
    return std::nullopt;
  }
  return x.value;
}

Range at_of(const ast::Point& point) {
  if (const auto* name = std::get_if<ast::Name>(&point.x)) return name->at;
  return std::get<ast::Quantity>(point.x).at;
}

bool lower_curve(Context& c, const ast::Curve& tree, model::Curve& out) {
  const std::optional<model::Type> from = lower_type(c, tree.from);
  const std::optional<model::Type> to = lower_type(c, tree.to);
  if (!from || !to) return false;
  out.from = *from;
  out.to = *to;
  if ((!is_number(*from) && from->kind != TypeKind::enumerated) || from->optional) {
    c.error("E0505", tree.from.at,
            {"a curve is over a number, a unit or an enumerated type", "对照表的自变量须为数值、单位或枚举类型"},
            {"this is {0}", "这是{0}", describe(c, *from)},
            is_duration(*from) ? Said{"write the unit of time instead: s", "请改写时间单位：`秒`"} : Said());
    return false;
  }
  if (!is_number(*to) || to->optional) {
    c.error("E0505", tree.to.at, {"a curve gives a number or a quantity", "对照表的结果须为数值或带单位的量"},
            {"this is {0}", "这是{0}", describe(c, *to)});
    return false;
  }
  bool good = true;
  std::unordered_map<int, Range> members;
  for (const ast::Point& point : tree.points) {
    const std::optional<double> x = point_x(c, point, *from);
    const core::Number y = core::read_decimal(point.y.number, to->unit);
    if (y.fault != core::NumberFault::none)
      c.error("E0206", point.y.at, {"this number cannot be read exactly", "此数无法精确读取"});
    if (!x || y.fault != core::NumberFault::none) {
      good = false;
      continue;
    }
    if (from->kind == TypeKind::enumerated) {
      const auto [first, fresh] = members.emplace(static_cast<int>(*x), at_of(point));
      if (!fresh) {
        c.error("E0505", at_of(point), {"this member has two points", "此取值有两个点"}, {"again here", "此处重复"})
            .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
        good = false;
      }
    } else if (!out.points.empty() && *x <= out.points.back().first) {
      c.error("E0505", at_of(point), {"the points of a curve increase", "对照表的各点须递增"},
              {"this is not more than the point before it", "此点不大于前一点"});
      good = false;
    }
    out.points.emplace_back(*x, y.value);
  }
  if (from->kind == TypeKind::enumerated) std::sort(out.points.begin(), out.points.end());
  if (out.points.empty() && good) {
    c.error("E0505", tree.name.at, {"a curve has at least one point", "对照表至少有一个点"});
    good = false;
  }
  return good;
}

}  // namespace

void lower_params(Context& c) {
  c.bad_params.assign(c.params.size(), false);
  c.pack.params.resize(c.params.size());
  for (std::size_t i = 0; i < c.params.size(); ++i) {
    const auto& tree = std::get<ast::Param>(c.params[i]->body);
    model::Param& param = c.pack.params[i];
    param.name = tree.name.text;
    param.at = c.params[i]->at;
    param.doc = c.params[i]->doc;
    std::optional<model::Type> type = lower_type(c, tree.type);
    if (type && type->optional) {
      c.error("E0507", tree.type.at, {"a parameter always has a value", "参数总有值"},
              {"this may be missing", "此处可以缺失"}, {"leave out the `?`", "请删去`?`"});
      type->optional = false;
    }
    std::optional<model::Constant> value;
    if (type && tree.value) value = read_literal(c, *tree.value, *type);
    if (type) param.type = *type;
    if (value) param.value = std::move(*value);
    c.bad_params[i] = !type || !value;
  }
  std::unordered_map<std::string, bool> seen;
  for (const Setting& setting : c.options.set) apply(c, setting, seen);
}

void lower_curves(Context& c) {
  c.bad_curves.assign(c.curves.size(), false);
  c.pack.curves.resize(c.curves.size());
  for (std::size_t i = 0; i < c.curves.size(); ++i) {
    const auto& tree = std::get<ast::Curve>(c.curves[i]->body);
    model::Curve& curve = c.pack.curves[i];
    curve.name = tree.name.text;
    curve.at = c.curves[i]->at;
    c.bad_curves[i] = !lower_curve(c, tree, curve);
  }
}

}  // namespace tripline::dsl::check
