#include "audit/sign/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace tripline::audit {
namespace {

namespace fs = std::filesystem;

tl::unexpected<std::string> cannot(const std::string& what, const std::string& path) {
  return tl::unexpected("cannot " + what + " " + path + ": " + std::strerror(errno));
}

bool sync_folder_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool good = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return good;
}

bool write_whole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

}  // namespace

tl::expected<SignerKey, std::string> make_key_file(const std::string& path, const std::string& name) {
  if (!is_key_name(name))
    return tl::unexpected("'" + name + "' is no name of a log: no blanks and no +, as in example.org/streets");
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    if (errno == EEXIST)
      return tl::unexpected(path + " is there already: a key is never overwritten, name another file");
    return cannot("create", path);
  }
  SignerKey key{name, KeyKind::log, Seed::random()};
  std::string text = key.text() + "\n";
  // Whatever the umask says.
  const bool good = ::fchmod(descriptor, 0600) == 0 && write_whole(descriptor, text) && sync_folder_of(path);
  const int error = errno;
  wipe(text);
  ::close(descriptor);
  if (good) return key;
  ::unlink(path.c_str());
  errno = error;
  return cannot("write", path);
}

tl::expected<SignerKey, std::string> read_key_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot("read the key", path);
  struct stat status {};
  std::string text(4096, '\0');
  const bool known = ::fstat(descriptor, &status) == 0;
  const ssize_t length = ::read(descriptor, text.data(), text.size());
  ::close(descriptor);
  if (!known || length < 0) return cannot("read the key", path);
  if ((status.st_mode & 077U) != 0)
    return tl::unexpected("others may read the key " + path +
                          ": chmod 600 it, or make a new one if they may have done so");
  text.resize(static_cast<std::size_t>(length));
  std::string_view line = text;
  if (line.ends_with('\n')) line.remove_suffix(1);
  auto key = SignerKey::parse(line);
  wipe(text);
  if (!key || key->kind != KeyKind::log) {
    return tl::unexpected(path + (key_file_exists(path + ".next")
                                      ? " was about to be replaced when that broke off: run tripline key rotate again"
                                      : " holds no key of a log: tripline key new makes one"));
  }
  return *key;
}

bool key_file_exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

tl::expected<void, std::string> replace_key_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return cannot("overwrite", path);
  struct stat status {};
  const bool good = ::fstat(descriptor, &status) == 0 &&
                    write_whole(descriptor, std::string(static_cast<std::size_t>(status.st_size), '\0'));
  ::close(descriptor);
  if (!good) return cannot("overwrite", path);
  if (::rename((path + ".next").c_str(), path.c_str()) != 0 || !sync_folder_of(path)) return cannot("replace", path);
  return {};
}

bool stands_inside(const std::string& path, const std::string& folder) {
  std::error_code fault;
  const fs::path inner = fs::weakly_canonical(fs::absolute(path), fault);
  const fs::path outer = fs::weakly_canonical(fs::absolute(folder), fault);
  const auto [end, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

}  // namespace tripline::audit
