// Names, quantities, instants and types as they stand in sentences.
//
// Input: values of a model. Output: Text. What an author has named stands in back-ticks in every language; units are written as each language writes them.
// Pure functions; many threads.
#pragma once
#include <string>

#include "core/phrase.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::explain {

using core::Text;

Text ticked(const std::string& name);
Text whole(std::uint64_t n);
Text quantity(double base_value, const core::Unit& unit);  // "40 km/h" · "40公里/小时"
Text unit_text(const core::Unit& unit);                    // "km/h" · "公里/小时"; empty of a plain number
Text length(core::Duration d);                             // "1 h 30 min" · "1小时30分钟"
Text day(core::Day d);
// By the zone's clock: "2026-03-01 08:00"; where the clock shows that reading twice, in UTC.
Text moment(core::Time t, const core::Zone& zone);
Text clock(core::Duration since_midnight);  // "07:00"
Text period_name(core::Period p);           // "month" · "月"
Text this_period(core::Period p);           // "this month" · "本月"
Text constant(const model::Constant& c, const model::Type& type, const model::Pack& pack);
Text type_name(const model::Type& type, const model::Pack& pack);  // "a quantity in km/h", "one of `a`, `b`"

// "`fleet` and `vehicle`"
Text names_of(const std::vector<std::string>& names, core::Joint joint = core::Joint::both);

}  // namespace tripline::dsl::explain
