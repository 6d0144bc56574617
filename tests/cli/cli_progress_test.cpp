#include "cli/progress.hpp"

#include <catch2/catch.hpp>

#include "core/source.hpp"

using namespace tripline::cli;

namespace {

Surface screen(std::size_t width) {
  Surface surface;
  surface.terminal = true;
  surface.width = width;
  return surface;
}

}  // namespace

TEST_CASE("the line tells bytes, speed and what is left") {
  const Advance advance{1'200'000'000, 2'800'000'000, 5'120'000, 10};
  CHECK(progress_line(advance, screen(120)) ==
        " 42% ########............  1.2 GB of 2.8 GB, 512,000 elements/s, 14 s left");
}

TEST_CASE("without a known size it counts") {
  CHECK(progress_line({812, std::nullopt, 3, 0.1}, screen(80)) == "812 B, 3 elements");
  CHECK(progress_line({812, std::nullopt, 3000, 2}, screen(80)) == "812 B, 3,000 elements, 1,500 elements/s");
}

TEST_CASE("a file that grew is never past its end, an empty one shows no bar") {
  CHECK(progress_line({200, 100, 1, 0}, screen(80)).starts_with("100% ####################"));
  CHECK(progress_line({0, 0, 0, 0}, screen(80)) == "0 B, no elements");
}

TEST_CASE("it fits any width") {
  for (std::size_t width = 1; width < 120; ++width) {
    for (const bool known : {false, true}) {
      Advance advance{1'200'000'000, std::nullopt, 5'120'000, 10};
      if (known) advance.total_bytes = 2'800'000'000;
      CHECK(tripline::core::display_width(progress_line(advance, screen(width))) <=
            std::max<std::size_t>(width, 2) - 1);
    }
  }
}
