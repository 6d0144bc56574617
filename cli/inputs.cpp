#include "cli/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/overwrite.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

int find_stream(const dsl::model::Pack& pack, std::string_view name) {
  for (std::size_t i = 0; i < pack.streams.size(); ++i) {
    if (pack.streams[i].name == name) return static_cast<int>(i);
  }
  return dsl::model::kNone;
}

}  // namespace

tl::expected<std::vector<InputChoice>, std::string> choose_inputs(const std::vector<std::string>& arguments,
                                                                  const dsl::model::Pack& pack) {
  std::vector<InputChoice> choices;
  std::set<std::string> given;
  std::map<std::string, int> uses;
  for (const std::string& argument : arguments) {
    if (argument.empty()) return tl::unexpected(std::string("an INPUT has no name"));
    if (!given.insert(argument).second) return tl::unexpected(fmt::format("{} is given twice", printable(argument)));
    InputChoice choice;
    choice.path = argument;
    const std::size_t sign = argument.find('=');
    const int stream = sign == std::string::npos ? dsl::model::kNone : find_stream(pack, argument.substr(0, sign));
    if (stream != dsl::model::kNone) {
      const dsl::model::Stream& chosen = pack.streams[static_cast<std::size_t>(stream)];
      if (chosen.violation)
        return tl::unexpected(fmt::format("{} comes from rules: no input can be read as it", chosen.name));
      if (chosen.derived_from != dsl::model::kNone) {
        const auto& origin = pack.streams[static_cast<std::size_t>(chosen.derived_from)].name;
        return tl::unexpected(fmt::format("{0} is derived from {1}: give {1}={2}", chosen.name, origin,
                                          printable(argument.substr(sign + 1))));
      }
      choice.path = argument.substr(sign + 1);
      choice.stream = chosen.name;
      choice.stream_number = stream;
      if (choice.path.empty()) return tl::unexpected(fmt::format("{} needs a file after the =", printable(argument)));
    }
    if (++uses[choice.path] > 1 && choice.path == "-")
      return tl::unexpected(std::string("standard input can be read only once"));
    choices.push_back(std::move(choice));
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    choices[i].source = uses[choices[i].path] > 1 ? arguments[i] : choices[i].path;
  }
  return choices;
}

// The first input that is a file which an earlier one reads as the same stream, under another name.
std::optional<std::string> read_twice(const std::vector<InputChoice>& inputs) {
  std::map<std::pair<Identity, int>, const InputChoice*> seen;
  for (const InputChoice& input : inputs) {
    const Identity identity = identity_of(input.path);
    if (!identity) continue;
    const auto [earlier, fresh] = seen.emplace(std::pair{identity, input.stream_number}, &input);
    if (!fresh)
      return fmt::format("{} and {} are the same file: its elements would count twice",
                         printable(earlier->second->source), printable(input.source));
  }
  return std::nullopt;
}

std::string stream_hint(const InputChoice& choice, const dsl::model::Pack& pack) {
  const std::size_t sign = choice.path.find('=');
  if (!choice.stream.empty() || sign == std::string::npos) return {};
  std::vector<std::string> names;
  for (const auto& stream : pack.streams) {
    if (!stream.violation && stream.derived_from == dsl::model::kNone) names.push_back(stream.name);
  }
  const std::string before = choice.path.substr(0, sign);
  return fmt::format(" (the pack has no stream '{}'{})", printable(before), did_you_mean(before, names));
}

}  // namespace tripline::cli
