#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "audit/log/files.hpp"

namespace tripline::audit {
namespace {

tl::unexpected<Errno> failed() { return tl::unexpected(errno); }

// What a signal interrupted before it began is begun again; anything else is told.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

class DiskFile : public File {
 public:
  explicit DiskFile(int descriptor) : descriptor_(descriptor) {}

  Io<std::uint64_t> size() override {
    struct stat status {};
    if (::fstat(descriptor_.number(), &status) != 0) return failed();
    return static_cast<std::uint64_t>(status.st_size);
  }

  Io<std::size_t> read(std::uint64_t offset, std::size_t most, std::string& out) override {
    const std::size_t before = out.size();
    out.resize(before + most);
    const ssize_t count =
        uninterrupted([&] { return ::pread(descriptor_.number(), &out[before], most, static_cast<off_t>(offset)); });
    const int error = errno;
    out.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0) return tl::unexpected(error);
    return static_cast<std::size_t>(count);
  }

  Io<std::size_t> write(std::uint64_t offset, std::string_view bytes) override {
    const ssize_t count = uninterrupted(
        [&] { return ::pwrite(descriptor_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
    if (count < 0) return failed();
    return static_cast<std::size_t>(count);
  }

  Done truncate(std::uint64_t size) override {
    if (uninterrupted([&] { return ::ftruncate(descriptor_.number(), static_cast<off_t>(size)); }) != 0)
      return failed();
    return {};
  }

  // Not even EINTR is tried again: what a sync that failed has left on the disk nobody knows.
  Done sync() override {
    if (::fdatasync(descriptor_.number()) != 0) return failed();
    return {};
  }

 private:
  Descriptor descriptor_;
};

// The lock goes with the descriptor, also where the process is killed.
class DiskLock : public Lock {
 public:
  explicit DiskLock(int descriptor) : descriptor_(descriptor) {}

 private:
  Descriptor descriptor_;
};

class DiskFiles : public Files {
 public:
  explicit DiskFiles(std::string folder) : folder_(std::move(folder)) {}

  Io<std::unique_ptr<File>> open(const std::string& path, Mode mode) override {
    int flags = O_CLOEXEC | O_NOFOLLOW;
    switch (mode) {
      case Mode::read: flags |= O_RDONLY; break;
      case Mode::write: flags |= O_RDWR; break;
      case Mode::create: flags |= O_RDWR | O_CREAT | O_EXCL; break;
    }
    const int descriptor = uninterrupted([&] { return ::open(at(path).c_str(), flags, 0644); });
    if (descriptor < 0) return failed();
    return std::make_unique<DiskFile>(descriptor);
  }

  Done make_folder(const std::string& path) override {
    if (::mkdir(at(path).c_str(), 0755) == 0 || errno == EEXIST) return {};
    return failed();
  }

  Done sync_folder(const std::string& path) override {
    const Descriptor folder(
        uninterrupted([&] { return ::open(at(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (folder.number() < 0 || ::fsync(folder.number()) != 0) return failed();
    return {};
  }

  Done remove(const std::string& path) override {
    if (::unlink(at(path).c_str()) != 0) return failed();
    return {};
  }

  Done rename(const std::string& from, const std::string& to) override {
    if (::rename(at(from).c_str(), at(to).c_str()) != 0) return failed();
    return {};
  }

  Io<std::vector<std::string>> list(const std::string& folder) override {
    DIR* const stream = ::opendir(at(folder).c_str());
    if (stream == nullptr) return failed();
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(stream)) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    const int error = errno;
    ::closedir(stream);
    if (error != 0) return tl::unexpected(error);
    std::sort(names.begin(), names.end());
    return names;
  }

  Io<std::unique_ptr<Lock>> lock(const std::string& path) override {
    const int descriptor =
        uninterrupted([&] { return ::open(at(path).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644); });
    if (descriptor < 0) return failed();
    auto lock = std::make_unique<DiskLock>(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return failed();
    return lock;
  }

 private:
  std::string at(const std::string& path) const { return path.empty() ? folder_ : folder_ + "/" + path; }

  std::string folder_;
};

}  // namespace

std::unique_ptr<Files> files_on_disk(std::string folder) { return std::make_unique<DiskFiles>(std::move(folder)); }

}  // namespace tripline::audit
