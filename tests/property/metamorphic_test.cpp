// What must not change a verdict: the order of arrival within the lateness, how a run is cut into files, who and what else there is, the unit that a
// field is declared in, a shift of all times by whole weeks, the language of the keywords and that of the run. On random packs and telemetry, with the engine alone.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

#include "dsl/check/compile.hpp"
#include "dsl/format/format.hpp"
#include "property/generate.hpp"

using namespace tripline;
using nlohmann::json;
using property::Case;
using property::Random;

namespace {

int cases() {
  const char* n = std::getenv("TRIPLINE_STREAMS");
  return n != nullptr ? std::max(1, std::atoi(n) / 100) : 300;
}

// Elements in the order of time, none of them late, no ids.
Case in_order(std::uint64_t seed) {
  Case c = property::random_case(seed);
  for (property::Declaration& d : c.declarations)
    d.clauses.erase(std::remove_if(d.clauses.begin(), d.clauses.end(),
                                   [](const property::Clause& k) { return k.text.written() == "id : text id"; }),
                    d.clauses.end());
  c.arrivals.erase(std::remove_if(c.arrivals.begin(), c.arrivals.end(), [](const auto& a) { return !a.line; }),
                   c.arrivals.end());
  std::stable_sort(c.arrivals.begin(), c.arrivals.end(),
                   [](const auto& a, const auto& b) { return a.line->time < b.line->time; });
  return c;
}

void replace(Case& c, const std::string& what, const std::string& with) {
  for (property::Declaration& d : c.declarations)
    for (property::Clause& k : d.clauses) {
      auto& text = k.text.before;
      for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    }
}

bool mentions(const Case& c, const std::string& what) { return c.pack().find(what) != std::string::npos; }

// Without what names sources, and without the summary where it counts what was added.
std::vector<json> verdicts(const oracle::Run& run, bool summary) {
  std::vector<json> out;
  for (json& j : oracle::engine_says(run)) {
    if (!summary && j["kind"] == "summary") continue;
    for (const char* name : {"source", "position", "opened_by", "answered_by"}) j.erase(name);
    out.push_back(std::move(j));
  }
  return out;
}

// Without the values, where these are shown in another unit or are times that have been shifted.
std::vector<json> without_values(std::vector<json> all) {
  for (json& j : all)
    for (const char* name : {"values", "terms"}) j.erase(name);
  return all;
}

std::string texts(const std::vector<json>& all) {
  std::string out;
  for (const json& j : all) out += j.dump() + "\n";
  return out;
}

struct Counted {
  int asked = 0;
  ~Counted() { CHECK(asked > cases() / 4); }  // most packs must be fit to be asked
};

}  // namespace

TEST_CASE("permuting arrival within the lateness changes no record", "[metamorphic]") {
  Counted counted;
  for (int i = 0; i < cases(); ++i) {
    Case c = in_order(static_cast<std::uint64_t>(i) + 1000);
    replace(c, "lateness 0 ", "lateness 3 ");
    auto run = property::run_of(c);
    if (!run) continue;
    ++counted.asked;
    const std::vector<std::string> before = oracle::engine_records(*run);
    Random random(static_cast<std::uint64_t>(i));
    // What was before it stays within the shortest lateness of all streams: nothing becomes late.
    core::Duration lateness = run->pack->lateness;
    for (const auto& s : run->pack->streams) lateness = std::min(lateness, s.lateness.value_or(lateness));
    std::vector<std::pair<core::Time, oracle::Arrival>> shuffled;
    std::vector<oracle::Arrival> ends;
    for (const oracle::Arrival& a : run->arrivals) {
      if (a.what == oracle::Arrival::What::end)
        ends.push_back(a);
      else
        shuffled.emplace_back(a.element.time + lateness * random.below(100) / 100, a);
    }
    std::stable_sort(shuffled.begin(), shuffled.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    run->arrivals.clear();
    for (auto& [_, a] : shuffled) run->arrivals.push_back(std::move(a));
    run->arrivals.insert(run->arrivals.end(), ends.begin(), ends.end());
    INFO("seed " << i + 1000 << "\n" << c.pack());
    CHECK(oracle::engine_records(*run) == before);
  }
}

TEST_CASE("cutting a run into files changes no verdict", "[metamorphic]") {
  Counted counted;
  for (int i = 0; i < cases(); ++i) {
    Case c = in_order(static_cast<std::uint64_t>(i) + 2000);
    c.sources = {"a"};
    for (auto& a : c.arrivals) a.line->source = 0;
    const auto whole = property::run_of(c);
    if (!whole) continue;
    ++counted.asked;
    Random random(static_cast<std::uint64_t>(i));
    const auto cut = static_cast<std::size_t>(random.below(static_cast<int>(c.arrivals.size()) + 1));
    oracle::Run parts = *whole;
    parts.sources = {"a1", "a2"};
    parts.arrivals.clear();
    for (std::size_t k = 0; k < c.arrivals.size(); ++k) {
      if (k == cut) parts.arrivals.push_back({oracle::Arrival::What::end, {}, 0, 0});
      parts.arrivals.push_back(whole->arrivals[k]);
      parts.arrivals.back().element.source = k < cut ? 0 : 1;
      if (k >= cut) parts.arrivals.back().element.position -= cut;
    }
    if (cut == c.arrivals.size()) parts.arrivals.push_back({oracle::Arrival::What::end, {}, 0, 0});
    parts.arrivals.push_back({oracle::Arrival::What::end, {}, 1, 0});
    INFO("seed " << i + 2000 << ", cut " << cut << "\n" << c.pack());
    CHECK(texts(verdicts(parts, true)) == texts(verdicts(*whole, true)));
  }
}

TEST_CASE("another subject changes no verdict of the others", "[metamorphic]") {
  Counted counted;
  for (int i = 0; i < cases(); ++i) {
    Case c = in_order(static_cast<std::uint64_t>(i) + 3000);
    // A sandbox's requirements are per all; and the stranger's names are texts.
    if (mentions(c, "per all") || mentions(c, "sandbox s") || c.arrivals.empty()) continue;
    if (!mentions(c, "v : text key") || !mentions(c, "fleet : text group")) continue;
    const auto alone = property::run_of(c);
    if (!alone) continue;
    ++counted.asked;
    // The stranger does all that V1 does, at the same instants.
    Case with = c;
    with.arrivals.clear();
    for (const auto& a : c.arrivals) {
      with.arrivals.push_back(a);
      property::Line line = *a.line;
      bool has_key = false;
      for (auto& [name, value] : line.fields) {
        if (name == "v") {
          value = "\"V9\"";
          has_key = true;
        }
        if (name == "fleet") value = "\"Z\"";
      }
      if (has_key) with.arrivals.push_back({line, 0, 0});
    }
    std::vector<json> kept;
    for (json& j : verdicts(*property::run_of(with), false)) {
      const json& s = j["subject"];
      if (s.is_object() && (s.value("v", "") == "V9" || s.value("fleet", "") == "Z")) continue;
      kept.push_back(std::move(j));
    }
    INFO("seed " << i + 3000 << "\n" << c.pack());
    CHECK(texts(kept) == texts(verdicts(*alone, false)));
  }
}

TEST_CASE("another rule changes no verdict of the others", "[metamorphic]") {
  Counted counted;
  for (int i = 0; i < cases(); ++i) {
    Case c = in_order(static_cast<std::uint64_t>(i) + 4000);
    const auto alone = property::run_of(c);
    if (!alone) continue;
    ++counted.asked;
    for (const bool first : {false, true}) {
      Case with = c;
      property::Declaration d{"redline unrelated {", {}, false};
      d.clauses.push_back({{"", "forbid Aux.y > 2 and count(Ev) over 3 s >= 1", {}}, true});
      const auto rule = std::find_if(with.declarations.begin(), with.declarations.end(), [](const auto& x) {
        return x.head.rfind("redline", 0) == 0 || x.head.rfind("limit", 0) == 0 || x.head.rfind("duty", 0) == 0 ||
               x.head.rfind("trigger", 0) == 0 || x.head.rfind("warning", 0) == 0 || x.head.rfind("sandbox", 0) == 0 ||
               x.head.rfind("assessment", 0) == 0;
      });
      with.declarations.insert(first ? rule : with.declarations.end(), d);
      std::vector<json> kept;
      for (json& j : verdicts(*property::run_of(with), false))
        if (j.value("rule", "") != "unrelated") kept.push_back(std::move(j));
      INFO("seed " << i + 4000 << "\n" << with.pack());
      CHECK(texts(kept) == texts(verdicts(*alone, false)));
    }
  }
}

TEST_CASE("the unit that a field is declared in changes no verdict", "[metamorphic]") {
  Counted counted;
  for (int i = 0; i < cases(); ++i) {
    Case c = in_order(static_cast<std::uint64_t>(i) + 5000);
    const auto before = property::run_of(c);
    if (!before) continue;
    ++counted.asked;
    Case in_metres = c;
    replace(in_metres, "s : km/h", "s : m/s from \"s\" in km/h");
    INFO("seed " << i + 5000 << "\n" << in_metres.pack());
    CHECK(texts(without_values(verdicts(*property::run_of(in_metres), true))) ==
          texts(without_values(verdicts(*before, true))));
  }
}

TEST_CASE("a shift by whole weeks under a fixed offset shifts every verdict by as much", "[metamorphic]") {
  Counted counted;
  const core::Duration shift = 35 * core::kDay;  // multiples of every `every`, too
  for (int i = 0; i < cases(); ++i) {
    Case c = in_order(static_cast<std::uint64_t>(i) + 6000);
    // What names a date, and months, which are not alike.
    const auto fixed = {"effective", "2026-", "month", "quarter", "year", "expiry"};
    if (std::any_of(fixed.begin(), fixed.end(), [&](const char* what) { return mentions(c, what); })) continue;
    for (const char* zone : {"\"Asia/Shanghai\"", "\"America/New_York\"", "\"UTC\""}) replace(c, zone, "\"+08:00\"");
    const auto before = property::run_of(c);
    if (!before) continue;
    ++counted.asked;
    for (auto& a : c.arrivals) a.line->time += shift;
    std::vector<json> after = verdicts(*property::run_of(c), true);
    for (json& j : after)
      for (const char* name : {"at", "since", "until", "due", "restarted"})
        if (j.contains(name)) j[name] = core::print_rfc3339(*core::parse_rfc3339(j[name].get<std::string>()) - shift);
    INFO("seed " << i + 6000 << "\n" << c.pack());
    CHECK(texts(without_values(after)) == texts(without_values(verdicts(*before, true))));
  }
}

namespace {

// The members that a record says in words (docs/records.md), taken off.
void drop_words(json& record) {
  for (const char* name : {"because", "message", "language"}) record.erase(name);
  if (record.contains("reason") && record["reason"].is_object()) record["reason"].erase("text");
}

// What an expression came to, without how its author wrote it: labels are names of members here.
void drop_labels(json& record) {
  for (const char* name : {"values", "terms"}) {
    if (!record.contains(name)) continue;
    std::vector<std::string> values;
    for (const json& value : record[name]) values.push_back(value.dump());
    std::sort(values.begin(), values.end());
    record[name] = values;
  }
  const auto drop_of = [](json& said) {
    if (said.contains("worst") && said["worst"].is_object()) said["worst"].erase("of");
  };
  drop_of(record);
  if (record["kind"] == "summary")
    for (json& rule : record["rules"]) {
      drop_of(rule);
      if (rule.contains("open_episodes"))
        for (json& open : rule["open_episodes"]) drop_of(open);
    }
  else if (record.contains("elements"))
    for (json& element : record["elements"]) element.erase("window");
}

// Without all that hangs on the bytes of the pack.
std::vector<json> without_text(const std::vector<std::string>& lines) {
  std::vector<json> out;
  for (const std::string& line : lines) {
    json j = json::parse(line);
    for (const char* name : {"id", "episode"}) j.erase(name);
    if (j.contains("pack")) j["pack"].erase("digest");
    drop_words(j);
    drop_labels(j);
    out.push_back(std::move(j));
  }
  return out;
}

}  // namespace

TEST_CASE("keywords in Chinese change no record but for labels and what covers the text", "[metamorphic]") {
  Counted counted;
  for (int i = 0; i < cases(); ++i) {
    const Case c = property::random_case(static_cast<std::uint64_t>(i) + 7000);
    const auto english = property::run_of(c);
    if (!english) continue;
    ++counted.asked;
    core::SourceSet sources;
    const auto chinese = dsl::format_pack(sources, {sources.add("pack.trip", c.pack())}, dsl::ast::Language::zh).at(0);
    INFO("seed " << i + 7000 << "\n" << chinese.text);
    REQUIRE(chinese.diagnostics.empty());
    auto compiled = dsl::compile_sources({{"pack.trip", chinese.text}}, [&](const std::string& name) {
      const auto file = c.files.find(name);
      return file != c.files.end() ? std::optional(file->second) : std::nullopt;
    });
    REQUIRE(compiled.pack != nullptr);
    CHECK(texts(without_text(oracle::engine_records(property::run_of(c, compiled.pack)))) ==
          texts(without_text(oracle::engine_records(*english))));
  }
}

TEST_CASE("a run in Chinese gives the same records but for their words", "[metamorphic]") {
  Counted counted;
  std::size_t said = 0;
  const auto without_words = [](const std::vector<std::string>& lines) {
    std::vector<json> out;
    for (const std::string& line : lines) {
      out.push_back(json::parse(line));
      drop_words(out.back());
    }
    return out;
  };
  for (int i = 0; i < cases(); ++i) {
    const Case c = property::random_case(static_cast<std::uint64_t>(i) + 8000);
    const auto run = property::run_of(c);
    if (!run) continue;
    ++counted.asked;
    const std::vector<std::string> english = oracle::engine_records(*run);
    const std::vector<std::string> chinese = oracle::engine_records(*run, core::Language::zh);
    INFO("seed " << i + 8000 << "\n" << c.pack());
    CHECK(texts(without_words(chinese)) == texts(without_words(english)));
    for (std::size_t k = 0; k < std::min(english.size(), chinese.size()); ++k) said += english[k] != chinese[k] ? 1 : 0;
  }
  CHECK(said > static_cast<std::size_t>(cases()));  // words there were
}
