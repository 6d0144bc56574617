// One field of a stream: from the token that stands at its place to the value that rules compute with.
//
// Input: a token (JSON or a CSV cell) and the field's declaration. Output: the Value, or in one word what is wrong with it. Pure functions over the
// scratch texts; no allocation for values that fit into a Value. Numbers go from their decimal text to the double in one rounding, never through
// another double (language.md, section 3).
#pragma once
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "core/zone.hpp"
#include "dsl/model/model.hpp"
#include "engine/ingest/token.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

enum class FieldFault : std::uint8_t {
  none,
  missing,  // nothing, null or a blank cell where the field is required
  wrong_type,
  not_finite,      // beyond the range of a double, NaN, an infinity
  too_large,       // an integer beyond +-2^53, or a count of nanoseconds beyond 64 bits
  underflow,       // not zero, but so small that it would become zero
  unknown_member,  // none of the enumerated
  bad_time,
  bad_date,
  bad_duration,
  bad_position,  // latitude beyond +-90, longitude beyond +-180
  too_long,      // a key, group or id of more than kMostNameBytes
};

// A key, group or id stands in every record of its subject: it is a name, not a document.
inline constexpr std::size_t kMostNameBytes = 1024;

// One member of an enumerated type as the input writes it.
struct EnumCode {
  enum class Kind : std::uint8_t { text, number, boolean } kind = Kind::text;
  std::string text;  // number: as canonical_decimal writes it
  bool boolean = false;
};
std::vector<EnumCode> enum_codes(const dsl::model::EnumType&);

// What a value's meaning hangs on besides the token.
struct FieldContext {
  const dsl::model::Field* field = nullptr;
  const std::vector<EnumCode>* codes = nullptr;  // of the enumerated type, or of the list's items
  const core::Zone* zone = nullptr;
  const std::vector<Token>* tape = nullptr;
  char decimal_mark = '.';  // of CSV
  bool wanted = true;       // false: check only; `out` is left Unknown where the value would cost something
  std::string* scratch = nullptr;
  std::string* other = nullptr;
};

// `token` is what stands at the field's one place. Absent and null are Missing if `type` is optional.
FieldFault field_value(const FieldContext&, const dsl::model::Type& type, const Token& token, Value& out);

// A position from two places.
FieldFault position_value(const FieldContext&, const dsl::model::Type& type, const Token& latitude,
                          const Token& longitude, Value& out);

// An instant: RFC 3339, a count of `unit` since 1970 (s ms us ns), or a pattern in `zone`.
FieldFault time_value(const FieldContext&, const std::string& unit, const std::optional<core::TimePattern>& pattern,
                      const Token&, core::Time& out);

}  // namespace tripline::engine
