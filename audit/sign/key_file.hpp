// The files that a log's keys are kept in: one line, PRIVATE+KEY+… of a signed note, readable by their owner alone.
//
// Input: paths. Output: keys, or a sentence for the operator. A key that is to be the next stands in FILE.next until the log has named it; then the old one's bytes are
// overwritten and FILE.next takes its place. (Overwriting reaches the bytes that the file system shows; what a disk or a backup keeps besides it does not.)
#pragma once
#include <string>
#include <tl/expected.hpp>

#include "audit/sign/note.hpp"

namespace tripline::audit {

// Makes a key of a log; the file must not be there yet, and is on the disk when this returns.
tl::expected<SignerKey, std::string> make_key_file(const std::string& path, const std::string& name);
// Refuses a file that others may read.
tl::expected<SignerKey, std::string> read_key_file(const std::string& path);
bool key_file_exists(const std::string& path);
// FILE.next becomes FILE, and what FILE held is no more.
tl::expected<void, std::string> replace_key_file(const std::string& path);
// Whether `path` would stand in `folder` or below it, whatever links say.
bool stands_inside(const std::string& path, const std::string& folder);

}  // namespace tripline::audit
