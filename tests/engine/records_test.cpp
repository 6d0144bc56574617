// A record is bounded whatever length the input's texts have (docs/records.md).
#include "tests/engine/harness.hpp"

using namespace tripline;
using namespace tripline::test;

TEST_CASE("the longest texts of a record that would be too long are left out, and it says so", "[engine]") {
  const auto p = pack_of(
      "pack p 1.0.0 { lateness 0 s }\nevent Note { vehicle : text key  note : text }\nevent Fixed { vehicle : text key "
      "}\nduty fix { on Note expect Fixed within 10 s message \"{note}\" }\n"
      "redline seen { on Note forbid count(Note) over 1 min > 0 message \"{note}\" }\n");
  const auto run = [&](std::size_t length) {
    Collected sink;
    engine::Engine e(p, sink);
    e.add_source("a");
    auto note = element(*p, "Note", 100, 1, {text("V1"), engine::Value::text(std::string(length, 'x'))});
    e.observe(note);
    auto later = element(*p, "Fixed", 200, 2, {text("V2")});
    e.observe(later);
    e.finish();
    return sink;
  };
  constexpr std::size_t kMost = 65535;
  const Collected fits = run(1000);
  CHECK(fits.first("violation").body()["message"] == std::string(1000, 'x'));
  CHECK(fits.first("duty.missed").body()["message"] == std::string(1000, 'x'));
  const Collected cut = run(70000);
  // One has values before its message, the other has none.
  for (const char* kind : {"violation", "duty.missed"}) {
    INFO(kind);
    const Said& record = cut.first(kind);
    CHECK(record.text.size() <= kMost);
    CHECK(record.body()["message"] == "left out: the record would be longer than 65,535 bytes");
    CHECK(record.body().contains("elements") == fits.first(kind).body().contains("elements"));
  }
  // Neither the reading nor the judging of it differs.
  CHECK(cut.records.size() == fits.records.size());
}

TEST_CASE("the least headroom on a scale without distances is said in steps", "[engine]") {
  const auto p = pack_of(
      "pack p 1.0.0 { lateness 0 s }\nsignal Sig { vehicle : text key  alert : one of (green < yellow < red < black) "
      "}\n"
      "redline calm { on Sig require alert <= yellow }\n");
  const auto least = [&](std::vector<int> alerts) {
    Collected sink;
    engine::Engine e(p, sink);
    e.add_source("a");
    for (std::size_t n = 0; n < alerts.size(); ++n) {
      auto x = element(*p, "Sig", 100 + static_cast<int>(n), n + 1, {text("V1"), engine::Value::integer(alerts[n])});
      e.observe(x);
    }
    e.finish();
    return e.summary().rules.at(0).headroom_distance;
  };
  CHECK(least({0}) == "1 step");
  CHECK(least({0, 1}) == "0 steps");
  CHECK(least({2}) == "-1 step");
  CHECK(least({2, 3, 1}) == "-2 steps");
}
