// Would writing a file destroy what a command reads?
//
// Input: paths. Output: what they stand for, whatever they are called. Asks the file system. Any thread.
#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tripline::cli {

// Device and inode; nothing where there is no file or pipe. "-" is standard input.
using Identity = std::optional<std::pair<dev_t, ino_t>>;
Identity identity_of(const std::string& path);

// Whether `path` is there and is one of `others`.
bool is_one_of(const std::string& path, const std::vector<std::string>& others);

}  // namespace tripline::cli
