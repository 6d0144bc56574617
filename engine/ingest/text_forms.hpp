// The forms in which JSON and CSV write texts and numbers: escapes, and the grammar of decimals.
//
// Input: bytes of a token. Output: text without escapes; whether something is a number; one spelling for all decimal texts of one value. Pure functions.
#pragma once
#include <string>
#include <string_view>

namespace tripline::engine {

// Appends the text with its JSON escapes resolved. False: an escape that JSON does not know, or half of a surrogate pair (RFC 8259, section 7).
bool unescape(std::string_view raw, std::string& out);

// -?digits(.digits)?([eE][+-]?digits)?, without leading zeros (RFC 8259, section 6). With `leading_zeros` those too, as CSV has them.
bool is_decimal(std::string_view, bool leading_zeros);

// The same text for every decimal text of one value: "23", "23.0", "2.3e1" -> "23e0". Requires is_decimal.
void canonical_decimal(std::string_view, std::string& out);

}  // namespace tripline::engine
