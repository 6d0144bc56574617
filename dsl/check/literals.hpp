// Literals to constants. Input: literal trees. Output: model::Constant in base units, nanoseconds, days. Mistakes go
// to the Context.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

struct Literal {
  model::Type type;
  model::Constant value;
};

// A number, a quantity, or a duration where its unit is one of time. nullopt: reported.
std::optional<Literal> read_quantity(Context&, const ast::Quantity&);

// A date or a time; a time without an offset is local in the pack's timezone. nullopt: reported.
std::optional<Literal> read_instant(Context&, const ast::Instant&);
// The same from text ("2026-03-01", "2026-03-01T08:00", with or without an offset). nullopt: no such text.
std::optional<Literal> parse_instant(const core::Zone&, const std::string& text);

// "10 s" in a clause: nanoseconds, more than zero (or zero where `zero` allows it). nullopt: reported.
std::optional<core::Duration> read_duration(Context&, const ast::Quantity&, bool zero = false);
// "3 h + 3 s" in a scenario: their sum, zero allowed, clamped to kNever.
std::optional<core::Duration> read_offset(Context&, const std::vector<ast::Quantity>&);
// DURATION or the name of a parameter of type duration.
std::optional<core::Duration> read_span(Context&, const ast::Span&, bool zero = false);

// A literal that must have the type given: the value of a parameter, of --set. nullopt: reported.
std::optional<model::Constant> read_literal(Context&, const ast::Expr&, const model::Type&);

// A count as an INTEGER of the grammar, from `least` to `most`. nullopt: reported.
std::optional<int> read_count(Context&, const ast::Integer&, int least, int most);

// The text of a constant that is the same for the same value, whatever it was written as (for digests).
std::string canonical(const model::Constant&);

int member_number(const Context&, int enumeration, const std::string& name);  // kNone: no such member
std::vector<std::string> member_names(const Context&, int enumeration);

}  // namespace tripline::dsl::check
