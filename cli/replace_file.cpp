#include "cli/replace_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/output.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  throw OutputError(::fmt::format("cannot write {}: {}", printable(path), std::generic_category().message(error)),
                    false);
}

}  // namespace

void replace_file(const std::string& path, std::string_view bytes) {
  // A link stays one: what it points to is replaced.
  std::error_code fault;
  const std::filesystem::path real = std::filesystem::canonical(path, fault);
  if (fault) fail(path, fault.value());
  struct stat old {};
  if (::stat(real.c_str(), &old) != 0) fail(path, errno);
  if (::access(real.c_str(), W_OK) != 0) fail(path, errno);
  std::string fresh = (real.parent_path() / ("." + real.filename().string() + ".XXXXXX")).string();
  const int descriptor = ::mkstemp(fresh.data());
  if (descriptor < 0) fail(path, errno);
  int error = 0;
  for (std::size_t done = 0; error == 0 && done < bytes.size();) {
    const ssize_t written = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (written >= 0) done += static_cast<std::size_t>(written);
    if (written < 0 && errno != EINTR) error = errno;
  }
  if (error == 0 && ::fchmod(descriptor, old.st_mode & 07777U) != 0) error = errno;
  if (error == 0 && ::fsync(descriptor) != 0) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(fresh.c_str(), real.c_str()) != 0) error = errno;
  if (error == 0) return;
  ::unlink(fresh.c_str());
  fail(path, error);
}

}  // namespace tripline::cli
