#include "cli/auditor.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "cli/words.hpp"

namespace tripline::cli {

tl::expected<std::string, std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad())
    return tl::unexpected(fmt::format("cannot read {}: {}", printable(path), std::generic_category().message(errno)));
  return bytes;
}

tl::expected<audit::VerifierKey, std::string> verifier_key(const std::string& given, audit::KeyKind kind) {
  auto key = audit::VerifierKey::parse(given);
  if (!key) {
    const auto file = read_file(given);
    if (!file) return tl::unexpected(fmt::format("'{}' is no public key, and there is no such file", printable(given)));
    key = audit::VerifierKey::parse(std::string_view(*file).substr(0, file->find('\n')));
    if (!key)
      return tl::unexpected(fmt::format("{} holds no public key: tripline key show FILE prints one", printable(given)));
  }
  if (key->kind != kind)
    return tl::unexpected(
        fmt::format("{} is {}", key->text(),
                    kind == audit::KeyKind::log ? "a witness's key, not a log's" : "a log's key, not a witness's"));
  return *key;
}

}  // namespace tripline::cli
