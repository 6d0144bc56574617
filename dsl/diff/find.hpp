// Where a name stands in a list: kNone where it does not. Pure.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "dsl/model/model.hpp"

namespace tripline::dsl::diff {

template <typename T>
int find_name(const std::vector<T>& list, const std::string& name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return static_cast<int>(i);
  }
  return model::kNone;
}

inline int find_text(const std::vector<std::string>& list, const std::string& text) {
  const auto found = std::find(list.begin(), list.end(), text);
  return found == list.end() ? model::kNone : static_cast<int>(found - list.begin());
}

// The number of `text` in a list of names, which it joins where it is new.
inline int joined(std::vector<std::string>& list, const std::string& text) {
  const int known = find_text(list, text);
  if (known != model::kNone) return known;
  list.push_back(text);
  return static_cast<int>(list.size()) - 1;
}

}  // namespace tripline::dsl::diff
