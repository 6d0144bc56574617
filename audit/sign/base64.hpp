// Base 64 (RFC 4648, section 4), one text for each sequence of bytes: padding is demanded, and unused bits must be zero. Pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tripline::audit {

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace tripline::audit
