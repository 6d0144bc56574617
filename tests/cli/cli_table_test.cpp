#include "cli/table.hpp"

#include <catch2/catch.hpp>

using namespace tripline::cli;

namespace {
const Paint kPlain(false);
}

TEST_CASE("columns line up, Chinese characters two wide") {
  const std::string text = lay_out({{"rule"}, {"violations", true}, {"worst"}},
                                   {{{"ceiling"}, {"1"}, {"201 m"}}, {{"限高"}, {"12,000"}, {""}}}, 80, kPlain);
  CHECK(text ==
        "rule     violations  worst\n"
        "ceiling           1  201 m\n"
        "限高         12,000  \n");
}

TEST_CASE("a table that is too wide is cut where it may be, the last column first") {
  const std::vector<Column> columns{{"rule", false, 4}, {"n", true}, {"worst", false, 5}};
  const std::vector<std::vector<Cell>> rows{{{"no_flights_above"}, {"1"}, {"aircraft 9"}}};
  CHECK(lay_out(columns, rows, 31, kPlain) == "rule              n  worst\nno_flights_above  1  aircraft 9\n");
  CHECK(lay_out(columns, rows, 27, kPlain) == "rule              n  worst\nno_flights_above  1  aircr…\n");
  CHECK(lay_out(columns, rows, 20, kPlain) == "rule        n  worst\nno_flight…  1  airc…\n");
  CHECK(lay_out(columns, rows, 5, kPlain) == "rule  n  worst\nno_…  1  airc…\n");
}

TEST_CASE("which column is cut first can be said") {
  const std::vector<Column> columns{{"rule", false, 6, 1}, {"worst", false, 4, 2}, {"blind", false, 5}};
  const std::vector<std::vector<Cell>> rows{{{"no_flights_above"}, {"aircraft 9"}, {"2 h 3 min"}}};
  CHECK(lay_out(columns, rows, 35, kPlain) ==
        "rule              worst       blind\nno_flights_above  aircraft 9  2 h …\n");
  CHECK(lay_out(columns, rows, 27, kPlain) == "rule      worst       blind\nno_flig…  aircraft 9  2 h …\n");
  CHECK(lay_out(columns, rows, 20, kPlain) == "rule    worst  blind\nno_fl…  airc…  2 h …\n");
}

TEST_CASE("only what a cell says is coloured") {
  CHECK(lay_out({{"n", true}}, {{{"1", Ink::red}}, {{""}}}, 80, Paint(true)) ==
        "\x1b[1mn\x1b[0m\n\x1b[1;31m1\x1b[0m\n \n");
}

TEST_CASE("text is cut between characters") {
  CHECK(cut_to("abc", 3) == "abc");
  CHECK(cut_to("abcd", 3) == "ab…");
  CHECK(cut_to("限速四十", 8) == "限速四十");
  CHECK(cut_to("限速四十", 7) == "限速四…");
  CHECK(cut_to("限速四十", 6) == "限速…");
  CHECK(cut_to("ab", 0).empty());
}
