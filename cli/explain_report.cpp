#include "cli/explain_report.hpp"

#include <algorithm>

#include "cli/prose.hpp"
#include "dsl/explain/rule.hpp"
#include "dsl/explain/values.hpp"

namespace tripline::cli {
namespace {

using core::Phrase;
using core::Text;
using dsl::explain::Said;

constexpr Phrase kQuoted{"“{0}”", "“{0}”"};
constexpr Phrase kCites{"cites {0}", "依据：{0}"};
constexpr Phrase kSays{"What it says", "含义"};
constexpr Phrase kReads{"What it reads", "读取内容"};
constexpr Phrase kKeeps{"What it keeps in memory", "占用内存"};
constexpr Phrase kTime{"Where time can change its verdict", "时间何时会改变其判定"};
constexpr Phrase kNoTime{"Only elements change its verdict.", "只有新数据会改变其判定。"};
constexpr Phrase kRules{"Rules", "规则"};
constexpr Phrase kState{"What it keeps in memory", "占用内存"};
constexpr Phrase kRule{"{0} {1}", "{0}{1}"};
constexpr Phrase kPack{"{0} {1}", "{0} {1}"};

class Report {
 public:
  Report(const Explanation& e, core::Language language, const Surface& surface)
      : e_(e), language_(language), paint_(surface.colour), width_(surface.width) {}

  std::string text() {
    if (e_.whole)
      pack();
    else
      for (const RuleExplanation& r : e_.rules) {
        if (!out_.empty()) out_ += "\n\n";
        rule(r);
      }
    return std::move(out_);
  }

 private:
  const std::string& in(const Text& text) const { return text.in(language_); }
  std::string in(const Phrase& phrase) const { return std::string(phrase.in(language_)); }
  const dsl::model::Pack& model() const { return *e_.program->pack; }

  void heading(const std::string& title) { out_ += "\n" + paint_(Ink::strong, title) + "\n"; }
  void paragraph(const std::string& text, std::size_t indent) {
    const std::string blanks(indent, ' ');
    out_ += wrapped(text, width_, blanks, blanks);
  }
  void list(const std::vector<Said>& items, std::size_t depth) {
    const std::string blanks(2 * depth, ' ');
    for (const Said& item : items) {
      out_ += wrapped(in(item.text), width_, blanks + (depth == 1 ? "• " : "– "), blanks + "  ");
      list(item.parts, depth + 1);
    }
  }

  void described(const std::string& title, const std::vector<std::string>& cites, const std::string& doc) {
    if (!title.empty()) paragraph(in(Text(kQuoted, title)), 2);
    std::vector<Text> said;
    for (const std::string& cite : cites) said.push_back(Text(kQuoted, cite));
    if (!said.empty()) paragraph(in(Text(kCites, core::listed(said, core::Joint::both))), 2);
    if (!doc.empty()) paragraph(in(Text(kQuoted, doc)), 2);
  }

  void rule(const RuleExplanation& r) {
    out_ += paint_(Ink::strong,
                   in(Text(kRule, dsl::explain::kind_name(r.rule->kind), dsl::explain::ticked(r.rule->name)))) +
            "\n";
    described(r.rule->title, r.rule->cites, r.rule->doc);
    heading(in(kSays));
    list(r.says, 1);
    heading(in(kReads));
    list(r.reads_in_words, 1);
    heading(in(kTime));
    if (r.time.empty()) paragraph(in(kNoTime), 2);
    for (const Text& text : r.time) list({{text, {}}}, 1);
    heading(in(kKeeps));
    list(r.state, 1);
  }

  void pack() {
    out_ += paint_(Ink::strong, in(Text(kPack, dsl::explain::ticked(model().name), model().version))) + "\n";
    if (!model().title.empty()) paragraph(in(Text(kQuoted, model().title)), 2);
    for (const dsl::explain::Section& section : e_.sections) {
      heading(in(section.title));
      list(section.items, 1);
    }
    heading(in(kRules));
    for (const RuleExplanation& r : e_.rules) {
      out_ += "  " +
              paint_(Ink::strong,
                     in(Text(kRule, dsl::explain::kind_name(r.rule->kind), dsl::explain::ticked(r.rule->name)))) +
              "\n";
      paragraph(in(r.in_one_sentence), 4);
    }
    heading(in(kState));
    list(e_.state, 1);
  }

  const Explanation& e_;
  core::Language language_;
  Paint paint_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string explain_report(const Explanation& e, core::Language language, const Surface& surface) {
  return Report(e, language, surface).text();
}

}  // namespace tripline::cli
