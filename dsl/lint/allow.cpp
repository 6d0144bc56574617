#include "dsl/lint/allow.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/nearest.hpp"
#include "dsl/lint/catalogue.hpp"
#include "dsl/lint/pass.hpp"
#include "dsl/lint/text_scan.hpp"

namespace tripline::dsl::lint {
namespace {

constexpr core::Phrase kForm{"write: # allow L0203: the reason why it is meant",
                             "请写：`# allow L0203: 〈为何有意如此〉`"};

struct Code {
  std::string text;
  Range at;
  bool used = false;
};

struct Allow {
  std::vector<Code> codes;
  Range at;
  std::optional<Range> about;  // what it speaks of; nullopt: the whole pack
};

// A sign, or its full-width twin, which a Chinese keyboard gives.
bool sign(std::string_view text, std::size_t& at, std::string_view plain, std::string_view wide) {
  for (const std::string_view form : {plain, wide}) {
    if (!text.substr(at).starts_with(form)) continue;
    at += form.size();
    return true;
  }
  return false;
}

void blanks(std::string_view text, std::size_t& at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
}

bool code_character(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool looks_like_code(std::string_view word) {
  return word.size() >= 3 && ((word[0] >= 'A' && word[0] <= 'Z') || (word[0] >= 'a' && word[0] <= 'z')) &&
         std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Allows {
 public:
  Allows(const core::SourceSet& sources, const std::vector<ast::File>& trees) {
    for (const ast::File& file : trees) {
      places_.clear();
      for (const ast::Declaration& declaration : file.declarations) places_of(declaration);
      const std::string_view text = sources.file(file.number).text;
      const Scanned scanned = scan_text(text);
      for (const Comment& comment : scanned.comments) read(file.number, text, comment, scanned);
    }
  }

  bool silences(const core::Diagnostic& d) {
    bool silent = false;
    for (Allow& allow : allows_) {
      if (allow.about && !(allow.about->file == d.primary.at.file && allow.about->begin <= d.primary.at.begin &&
                           d.primary.at.begin < allow.about->end))
        continue;
      for (Code& code : allow.codes) {
        if (code.text != d.code) continue;
        code.used = true;
        silent = true;
      }
    }
    return silent;
  }

  core::Diagnostics faults() {
    for (const Allow& allow : allows_) {
      for (const Code& code : allow.codes) {
        if (code.used) continue;
        add("L0903", code.at, {"this silences nothing", "此处没有可忽略的提示"},
            {"there is no {0} where it speaks of", "它所指之处没有 {0}", code.text},
            {"take it out, or put it straight before the declaration or clause that it is about",
             "请删去，或紧靠所指的声明或条款之前书写"});
      }
    }
    return std::move(faults_);
  }

 private:
  struct Piece {
    Range at;
    bool pack = false;
  };

  // Everything that an `allow` may stand before.
  void places_of(const ast::Declaration& declaration) {
    places_.push_back({declaration.at, std::holds_alternative<ast::Header>(declaration.body)});
    if (const auto* rule = std::get_if<ast::Rule>(&declaration.body)) {
      for (const ast::Clause& clause : rule->clauses) places_.push_back({clause.at, false});
    }
    if (const auto* stream = std::get_if<ast::Stream>(&declaration.body)) {
      for (const ast::StreamItem& item : stream->items) places_.push_back({item.at, false});
    }
    if (const auto* table = std::get_if<ast::Table>(&declaration.body)) {
      for (const ast::Field& field : table->fields) places_.push_back({field.at, false});
    }
  }

  void add(const char* code, Range at, core::Said message, core::Said label, core::Said help) {
    faults_.push_back(finding(code, at, std::move(message), std::move(label), std::move(help)));
  }

  void read(std::uint32_t file, std::string_view source, const Comment& comment, const Scanned& scanned) {
    const std::string_view text = source.substr(0, comment.end);
    const Range whole{file, comment.begin, comment.end};
    std::size_t at = comment.begin;
    while (at < text.size() && text[at] == '#') ++at;
    const bool documents = at - comment.begin > 1;
    blanks(text, at);
    if (!text.substr(at).starts_with("allow")) return;
    at += 5;
    if (at < text.size() && text[at] != ' ' && text[at] != '\t') return;
    Allow allow;
    allow.at = whole;
    for (;;) {
      blanks(text, at);
      const std::size_t begin = at;
      while (at < text.size() && code_character(text[at])) ++at;
      const std::string_view word = text.substr(begin, at - begin);
      if (!looks_like_code(word)) {
        if (allow.codes.empty()) return;  // prose: "# allow two vehicles here"
        break;
      }
      allow.codes.push_back(
          {std::string(word), {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)}, false});
      blanks(text, at);
      if (!sign(text, at, ",", "，")) break;
    }
    if (documents)
      return add("L0901", whole, {"an `allow` is no documentation", "`allow`不是说明文字"},
                 {"this begins with ##", "此处以 ## 开头"}, kForm);
    if (!sign(text, at, ":", "："))
      return add("L0901", whole, {"this `allow` has no reason", "此`allow`没有写理由"}, {}, kForm);
    blanks(text, at);
    if (at >= text.size()) return add("L0901", whole, {"this `allow` has no reason", "此`allow`没有写理由"}, {}, kForm);
    if (!comment.alone) {
      return add("L0901", whole, {"an `allow` stands before what it speaks of", "`allow`须写在所指内容之前"},
                 {"this stands behind something", "此处写在其他内容之后"},
                 {"put it on a line of its own, before the declaration or clause", "请单独成行，写在声明或条款之前"});
    }
    if (!place(allow, scanned)) return;
    check_codes(allow);
    if (!allow.codes.empty()) allows_.push_back(std::move(allow));
  }

  // What begins where the next text begins: the largest of the pieces that do.
  bool place(Allow& allow, const Scanned& scanned) {
    const auto next = std::upper_bound(scanned.code.begin(), scanned.code.end(), allow.at.begin);
    const Piece* best = nullptr;
    if (next != scanned.code.end()) {
      for (const Piece& piece : places_) {
        if (piece.at.begin == *next && (best == nullptr || piece.at.end > best->at.end)) best = &piece;
      }
    }
    if (best == nullptr) {
      add("L0901", allow.at,
          {"an `allow` stands before a declaration, a clause or a field", "`allow`须写在声明、条款或字段之前"},
          {"none begins after it", "其后没有声明、条款或字段"},
          {"put it straight before what it speaks of", "请紧靠所指内容之前书写"});
      return false;
    }
    if (!best->pack) allow.about = best->at;
    return true;
  }

  void check_codes(Allow& allow) {
    std::vector<std::string> codes;
    for (const Lint& lint : kLints) codes.emplace_back(lint.code);
    const auto unknown = [&](const Code& code) {
      const bool about_allows = code.text.starts_with("L09");
      if (find_lint(code.text) != nullptr && !about_allows) return false;
      const std::string nearest = core::nearest(code.text, codes);
      add("L0902", code.at,
          about_allows ? core::Said{"what is wrong with an `allow` cannot be silenced", "`allow`自身的问题不能忽略"}
                       : core::Said{"there is no lint {0}", "没有代码为{0}的检查", ticked(code.text)},
          {},
          nearest.empty() || about_allows
              ? core::Said{"docs/errors/README.md lists them", "代码见 docs/errors/README.md"}
              : core::Said{"did you mean {0}?", "是否想写{0}？", ticked(nearest)});
      return true;
    };
    allow.codes.erase(std::remove_if(allow.codes.begin(), allow.codes.end(), unknown), allow.codes.end());
  }

  std::vector<Piece> places_;  // of the file being read
  std::vector<Allow> allows_;
  core::Diagnostics faults_;
};

}  // namespace

core::Diagnostics allowed(core::Diagnostics found, const core::SourceSet& sources,
                          const std::vector<ast::File>& trees) {
  Allows allows(sources, trees);
  core::Diagnostics left;
  for (core::Diagnostic& d : found) {
    if (!allows.silences(d)) left.push_back(std::move(d));
  }
  for (core::Diagnostic& d : allows.faults()) left.push_back(std::move(d));
  core::sort_and_unique(left);
  return left;
}

}  // namespace tripline::dsl::lint
