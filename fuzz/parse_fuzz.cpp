// Arbitrary bytes as a pack and as an expression: no crash, no hang, and what is said of them lies inside them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "dsl/grammar/grammar.hpp"

namespace {

using namespace tripline;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const core::Diagnostics& diagnostics, std::size_t size) {
  for (const core::Diagnostic& d : diagnostics) {
    require(d.code.size() == 5 && !d.message.empty());
    require(d.primary.at.begin <= d.primary.at.end && d.primary.at.end <= size);
    for (const core::Label& label : d.secondary) require(label.at.begin <= label.at.end && label.at.end <= size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  core::SourceSet sources;
  const std::uint32_t file = sources.add("pack.trip", text);

  core::Diagnostics of_pack;
  const dsl::ast::File pack = dsl::parse(sources, file, of_pack);
  check(of_pack, size);
  for (const dsl::ast::Declaration& d : pack.declarations) require(d.at.begin <= d.at.end && d.at.end <= size);

  core::Diagnostics of_expression;
  const dsl::ast::ExprPtr expression = dsl::parse_expression(sources, file, of_expression);
  check(of_expression, size);
  require((expression == nullptr) != of_expression.empty());
  return 0;
}
