#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "cli/interrupt.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

constexpr std::size_t kGathered = 64 * 1024;

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

void hold_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is given: this one. Opened for what it is not used for.
    ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

Output Output::standard_output() { return {STDOUT_FILENO, "standard output"}; }

Output Output::file(const std::string& path) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EINTR && interrupted() == 0);  // a named pipe waits for its reader
  if (descriptor < 0) throw OutputError(fmt::format("cannot create {}: {}", printable(path), reason(errno)), false);
  return {descriptor, printable(path)};
}

Output::Output(Output&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      gathered_(std::move(other.gathered_)) {}

Output::~Output() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

void Output::fail(int error) const {
  throw OutputError(fmt::format("cannot write to {}: {}", name_, reason(error)), error == EPIPE);
}

void Output::write(std::string_view bytes) {
  gathered_ += bytes;
  if (gathered_.size() >= kGathered) flush();
}

void Output::flush() {
  for (std::size_t done = 0; done < gathered_.size();) {
    const ssize_t written = ::write(descriptor_, gathered_.data() + done, gathered_.size() - done);
    if (written >= 0) {
      done += static_cast<std::size_t>(written);
    } else if (errno != EINTR) {
      const int error = errno;
      gathered_.clear();
      fail(error);
    }
  }
  gathered_.clear();
}

void Output::close() {
  flush();
  if (descriptor_ <= STDERR_FILENO) return;
  // What has no disk below it (a pipe, /dev/null) says EINVAL or the like.
  if (::fsync(descriptor_) != 0 && (errno == EIO || errno == ENOSPC || errno == EDQUOT)) fail(errno);
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) fail(errno);
}

}  // namespace tripline::cli
