// What an auditor brings along: files, and keys as text or in files.
//
// Input: what the command line says. Output: bytes and keys, or a sentence. Any thread.
#pragma once
#include <string>
#include <tl/expected.hpp>

#include "audit/sign/note.hpp"

namespace tripline::cli {

tl::expected<std::string, std::string> read_file(const std::string& path);
// `given`: NAME+ID+BASE64, or a file whose first line is that.
tl::expected<audit::VerifierKey, std::string> verifier_key(const std::string& given, audit::KeyKind kind);

}  // namespace tripline::cli
