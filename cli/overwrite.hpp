// Would writing a file destroy what a command reads?
//
// Input: paths. Output: whether they are one regular file, by whichever names. What is not there is never one. Asks the file system. Any thread.
#pragma once
#include <string>

namespace tripline::cli {

bool same_file(const std::string& a, const std::string& b);

// Whether `path` is the pack itself or stands in its folder already.
bool belongs_to_pack(const std::string& path, const std::string& pack);

}  // namespace tripline::cli
