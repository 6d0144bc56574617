#include "dsl/check/fields.hpp"

#include <set>

#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::TypeKind;

bool may_be_key(TypeKind kind) {
  return kind == TypeKind::text || kind == TypeKind::number || kind == TypeKind::enumerated || kind == TypeKind::date ||
         kind == TypeKind::bool_ || kind == TypeKind::time;
}

Text word(ast::ModifierKind kind) {
  switch (kind) {
    case ast::ModifierKind::key: return grammar::keyword("key");
    case ast::ModifierKind::group: return grammar::keyword("group");
    case ast::ModifierKind::personal: return grammar::keyword("personal");
    case ast::ModifierKind::id: return grammar::keyword("id");
    case ast::ModifierKind::unique_for: return Phrase{"unique for", "去重期"};
    case ast::ModifierKind::from: return grammar::keyword("from");
  }
  return {};
}

class Modifiers {
 public:
  Modifiers(Context& c, const ast::Field& tree, bool of_table, model::Field& out)
      : c_(c), tree_(tree), of_table_(of_table), out_(out) {}

  void apply() {
    std::set<ast::ModifierKind> seen;
    for (const ast::Modifier& m : tree_.modifiers) {
      if (!seen.insert(m.kind).second) {
        c_.error("E0508", m.at, {"`{0}` is said twice of this field", "此字段写了两次`{0}`", word(m.kind)});
        continue;
      }
      if (of_table_ && m.kind != ast::ModifierKind::key && m.kind != ast::ModifierKind::from &&
          m.kind != ast::ModifierKind::personal) {
        c_.error("E0508", m.at, {"a table's field cannot be marked `{0}`", "台账的字段不能标注`{0}`", word(m.kind)});
        continue;
      }
      one(m);
    }
    if (out_.key && out_.group) {
      c_.error("E0508", tree_.name.at,
               {"a field is a key or a group, not both", "字段要么是主键，要么是所属，不能兼有"});
      out_.group = false;
    }
    if (out_.unique_for && !out_.id) {
      c_.error("E0508", tree_.name.at, {"`unique for` needs a field marked `id`", "`去重期`需要标注`编号`的字段"}, {},
               {"write: {0} : text id unique for 1 d", "请写：`{0}：文本 编号 去重期 1 天`", out_.name});
    }
    for (const auto& [id, marked] :
         {std::pair("key", out_.key), std::pair("group", out_.group), std::pair("id", out_.id)}) {
      const Text what = grammar::keyword(id);
      if (!marked) continue;
      if (out_.type.optional) {
        c_.error("E0507", tree_.type.at, {"what is marked `{0}` may not be missing", "标注`{0}`的字段不能缺失", what},
                 {"this may be missing", "此处可以缺失"},
                 {"leave out the `?`: an element without it is rejected", "请删去`?`：缺少该字段的数据会被拒收"});
        out_.type.optional = false;
      }
      if (!may_be_key(out_.type.kind)) {
        c_.error("E0507", tree_.type.at,
                 {"{0} cannot be marked `{1}`", "{0}不能标注`{1}`", describe(c_, out_.type), what}, {},
                 {"a text, a number, an enumerated value, a date or a time can", "文本、数值、枚举值、日期或时刻可以"});
      }
    }
    if (out_.from.empty()) out_.from.push_back(out_.name);
  }

 private:
  void one(const ast::Modifier& m) {
    switch (m.kind) {
      case ast::ModifierKind::key: out_.key = true; break;
      case ast::ModifierKind::group: out_.group = true; break;
      case ast::ModifierKind::personal: out_.personal = true; break;
      case ast::ModifierKind::id: out_.id = true; break;
      case ast::ModifierKind::unique_for: out_.unique_for = read_duration(c_, m.duration); break;
      case ast::ModifierKind::from: from(m); break;
    }
  }

  void from(const ast::Modifier& m) {
    for (const ast::Text& text : m.from) {
      if (text.value.empty()) {
        c_.error("E0508", text.at, {"the name of a member or a column is empty", "成员名或列名为空"});
        return;
      }
      out_.from.push_back(text.value);
    }
    if (out_.from.size() == 2 && out_.type.kind != TypeKind::position) {
      c_.error("E0508", m.at, {"only a position comes from two members", "只有位置取自两个成员"},
               {"this is {0}", "这是{0}", describe(c_, out_.type)});
      out_.from.resize(1);
    }
    Encoded encoded;
    if (!lower_encoding(c_, m.encoding, out_.type, encoded)) return;
    out_.time_unit = encoded.time_unit;
    out_.time_pattern = encoded.pattern;
    if (encoded.unit) out_.input_unit = *encoded.unit;
  }

  Context& c_;
  const ast::Field& tree_;
  bool of_table_;
  model::Field& out_;
};

}  // namespace

bool lower_encoding(Context& c, const ast::Encoding& encoding, const model::Type& type, Encoded& out) {
  if (encoding.kind == ast::Encoding::Kind::none) return true;
  const model::Type& single = type.kind == TypeKind::list && type.element ? *type.element : type;
  if (encoding.kind == ast::Encoding::Kind::as_pattern) {
    if (single.kind != TypeKind::time && single.kind != TypeKind::date) {
      c.error("E0509", encoding.at, {"a pattern is for times and dates", "格式只用于时刻和日期"},
              {"this is {0}", "这是{0}", describe(c, type)});
      return false;
    }
    Said why;
    out.pattern = core::TimePattern::compile(encoding.pattern.value, why);
    if (!out.pattern) {
      c.error(
          "E0509", encoding.pattern.at,
          single.kind == TypeKind::time ? Said{"this pattern cannot give a time", "此格式无法得出时刻"}
                                        : Said{"this pattern cannot give a date", "此格式无法得出日期"},
          why,
          {"directives are %Y %m %d %H %M %S %z %j %b %p %I %%", "可用的格式符：%Y %m %d %H %M %S %z %j %b %p %I %%"});
      return false;
    }
    return true;
  }
  const std::optional<core::Unit> unit = core::parse_unit(encoding.unit.text);
  if (!unit) {
    c.error("E0111", encoding.unit.at, {"{0} is not a unit", "{0}不是单位", ticked(encoding.unit.text)}, {},
            c.did_you_mean(encoding.unit.text, core::unit_atoms()));
    return false;
  }
  if (single.kind == TypeKind::time) {
    if (unit->text != "s" && unit->text != "ms" && unit->text != "us" && unit->text != "ns") {
      c.error("E0509", encoding.unit.at, {"epoch times come in s, ms, us or ns", "纪元时间以 s、ms、us 或 ns 计"});
      return false;
    }
    out.time_unit = unit->text;
    return true;
  }
  if (is_duration(single) ? !is_time_dimension(unit->dimension) : !is_number(single)) {
    c.error("E0509", encoding.at, {"the unit of the input does not fit", "输入的单位不适用"},
            {"the field is {0}", "该字段是{0}", describe(c, single)});
    return false;
  }
  if (is_number(single) && unit->dimension != single.unit.dimension) {
    c.error("E0203", encoding.unit.at, {"these do not measure the same thing", "两者不是同一种量"},
            {"this is {0}", "这是{0}", describe(c, number_in(*unit))},
            {"the field is {0}", "该字段是{0}", describe(c, single)});
    return false;
  }
  out.unit = unit;
  return true;
}

std::optional<model::Field> lower_field(Context& c, const ast::Field& tree, bool of_table) {
  std::optional<model::Type> type = lower_type(c, tree.type);
  if (!type) return std::nullopt;
  model::Field field;
  c.bound(tree.name);
  field.name = tree.name.text;
  field.type = std::move(*type);
  field.doc = tree.doc;
  field.at = tree.at;
  const model::Type& single =
      field.type.kind == TypeKind::list && field.type.element ? *field.type.element : field.type;
  if (is_number(single)) field.input_unit = single.unit;
  if (of_table && is_duration(single)) field.input_unit = *core::parse_unit("s");  // telemetry says its unit: "1.5 s"
  Modifiers(c, tree, of_table, field).apply();
  return field;
}

}  // namespace tripline::dsl::check
