// What comes in: order of arrival, sources, watermarks, the future, ids, limits, misuse (language.md, section 7).
#include <random>

#include "tests/engine/harness.hpp"

using namespace tripline;
using namespace tripline::test;

namespace {

const char* const kRich = R"(
pack rich 1.0.0 { lateness 20 s }
levels normal < watch
signal Motion { vehicle : text key  fleet : text group  speed : number  stale after 7 s }
event Brake { vehicle : text key  decel : number }
event Fixed { vehicle : text key }
event Hard = Brake when decel > 5
redline fast { on Motion forbid speed > 90 for 3 s }
limit speed { on Motion require speed <= 50 grace 2 s tolerate 1 times over 60 s warn within 10% }
limit mean { on Motion require avg(speed) over 30 s <= 60 }
limit share_of_fleet { per fleet require share(Motion.speed > 40) over 20 s <= 80% }
limit now_of_all { per all require count(Motion where speed > 70) now <= 2 }
duty fix { on Brake as b expect Fixed within 10 s }
duty keep { on Motion while speed > 0 expect Motion every 5 s }
trigger rough { when count(Hard) over 40 s >= 2 raise to watch until Fixed }
limit watched { on Motion when level >= watch require speed <= 30 }
limit too_many { per vehicle when count(Violation where rule in (fast, speed)) over 30 s >= 3 require false }
)";

std::vector<engine::Element> rich_elements(const dsl::model::Pack& p, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<engine::Element> out;
  std::uint64_t position[2] = {0, 0};
  std::int64_t t = 1000;
  const char* const vehicles[] = {"V1", "V2", "V3"};
  for (int n = 0; n < 400; ++n) {
    t += static_cast<std::int64_t>(random() % 3);
    const std::uint32_t source = random() % 2;
    const char* v = vehicles[random() % 3];
    switch (random() % 6) {
      case 0:
        out.push_back(
            element(p, "Brake", t, ++position[source], {text(v), number(static_cast<double>(random() % 10))}, source));
        break;
      case 1: out.push_back(element(p, "Fixed", t, ++position[source], {text(v)}, source)); break;
      default:
        out.push_back(element(
            p, "Motion", t, ++position[source],
            {text(v), text(random() % 8 == 0 ? "F2" : "F1"), number(static_cast<double>(random() % 100))}, source));
    }
  }
  return out;
}

std::vector<std::string> run(const std::shared_ptr<const dsl::model::Pack>& p, std::vector<engine::Element> elements) {
  Collected sink;
  engine::Engine e(p, sink);
  e.add_source("a");
  e.add_source("b");
  for (auto& x : elements) e.observe(x);
  e.finish();
  CHECK(e.summary().late == 0);
  return sink.lines();
}

}  // namespace

TEST_CASE("arrival in another order within the lateness gives the same records, byte for byte", "[engine]") {
  const auto p = pack_of(kRich);
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    const std::vector<engine::Element> elements = rich_elements(*p, seed);
    const std::vector<std::string> straight = run(p, elements);
    CHECK(straight.size() > 100);
    for (std::uint32_t shuffle = 1; shuffle <= 4; ++shuffle) {
      // Each element is late by less than the lateness: sorted by its time plus a delay.
      std::mt19937 random(seed * 100 + shuffle);
      std::vector<std::pair<std::int64_t, engine::Element>> delayed;
      for (const auto& x : elements)
        delayed.emplace_back(x.time + static_cast<std::int64_t>(random() % 19) * core::kSecond, x);
      std::stable_sort(delayed.begin(), delayed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      std::vector<engine::Element> arrived;
      for (auto& d : delayed) arrived.push_back(std::move(d.second));
      CHECK(run(p, arrived) == straight);
    }
  }
}

TEST_CASE("an element too far past the time of receipt is rejected and makes nothing late", "[engine]") {
  const auto p = pack_of("pack p 1.0.0 { max ahead 1 min } event E { v : text key }");
  Collected sink;
  engine::Engine e(p, sink);
  const auto s = e.add_source("s");
  auto ahead = element(*p, "E", 1000, 1, {text("V")});
  ahead.received = 940 * core::kSecond;  // exactly one minute: still taken
  e.observe(ahead);
  CHECK(sink.count("rejected") == 0);
  auto further = element(*p, "E", 2000, 2, {text("V")});
  further.received = 1940 * core::kSecond - 1;
  e.observe(further);
  REQUIRE(sink.count("rejected") == 1);
  CHECK(sink.first("rejected").body()["reason"]["code"] == "future");
  CHECK(e.highest(s) == 1000 * core::kSecond);
  auto next = element(*p, "E", 1001, 3, {text("V")});
  e.observe(next);
  e.finish();
  CHECK(e.summary().late == 0);
  CHECK(e.summary().read == 3);
  CHECK(e.summary().rejected == 1);
}

TEST_CASE("a silent source holds the others back until it is idle or has ended", "[engine]") {
  const auto p = pack_of("pack p 1.0.0 { } event E { v : text key } redline r { on E forbid true }");
  Collected sink;
  engine::Engine e(p, sink);
  const auto a = e.add_source("a");
  const auto b = e.add_source("b");
  for (int i = 1; i <= 3; ++i) {
    auto x = element(*p, "E", i, static_cast<std::uint64_t>(i), {text("V")}, a);
    e.observe(x);
  }
  CHECK(sink.count("violation") == 0);
  e.idle(b, 3 * core::kSecond);
  CHECK(sink.count("idle") == 1);
  CHECK(sink.count("violation") == 2);  // at the watermark itself more may come
  auto back = element(*p, "E", 2, 1, {text("W")}, b);
  e.observe(back);  // its instant is past: late, but a red line is a red line
  CHECK(sink.count("late") == 1);
  CHECK(sink.count("violation") == 3);
  e.finish();
  CHECK(sink.count("violation") == 4);
}

TEST_CASE("at one instant sources come in the order of their names, however they were added", "[engine]") {
  const auto p = pack_of("pack p 1.0.0 { } event E { v : text key } redline r { on E forbid true }");
  // Names that follow one another, and names that do not.
  for (const auto& [first, second] : {std::pair{"b", "a"}, std::pair{"x", "a"}, std::pair{"ab", "a"}}) {
    Collected sink;
    engine::Engine e(p, sink);
    const auto one = e.add_source(first);
    const auto two = e.add_source(second);
    auto x = element(*p, "E", 5, 1, {text(first)}, one);
    auto y = element(*p, "E", 5, 1, {text(second)}, two);
    e.observe(x);
    e.observe(y);
    e.finish();
    REQUIRE(sink.count("violation") == 2);
    CHECK(sink.first("violation").body()["subject"]["v"] == second);
  }
}

TEST_CASE("what goes over a limit is told", "[engine]") {
  const auto p =
      pack_of("pack p 1.0.0 { } event E { v : text key  x : number } limit l { require sum(E.x) over 1 h <= 2 }");
  engine::Limits limits;
  limits.window_entries = 2;
  limits.subjects = 3;
  Collected sink, chinese;
  for (const core::Language language : core::kAllLanguages) {
    Collected& said = language == core::Language::en ? sink : chinese;
    engine::Engine e(p, said, limits, {}, language);
    e.add_source("s");
    for (int i = 1; i <= 4; ++i) {
      auto x = element(*p, "E", i, static_cast<std::uint64_t>(i), {text("V"), number(1)});
      e.observe(x);
    }
    for (int i = 5; i <= 8; ++i) {
      auto x = element(*p, "E", i, static_cast<std::uint64_t>(i), {text(std::to_string(i).c_str()), number(1)});
      e.observe(x);
    }
    e.finish();
    CHECK(said.count("limit.reached") == 2);
    CHECK(e.summary().rejected_reasons.at("limit_subjects") > 0);
    CHECK(said.first("blind.opened").body()["reason"]["code"] == "over_limit");
  }
  CHECK(sink.first("limit.reached").body()["reason"]["text"] ==
        "a window holds more elements than the limit allows: it is unknown until those dropped would have left");
  CHECK(chinese.first("limit.reached").body()["reason"]["text"] ==
        "窗口内的数据超过上限：在被丢弃的数据本应移出窗口之前，其值未知");
  CHECK(chinese.first("rejected").body()["reason"]["text"] == "主体已有 3 个");
  // A record has one name in every language.
  REQUIRE(chinese.records.size() == sink.records.size());
  for (std::size_t i = 0; i < sink.records.size(); ++i)
    CHECK(chinese.records[i].body()["id"] == sink.records[i].body()["id"]);
  CHECK(chinese.first("pack.loaded").body()["language"] == "zh");
  CHECK_FALSE(sink.first("pack.loaded").body().contains("language"));
}

TEST_CASE("ids are remembered as long as a source that still speaks could bring them again", "[engine]") {
  const auto p = pack_of("pack p 1.0.0 { lateness 2 s }\nevent Report { vehicle : text key  number : text id }\n");
  const auto told = [&](bool ends, bool idles) {
    Collected sink;
    engine::Limits limits;
    limits.ids = 3;
    engine::Engine e(p, sink, limits);
    e.add_source("fast");
    e.add_source("slow");
    auto first = element(*p, "Report", 100, 1, {text("V1"), text("first")}, 1);
    e.observe(first);
    if (ends) e.end(1);
    if (idles) e.idle(1, 101 * core::kSecond);
    for (int n = 0; n < 10; ++n) {
      auto x = element(*p, "Report", 110 + 10 * n, static_cast<std::uint64_t>(n) + 1,
                       {text("V1"), engine::Value::text("r" + std::to_string(n))});
      e.observe(x);
    }
    e.finish();
    return sink.count("limit.reached");
  };
  CHECK(told(false, false) == 1);
  CHECK(told(true, false) == 0);
  CHECK(told(false, true) == 0);
}

TEST_CASE("types that no stream selects are counted by name, the first hundred of them", "[engine]") {
  const auto p = pack_of("pack p 1.0.0 { }\nevent Brake { vehicle : text key }\n");
  Collected sink;
  engine::Engine e(p, sink);
  e.add_source("a");
  for (int n = 0; n < 100; ++n) e.unread("T" + std::to_string(n));
  e.unread("T7");  // a name that is known goes on
  e.unread("T100");
  e.unread("T101");
  e.finish();
  const auto& types = e.summary().unread_types;
  CHECK(types.size() == 101);
  CHECK(types.at("T7") == 2);
  CHECK(types.at("T99") == 1);
  CHECK(types.at("…") == 2);
  CHECK(e.summary().unread == 103);
}

TEST_CASE("misuse is an error that says what to do", "[engine]") {
  const auto p = pack_of("pack p 1.0.0 { } event E { v : text key }");
  Collected sink;
  engine::Engine e(p, sink);
  auto x = element(*p, "E", 1, 1, {text("V")});
  CHECK_THROWS_AS(e.observe(x), std::logic_error);  // no such source
  const auto s = e.add_source("s");
  e.observe(x);
  e.end(s);
  auto y = element(*p, "E", 2, 2, {text("V")});
  CHECK_THROWS_AS(e.observe(y), std::logic_error);
  e.finish();
  CHECK_THROWS_AS(e.finish(), std::logic_error);
  CHECK(sink.records.back().kind == "summary");
}

TEST_CASE("time may be known to have come further than the last element") {
  const auto p = pack_of(
      "pack p 1.0.0 { lateness 2 s }\nevent Brake { vehicle : text key }\nevent Fixed { vehicle : text key }\n"
      "duty fix { on Brake expect Fixed within 10 s }\n");
  const auto run_to = [&](std::optional<core::Time> until) {
    Collected sink;
    engine::Engine e(p, sink);
    e.add_source("a");
    auto first = element(*p, "Brake", 100, 1, {text("V1")});
    e.observe(first);
    if (until)
      e.finish(*until);
    else
      e.finish();
    CHECK_THROWS_AS(e.finish(), std::logic_error);
    return sink;
  };
  const Collected plain = run_to(std::nullopt);
  CHECK(plain.count("duty.pending") == 1);
  CHECK(run_to(99 * core::kSecond).lines() == plain.lines());
  CHECK(run_to(100 * core::kSecond).lines() == plain.lines());
  const Collected before = run_to(110 * core::kSecond - 1);
  CHECK(before.count("duty.pending") == 1);
  CHECK(before.first("summary").at == 110 * core::kSecond - 1);
  // What is due at the very instant is judged.
  const Collected at = run_to(110 * core::kSecond);
  CHECK(at.count("duty.pending") == 0);
  CHECK(at.first("duty.missed").at == 110 * core::kSecond);
  CHECK(at.first("summary").at == 110 * core::kSecond);
}
