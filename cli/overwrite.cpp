#include "cli/overwrite.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

namespace tripline::cli {

bool same_file(const std::string& a, const std::string& b) {
  struct stat one {};
  struct stat other {};
  return ::stat(a.c_str(), &one) == 0 && S_ISREG(one.st_mode) && ::stat(b.c_str(), &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool belongs_to_pack(const std::string& path, const std::string& pack) {
  if (same_file(path, pack)) return true;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(pack, ignored)) {
    if (same_file(path, entry.path().string())) return true;
  }
  return false;
}

}  // namespace tripline::cli
