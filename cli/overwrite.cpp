#include "cli/overwrite.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace tripline::cli {

Identity identity_of(const std::string& path) {
  struct stat about {};
  const int result = path == "-" ? ::fstat(STDIN_FILENO, &about) : ::stat(path.c_str(), &about);
  if (result != 0 || !(S_ISREG(about.st_mode) || S_ISFIFO(about.st_mode))) return std::nullopt;
  return std::pair{about.st_dev, about.st_ino};
}

bool is_one_of(const std::string& path, const std::vector<std::string>& others) {
  const Identity target = identity_of(path);
  return target && std::any_of(others.begin(), others.end(),
                               [&](const std::string& other) { return identity_of(other) == target; });
}

}  // namespace tripline::cli
