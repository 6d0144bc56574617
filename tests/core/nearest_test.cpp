#include "core/nearest.hpp"

#include <catch2/catch.hpp>

using tripline::core::nearest;
using Names = std::vector<std::string>;

TEST_CASE("a mistyped name finds the one that was meant") {
  const Names names = {"speed", "speedometer", "height", "速度", "限值"};
  CHECK(nearest("sped", names) == "speed");
  CHECK(nearest("spede", names) == "speed");  // two neighbours exchanged are one mistake
  CHECK(nearest("SPEED", names) == "speed");  // the case of letters is none
  CHECK(nearest("hieghts", names) == "height");
  CHECK(nearest("速读", names) == "速度");  // one code point, whatever it takes in bytes
  CHECK(nearest("speedometre", names) == "speedometer");
}

TEST_CASE("what is too far from every name finds none") {
  const Names names = {"speed", "height"};
  CHECK(nearest("weight_of_load", names).empty());
  CHECK(nearest("x", names).empty());
  CHECK(nearest("", names).empty());
  CHECK(nearest("sxxxd", names).empty());
  CHECK(nearest(std::string(101, 'a'), Names{std::string(101, 'a')}).empty());
  CHECK(nearest("speed", Names{}).empty());
}

TEST_CASE("of several as near the first is meant, and the same name before all") {
  CHECK(nearest("cat", Names{"bat", "car"}) == "bat");
  CHECK(nearest("cat", Names{"bat", "cat"}) == "cat");
}
