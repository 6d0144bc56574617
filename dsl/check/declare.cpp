// Which names does the pack declare, and each only once? The first pass over the trees.
#include <algorithm>

#include "core/zone.hpp"
#include "dsl/check/context.hpp"
#include "dsl/check/functions.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/sandbox.hpp"
#include "dsl/check/types.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

class Collector {
 public:
  explicit Collector(Context& c) : c_(c) {}

  void collect() {
    for (const ast::File& file : c_.files) {
      for (const ast::Declaration& d : file.declarations) {
        declaration_ = &d;
        std::visit([this](const auto& body) { add(body); }, d.body);
      }
    }
    if (c_.header == nullptr) {
      Range at;
      if (!c_.files.empty()) at.file = c_.files.front().number;
      c_.error("E0102", at, {"this pack has no header", "此规则包没有包头"}, {},
               {"begin one of its files with: pack NAME 1.0.0 { timezone \"Asia/Shanghai\" }",
                "请在其中一个文件的开头写：`规则包 〈名称〉 1.0.0 { 时区 \"Asia/Shanghai\" }`"});
    }
    limit(c_.pack.rules.size(), {"rules", "规则"});
    limit(c_.streams.size(), {"streams", "数据流"});
    limit(c_.tables.size(), {"tables", "台账"});
    limit(c_.params.size(), {"parameters", "参数"});
    limit(c_.lets.size(), {"lets", "定义"});
    limit(c_.curves.size(), {"curves", "对照表"});
    limit(c_.types.size(), {"types", "类型"});
    limit(c_.scenarios.size(), {"scenarios", "算例"});
  }

 private:
  void limit(std::size_t count, const Phrase& what) {
    if (count <= kMostDeclarations) return;
    Range at;
    if (!c_.files.empty()) at.file = c_.files.front().number;
    c_.error("E0104", at, {"this pack has more than 10,000 {0}", "此规则包的{0}超过 10000 个", what}, {},
             {"split it into several packs", "请拆分为多个规则包"});
  }

  // False: the name is taken (reported) or hides a built-in.
  bool name(const ast::Name& n, SymbolKind kind, int index) {
    c_.bound(n);
    if (is_builtin(n.text)) {
      c_.error("E0114", n.at, {"{0} is built in and cannot be declared", "{0}是内置名称，不能声明", ticked(n.text)}, {},
               {"choose another name", "请改用其他名称"});
      return false;
    }
    if (grammar::spells("Violation", n.text)) {
      c_.error("E0114", n.at, {"`Violation` is the built-in event of all violations", "`违规`是内置事件，包含所有违规"},
               {}, {"choose another name", "请改用其他名称"});
      return false;
    }
    const auto [first, fresh] = c_.symbols.emplace(n.text, Symbol{kind, index, n.at});
    if (!fresh) twice(n, first->second.at);
    return fresh;
  }

  void twice(const ast::Name& n, Range first) {
    c_.error("E0106", n.at, {"{0} is declared twice", "{0}声明了两次", ticked(n.text)}, {"again here", "此处重复"},
             {"rename one of them", "请将其中一个改名"})
        .secondary.push_back({first, {"first here", "首次出现在此处"}});
  }

  void add(const ast::Header& h) {
    if (c_.header != nullptr) {
      c_.error("E0103", h.name.at, {"this pack has two headers", "此规则包有两个包头"}, {"the second", "第二个"},
               {"a pack has one `pack` header, in one of its files",
                "一个规则包只有一个包头（`规则包`），写在其中一个文件里"})
          .secondary.push_back({c_.header->name.at, {"the first", "第一个"}});
      return;
    }
    c_.header = &h;
    c_.bound(h.name);
    c_.pack.name = h.name.text;
    c_.pack.version = h.version.text;
    const ast::HeaderItem* seen[5] = {};
    for (const ast::HeaderItem& item : h.items) {
      const ast::HeaderItem*& first = seen[static_cast<std::size_t>(item.kind)];
      if (first != nullptr) {
        c_.error("E0112", item.at, {"this stands in the header twice", "此项在包头中写了两次"},
                 {"again here", "此处重复"})
            .secondary.push_back({first->at, {"first here", "首次出现在此处"}});
        continue;
      }
      first = &item;
      switch (item.kind) {
        case ast::HeaderItemKind::title:
          c_.bound(item.text, kMostTitleBytes, {"title", "名称"});
          c_.pack.title = item.text.value;
          break;
        case ast::HeaderItemKind::authority:
          c_.bound(item.text, kMostTitleBytes, {"authority", "发布机关"});
          c_.pack.authority = item.text.value;
          break;
        case ast::HeaderItemKind::timezone: zone(item.text); break;
        case ast::HeaderItemKind::lateness:
          if (const auto d = read_duration(c_, item.duration, true)) c_.pack.lateness = *d;
          break;
        case ast::HeaderItemKind::max_ahead:
          if (const auto d = read_duration(c_, item.duration, true)) c_.pack.max_ahead = *d;
          break;
      }
    }
  }

  void zone(const ast::Text& name) {
    std::optional<core::Zone> found = core::Zone::find(name.value);
    if (found) {
      c_.pack.zone = *found;
    } else {
      c_.error("E0112", name.at, {"there is no time zone {0}", "没有时区{0}", ticked(name.value)}, {},
               {"a name of the IANA database (Asia/Shanghai), UTC, or an offset (+08:00)",
                "请写 IANA 时区数据库中的名称（Asia/Shanghai）、UTC 或时差（+08:00）"});
    }
  }

  template <class Tree>
  void word_list(const Tree& tree, const Tree*& slot, std::vector<std::string>& names,
                 std::unordered_map<std::string, int>& numbers, std::size_t most, const Phrase& what) {
    if (slot != nullptr) {
      c_.error("E0106", declaration_->at, {"the {0} are declared twice", "{0}声明了两次", what},
               {"again here", "此处重复"})
          .secondary.push_back(
              {slot->names.empty() ? declaration_->at : slot->names.front().at, {"first here", "首次出现在此处"}});
      return;
    }
    slot = &tree;
    add_words(tree, names, numbers, most, what);
  }

  template <class Tree>
  void add_words(const Tree& tree, std::vector<std::string>& names, std::unordered_map<std::string, int>& numbers,
                 std::size_t most, const Phrase& what) {
    for (const ast::Name& n : tree.names) {
      c_.bound(n);
      if (!numbers.emplace(n.text, static_cast<int>(names.size())).second) {
        c_.error("E0106", n.at, {"{0} stands twice among the {1}", "{0}在{1}中出现两次", ticked(n.text), what},
                 {"again here", "此处重复"});
        continue;
      }
      names.push_back(n.text);
      if (names.size() == most + 1) {
        c_.error("E0104", n.at, {"there are more than {0} {1}", "{1}超过 {0} 个", std::to_string(most), what},
                 {"one too many", "多出一个"});
      }
    }
  }

  void add(const ast::Levels& l) {
    word_list(l, c_.levels, c_.pack.levels, c_.level_numbers, 64, {"levels", "监管等级"});
  }
  void add(const ast::Stages& s) { word_list(s, c_.stages, c_.pack.stages, c_.stage_numbers, 64, {"stages", "阶段"}); }
  void add(const ast::Actions& a) { add_words(a, c_.pack.actions, c_.action_numbers, 1'000, {"actions", "处置措施"}); }

  void add(const ast::Holidays& h) {
    if (c_.holidays != nullptr) {
      c_.error("E0106", declaration_->at, {"the holidays are named twice", "节假日指定了两次"},
               {"again here", "此处重复"})
          .secondary.push_back({c_.holidays->file.at, {"first here", "首次出现在此处"}});
      return;
    }
    c_.holidays = &h;
  }

  void add(const ast::StageFrom& s) {
    if (c_.stage_from != nullptr) {
      c_.error("E0106", declaration_->at, {"`stage from` stands twice", "`所处阶段 取自`写了两次"},
               {"again here", "此处重复"})
          .secondary.push_back({c_.stage_from_at, {"first here", "首次出现在此处"}});
      return;
    }
    c_.stage_from = &s;
    c_.stage_from_at = declaration_->at;
  }

  void add(const ast::NamedType& t) {
    Context::NamedType entry;
    entry.tree = &t;
    entry.at = t.name.at;
    c_.bound(t.name);
    const auto [first, fresh] = c_.types.emplace(t.name.text, entry);
    if (!fresh) twice(t.name, first->second.at);
  }

  void add(const ast::Param& p) {
    if (!name(p.name, SymbolKind::param, static_cast<int>(c_.params.size()))) return;
    c_.params.push_back(declaration_);
  }

  void add(const ast::Let& l) {
    if (!name(l.name, SymbolKind::let, static_cast<int>(c_.lets.size()))) return;
    c_.lets.push_back({&l, LetEntry::State::untouched});
  }

  void add(const ast::Curve& v) {
    if (find_function(v.name.text) || find_aggregate(v.name.text)) {
      c_.error("E0114", v.name.at, {"{0} is a function of the language", "{0}是本语言的函数", ticked(v.name.text)}, {},
               {"choose another name", "请改用其他名称"});
      return;
    }
    if (!name(v.name, SymbolKind::curve, static_cast<int>(c_.curves.size()))) return;
    c_.curves.push_back(declaration_);
  }

  void add(const ast::Table& t) {
    if (!name(t.name, SymbolKind::table, static_cast<int>(c_.tables.size()))) return;
    TableEntry entry;
    entry.tree = &t;
    entry.declaration = declaration_;
    c_.tables.push_back(std::move(entry));
  }

  void add(const ast::Stream& s) {
    if (!name(s.name, SymbolKind::stream, static_cast<int>(c_.streams.size()))) return;
    StreamEntry entry;
    entry.tree = &s;
    entry.declaration = declaration_;
    c_.streams.push_back(std::move(entry));
  }

  void add(const ast::Derived& d) {
    if (!name(d.name, SymbolKind::stream, static_cast<int>(c_.streams.size()))) return;
    StreamEntry entry;
    entry.derived = &d;
    entry.declaration = declaration_;
    c_.streams.push_back(std::move(entry));
  }

  void add(const ast::Rule& r) {
    c_.bound(r.name);
    const auto [first, fresh] = c_.rule_names.emplace(r.name.text, r.name.at);
    if (!fresh) {
      twice(r.name, first->second);
      return;
    }
    switch (r.kind) {
      case ast::RuleKind::redline: rule(r, model::RuleKind::redline); return;
      case ast::RuleKind::limit: rule(r, model::RuleKind::limit); return;
      case ast::RuleKind::duty: rule(r, model::RuleKind::duty); return;
      case ast::RuleKind::trigger: rule(r, model::RuleKind::trigger); return;
      case ast::RuleKind::warning: rule(r, model::RuleKind::warning); return;
      case ast::RuleKind::assessment: rule(r, model::RuleKind::assessment); return;
      case ast::RuleKind::sandbox: sandbox(r); return;
    }
  }

  void rule(const ast::Rule& r, model::RuleKind kind, const ast::Clause* line = nullptr,
            const std::string& line_name = {}) {
    RuleEntry entry;
    entry.tree = &r;
    entry.declaration = declaration_;
    entry.line = line;
    entry.index = static_cast<int>(c_.pack.rules.size());
    model::Rule made;
    made.kind = kind;
    made.name = line_name.empty() ? r.name.text : r.name.text + "." + line_name;
    made.at = declaration_->at;
    made.doc = declaration_->doc;
    c_.rule_numbers.emplace(made.name, entry.index);
    c_.pack.rules.push_back(std::move(made));
    c_.rules.push_back(entry);
  }

  // Each line of a sandbox is a red line of its own.
  void sandbox(const ast::Rule& r) {
    std::unordered_map<std::string, Range> lines;
    for (const ast::Clause& clause : r.clauses) {
      const std::optional<ast::Name> name = sandbox_line(clause);
      if (!name) continue;
      const auto [first, fresh] = lines.emplace(name->text, name->at);
      if (fresh)
        rule(r, model::RuleKind::redline, &clause, name->text);
      else if (clause.kind == ast::ClauseKind::require)
        twice(*name, first->second);
    }
    if (lines.empty()) rule(r, model::RuleKind::redline);  // what it lacks is told with its clauses
  }

  void add(const ast::Scenario& s) {
    const auto [first, fresh] = scenarios_.emplace(s.name.value, s.name.at);
    if (!fresh) {
      c_.error("E0106", s.name.at, {"two scenarios have the same name", "两个算例同名"}, {"again here", "此处重复"},
               {"rename one of them", "请将其中一个改名"})
          .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
      return;
    }
    c_.scenarios.push_back({declaration_, {}});
  }

  Context& c_;
  const ast::Declaration* declaration_ = nullptr;
  std::unordered_map<std::string, Range> scenarios_;  // by name
};

int word_enum(Context& c, const std::vector<std::string>& words, bool ordered) {
  model::EnumType e;
  e.ordered = ordered;
  for (const std::string& word : words) e.members.push_back({word, {}, false});
  c.pack.enums.push_back(std::move(e));
  return static_cast<int>(c.pack.enums.size()) - 1;
}

}  // namespace

void collect_declarations(Context& c) {
  Collector(c).collect();
  if (!c.pack.levels.empty()) c.pack.level_enum = word_enum(c, c.pack.levels, true);
  if (!c.pack.stages.empty()) c.pack.stage_enum = word_enum(c, c.pack.stages, true);
  std::vector<std::string> names;
  for (const model::Rule& rule : c.pack.rules) names.push_back(rule.name);
  c.rule_enum = word_enum(c, names, false);
  c.kind_enum = word_enum(c, {"redline", "limit", "duty"}, false);
  c.severity_enum = word_enum(c, {"info", "minor", "major", "critical"}, true);
}

}  // namespace tripline::dsl::check
