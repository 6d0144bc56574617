#include "dsl/check/fields.hpp"

#include <set>

#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"

namespace tripline::dsl::check {
namespace {

using model::TypeKind;

bool may_be_key(TypeKind kind) {
  return kind == TypeKind::text || kind == TypeKind::number || kind == TypeKind::enumerated || kind == TypeKind::date ||
         kind == TypeKind::bool_ || kind == TypeKind::time;
}

const char* word(ast::ModifierKind kind) {
  switch (kind) {
    case ast::ModifierKind::key: return "key";
    case ast::ModifierKind::group: return "group";
    case ast::ModifierKind::personal: return "personal";
    case ast::ModifierKind::id: return "id";
    case ast::ModifierKind::unique_for: return "unique for";
    case ast::ModifierKind::from: return "from";
  }
  return "";
}

class Modifiers {
 public:
  Modifiers(Context& c, const ast::Field& tree, bool of_table, model::Field& out)
      : c_(c), tree_(tree), of_table_(of_table), out_(out) {}

  void apply() {
    std::set<ast::ModifierKind> seen;
    for (const ast::Modifier& m : tree_.modifiers) {
      if (!seen.insert(m.kind).second) {
        c_.error("E0508", m.at, std::string("`") + word(m.kind) + "` is said twice of this field");
        continue;
      }
      if (of_table_ && m.kind != ast::ModifierKind::key && m.kind != ast::ModifierKind::from &&
          m.kind != ast::ModifierKind::personal) {
        c_.error("E0508", m.at, std::string("a table's field cannot be marked `") + word(m.kind) + "`");
        continue;
      }
      one(m);
    }
    if (out_.key && out_.group) {
      c_.error("E0508", tree_.name.at, "a field is a key or a group, not both");
      out_.group = false;
    }
    if (out_.unique_for && !out_.id) {
      c_.error("E0508", tree_.name.at, "`unique for` needs a field marked `id`", "",
               "write: " + out_.name + " : text id unique for 1 d");
    }
    for (const char* what : {"key", "group", "id"}) {
      const bool marked = what[0] == 'k' ? out_.key : what[0] == 'g' ? out_.group : out_.id;
      if (!marked) continue;
      if (out_.type.optional) {
        c_.error("E0507", tree_.type.at, std::string("what is marked `") + what + "` may not be missing",
                 "this may be missing", "leave out the `?`: an element without it is rejected");
        out_.type.optional = false;
      }
      if (!may_be_key(out_.type.kind)) {
        c_.error("E0507", tree_.type.at, describe(c_, out_.type) + " cannot be marked `" + what + "`", "",
                 "a text, a number, an enumerated value, a date or a time can");
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
        c_.error("E0508", text.at, "the name of a member or a column is empty");
        return;
      }
      out_.from.push_back(text.value);
    }
    if (out_.from.size() == 2 && out_.type.kind != TypeKind::position) {
      c_.error("E0508", m.at, "only a position comes from two members", "this is " + describe(c_, out_.type));
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
      c.error("E0509", encoding.at, "a pattern is for times and dates", "this is " + describe(c, type));
      return false;
    }
    std::string why;
    out.pattern = core::TimePattern::compile(encoding.pattern.value, why);
    if (!out.pattern) {
      c.error("E0509", encoding.pattern.at,
              "this pattern cannot give a " + std::string(single.kind == TypeKind::time ? "time" : "date"), why,
              "directives are %Y %m %d %H %M %S %z %j %b %p %I %%");
      return false;
    }
    return true;
  }
  const std::optional<core::Unit> unit = core::parse_unit(encoding.unit.text);
  if (!unit) {
    c.error("E0111", encoding.unit.at, ticked(encoding.unit.text) + " is not a unit", "",
            c.did_you_mean(encoding.unit.text, core::unit_atoms()));
    return false;
  }
  if (single.kind == TypeKind::time) {
    if (unit->text != "s" && unit->text != "ms" && unit->text != "us" && unit->text != "ns") {
      c.error("E0509", encoding.unit.at, "epoch times come in s, ms, us or ns");
      return false;
    }
    out.time_unit = unit->text;
    return true;
  }
  if (is_duration(single) ? !is_time_dimension(unit->dimension) : !is_number(single)) {
    c.error("E0509", encoding.at, "the unit of the input does not fit", "the field is " + describe(c, single));
    return false;
  }
  if (is_number(single) && unit->dimension != single.unit.dimension) {
    c.error("E0203", encoding.unit.at, "these do not measure the same thing",
            "this is " + describe(c, number_in(*unit)), "the field is " + describe(c, single));
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
