// JSON values written as RFC 8785 (JCS) writes them, so that equal records are equal bytes.
//
// Input: values built in any key order. Output: canonical bytes: keys sorted by UTF-16 code units, numbers in
// ECMAScript form, no blanks. A plain value type. Parsing is not done here.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tripline::core {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;  // insertion order; sorted when written

  Json() = default;  // null
  Json(bool b) : v_(b) {}
  Json(double d) : v_(d) {}  // Requires finite.
  // Requires |i| <= 2^53; larger integers are written as text by the caller.
  Json(std::int64_t i) : v_(static_cast<double>(i)) {}
  Json(int i) : v_(static_cast<double>(i)) {}
  Json(std::uint64_t i) : v_(static_cast<double>(i)) {}
  Json(const char* s) : v_(std::string(s)) {}
  Json(std::string s) : v_(std::move(s)) {}
  Json(std::string_view s) : v_(std::string(s)) {}
  Json(Array a) : v_(std::move(a)) {}
  Json(Object o) : v_(std::move(o)) {}

  // Sets a member; replaces one of the same name. Turns null into an object. Requires null or object.
  Json& set(std::string_view key, Json value);
  // Appends; turns null into an array. Requires null or array.
  Json& push(Json value);
  const Json* find(std::string_view key) const;  // nullptr: no such member, or no object
  bool is_null() const { return v_.index() == 0; }
  const Array* array() const { return std::get_if<Array>(&v_); }
  const Object* object() const { return std::get_if<Object>(&v_); }
  const std::string* string() const { return std::get_if<std::string>(&v_); }
  const double* number() const { return std::get_if<double>(&v_); }
  const bool* boolean() const { return std::get_if<bool>(&v_); }

  std::string canonical() const;                 // RFC 8785
  void write_canonical(std::string& out) const;  // appends

 private:
  std::variant<std::monostate, bool, double, std::string, Array, Object> v_;
};

// RFC 8785 number and string forms, appended.
void write_number(std::string& out, double);
void write_string(std::string& out, std::string_view utf8);  // invalid UTF-8 becomes U+FFFD

}  // namespace tripline::core
