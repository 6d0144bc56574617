#include "dsl/explain/said.hpp"

namespace tripline::dsl::explain {
namespace {

constexpr Phrase kStop{".", "。"};
constexpr Phrase kColon{":", "："};
constexpr Phrase kBlank{" ", ""};
constexpr Phrase kBetween{"; ", "；"};
constexpr Phrase kBraced{"({0})", "（{0}）"};

Said part(const Clause& clause) {
  Said said{clause.text, {}};
  if (!clause.parts.empty()) said.text += Text(kColon);
  for (const Clause& below : clause.parts) said.parts.push_back(part(below));
  return said;
}

}  // namespace

Said sentence(const Text& text) { return {text + Text(kStop), {}}; }

Said with_parts(const Text& text, const std::vector<Clause>& parts) {
  if (parts.empty()) return sentence(text);
  return part({text, parts});
}

Text flat(const Said& said) {
  if (said.parts.empty()) return said.text;
  Text out = said.text + Text(kBlank);
  for (std::size_t i = 0; i < said.parts.size(); ++i) {
    if (i > 0) out += Text(kBetween);
    const Text part = flat(said.parts[i]);
    out += said.parts[i].parts.empty() ? part : Text(kBraced, part);
  }
  return out;
}

}  // namespace tripline::dsl::explain
