// A file's bytes replaced as a whole: whoever reads it sees the old or the new, also after a crash.
//
// Input: a path and bytes. Output: the file with its former mode. Throws OutputError; the old file is then as it was.
#pragma once
#include <string>
#include <string_view>

namespace tripline::cli {

void replace_file(const std::string& path, std::string_view bytes);

}  // namespace tripline::cli
