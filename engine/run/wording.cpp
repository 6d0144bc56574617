#include "engine/run/wording.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "engine/ops/reasons.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using namespace phrases;  // NOLINT(google-build-using-namespace): the table of what is said

using core::Json;
using model::Op;
using model::TypeKind;

Wording::Wording(const Program& program, const Evaluator& evaluator, core::Language language, bool personal_shown)
    : program_(program), evaluator_(evaluator), language_(language), personal_shown_(personal_shown) {
  for (const model::Stream& s : program.pack->streams)
    for (const model::Field& f : s.fields)
      if (f.personal && !personal_shown) personal_names_[f.name] = true;
  for (const SpacePlan& space : program.spaces) {
    auto& types = name_types_.emplace_back(space.names.size(), nullptr);
    for (std::size_t i = 0; i < space.names.size(); ++i)
      for (const model::Stream& s : program.pack->streams)
        for (const model::Field& f : s.fields)
          if (types[i] == nullptr && f.name == space.names[i] && (f.key || f.group)) types[i] = &f.type;
  }
}

const model::Type& Wording::type_of(NodeId id) const { return node(id).source->type; }
std::string Wording::label(NodeId id) const { return node(id).source->label; }

std::string Wording::comparison(NodeId id) const {
  const Node& n = node(id);
  if (!n.source->label.empty()) return n.source->label;
  static constexpr const char* kSigns[] = {"==", "!=", "<", "<=", ">", ">="};
  const NodeId* kids = program_.kids(n);
  return label(kids[0]) + " " + kSigns[static_cast<int>(n.op) - static_cast<int>(Op::eq)] + " " + label(kids[1]);
}

std::string Wording::show(const Value& v, const model::Type& type) const { return show(v, type, core::Language::en); }

std::string Wording::show(const Value& v, const model::Type& type, core::Language language) const {
  if (v.is_missing()) return std::string(kMissing.in(language));
  if (v.is_unknown()) return core::say(kUnknown, language, {reason_code(v.reason())});
  switch (type.kind) {
    case TypeKind::bool_: return std::string((v.as_bool() ? kTrue : kFalse).in(language));
    case TypeKind::number: return core::print_quantity(v.as_number(), type.unit);
    case TypeKind::text: return std::string(v.as_text());
    case TypeKind::enumerated: {
      const auto& members = program_.pack->enums[static_cast<std::size_t>(type.enumeration)].members;
      const auto i = static_cast<std::size_t>(v.as_integer());
      return i < members.size() ? members[i].name : std::to_string(v.as_integer());
    }
    case TypeKind::time: return core::print_rfc3339(v.as_integer());
    case TypeKind::date: return core::print_day(static_cast<core::Day>(v.as_integer()));
    case TypeKind::duration: return core::print_duration(v.as_integer());
    case TypeKind::position: {
      std::string out = "{lat: ";
      core::write_number(out, v.latitude());
      out += ", lon: ";
      core::write_number(out, v.longitude());
      return out + "}";
    }
    case TypeKind::list: {
      std::string out = "[";
      const std::vector<Value>& items = v.as_list();
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (i == 16) {
          out += core::say(kMore, language, {std::to_string(items.size() - i)});
          break;
        }
        if (i > 0) out += ", ";
        out += show(items[i], *type.element, language);
      }
      return out + "]";
    }
  }
  return {};
}

Json Wording::json(const Value& v, const model::Type& type) const {
  if (!v.known()) return Json(show(v, type));
  switch (type.kind) {
    case TypeKind::bool_: return Json(v.as_bool());
    case TypeKind::number: {
      const double d = core::in_unit(v.as_number(), type.unit);
      if (type.unit.text.empty()) return Json(d);
      // The text that reads back the same, as a number.
      const std::string text = core::print_decimal(v.as_number(), type.unit);
      char* end = nullptr;
      const double shown = std::strtod(text.c_str(), &end);
      return Json().set("unit", type.unit.text).set("value", *end == '\0' ? shown : d);
    }
    case TypeKind::position: return Json().set("lat", v.latitude()).set("lon", v.longitude());
    case TypeKind::list: {
      Json out(Json::Array{});
      const std::vector<Value>& items = v.as_list();
      for (std::size_t i = 0; i < items.size() && i < 16; ++i) out.push(json(items[i], *type.element));
      if (items.size() > 16) out.push("… " + std::to_string(items.size() - 16) + " more");
      return out;
    }
    case TypeKind::text:
    case TypeKind::enumerated:
    case TypeKind::time:
    case TypeKind::date:
    case TypeKind::duration: break;
  }
  return Json(show(v, type));
}

namespace {

// "07:05:00", with decimals where there are any.
std::string clock_text(Duration since_midnight) {
  constexpr std::int64_t kParts[] = {3600 * core::kSecond, 60 * core::kSecond, core::kSecond};
  std::string out;
  for (const std::int64_t part : kParts) {
    const std::int64_t n = since_midnight / part;
    since_midnight %= part;
    out += (out.empty() ? "" : ":") + std::string(n < 10 ? "0" : "") + std::to_string(n);
  }
  if (since_midnight == 0) return out;
  std::string decimals = std::to_string(core::kSecond + since_midnight).substr(1);
  decimals.erase(decimals.find_last_not_of('0') + 1);
  return out + "." + decimals;
}

}  // namespace

bool Wording::personal(NodeId id) const {
  if (personal_shown_) return false;
  const Node& n = node(id);
  if (n.op == Op::owner_key) {
    const auto at = personal_names_.find(n.source->label);
    return at != personal_names_.end();
  }
  if (n.op == Op::field && n.index >= 0)
    return program_.pack->streams[static_cast<std::size_t>(n.stream)]
               .fields[static_cast<std::size_t>(n.index)]
               .personal ||
           (n.stream == program_.violation &&
            personal_names_.count(program_.pack->streams[static_cast<std::size_t>(n.stream)]
                                      .fields[static_cast<std::size_t>(n.index)]
                                      .name) > 0);
  if (n.op == Op::table_field)
    return program_.pack->tables[static_cast<std::size_t>(n.index)].fields[static_cast<std::size_t>(n.member)].personal;
  if (n.op == Op::aggregate) {
    const AggregatePlan& a =
        program_.aggregates[static_cast<std::size_t>(program_.uses[static_cast<std::size_t>(n.use)].plan)];
    // How many, how often and how long something held tells of many values; anything else may be a single one.
    const bool counts = a.kind == model::AggregateKind::count || a.kind == model::AggregateKind::distinct ||
                        a.kind == model::AggregateKind::once || a.kind == model::AggregateKind::always ||
                        a.kind == model::AggregateKind::share || a.kind == model::AggregateKind::duration;
    return !counts && a.argument != kNoNode && personal(a.argument);
  }
  const NodeId* kids = program_.kids(n);
  for (std::uint32_t i = 0; i < n.count; ++i)
    if (personal(kids[i])) return true;
  return false;
}

std::string Wording::token(const std::string& name, const Value& v) {
  std::string key;
  append_key_text(key, v);
  auto& numbers = tokens_[name];
  const auto [at, fresh] = numbers.emplace(key, static_cast<int>(numbers.size()) + 1);
  std::string token = "⟨" + name + "#" + std::to_string(at->second) + "⟩";
  if (fresh) first_named_.push_back({token, v.is_text() ? std::string(v.as_text()) : key});
  return token;
}

std::string Wording::shown(NodeId id, Scope& scope) {
  const Value v = evaluator_.evaluate(id, scope);
  if (v.known() && personal(id)) {
    const Node& n = node(id);
    const std::string name =
        n.op == Op::field && n.index >= 0
            ? program_.pack->streams[static_cast<std::size_t>(n.stream)].fields[static_cast<std::size_t>(n.index)].name
            : label(id);
    return token(name, v);
  }
  return show(v, type_of(id), language_);
}

bool Wording::fixed(NodeId id) const {
  const Node& n = node(id);
  if (n.op == Op::constant) return true;
  const NodeId* kids = program_.kids(n);
  if (n.count == 0) return false;
  for (std::uint32_t i = 0; i < n.count; ++i)
    if (!fixed(kids[i])) return false;
  return n.op != Op::aggregate;
}

std::string Wording::side(NodeId id, Scope& scope) {
  const Node& n = node(id);
  const bool wrapped = n.op == Op::to_number || n.op == Op::day_begin || n.op == Op::day_end;
  if (wrapped) return side(program_.kids(n)[0], scope);
  if (fixed(id)) return shown(id, scope);
  const std::string name = label(id);
  return name + " = " + shown(id, scope);
}

namespace {

const core::Phrase& relation(Op op, bool truth, TypeKind kind) {
  if (kind == TypeKind::time || kind == TypeKind::date) {
    switch (op) {
      case Op::eq: return truth ? kIsOnDay : kIsNotOnDay;
      case Op::ne: return truth ? kIsNotOnDay : kIsOnDay;
      case Op::lt: return truth ? kIsBefore : kIsNotBefore;
      case Op::le: return truth ? kIsNotAfter : kIsAfter;
      case Op::gt: return truth ? kIsAfter : kIsNotAfter;
      default: return truth ? kIsNotBefore : kIsBefore;
    }
  }
  switch (op) {
    case Op::eq: return truth ? kEquals : kIsNot;
    case Op::ne: return truth ? kIsNot : kEquals;
    case Op::lt: return truth ? kIsBelow : kIsNotBelow;
    case Op::le: return truth ? kDoesNotExceed : kExceeds;
    case Op::gt: return truth ? kExceeds : kDoesNotExceed;
    default: return truth ? kIsAtLeast : kIsBelow;
  }
}

// What stands behind the keyword `in` of a condition as its author wrote it; empty: the keyword was not found (labels are cut where they are very long).
std::string_view behind_in(std::string_view condition) {
  for (const core::Language language : core::kAllLanguages) {
    const std::string_view word = kInWord.in(language);
    const std::size_t at = condition.rfind(word);
    if (at == std::string_view::npos) continue;
    const std::string_view bounds = condition.substr(at + word.size());
    return bounds.substr(std::min(bounds.find_first_not_of(' '), bounds.size()));
  }
  return {};
}

}  // namespace

std::string Wording::compared(NodeId id, bool truth, Scope& scope) {
  const Node& n = node(id);
  const NodeId* kids = program_.kids(n);
  if (n.op == Op::eq || n.op == Op::ne) {
    // "mode = autonomous" says it all where the other side is fixed and they are equal.
    const bool equal = (n.op == Op::eq) == truth;
    if (fixed(kids[1]) && equal && !fixed(kids[0])) return side(kids[0], scope);
    return say(equal ? kEquals : kIsNot, {side(kids[0], scope), side(kids[1], scope)});
  }
  return say(relation(n.op, truth, n.operand), {side(kids[0], scope), side(kids[1], scope)});
}

// The values of a set, at most sixteen of them.
std::string Wording::list_of(const NodeId* first, std::size_t count, Scope& scope) {
  std::string set;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == 16) return set += say(kMore, {std::to_string(count - i)});
    if (i > 0) set += say(kNext);
    set += shown(first[i], scope);
  }
  return set;
}

std::string Wording::because(NodeId id, bool truth, Scope& scope) {
  if (id == kNoNode) return {};
  const Node& n = node(id);
  const NodeId* kids = program_.kids(n);
  const auto both = [&](bool left, bool right) {
    const std::string a = because(kids[0], left, scope), b = because(kids[1], right, scope);
    return a.empty() ? b : b.empty() ? a : say(kAnd, {a, b});
  };
  const auto is = [&](NodeId k, Tri t) { return evaluator_.truth(k, scope) == t; };
  switch (n.op) {
    case Op::and_:
      if (truth) return both(true, true);
      return is(kids[0], Tri::no) ? because(kids[0], false, scope) : because(kids[1], false, scope);
    case Op::or_:
      if (!truth) return both(false, false);
      return is(kids[0], Tri::yes) ? because(kids[0], true, scope) : because(kids[1], true, scope);
    case Op::implies:
      if (!truth) return both(true, false);
      return is(kids[0], Tri::no) ? because(kids[0], false, scope) : because(kids[1], true, scope);
    case Op::not_: return because(kids[0], !truth, scope);
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return compared(id, truth, scope);
    case Op::time_eq_date:
    case Op::time_ne_date:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date: {
      const auto op =
          static_cast<Op>(static_cast<int>(n.op) - static_cast<int>(Op::time_eq_date) + static_cast<int>(Op::eq));
      return say(relation(op, truth, TypeKind::time), {side(kids[0], scope), side(kids[1], scope)});
    }
    case Op::constant: return {};
    case Op::present: return say(truth ? kIsGiven : kIsMissing, {label(kids[0])});
    case Op::in_set:
      return say(truth ? kIsInSet : kIsNotInSet, {side(kids[0], scope), list_of(kids + 1, n.count - 1, scope)});
    case Op::in_list: return say(truth ? kIsIn : kIsNotIn, {side(kids[0], scope), side(kids[1], scope)});
    case Op::in_range: {
      // Constant bounds as they were written: the end of a day is no instant to its author.
      const bool constant = node(kids[1]).op == Op::constant && node(kids[2]).op == Op::constant;
      std::string bounds(constant ? behind_in(n.source->label) : std::string_view());
      if (bounds.empty()) bounds = side(kids[1], scope) + " .. " + side(kids[2], scope);
      return say(truth ? kIsIn : kIsNotIn, {side(kids[0], scope), bounds});
    }
    case Op::in_area:
      return say(truth ? kIsInArea : kIsNotInArea,
                 {side(kids[0], scope), program_.pack->areas[static_cast<std::size_t>(n.index)].file});
    case Op::matches:
      return say(truth ? kMatches : kDoesNotMatch,
                 {side(kids[0], scope), program_.pack->patterns[static_cast<std::size_t>(n.index)].text});
    case Op::in_hours: {
      const Value v = evaluator_.evaluate(kids[0], scope);
      return say(truth ? kIsInHours : kIsNotInHours,
                 {label(kids[0]), show(v, type_of(kids[0])),
                  clock_text(program_.pack->zone.time_of_day(v.as_integer())), behind_in(n.source->label)});
    }
    case Op::held: return say(truth ? kHolds : kDoesNotHold, {label(id)});
    case Op::any:
    case Op::all: return say(truth ? kHoldsOf : kDoesNotHoldOf, {label(id), side(kids[0], scope)});
    default: break;
  }
  return say(truth ? kIsTrue : kIsFalse, {label(id)});
}

Json Wording::values(const std::vector<NodeId>& leaves, Scope& scope) {
  Json out(Json::Object{});
  std::size_t n = 0;
  for (const NodeId id : leaves) {
    if (n++ == 64) {
      out.set("…", std::to_string(leaves.size() - 64) + " more");
      break;
    }
    const Value v = evaluator_.evaluate(id, scope);
    if (v.known() && personal(id))
      out.set(label(id), shown(id, scope));
    else
      out.set(label(id), json(v, type_of(id)));
  }
  return out;
}

std::string Wording::message(const RulePlan& rule, Scope& scope) {
  std::string out;
  for (std::size_t i = 0; i < rule.message.size(); ++i) {
    if (rule.message[i] == kNoNode)
      out += rule.source->message_parts[i].text;
    else
      out += shown(rule.message[i], scope);
  }
  return out;
}

Json Wording::subject(const Subject& s) {
  Json out(Json::Object{});
  const std::vector<std::string>& names = program_.spaces[s.space].names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Value& v = s.names[i];
    if (personal_names_.count(names[i]) > 0) {
      out.set(names[i], token(names[i], v));
      continue;
    }
    const model::Type* type = name_types_[s.space][i];
    out.set(names[i], type == nullptr ? Json(v.is_text() ? std::string(v.as_text()) : std::string()) : json(v, *type));
  }
  return out;
}

std::string Wording::subject_text(const Subject& s) {
  const Json j = subject(s);
  if (j.object()->empty()) return say(kEverybody);
  std::string out;
  for (const auto& [name, value] : *j.object()) {
    if (!out.empty()) out += ", ";
    out += name + " " + (value.string() != nullptr ? *value.string() : value.canonical());
  }
  return out;
}

}  // namespace tripline::engine
