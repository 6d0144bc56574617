#include "core/record.hpp"

#include <algorithm>

namespace tripline::core {

namespace {

std::uint64_t head_of(std::string_view name) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < 8; ++i) head = head << 8U | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  return head;
}

}  // namespace

template <class Write>
Draft& Draft::add(std::string_view name, Write write) {
  const std::size_t begin = values_.size();
  write();
  members_.push_back({name, head_of(name), begin, values_.size()});
  return *this;
}

Draft& Draft::set(std::string_view name, std::string_view text) {
  return add(name, [&] { write_string(values_, text); });
}

Draft& Draft::set(std::string_view name, bool value) { return set_written(name, value ? "true" : "false"); }

Draft& Draft::set(std::string_view name, double finite) {
  return add(name, [&] { write_number(values_, finite); });
}

Draft& Draft::set(std::string_view name, const Json& value) {
  return add(name, [&] { value.write_canonical(values_); });
}

Draft& Draft::set_time(std::string_view name, Time t) {
  return add(name, [&] {
    values_.push_back('"');
    append_rfc3339(values_, t);
    values_.push_back('"');
  });
}

Draft& Draft::set_written(std::string_view name, std::string_view canonical) {
  return add(name, [&] { values_ += canonical; });
}

std::string_view Draft::value(std::string_view name) const {
  const auto m = std::find_if(members_.begin(), members_.end(), [&](const Member& x) { return x.name == name; });
  if (m == members_.end()) return {};
  return std::string_view(values_).substr(m->begin, m->end - m->begin);
}

bool Draft::remove(std::string_view name) {
  const auto m = std::find_if(members_.begin(), members_.end(), [&](const Member& x) { return x.name == name; });
  if (m == members_.end()) return false;
  members_.erase(m);
  return true;
}

bool Draft::replace(std::string_view name, std::string_view text) {
  if (!remove(name)) return false;
  set(name, text);
  return true;
}

bool Draft::replace_written(std::string_view name, std::string_view canonical) {
  if (!remove(name)) return false;
  set_written(name, canonical);
  return true;
}

void Draft::write(std::string& out) {
  // Few members, most of them in order: each goes back to its place.
  const auto before = [](const Member& a, const Member& b) {
    return a.head != b.head ? a.head < b.head : a.name < b.name;
  };
  for (std::size_t i = 1; i < members_.size(); ++i) {
    const Member m = members_[i];
    std::size_t place = i;
    for (; place > 0 && before(m, members_[place - 1]); --place) members_[place] = members_[place - 1];
    members_[place] = m;
  }
  std::size_t size = 1 + values_.size();
  for (const Member& m : members_) size += m.name.size() + 4;
  out.reserve(out.size() + size);
  out.push_back('{');
  for (const Member& m : members_) {
    if (&m != members_.data()) out.push_back(',');
    out.push_back('"');
    out.append(m.name).append("\":", 2).append(values_, m.begin, m.end - m.begin);
  }
  out.push_back('}');
}

void Draft::clear() {
  members_.clear();
  values_.clear();
}

}  // namespace tripline::core
