#include "dsl/check/message.hpp"

#include <algorithm>

#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {
namespace {

using model::Op;

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

class Template {
 public:
  Template(Context& c, const ast::Text& text, Holder& holder, model::Rule& rule)
      : c_(c), text_(text), holder_(holder), rule_(rule) {
    // Places in the text are those of the source where no escape stands in it.
    const std::string_view source = c.sources.text(text.at);
    exact_ = source.size() == text.value.size() + 2 && source.substr(1, text.value.size()) == text.value;
  }

  void lower() {
    const std::string& s = text_.value;
    std::string literal;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (s[i] != '{' && s[i] != '}') {
        literal.push_back(s[i]);
        continue;
      }
      if (i + 1 < s.size() && s[i + 1] == s[i]) {
        literal.push_back(s[i]);
        ++i;
        continue;
      }
      if (s[i] == '}') {
        fault(i, i + 1, {"this brace closes nothing", "此花括号没有对应的左花括号"},
              {"a brace in a message is written twice: }}", "说明中的花括号须写两次：`}}`"});
        return;
      }
      const std::size_t end = s.find('}', i);
      if (end == std::string::npos) {
        fault(i, i + 1, {"this brace is never closed", "此花括号没有闭合"},
              {"a brace in a message is written twice: {{", "说明中的花括号须写两次：`{{`"});
        return;
      }
      if (!literal.empty()) rule_.message_parts.push_back({std::move(literal), nullptr});
      literal.clear();
      ExprPtr value = name(i, end);
      if (value) rule_.message_parts.push_back({std::string(), std::move(value)});
      i = end;
    }
    if (!literal.empty()) rule_.message_parts.push_back({std::move(literal), nullptr});
  }

 private:
  Range at(std::size_t begin, std::size_t end) const {
    if (!exact_) return text_.at;
    return {text_.at.file, text_.at.begin + 1 + static_cast<std::uint32_t>(begin),
            text_.at.begin + 1 + static_cast<std::uint32_t>(end)};
  }

  void fault(std::size_t begin, std::size_t end, const Said& message, const Said& help) {
    c_.error("E0613", at(begin, end), message, {}, help);
  }

  // The value between the braces at `open` and `close`.
  ExprPtr name(std::size_t open, std::size_t close) {
    const std::string_view inside = trimmed(std::string_view(text_.value).substr(open + 1, close - open - 1));
    const std::size_t dot = inside.find('.');
    const std::string first(inside.substr(0, dot));
    const std::string second(dot == std::string_view::npos ? std::string_view() : inside.substr(dot + 1));
    if (!is_name(first) || (dot != std::string_view::npos && !is_name(second))) {
      fault(open, close + 1,
            {"between braces stands a name: {speed} or {Permit.stage}", "花括号之间须为名称：`{速度}`或`{许可.阶段}`"},
            {"a brace in a message is written twice: {{", "说明中的花括号须写两次：`{{`"});
      return nullptr;
    }
    const Range place = at(open + 1, close);
    if (dot == std::string_view::npos) {
      if (ExprPtr key = owner_key(first, place)) return key;
    }
    ast::Expr tree;
    tree.kind = ast::ExprKind::name;
    tree.at = place;
    tree.name = {first, place};
    if (dot != std::string_view::npos) tree.member = ast::Name{second, place};
    Scope scope;
    scope.on = rule_.on;
    scope.on_name = rule_.on_name;
    scope.now_anywhere = true;
    ExprPtr value = Checker(c_, scope).maybe_missing(&tree);
    if (!value) return nullptr;
    value->label = std::string(inside);
    const model::Expr* heavy = nullptr;
    visit(*value, [&heavy](const model::Expr& x) {
      if (x.op == Op::aggregate || x.op == Op::held || x.op == Op::previous) heavy = &x;
    });
    if (heavy != nullptr || value->type.kind == model::TypeKind::list) {
      c_.error(
          "E0613", place, {"a message shows fields, keys, parameters and tables", "说明只能引用字段、主键、参数和台账"},
          heavy ? Said{"this is an aggregate", "这是统计"} : Said{"this is a list", "这是列表"},
          heavy ? Said{"what was aggregated stands in the record's `values`", "统计的结果见记录的`values`"} : Said());
      return nullptr;
    }
    const std::vector<int> reads = holder_.reads;
    const bool good = Finish(c_, holder_).expression(*value);
    holder_.reads = reads;  // what is only shown decides nothing
    return good ? std::move(value) : nullptr;
  }

  // A key of the rule's subject: where no field of its own stream says it.
  ExprPtr owner_key(const std::string& name, Range place) {
    const std::vector<std::string>& names = c_.pack.key_sets[static_cast<std::size_t>(holder_.owner)].names;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return nullptr;
    auto made = std::make_unique<model::Expr>();
    made->op = Op::owner_key;
    made->type = c_.key_types.at(name);
    made->at = place;
    made->label = name;
    made->index = static_cast<int>(found - names.begin());
    return made;
  }

  Context& c_;
  const ast::Text& text_;
  Holder& holder_;
  model::Rule& rule_;
  bool exact_ = false;
};

}  // namespace

void lower_message(Context& c, const ast::Text& text, Holder& holder, model::Rule& rule) {
  Template(c, text, holder, rule).lower();
}

}  // namespace tripline::dsl::check
