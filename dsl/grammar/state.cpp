#include "dsl/grammar/state.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"

namespace tripline::dsl::grammar {

State::State(const core::SourceSet& sources, std::uint32_t file, ast::Language file_language,
             core::Diagnostics& diagnostics)
    : language(file_language), diagnostics_(diagnostics), text_(sources.file(file).text), file_(file) {}

const char* State::skip(const char* p) {
  if (p == skipped_from_ || p == skipped_to_) return skipped_to_;
  const char* q = p;
  while (q != end()) {
    const auto byte = static_cast<unsigned char>(*q);
    if (byte == '#') {
      q = std::find(q, end(), '\n');
    } else if (byte < 0x80) {
      if (!is_blank(byte)) break;
      ++q;
    } else {
      const core::CodePoint point = core::decode_utf8(text_, static_cast<std::size_t>(q - begin()));
      if (!is_blank(point.value)) break;
      q += point.length;
    }
  }
  skipped_from_ = p;
  skipped_to_ = q;
  return q;
}

bool State::begins_line(const char* p) const {
  while (p != first() && (p[-1] == ' ' || p[-1] == '\t' || p[-1] == '\r')) --p;
  return p == first() || p[-1] == '\n';
}

void State::want(const char* p, std::string_view what, Want kind, std::string_view spelled) {
  if (p == muted_ || stopped()) return;
  if (farthest_ == nullptr || p > farthest_) {
    farthest_ = p;
    wanted_.clear();
  }
  if (p != farthest_) return;
  for (Wanted& w : wanted_) {
    if (w.what != what) continue;
    if (w.want == Want::optional) w.want = kind;
    return;
  }
  wanted_.push_back({what, kind, spelled});
}

void State::forget() {
  farthest_ = nullptr;
  wanted_.clear();
}

void State::stop(Stop how, const char* p) {
  if (stop_ == Stop::file) return;
  stop_ = how;
  stopped_at_ = p;
}

void State::resume() {
  if (stop_ == Stop::item) stop_ = Stop::no;
}

bool State::enter(const char* p) {
  if (stopped()) return false;
  if (depth_ >= kMaxNesting) {
    report("E0004", {"this is nested too deeply: at most 128 levels may stand in one another", "嵌套过深：至多 128 层"},
           range(p, std::min(p + 1, end())),
           {"give inner parts names of their own: let NAME = ...", "请为内层部分命名：`定义 〈名称〉 = …`"});
    stop(Stop::item, p);
    return false;
  }
  ++depth_;
  return true;
}

bool State::count_node() {
  if (++nodes_ <= kMaxNodes) return !stopped();
  const char* p = skipped_to_ != nullptr ? skipped_to_ : begin();
  report("E0005", {"this file has too many parts: at most 1,000,000", "此文件的组成部分过多：至多 1000000 个"},
         range(p, std::min(p + 1, end())), {"split the pack into several files", "请将规则包拆分为多个文件"});
  stop(Stop::file, p);
  return false;
}

bool State::check_tree(std::uint32_t depth, core::Range where) {
  if (depth <= kMaxTreeDepth) return true;
  report("E0005",
         {"this expression is too long: at most 1,000 operators may build on one another",
          "此表达式过长：至多 1000 个运算符相互叠加"},
         {where.file, where.begin, where.begin},
         {"give parts of it names of their own, let NAME = ..., or write a list: x in (a, b, c)",
          "请为其中的部分命名：`定义 〈名称〉 = …`，或写作列表：`x 属于（a，b，c）`"});
  stop(Stop::item, at(where.end));
  return false;
}

void State::report(core::Diagnostic diagnostic) {
  if (finished() || !reported_.emplace(diagnostic.primary.at.begin, diagnostic.code).second) return;
  if (++mistakes_ > kMaxMistakes) {
    stop(Stop::file, at(diagnostic.primary.at.begin));
    diagnostic = {core::Severity::error,
                  "E0006",
                  {"too many mistakes: the rest of this file was not read", "错误过多：此文件的其余部分没有读取"},
                  diagnostic.primary,
                  {},
                  {"mend those above first", "请先修改上述错误"}};
    diagnostic.primary.text = {};
  }
  diagnostics_.push_back(std::move(diagnostic));
}

void State::report(std::string code, core::Said message, core::Range where, core::Said help) {
  report(
      core::Diagnostic{core::Severity::error, std::move(code), std::move(message), {where, {}}, {}, std::move(help)});
}

}  // namespace tripline::dsl::grammar
