#include "dsl/model/model.hpp"

namespace tripline::dsl::model {

Pack::Pack() : zone(*core::Zone::find("UTC")) {}
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(Pack&&) noexcept = default;
Pack::~Pack() = default;

}  // namespace tripline::dsl::model
