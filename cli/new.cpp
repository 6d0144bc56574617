#include "cli/new.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/output.hpp"
#include "cli/starter.hpp"
#include "cli/words.hpp"
#include "core/utf8.hpp"
#include "dsl/check/compile.hpp"
#include "dsl/grammar/characters.hpp"

namespace tripline::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenarios = "scenarios";

int refuse(const std::string& why) {
  std::fprintf(stderr, "tripline new: %s\n", why.c_str());
  return kCouldNot;
}

// Whether the language takes it for the name of a pack: a word, and no reserved one. The scenarios' file has its name already.
bool is_name(const std::string& name, dsl::ast::Language language) {
  if (name == kScenarios) return false;
  const auto no_data = [](const std::string&) { return std::nullopt; };
  Starter made = starter(name, language);
  const dsl::Compiled compiled = dsl::compile_sources({std::move(made.files.front())}, no_data);
  return compiled.pack && compiled.pack->name == name;
}

// The name with what cannot stand in one made "_"; empty where that is no name either.
std::string mended(const std::string& name, dsl::ast::Language language) {
  std::string mended;
  for (std::size_t at = 0; at < name.size();) {
    const core::CodePoint c = core::decode_utf8(name, at);
    if (c.valid && dsl::grammar::is_name_continue(c.value)) {
      mended += name.substr(at, c.length);
    } else if (!mended.ends_with('_')) {
      mended += '_';
    }
    at += c.length;
  }
  if (mended.find_first_not_of('_') == std::string::npos) return {};
  for (const std::string& candidate : {mended, "pack_" + mended, mended + "_pack"}) {
    if (is_name(candidate, language)) return candidate;
  }
  return {};
}

std::string no_name(const std::string& name, dsl::ast::Language language) {
  const fs::path path(name);
  if (path.has_parent_path() && is_name(path.filename().string(), language)) {
    return fmt::format("a pack is made in the current folder: cd {}, then tripline new {}",
                       printable(path.parent_path().string()), printable(path.filename().string()));
  }
  const std::string why = name == kScenarios ? "scenarios.trip holds its scenarios"
                                             : "letters, digits and _, no digit first, and no word of the language";
  const std::string other = mended(name, language);
  return fmt::format("'{}' cannot be the name of a pack: {}{}", printable(name), why,
                     other.empty() ? std::string() : fmt::format("; how about '{}'?", other));
}

// Takes away what it names unless told that it has become something else.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  void finished() { path_.clear(); }

 private:
  fs::path path_;
};

[[noreturn]] void fail(const std::string& name, const std::error_code& fault) {
  throw OutputError(fmt::format("cannot make {}: {}", name, fault.message()), false);
}

}  // namespace

int new_command(const NewOptions& options) {
  const std::string& name = options.name;
  if (!is_name(name, options.language)) return refuse(no_name(name, options.language));
  std::error_code fault;
  if (fs::exists(fs::symlink_status(name, fault))) {
    return refuse(fmt::format("{} is there already, and stays as it is: choose another name, or move it away", name));
  }

  // Beside its place, so that the folder comes to be with all that is in it.
  const fs::path fresh = fmt::format(".{}.{}", name, ::getpid());
  if (!fs::create_directory(fresh, fault)) {
    fail(name, fault ? fault : std::make_error_code(std::errc::file_exists));
  }
  Unfinished unfinished(fresh);
  const Starter made = starter(name, options.language);
  for (const auto& [file, bytes] : made.files) {
    Output output = Output::file((fresh / file).string());
    output.write(bytes);
    output.close();
  }
  fs::rename(fresh, name, fault);
  if (fault) fail(name, fault);
  unfinished.finished();

  Output output = Output::standard_output();
  output.write(made.said);
  output.close();
  return kFine;
}

}  // namespace tripline::cli
