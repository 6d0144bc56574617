// What does telemetry look like? Signals, events, the fields of derived events, the built-in Violation, keys and
// groups.
#include <algorithm>

#include "dsl/check/context.hpp"
#include "dsl/check/fields.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::kNone;

class Streams {
 public:
  explicit Streams(Context& c) : c_(c) {}

  void lower() {
    c_.pack.streams.resize(c_.streams.size());
    for (std::size_t i = 0; i < c_.streams.size(); ++i) {
      if (c_.streams[i].tree != nullptr) declared(i);
    }
    for (std::size_t i = 0; i < c_.streams.size(); ++i) {
      if (c_.streams[i].derived != nullptr) derived(i);
    }
    check_key_types();
    for (std::size_t i = 0; i < c_.streams.size(); ++i) keys(i);
    violation();
  }

 private:
  void declared(std::size_t i) {
    StreamEntry& entry = c_.streams[i];
    const ast::Stream& tree = *entry.tree;
    model::Stream& s = c_.pack.streams[i];
    s.name = tree.name.text;
    s.signal = tree.signal;
    s.from = tree.from ? tree.from->value : tree.name.text;
    s.doc = entry.declaration->doc;
    s.at = entry.declaration->at;
    const ast::StreamItem* stale = nullptr;
    const ast::StreamItem* lateness = nullptr;
    const ast::StreamItem* time_from = nullptr;
    const auto once = [&](const ast::StreamItem*& first, const ast::StreamItem& item) {
      if (first != nullptr) {
        c_.error("E0506", item.at, {"this is said twice of {0}", "{0}中此项写了两次", ticked(s.name)},
                 {"again here", "此处重复"})
            .secondary.push_back({first->at, {"first here", "首次出现在此处"}});
        return false;
      }
      first = &item;
      return true;
    };
    for (const ast::StreamItem& item : tree.items) {
      switch (item.kind) {
        case ast::StreamItemKind::stale:
          if (!s.signal) {
            c_.error("E0506", item.at, {"an event cannot go stale", "事件不会失效"}, {},
                     {"it is a point in time: make it a signal, or leave this out",
                      "事件只是一个时点：请改为状态，或删去此处"});
          } else if (once(stale, item)) {
            s.stale_after = read_duration(c_, item.duration);
          }
          break;
        case ast::StreamItemKind::lateness:
          if (once(lateness, item)) s.lateness = read_duration(c_, item.duration, true);
          break;
        case ast::StreamItemKind::time_from:
          if (once(time_from, item)) {
            s.time_from = item.from.value;
            Encoded encoded;
            if (lower_encoding(c_, item.encoding, of_kind(model::TypeKind::time), encoded)) {
              s.time_unit = encoded.time_unit;
              s.time_pattern = encoded.pattern;
            }
          }
          break;
        case ast::StreamItemKind::field: field(entry, s, item.field); break;
      }
    }
    if (s.fields.size() > kMostFields)
      c_.error("E0104", tree.name.at, {"{0} has more than 1,000 fields", "{0}的字段超过 1000 个", ticked(s.name)});
  }

  void field(StreamEntry& entry, model::Stream& s, const ast::Field& tree) {
    if (is_builtin(tree.name.text) || is_time(tree.name.text)) {
      c_.error("E0113", tree.name.at,
               {"a stream's field may not be called {0}", "数据流的字段不能命名为{0}", ticked(tree.name.text)},
               is_time(tree.name.text) ? Said{"every stream has this one", "每个数据流都自带此字段"}
                                       : Said{"it would hide the built-in", "会遮蔽内置名称"},
               is_time(tree.name.text) ? Said{"say where it stands with: time from \"{0}\"",
                                              "请写明其来源：`时刻 取自 \"{0}\"`", tree.name.text}
                                       : Said{"write: other_name : TYPE from \"{0}\"",
                                              "请写：`〈其他名称〉：〈类型〉 取自 \"{0}\"`", tree.name.text});
      entry.bad = true;
      return;
    }
    std::optional<model::Field> made = lower_field(c_, tree, false);
    if (!made) {
      entry.bad = true;
      return;
    }
    const auto [first, fresh] = entry.fields.emplace(made->name, static_cast<int>(s.fields.size()));
    if (!fresh) {
      c_.error("E0115", tree.name.at,
               {"{0} has two fields called {1}", "{0}有两个字段都名为{1}", ticked(s.name), ticked(made->name)},
               {"again here", "此处重复"})
          .secondary.push_back(
              {s.fields[static_cast<std::size_t>(first->second)].at, {"first here", "首次出现在此处"}});
      return;
    }
    if (made->id && std::any_of(s.fields.begin(), s.fields.end(), [](const model::Field& f) { return f.id; })) {
      c_.error("E0508", tree.name.at, {"a stream has one field marked `id`", "数据流只有一个字段标注`编号`"},
               {"this is the second", "这是第二个"});
    }
    s.fields.push_back(std::move(*made));
  }

  // Fields of a derived event are those of the stream that it comes from, at the end of the chain.
  void derived(std::size_t i) {
    if (c_.pack.streams[i].derived_from != kNone || c_.streams[i].bad) return;
    std::vector<std::size_t> chain;
    std::size_t at = i;
    while (true) {
      if (std::find(chain.begin(), chain.end(), at) != chain.end()) {
        cycle(chain, at);
        return;
      }
      chain.push_back(at);
      const ast::Derived& tree = *c_.streams[at].derived;
      const int source = find_source(tree);
      if (source == kNone) {
        for (const std::size_t member : chain) fail(member);
        return;
      }
      const auto from = static_cast<std::size_t>(source);
      if (c_.streams[from].derived == nullptr || c_.pack.streams[from].derived_from != kNone) {
        finish_chain(chain, from);
        return;
      }
      if (c_.streams[from].bad) {
        for (const std::size_t member : chain) fail(member);
        return;
      }
      at = from;
    }
  }

  int find_source(const ast::Derived& tree) {
    const auto symbol = c_.symbols.find(tree.source.text);
    if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) return symbol->second.index;
    if (grammar::spells("Violation", tree.source.text)) {
      c_.error("E0510", tree.source.at, {"an event cannot be derived from `Violation`", "事件不能派生自`违规`"}, {},
               {"read `Violation` in a rule: on Violation, or count(Violation where …)",
                "请在规则中读取`违规`：`对 违规`，或`次数（违规 其中 …）`"});
      return kNone;
    }
    std::vector<std::string> names;
    for (const StreamEntry& s : c_.streams)
      names.push_back(s.tree != nullptr ? s.tree->name.text : s.derived->name.text);
    c_.error("E0108", tree.source.at, {"there is no stream {0}", "没有数据流{0}", ticked(tree.source.text)}, {},
             c_.did_you_mean(tree.source.text, names));
    return kNone;
  }

  void fail(std::size_t i) {
    c_.streams[i].bad = true;
    model::Stream& s = c_.pack.streams[i];
    s.name = c_.streams[i].derived->name.text;
    s.at = c_.streams[i].declaration->at;
  }

  void cycle(const std::vector<std::size_t>& chain, std::size_t first) {
    core::Diagnostic& d =
        c_.error("E0802", c_.streams[first].derived->name.at, {"this event is derived from itself", "此事件派生自身"},
                 {"it begins here", "从此处开始"});
    for (const std::size_t member : chain) {
      const ast::Derived& tree = *c_.streams[member].derived;
      d.secondary.push_back(
          {tree.source.at, {"{0} comes from {1}", "{0}派生自{1}", ticked(tree.name.text), ticked(tree.source.text)}});
    }
    for (const std::size_t member : chain) fail(member);
  }

  void finish_chain(const std::vector<std::size_t>& chain, std::size_t end) {
    std::size_t source = end;
    for (auto member = chain.rbegin(); member != chain.rend(); ++member) {
      StreamEntry& entry = c_.streams[*member];
      model::Stream& s = c_.pack.streams[*member];
      const model::Stream& from = c_.pack.streams[source];
      s.name = entry.derived->name.text;
      s.derived_from = static_cast<int>(source);
      s.fields = from.fields;
      s.doc = entry.declaration->doc;
      s.at = entry.declaration->at;
      entry.fields = c_.streams[source].fields;
      entry.bad = c_.streams[source].bad;
      source = *member;
    }
  }

  // A name of a key or group means the same everywhere, since it is by name that streams meet.
  void check_key_types() {
    std::unordered_map<std::string, Range> first;
    for (std::size_t i = 0; i < c_.streams.size(); ++i) {
      if (c_.streams[i].tree == nullptr) continue;
      for (const model::Field& f : c_.pack.streams[i].fields) {
        if (!f.key && !f.group) continue;
        const auto [known, fresh] = c_.key_types.emplace(f.name, f.type);
        if (fresh) {
          first.emplace(f.name, f.at);
        } else if (!same_type(c_, known->second, f.type)) {
          c_.error("E0707", f.at, {"the key {0} has two types", "主键{0}有两种类型", ticked(f.name)},
                   {"this is {0}", "这是{0}", describe(c_, f.type)},
                   {"streams meet by the names of their keys: give one of them another name, or both the same type "
                    "(type NAME = …)",
                    "数据流以主键的名称相互对应：请将其中一个改名，或为两者写同一类型（`类型 〈名称〉 = …`）"})
              .secondary.push_back({first.at(f.name), {"this is {0}", "这是{0}", describe(c_, known->second)}});
        }
      }
    }
  }

  void keys(std::size_t i) {
    model::Stream& s = c_.pack.streams[i];
    std::vector<std::string> names;
    for (std::size_t f = 0; f < s.fields.size(); ++f) {
      if (!s.fields[f].key) continue;
      s.keys.push_back(static_cast<int>(f));
      names.push_back(s.fields[f].name);
    }
    const int set = c_.key_set(std::move(names));
    c_.streams[i].keys = set;
    for (const model::Field& f : s.fields) {
      if (f.group) c_.provides[static_cast<std::size_t>(set)].insert(f.name);
    }
  }

  void violation() {
    model::Stream s;
    s.name = "Violation";
    s.violation = true;
    StreamEntry entry;
    const auto add = [&](const std::string& name, model::Type type, bool optional) {
      model::Field f;
      f.name = name;
      f.type = std::move(type);
      f.type.optional = optional;
      if (entry.fields.emplace(name, static_cast<int>(s.fields.size())).second) s.fields.push_back(std::move(f));
    };
    add("rule", enumerated(c_.rule_enum), false);
    add("kind", enumerated(c_.kind_enum), false);
    add("severity", enumerated(c_.severity_enum), false);
    int built_in = 0;
    for (const char* id : {"rule (Violation)", "kind (Violation)", "severity (Violation)"}) {
      for (const ast::Language language : {ast::Language::en, ast::Language::zh})
        entry.fields.emplace(grammar::word(id, language), built_in);
      ++built_in;
    }
    std::vector<std::string> names;
    for (const auto& [name, _] : c_.key_types) names.push_back(name);
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) add(name, c_.key_types.at(name), true);
    entry.keys = kNone;
    c_.violation = static_cast<int>(c_.pack.streams.size());
    c_.pack.streams.push_back(std::move(s));
    c_.streams.push_back(std::move(entry));
    for (const ast::Language language : {ast::Language::en, ast::Language::zh}) {
      c_.symbols.emplace(grammar::word("Violation", language), Symbol{SymbolKind::stream, c_.violation, {}});
    }
  }

  Context& c_;
};

}  // namespace

void lower_streams(Context& c) { Streams(c).lower(); }

}  // namespace tripline::dsl::check
