// What a log asks of a file system, and nothing more: so that the same writer runs on a disk and on one that loses whatever was not synced.
//
// Input: paths relative to the log's folder. Output: what happened, or the errno of why not. Reads and writes may be short. Nothing here is retried: who writes an
// audit log must know of every failure. A Files may be used by many threads, a File by one at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace tripline::audit {

using Errno = int;  // never 0 as an error
template <class T>
using Io = tl::expected<T, Errno>;
using Done = Io<void>;

class File {
 public:
  virtual ~File() = default;
  virtual Io<std::uint64_t> size() = 0;
  // At most `most` bytes from `offset` on, appended to `out`: how many there were; 0 at the end.
  virtual Io<std::size_t> read(std::uint64_t offset, std::size_t most, std::string& out) = 0;
  virtual Io<std::size_t> write(std::uint64_t offset, std::string_view bytes) = 0;
  virtual Done truncate(std::uint64_t size) = 0;
  virtual Done sync() = 0;  // its bytes and its length (fdatasync)
};

class Lock {
 public:
  virtual ~Lock() = default;
};

class Files {
 public:
  enum class Mode : std::uint8_t { read, write, create };  // write: also reads; create: it must not be there yet

  virtual ~Files() = default;
  virtual Io<std::unique_ptr<File>> open(const std::string& path, Mode mode) = 0;
  virtual Done make_folder(const std::string& path) = 0;  // "" is the log's own; fine where it is there
  virtual Done sync_folder(const std::string& path) = 0;  // the names in it
  virtual Done remove(const std::string& path) = 0;
  virtual Done rename(const std::string& from, const std::string& to) = 0;
  virtual Io<std::vector<std::string>> list(const std::string& folder) = 0;  // names, sorted; ENOENT: no such folder
  virtual Io<std::unique_ptr<Lock>> lock(const std::string& path) = 0;       // EWOULDBLOCK: another holds it
};

// All of it, from `offset` on. The error of a write that wrote nothing is EIO.
Io<std::string> read_all(File& file, std::uint64_t offset = 0);
Done write_all(File& file, std::uint64_t offset, std::string_view bytes);

// On a disk, below `folder`. Links are not followed at the last step.
std::unique_ptr<Files> files_on_disk(std::string folder);

}  // namespace tripline::audit
