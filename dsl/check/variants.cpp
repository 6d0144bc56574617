// The pack as a scenario has it that sets parameters: compiled once more with these values, for what a parameter is may decide what a
// pack means (a grace, a window, a bound that must not be zero).
#include <map>

#include "dsl/check/context.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/model/scenario.hpp"

namespace tripline::dsl::check {
namespace {

// So many different settings all scenarios of a pack together may try: each is a compilation.
constexpr std::size_t kMostVariants = 64;

using Sources = std::vector<std::pair<std::string, std::string>>;

class Variants {
 public:
  Variants(Context& c, const Sources& files, std::shared_ptr<const core::SourceSet> shown)
      : c_(c), files_(files), shown_(std::move(shown)) {}

  void compile() {
    for (std::size_t i = 0; i < c_.scenarios.size(); ++i) {
      if (c_.scenarios[i].set.empty()) continue;
      std::map<std::string, std::string> settings;
      for (const ast::Step* step : c_.scenarios[i].set)
        settings.emplace(step->name.text, std::string(c_.sources.text(step->value->at)));
      const auto [known, fresh] = packs_.emplace(settings, nullptr);
      if (fresh) {
        if (packs_.size() > kMostVariants) {
          c_.error("E1006", c_.scenarios[i].set.front()->at,
                   {"the scenarios of this pack set parameters in more than 64 different ways",
                    "此规则包的算例对参数的设置超过 64 种"},
                   {"one too many", "多出一个"}, {"let scenarios share their values", "请让多个算例共用参数值"});
          return;
        }
        known->second = compile_with(settings, *c_.scenarios[i].set.front());
      }
      c_.pack.scenarios[i].pack = known->second;
    }
  }

 private:
  std::shared_ptr<const model::Pack> compile_with(const std::map<std::string, std::string>& settings,
                                                  const ast::Step& first) {
    CompileOptions options;
    for (const Setting& s : c_.options.set) {
      if (settings.count(s.name) == 0) options.set.push_back(s);
    }
    for (const auto& [name, value] : settings) options.set.push_back({name, value});
    core::SourceSet sources = c_.sources;
    core::Diagnostics diagnostics;
    const DataReader data = [this](const std::string& name) -> std::optional<std::string> {
      for (const auto& [known, bytes] : c_.data) {
        if (known == name) return bytes;
      }
      return std::nullopt;
    };
    auto pack = std::make_shared<model::Pack>();
    Context c(sources, diagnostics, data, options, *pack);
    // The trees are read, not changed: they are lent.
    c.files = std::move(c_.files);
    run_passes(c);
    c_.files = std::move(c.files);
    core::sort_and_unique(diagnostics);
    for (const core::Diagnostic& d : diagnostics) {
      if (d.severity != core::Severity::error) continue;
      core::Diagnostic& e =
          c_.error("E1008", first.at,
                   {"with the values that this scenario sets the pack has a mistake", "按此算例设置的值，规则包有错误"},
                   {}, d.help.empty() ? d.message : Said{"{0}\n{1}", "{0}\n{1}", d.message, d.help});
      if (d.primary.at.file < c_.sources.size()) e.secondary.push_back({d.primary.at, d.primary.text});
      return nullptr;
    }
    pack->digest = digest(c, files_);
    pack->sources = shown_;
    return pack;
  }

  Context& c_;
  const Sources& files_;
  std::shared_ptr<const core::SourceSet> shown_;
  std::map<std::map<std::string, std::string>, std::shared_ptr<const model::Pack>> packs_;
};

}  // namespace

void compile_variants(Context& c, const Sources& files, const std::shared_ptr<const core::SourceSet>& shown) {
  Variants(c, files, shown).compile();
}

}  // namespace tripline::dsl::check
