#include "core/number_form.hpp"

#include <cstddef>

namespace tripline::core {

void append_number_form(std::string& out, bool negative, std::string_view digits, int point) {
  if (negative) out.push_back('-');
  const int count = static_cast<int>(digits.size());
  if (point > 21 || point < -5) {
    out.push_back(digits[0]);
    if (count > 1) {
      out.push_back('.');
      out.append(digits.substr(1));
    }
    out += point > 0 ? "e+" : "e-";
    out += std::to_string(point > 0 ? point - 1 : 1 - point);
  } else if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out.append(digits);
  } else if (count <= point) {
    out.append(digits);
    out.append(static_cast<std::size_t>(point - count), '0');
  } else {
    out.append(digits.substr(0, static_cast<std::size_t>(point)));
    out.push_back('.');
    out.append(digits.substr(static_cast<std::size_t>(point)));
  }
}

}  // namespace tripline::core
