// The loop over declarations and what stands in their braces, and how reading goes on after a mistake.
//
// One item (a declaration, clause, field, step) at a time is read by an X3 parser. Where one fails, the mistake is explained and
// reading goes on at the next item: so all mistakes of a file are found in one run.
#include <algorithm>
#include <functional>

#include "core/nearest.hpp"
#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"
#include "dsl/grammar/explain.hpp"
#include "dsl/grammar/grammar.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/scan.hpp"
#include "dsl/grammar/tokens.hpp"
#include "dsl/grammar/tree.hpp"
#include "dsl/grammar/words.hpp"

namespace tripline::dsl {
namespace grammar {
namespace {

// The "##" lines that end the gap [from, to): each first on its line, without blank or other lines between them.
std::string doc_of(const State& state, const char* from, const char* to) {
  std::string doc;
  bool whole_line = from == state.first() || from[-1] == '\n';
  for (const char* line = from; line < to;) {
    const char* end = std::find(line, to, '\n');
    const char* p = line;
    while (p != end) {
      const core::CodePoint point = core::decode_utf8({p, static_cast<std::size_t>(end - p)}, 0);
      if (!is_blank(point.value)) break;
      p += point.length;
    }
    if (whole_line && end - p >= 2 && p[0] == '#' && p[1] == '#') {
      p += 2;
      if (p != end && *p == ' ') ++p;
      const char* last = end;
      while (last != p && last[-1] == '\r') --last;
      if (!doc.empty()) doc += '\n';
      doc.append(p, last);
    } else if (end != to) {
      doc.clear();  // a line between: what came before belongs to nothing
    }
    whole_line = true;
    line = end == to ? to : end + 1;
  }
  return doc;
}

class FileReader {
 public:
  FileReader(State& state, ast::File& file) : state_(state), file_(file) {}

  void read() {
    const char* it = state_.first();
    const char* last = nullptr;
    while (!state_.finished()) {
      const char* p = state_.skip(it);
      if (p == state_.end()) return;
      if (const std::size_t brace = closing_brace(p)) {
        state_.report("E0019", {"this `}` closes nothing", "此`}`没有对应的左花括号"}, state_.range(p, p + brace),
                      {"take it out, or look for a `}` too many before it", "请删去，或检查前面是否多写了`}`"});
        it = p + brace;
        last = nullptr;
        continue;
      }
      std::string doc = doc_of(state_, it, p);
      const char* q = p;
      ast::DeclarationBody body;
      Head head;
      if (read_whole_declaration(state_, q, body)) {
        keep(std::move(body), p, q, std::move(doc));
        last = p;
      } else if (!state_.stopped() && read_head(state_, q, head)) {
        last = nullptr;
        read_braces(head, q);
        keep(std::move(head.body), p, q, std::move(doc));
      } else {
        q = after_mistake(last, p, [&](const char*& at) { return read_declaration_again(at); });
        if (const char* inside = salvage(p, head)) {
          q = inside;
          read_braces(head, q);
          keep(std::move(head.body), p, q, std::move(doc));
        }
        last = nullptr;
      }
      it = q;
    }
  }

 private:
  using Reread = std::function<bool(const char*&)>;

  void keep(ast::DeclarationBody body, const char* from, const char* to, std::string doc) {
    if (!state_.count_node()) return;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\n' || to[-1] == '\r')) --to;
    file_.declarations.push_back({std::move(body), state_.range(from, to), std::move(doc)});
  }

  bool read_declaration_again(const char*& it) {
    ast::DeclarationBody body;
    Head head;
    return read_whole_declaration(state_, it, body) || read_head(state_, it, head);
  }

  // Reports why the item at `item` could not be read, and gives where to go on. `last`: the item before it, which may have
  // ended too early or eaten this one's first word; null where that cannot be. Afterwards `spoilt_` says whether it has.
  const char* after_mistake(const char* last, const char* item, const Reread& reread) {
    const char* from = last != nullptr ? last : item;
    const char* least = item;
    spoilt_ = last != nullptr && (state_.stopped() || !state_.begins_line(item));
    if (!state_.stopped()) {
      if (state_.body != Body::file) state_.want(item, std::string_view("}"), Want::literal);
      // L5: once more, now with line beginnings counting, so that a missing operand is missing at its own line's end.
      State& s = state_;
      const char* const far = s.farthest();
      const std::vector<Wanted> wanted = s.wanted();
      s.forget();
      s.by_lines = true;
      const char* it = from;
      s.line_exempt = s.skip(it);
      if (reread(it)) {
        s.line_exempt = s.skip(it);
        reread(it);
      }
      s.by_lines = false;
      if (s.farthest() == nullptr || (s.farthest() >= far && !s.stopped())) {
        s.forget();
        for (const Wanted& w : wanted) s.want(far, w.what, w.want);
      }
      if (!s.stopped()) {
        least = s.farthest();
        const bool own = is_a(word_at(s, item), kClause, s.language);
        spoilt_ = last != nullptr && (spoilt_ || least < item || (least > item && !own));
        s.report(explain(s, std::min(from, least)));
      }
    }
    if (state_.stopped() && !state_.finished()) {
      least = state_.stopped_at();
      state_.resume();
    }
    state_.forget();
    return next_item(state_, from, std::max(least, from));
  }

  // After a mistake in a head: what kind of declaration it was, and the place behind its "{" (or of its first item, where that
  // is missing). Null where there is no body to read.
  const char* salvage(const char* p, Head& head) {
    const Token word = token_at(state_, p);
    std::string written(word.text());
    if (!is_a(written, kDeclaration, state_.language))
      written = core::nearest(written, declaration_words(state_.language));
    const std::string_view kind = in_english(written, state_.language, kDeclaration);
    Body body = Body::rule;
    if (const auto rule = rule_kind(kind)) {
      head.body = ast::Rule{*rule, {}, {}};
    } else if (kind == "pack") {
      head.body = ast::Header{};
      body = Body::header;
    } else if (kind == "table" || kind == "signal" || kind == "event") {
      body = Body::fields;
      if (kind == "table") {
        head.body = ast::Table{};
      } else {
        head.body = ast::Stream{kind == "signal", {}, {}, {}};
      }
    } else if (kind == "scenario") {
      head.body = ast::Scenario{};
      body = Body::scenario;
    } else {
      return nullptr;
    }
    const Token next = token_at(state_, word.end);
    if (next.kind == TokenKind::word && !is_reserved(next.text(), state_.language))
      name_head(head, {std::string(next.text()), state_.range(next.begin, next.end)});
    state_.body = body;
    const char* inside = nullptr;
    for (Token t = next; t.kind != TokenKind::end && inside == nullptr; t = token_at(state_, t.end)) {
      if (t.is("}") || begins_declaration(state_, t.begin)) break;
      if (t.is("{")) {
        inside = t.end;
        head.open = state_.range(t.begin, t.end);
      } else if (t.kind == TokenKind::word && begins_item(state_, t.begin)) {
        inside = t.begin;
        head.open = state_.range(word.begin, word.end);
      }
    }
    state_.body = Body::file;
    return inside;
  }

  // The length of a "}" at `p`; 0 if there is none.
  std::size_t closing_brace(const char* p) {
    if (p == state_.end() || (*p != '}' && static_cast<unsigned char>(*p) < 0x80)) return 0;
    const Token token = token_at(state_, p);
    return token.is("}") ? token.text().size() : 0;
  }

  static void name_head(Head& head, ast::Name name) {
    if (auto* rule = std::get_if<ast::Rule>(&head.body))
      rule->name = std::move(name);
    else if (auto* header = std::get_if<ast::Header>(&head.body))
      header->name = std::move(name);
    else if (auto* table = std::get_if<ast::Table>(&head.body))
      table->name = std::move(name);
    else if (auto* stream = std::get_if<ast::Stream>(&head.body))
      stream->name = std::move(name);
  }

  void read_braces(Head& head, const char*& it) {
    if (auto* header = std::get_if<ast::Header>(&head.body)) {
      read_items(it, head.open, Body::header, header->items, read_header_item);
    } else if (auto* table = std::get_if<ast::Table>(&head.body)) {
      read_items(it, head.open, Body::fields, table->fields, read_field);
    } else if (auto* stream = std::get_if<ast::Stream>(&head.body)) {
      read_items(it, head.open, Body::fields, stream->items, read_stream_item);
    } else if (auto* rule = std::get_if<ast::Rule>(&head.body)) {
      state_.rule_kind = rule->kind;
      read_items(it, head.open, Body::rule, rule->clauses, read_clause);
    } else if (auto* scenario = std::get_if<ast::Scenario>(&head.body)) {
      read_steps(it, head.open, scenario->steps);
    }
    state_.body = Body::file;
  }

  static void document(ast::Field& field, std::string doc) { field.doc = std::move(doc); }
  static void document(ast::StreamItem& item, std::string doc) { item.field.doc = std::move(doc); }
  template <typename Item>
  static void document(Item&, const std::string&) {}

  template <typename Item>
  void read_items(const char*& it, core::Range open, Body body, std::vector<Item>& items,
                  bool (*read_one)(State&, const char*&, Item&)) {
    read_body(
        it, open, body,
        [&](const char*& at, const char* gap) {
          Item item{};
          const char* p = state_.skip(at);
          if (!read_one(state_, at, item)) return false;
          document(item, doc_of(state_, gap, p));
          if (!state_.by_lines) items.push_back(std::move(item));
          return true;
        },
        [&] {
          // Half a condition would only be misread further on; a field's name is needed there even so.
          if constexpr (std::is_same_v<Item, ast::Clause>) items.pop_back();
        });
  }

  void read_steps(const char*& it, core::Range open, std::vector<ast::Step>& steps) {
    const auto read_one = [&](const char*& at, const char*) {
      const char* p = state_.skip(at);
      RepeatHead repeat;
      if (read_repeat_head(state_, at, repeat)) {
        if (!state_.by_lines) {
          read_repeat(at, repeat);
          repeat.step.at = state_.range(p, at);
          steps.push_back(std::move(repeat.step));
        }
        return true;
      }
      ast::Step step;
      if (state_.stopped() || !read_step(state_, at, step)) return false;
      if (!state_.by_lines) steps.push_back(std::move(step));
      return true;
    };
    read_body(it, open, Body::scenario, read_one, [] {});
  }

  void read_repeat(const char*& it, RepeatHead& repeat) {
    if (state_.enter(state_.at(repeat.open.begin))) {
      read_steps(it, repeat.open, repeat.step.steps);
      state_.leave();
      return;
    }
    if (state_.finished()) return;
    state_.resume();
    int open = 1;
    for (Token t = token_at(state_, it); open > 0 && t.kind != TokenKind::end; t = token_at(state_, it)) {
      open += t.is("{") ? 1 : t.is("}") ? -1 : 0;
      it = t.end;
    }
  }

  // Reads items up to the "}" that closes what `open` opened, and moves behind it. `drop` takes the last item back.
  template <typename ReadOne, typename Drop>
  void read_body(const char*& it, core::Range open, Body body, const ReadOne& read_one, const Drop& drop) {
    state_.body = body;
    const char* last = nullptr;
    state_.forget();
    while (!state_.finished()) {
      const char* p = state_.skip(it);
      if (const std::size_t brace = closing_brace(p)) {
        it = p + brace;
        return;
      }
      if (p == state_.end() || begins_declaration(state_, p)) return missing_brace(it, open);
      const char* q = it;
      if (read_one(q, it)) {
        last = p;
        it = q;
        continue;
      }
      it = after_mistake(last, p, [&](const char*& at) { return read_one(at, at); });
      if (spoilt_) drop();
      last = nullptr;
    }
  }

  // `it`: behind the last item before the end of the file or before a declaration.
  void missing_brace(const char* it, core::Range open) {
    const char* end = it;
    while (end > state_.at(open.end) && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\n' || end[-1] == '\r'))
      --end;
    core::Diagnostic d{core::Severity::error,
                       "E0018",
                       {"a `}` is missing", "缺少`}`"},
                       {state_.range(end, end), {"before what follows", "在后续内容之前"}},
                       {},
                       {}};
    d.secondary.push_back({open, {"opened here", "从此处开始"}});
    d.help = {"close it with `}`", "请用`}`闭合"};
    state_.report(std::move(d));
  }

  State& state_;
  ast::File& file_;
  bool spoilt_ = false;
};

// Whether the text may be read at all.
bool readable(const core::SourceSet& sources, std::uint32_t file, core::Diagnostics& diagnostics) {
  const std::string& text = sources.file(file).text;
  if (text.size() > kMaxBytes) {
    diagnostics.push_back({core::Severity::error,
                           "E0001",
                           {"this file is larger than 16 MiB", "此文件超过 16 MiB"},
                           {{file, 0, 0}, {}},
                           {},
                           {"split the pack into several files", "请将规则包拆分为多个文件"}});
    return false;
  }
  const std::size_t bad = core::find_invalid_utf8(text);
  if (bad == std::string_view::npos) return true;
  const auto at = static_cast<std::uint32_t>(bad);
  diagnostics.push_back(
      {core::Severity::error,
       "E0002",
       {"this file is not UTF-8 text", "此文件不是 UTF-8 文本"},
       {{file, at, at + 1}, {}},
       {},
       {"save it as UTF-8; the byte shown belongs to no character", "请以 UTF-8 保存；所标字节不属于任何字符"}});
  return false;
}

}  // namespace
}  // namespace grammar

ast::File parse(const core::SourceSet& sources, std::uint32_t file, core::Diagnostics& diagnostics) {
  ast::File out;
  out.number = file;
  if (!grammar::readable(sources, file, diagnostics)) return out;
  out.language = grammar::language_of(sources.file(file).text);
  grammar::State state(sources, file, out.language, diagnostics);
  grammar::FileReader(state, out).read();
  return out;
}

ast::ExprPtr parse_expression(const core::SourceSet& sources, std::uint32_t file, core::Diagnostics& diagnostics,
                              ast::Language language) {
  if (!grammar::readable(sources, file, diagnostics)) return nullptr;
  const std::size_t before = diagnostics.size();
  grammar::State state(sources, file, language, diagnostics);
  grammar::Tree tree;
  const char* it = state.first();
  if (grammar::read_expression(state, it, tree)) {
    const char* p = state.skip(it);
    if (p == state.end()) return diagnostics.size() == before ? std::move(tree.node) : nullptr;
    state.want(p, grammar::Thing("the end"));
  }
  if (!state.stopped()) state.report(grammar::explain(state, state.first()));
  return nullptr;
}

}  // namespace tripline::dsl
