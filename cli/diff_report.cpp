#include "cli/diff_report.hpp"

#include <algorithm>

#include "cli/diff_runs.hpp"
#include "cli/words.hpp"
#include "dsl/diff/values.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::cli {
namespace {

using core::Language;
using core::Phrase;
using core::Text;
using dsl::diff::ClauseDiff;
using dsl::diff::Effect;
using dsl::diff::RuleDiff;
using dsl::diff::Shared;
using dsl::diff::SharedDiff;
using dsl::diff::Verdict;

constexpr Phrase kVerdicts[] = {{"added", "新增"},   {"removed", "删除"}, {"tightened", "收紧"}, {"loosened", "放宽"},
                                {"changed", "变更"}, {"renamed", "改名"}, {"unchanged", "未变"}};
constexpr Phrase kReworded{"reworded", "改写"};
constexpr Phrase kEffects[] = {{"tighter", "收紧"}, {"looser", "放宽"}, {"different", "变更"}, {"wording", "措辞"}};
constexpr Phrase kShared[] = {{"", ""},
                              {"levels", "监管等级"},
                              {"stages", "阶段序列"},
                              {"stage", "所处阶段"},
                              {"param", "参数"},
                              {"table", "台账"},
                              {"", ""},
                              {"curve", "对照表"},
                              {"let", "定义"},
                              {"area", "范围"}};
constexpr Phrase kStream{"stream", "数据流"};
constexpr Phrase kNothing{"nothing", "无"};
constexpr Phrase kThrough{"through {0}", "缘于{0}"};
constexpr Phrase kWhat{"what rules share", "规则共用的内容"};
constexpr Phrase kTouchesAll{"every rule", "所有规则"};
constexpr Phrase kTouches{"in {0}", "涉及{0}"};
constexpr Phrase kTouchesNone{"in no rule", "不涉及任何规则"};
constexpr Phrase kNoVerdict{"no verdict depends on it", "不影响任何裁定"};
constexpr Phrase kSame{"no difference in meaning", "含义无差别"};
constexpr Phrase kCount{"{0} {1}", "{1}{0}条"};
constexpr Phrase kWas{"was {0}", "原名{0}"};

Text text_of(Verdict v) { return kVerdicts[static_cast<std::size_t>(v)]; }

Ink ink_of(Verdict v) {
  switch (v) {
    case Verdict::tightened: return Ink::red;
    case Verdict::loosened: return Ink::green;
    case Verdict::added:
    case Verdict::removed:
    case Verdict::changed:
    case Verdict::renamed: return Ink::yellow;
    case Verdict::same: return Ink::faint;
  }
  return Ink::plain;
}
Ink ink_of(Effect e) {
  switch (e) {
    case Effect::tighter: return Ink::red;
    case Effect::looser: return Ink::green;
    case Effect::differs: return Ink::yellow;
    case Effect::wording: return Ink::faint;
  }
  return Ink::plain;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t taken = core::display_width(text);
  return taken < width ? text + std::string(width - taken, ' ') : text;
}

// A clause as its keywords say it: "warn within", in Chinese 临近.
std::string clause_word(const std::string& clause, Language language) {
  if (language == Language::en) return clause;
  if (clause == "kind") return "类别";
  if (clause == "late") return "迟到";
  if (clause == "warn within") return std::string(dsl::grammar::word("warn", language));
  if (clause == "raise to") return std::string(dsl::grammar::word("raise", language));
  if (clause == "raise for") return std::string(dsl::grammar::word("for", language));
  if (clause == "raise when") return std::string(dsl::grammar::word("when", language));
  return std::string(dsl::grammar::word(clause, language));
}

std::string shared_word(const SharedDiff& s, Language language) {
  switch (s.kind) {
    case Shared::header:
      if (language == Language::en) return s.name;
      if (s.name == "version") return "版本";
      if (s.name == "max ahead") return std::string(dsl::grammar::word("max", language));
      return std::string(dsl::grammar::word(s.name, language));
    case Shared::stream: return Text(kStream).in(language) + " " + s.name;
    case Shared::levels:
    case Shared::stages:
    case Shared::stage_source:
    case Shared::param:
    case Shared::table:
    case Shared::curve:
    case Shared::let:
    case Shared::area: break;
  }
  const std::string word = Text(kShared[static_cast<std::size_t>(s.kind)]).in(language);
  return s.name.empty() ? word : word + " " + s.name;
}

class Report {
 public:
  Report(const DiffFacts& facts, Language language, const Surface& surface)
      : facts_(facts), language_(language), surface_(surface), paint_(surface.colour) {}

  std::string run() {
    out_ += paint_(Ink::strong, printable(facts_.old_pack->name + " " + facts_.old_pack->version)) + " → " +
            paint_(Ink::strong, printable(facts_.new_pack->name + " " + facts_.new_pack->version)) + "\n";
    for (const RuleDiff& r : facts_.packs->rules) rule(r);
    shared();
    if (facts_.runs != nullptr) out_ += "\n" + runs_report(facts_, language_, surface_);
    out_ += "\n" + summary() + "\n";
    return std::move(out_);
  }

 private:
  std::string in(const Text& text) const { return printable(text.in(language_)); }

  void rule(const RuleDiff& r) {
    if (r.verdict == Verdict::same && r.clauses.empty()) return;
    const Text verdict = r.verdict == Verdict::same ? Text(kReworded) : text_of(r.verdict);
    out_ += "\n" + paint_(ink_of(r.verdict), in(verdict)) + "  " + in(dsl::diff::kind_text(r.kind)) + " " +
            paint_(Ink::strong, printable(r.name()));
    if (!r.old_name.empty() && r.name() != r.old_name) out_ += "  (" + in(Text(kWas, r.old_name)) + ")";
    if (const std::string& title = title_of(r); !title.empty()) out_ += "  " + paint_(Ink::faint, printable(title));
    out_ += "\n";
    std::size_t width = 0;
    for (const ClauseDiff& c : r.clauses)
      width = std::max(width, core::display_width(clause_word(c.clause, language_)));
    for (const ClauseDiff& c : r.clauses) {
      out_ += "  " + padded(clause_word(c.clause, language_), width) + "  " + from_to(c.old_text, c.new_text) + "  " +
              paint_(ink_of(c.effect), in(kEffects[static_cast<std::size_t>(c.effect)])) + "\n";
    }
    for (const Text& why : r.because) out_ += "  " + in(why) + "\n";
    if (!r.through.empty()) {
      std::vector<Text> names;
      for (const std::string& name : r.through) names.emplace_back("`" + name + "`");
      out_ += "  " + in(Text(kThrough, core::listed(names, core::Joint::both))) + "\n";
    }
  }

  const std::string& title_of(const RuleDiff& r) const {
    const dsl::model::Pack& pack = r.new_name.empty() ? *facts_.old_pack : *facts_.new_pack;
    return pack.rules[static_cast<std::size_t>(r.new_name.empty() ? r.old_rule : r.new_rule)].title;
  }

  std::string from_to(const Text& before, const Text& after) const {
    const std::string none = paint_(Ink::faint, in(kNothing));
    return (before.empty() ? none : in(before)) + " → " + (after.empty() ? none : in(after));
  }

  void shared() {
    const auto& all = facts_.packs->shared;
    if (all.empty()) return;
    out_ += "\n" + paint_(Ink::strong, in(kWhat)) + "\n";
    std::size_t width = 0;
    for (const SharedDiff& s : all) width = std::max(width, core::display_width(shared_word(s, language_)));
    for (const SharedDiff& s : all) {
      out_ += "  " + padded(printable(shared_word(s, language_)), width) + "  " + from_to(s.old_text, s.new_text);
      if (s.wording) {
        out_ += "  " + paint_(Ink::faint, in(kNoVerdict));
      } else if (s.every_rule) {
        out_ += "  " + in(kTouchesAll);
      } else if (s.rules.empty()) {
        out_ += "  " + in(kTouchesNone);
      } else {
        out_ += "  " + in(Text(kTouches, core::listed(cut(s.rules), core::Joint::both)));
      }
      out_ += "\n";
    }
  }

  std::vector<Text> cut(const std::vector<std::string>& names) const {
    constexpr std::size_t kTold = 8;
    constexpr Phrase kMore{"{0} more", "另外{0}条"};
    std::vector<Text> out;
    for (const std::string& name : names) {
      if (!facts_.all && out.size() == kTold && names.size() > kTold + 1) {
        out.emplace_back(kMore, count_text(names.size() - kTold));
        break;
      }
      out.emplace_back("`" + name + "`");
    }
    return out;
  }

  std::string summary() const {
    if (facts_.packs->same()) return paint_(Ink::green, in(kSame));
    std::vector<std::string> parts;
    for (const Verdict v : {Verdict::tightened, Verdict::loosened, Verdict::changed, Verdict::added, Verdict::removed,
                            Verdict::renamed, Verdict::same}) {
      const std::size_t n = facts_.packs->count(v);
      if (n == 0) continue;
      parts.push_back(paint_(ink_of(v), in(Text(kCount, count_text(n), text_of(v)))));
    }
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : language_ == Language::zh ? "，" : ", ") + part;
    return out;
  }

  const DiffFacts& facts_;
  const Language language_;
  const Surface& surface_;
  const Paint paint_;
  std::string out_;
};

core::Json list_of(const std::vector<std::string>& names) {
  core::Json out{core::Json::Array{}};
  for (const std::string& name : names) out.push(name);
  return out;
}

void set_texts(core::Json& json, const std::string& before, const std::string& after) {
  if (!before.empty()) json.set("old", before);
  if (!after.empty()) json.set("new", after);
}

}  // namespace

std::string diff_report(const DiffFacts& facts, Language language, const Surface& surface) {
  return Report(facts, language, surface).run();
}

core::Json diff_json(const DiffFacts& facts, Language language) {
  using core::Json;
  const auto pack = [](const dsl::model::Pack& p) {
    return Json()
        .set("name", p.name)
        .set("version", p.version)
        .set("digest", core::hex(p.digest))
        .set("semantic_digest", core::hex(p.semantic_digest));
  };
  Json rules{Json::Array{}}, shared{Json::Array{}};
  for (const RuleDiff& r : facts.packs->rules) {
    Json json, clauses{Json::Array{}}, because{Json::Array{}};
    json.set("rule", r.name()).set("kind", dsl::model::word(r.kind)).set("verdict", dsl::diff::word(r.verdict));
    if (!r.old_name.empty() && r.old_name != r.name()) json.set("was", r.old_name);
    for (const ClauseDiff& c : r.clauses) {
      Json clause;
      clause.set("clause", c.clause).set("effect", dsl::diff::word(c.effect));
      set_texts(clause, c.old_text.in(language), c.new_text.in(language));
      clauses.push(std::move(clause));
    }
    for (const core::Text& why : r.because) because.push(why.in(language));
    if (!r.clauses.empty()) json.set("clauses", std::move(clauses));
    if (!r.because.empty()) json.set("because", std::move(because));
    if (!r.through.empty()) json.set("through", list_of(r.through));
    rules.push(std::move(json));
  }
  for (const SharedDiff& s : facts.packs->shared) {
    Json json;
    json.set("what", dsl::diff::word(s.kind)).set("matters", !s.wording);
    if (!s.name.empty()) json.set("name", s.name);
    set_texts(json, s.old_text.in(language), s.new_text.in(language));
    if (s.every_rule)
      json.set("every_rule", true);
    else
      json.set("rules", list_of(s.rules));
    shared.push(std::move(json));
  }
  Json out;
  out.set("tripline", TRIPLINE_VERSION)
      .set("old", pack(*facts.old_pack))
      .set("new", pack(*facts.new_pack))
      .set("same", facts.packs->same())
      .set("rules", std::move(rules))
      .set("shared", std::move(shared));
  if (facts.runs != nullptr) out.set("telemetry", runs_json(facts));
  return out;
}

}  // namespace tripline::cli
