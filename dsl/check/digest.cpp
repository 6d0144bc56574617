// The pack's digest: whatever can change a verdict (language.md, section 2).
#include <algorithm>

#include "dsl/check/context.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/format/meaning.hpp"

namespace tripline::dsl::check {
namespace {

bool needs_database(const std::string& zone) {
  return zone != "UTC" && !zone.empty() && zone.front() != '+' && zone.front() != '-';
}

}  // namespace

namespace {

core::Sha256 digest_of(const Context& c, const std::vector<std::pair<std::string, std::string>>& sources) {
  core::Hasher hasher;
  hasher.add_framed(model::kSemantics);
  hasher.add_framed(needs_database(c.pack.zone.name()) ? core::Zone::database_version() : std::string());
  const auto files = [&hasher](const char* what, std::vector<const std::pair<std::string, std::string>*> list) {
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    hasher.add_framed(what).add_framed(std::to_string(list.size()));
    for (const auto* file : list) hasher.add_framed(file->first).add_framed(file->second);
  };
  std::vector<const std::pair<std::string, std::string>*> list;
  for (const auto& source : sources) list.push_back(&source);
  files("sources", list);
  list.clear();
  for (const auto& file : c.data) list.push_back(&file);
  files("data", list);
  hasher.add_framed("parameters").add_framed(std::to_string(c.pack.params.size()));
  std::vector<const model::Param*> params;
  for (const model::Param& p : c.pack.params) params.push_back(&p);
  std::sort(params.begin(), params.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  for (const model::Param* p : params) hasher.add_framed(p->name).add_framed(canonical(p->value));
  return hasher.finish();
}

}  // namespace

core::Sha256 digest(const Context& c, const std::vector<std::pair<std::string, std::string>>& sources) {
  return digest_of(c, sources);
}

core::Sha256 semantic_digest(const Context& c) { return digest_of(c, {{"meaning", meaning_of(c.sources, c.files)}}); }

}  // namespace tripline::dsl::check
