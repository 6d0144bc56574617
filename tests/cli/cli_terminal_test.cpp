#include "cli/terminal.hpp"

#include <catch2/catch.hpp>

using namespace tripline::cli;

TEST_CASE("colours are for terminals that want them") {
  CHECK(wants_colour(ColourChoice::automatic, true, nullptr, "xterm-256color"));
  CHECK(wants_colour(ColourChoice::automatic, true, "", "xterm"));  // no-color.org: an empty one is not set
  CHECK_FALSE(wants_colour(ColourChoice::automatic, true, "1", "xterm"));
  CHECK_FALSE(wants_colour(ColourChoice::automatic, true, nullptr, "dumb"));
  CHECK_FALSE(wants_colour(ColourChoice::automatic, true, nullptr, nullptr));
  CHECK_FALSE(wants_colour(ColourChoice::automatic, false, nullptr, "xterm"));
  CHECK(wants_colour(ColourChoice::always, false, "1", "dumb"));
  CHECK_FALSE(wants_colour(ColourChoice::never, true, nullptr, "xterm"));
}

TEST_CASE("paint that is off leaves words alone") {
  CHECK(Paint(false)(Ink::red, "x") == "x");
  CHECK(Paint(true)(Ink::plain, "x") == "x");
  CHECK(Paint(true)(Ink::red, "x") == "\x1b[1;31mx\x1b[0m");
}
