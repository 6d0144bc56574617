// What a comparison of packs claims, held against the engine: random packs, one clause of each altered at random, random telemetry. A pack does not differ from
// itself, in whatever language; of a rule that is said to be tightened, whatever the old one finds the new one finds, no later (docs/diff.md).
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "dsl/diff/diff.hpp"
#include "dsl/format/format.hpp"
#include "property/generate.hpp"

using namespace tripline;
using dsl::diff::Verdict;
using nlohmann::json;
using property::Case;
using property::Random;

namespace {

int cases() {
  const char* n = std::getenv("TRIPLINE_STREAMS");
  return n != nullptr ? std::max(1, std::atoi(n) / 10) : 3000;
}

dsl::Compiled compiled(const std::string& text, const Case& c) {
  return dsl::compile_sources({{"pack.trip", text}}, [&](const std::string& name) {
    const auto file = c.files.find(name);
    return file != c.files.end() ? std::optional(file->second) : std::nullopt;
  });
}

// ---------------------------------------------------------------- alterations

bool replaced(std::string& text, Random& random, const std::vector<std::pair<std::string, std::string>>& swaps) {
  std::vector<std::pair<std::size_t, std::size_t>> places;  // where, which
  for (std::size_t k = 0; k < swaps.size(); ++k)
    for (auto at = text.find(swaps[k].first); at != std::string::npos; at = text.find(swaps[k].first, at + 1))
      places.emplace_back(at, k);
  if (places.empty()) return false;
  const auto [at, k] = random.of(places);
  text.replace(at, swaps[k].first.size(), swaps[k].second);
  return true;
}

bool number_altered(std::string& text, Random& random) {
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (std::isdigit(static_cast<unsigned char>(text[i])) != 0 && (text[i - 1] == ' ' || text[i - 1] == '('))
      places.push_back(i);
  if (places.empty()) return false;
  const std::size_t at = random.of(places);
  std::size_t end = at;
  while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
  const int old = std::atoi(text.substr(at, end - at).c_str());
  const int now = random.one_in(3) ? old * 2 : random.one_in(2) ? old + 1 : std::max(0, old - 1);
  text.replace(at, end - at, std::to_string(now));
  return now != old;
}

// One clause of one rule, otherwise.
bool alter(Case& c, Random& random) {
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t d = 0; d < c.declarations.size(); ++d) {
    const std::string& head = c.declarations[d].head;
    bool rule = false;
    for (const char* kind : {"redline ", "limit ", "duty ", "trigger ", "warning ", "sandbox ", "assessment "})
      rule = rule || head.rfind(kind, 0) == 0;
    if (!rule && !(head.empty() && random.one_in(4))) continue;
    for (std::size_t k = 0; k < c.declarations[d].clauses.size(); ++k) places.emplace_back(d, k);
  }
  if (places.empty()) return false;
  const auto [d, k] = random.of(places);
  property::Declaration& declaration = c.declarations[d];
  property::Clause& clause = declaration.clauses[k];
  if (!clause.needed && random.one_in(4)) {
    declaration.clauses.erase(declaration.clauses.begin() + static_cast<std::ptrdiff_t>(k));
    return true;
  }
  std::string text = clause.text.written();
  bool done = false;
  switch (random.below(4)) {
    case 0:
    case 1: done = number_altered(text, random); break;
    case 2:
      done = replaced(text, random,
                      {{" > ", " >= "}, {" >= ", " > "}, {" < ", " <= "}, {" <= ", " < "}, {" == ", " >= "}});
      break;
    default:
      done = replaced(text, random,
                      {{" and ", " or "},
                       {" or ", " and "},
                       {" and ", " implies "},
                       {"not (", "("},
                       {"low", "high"},
                       {"forbid ", "require "},
                       {"once(", "always("},
                       {" over ", " over 1 s .. "}});
  }
  clause.text = {clause.text.type, text, {}};
  return done;
}

// ---------------------------------------------------------------- what was found

core::Time instant(const json& j) { return *core::parse_rfc3339(j.get<std::string>()); }

struct Span {
  core::Time begin = 0, end = core::kNever;
};

struct Found {
  std::map<std::string, std::vector<Span>> violated, raised, warned, unanswered;       // by subject
  std::map<std::string, std::map<core::Time, int>> occurred, occurred_late, warnings;  // by subject
  std::map<std::string, std::multimap<core::Time, core::Time>> missed;                 // by subject: opened, missed
};

std::map<std::string, Found> found_in(const oracle::Run& run) {
  std::map<std::string, Found> out;
  std::map<std::string, std::pair<std::vector<Span>*, std::size_t>> episodes;
  for (const std::string& line : oracle::engine_records(run)) {
    const json j = json::parse(line);
    if (!j.contains("rule") || !j.contains("at")) continue;
    const std::string kind = j["kind"];
    Found& f = out[j["rule"]];
    const std::string subject = j.contains("subject") ? j["subject"].dump() : "";
    const core::Time at = instant(j["at"]);
    const std::string episode = j.value("episode", "");
    const auto begin = [&](std::vector<Span>& list) {
      list.push_back({at, core::kNever});
      episodes[episode + kind.substr(0, kind.find('.'))] = {&list, list.size() - 1};
    };
    const auto end = [&] {
      const auto known = episodes.find(episode + kind.substr(0, kind.find('.')));
      if (known != episodes.end()) (*known->second.first)[known->second.second].end = at;
    };
    if (kind == "violation.opened") begin(f.violated[subject]);
    if (kind == "warning.opened") begin(f.warned[subject]);
    if (kind == "trigger.raised") begin(f.raised[subject]);
    if (kind == "violation.closed" || kind == "warning.closed" || kind == "trigger.released") end();
    if (kind == "violation") ++(j.value("late", false) ? f.occurred_late : f.occurred)[subject][at];
    if (kind == "warning") ++f.warnings[subject][at];
    if (kind == "duty.missed") f.missed[subject].emplace(j.contains("since") ? instant(j["since"]) : at, at);
    if (kind == "duty.missed") begin(f.unanswered[subject]);
    if (kind == "duty.cured") end();
  }
  return out;
}

// Every stretch of the one lies in stretches of the other, which may touch.
bool covered(const std::map<std::string, std::vector<Span>>& some,
             const std::map<std::string, std::vector<Span>>& all) {
  for (const auto& [subject, spans] : some) {
    const auto there = all.find(subject);
    if (there == all.end()) return false;
    std::vector<Span> others = there->second;
    std::stable_sort(others.begin(), others.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    for (const Span& s : spans) {
      core::Time reached = core::kAlways;
      bool begun = false;
      for (const Span& o : others) {
        if (o.begin > (begun ? reached : s.begin)) break;
        if (!begun && o.end < s.begin) continue;
        begun = true;
        reached = std::max(reached, o.end);
      }
      if (!begun || reached < s.end) return false;
    }
  }
  return true;
}

bool counted(const std::map<std::string, std::map<core::Time, int>>& some,
             const std::map<std::string, std::map<core::Time, int>>& all) {
  for (const auto& [subject, times] : some)
    for (const auto& [at, n] : times) {
      const auto there = all.find(subject);
      if (there == all.end() || there->second.count(at) == 0 || there->second.at(at) < n) return false;
    }
  return true;
}

// Each duty that the one missed the other missed, no later.
bool missed_too(const Found& some, const Found& all) {
  for (const auto& [subject, list] : some.missed) {
    const auto there = all.missed.find(subject);
    if (there == all.missed.end()) return false;
    for (const auto& [opened, at] : list) {
      const auto [first, last] = there->second.equal_range(opened);
      const core::Time when = at;
      if (std::none_of(first, last, [when](const auto& m) { return m.second <= when; })) return false;
    }
  }
  return true;
}

// The statement of docs/diff.md: what `weaker` finds `stricter` finds, no later.
bool finds_all(const dsl::model::Rule& rule, bool every, const Found& weaker, const Found& stricter) {
  switch (rule.kind) {
    case dsl::model::RuleKind::redline:
    case dsl::model::RuleKind::limit:
      return covered(weaker.violated, stricter.violated) && counted(weaker.occurred, stricter.occurred) &&
             counted(weaker.occurred_late, stricter.occurred_late);
    case dsl::model::RuleKind::warning:
      return covered(weaker.warned, stricter.warned) && counted(weaker.warnings, stricter.warnings);
    case dsl::model::RuleKind::trigger: return covered(weaker.raised, stricter.raised);
    case dsl::model::RuleKind::duty:
      return every ? covered(weaker.unanswered, stricter.unanswered) : missed_too(weaker, stricter);
    case dsl::model::RuleKind::assessment: return true;  // scores and grades are another matter
  }
  return true;
}

struct Claims {
  int tightened = 0, loosened = 0, same = 0, changed = 0;
  std::set<std::string> kinds;
};

}  // namespace

TEST_CASE("a pack does not differ from itself, nor from itself in Chinese", "[diff]") {
  int asked = 0;
  for (int i = 0; i < cases() / 10; ++i) {
    const Case c = property::random_case(static_cast<std::uint64_t>(i) + 7000);
    const dsl::Compiled old = compiled(c.pack(), c);
    if (!old.pack) continue;
    ++asked;
    INFO("seed " << i + 7000 << "\n" << c.pack());
    CHECK(dsl::diff::compare(old, old).same());
    const auto formatted = dsl::format_pack(*old.sources, {0}, dsl::ast::Language::zh);
    REQUIRE(formatted.size() == 1);
    if (formatted[0].text.empty()) continue;
    const dsl::Compiled chinese = compiled(formatted[0].text, c);
    REQUIRE(chinese.pack);
    const dsl::diff::PackDiff d = dsl::diff::compare(old, chinese);
    INFO(formatted[0].text);
    CHECK(d.same());
    CHECK(d.shared.empty());
  }
  CHECK(asked > cases() / 40);
}

TEST_CASE("what is said to be tightened finds all that was found, no later", "[diff]") {
  Claims claims;
  for (int i = 0; i < cases(); ++i) {
    const std::uint64_t seed = static_cast<std::uint64_t>(i) + 8000;
    Random random(seed);
    const Case c = property::random_case(seed);
    Case altered = c;
    if (!alter(altered, random)) continue;
    const dsl::Compiled old = compiled(c.pack(), c), now = compiled(altered.pack(), altered);
    if (!old.pack || !now.pack) continue;
    const dsl::diff::PackDiff d = dsl::diff::compare(old, now);
    // What is seen of the telemetry must be the same.
    if (std::any_of(d.shared.begin(), d.shared.end(), [](const auto& s) {
          return !s.wording && (s.kind == dsl::diff::Shared::stream || s.kind == dsl::diff::Shared::header);
        }))
      continue;
    Case telemetry = c;
    for (int again = 0; again < 3; ++again) {
      if (again > 0) {
        telemetry.arrivals.clear();
        property::random_telemetry(telemetry, random);
      }
      auto before = found_in(property::run_of(telemetry, old.pack)),
           after = found_in(property::run_of(telemetry, now.pack));
      for (const dsl::diff::RuleDiff& r : d.rules) {
        if (r.old_rule == dsl::model::kNone || r.new_rule == dsl::model::kNone) continue;
        const auto& a = old.pack->rules[static_cast<std::size_t>(r.old_rule)];
        const auto& b = now.pack->rules[static_cast<std::size_t>(r.new_rule)];
        const bool every = a.due.kind == dsl::model::DueKind::every;
        INFO("seed " << seed << ", telemetry " << again << ", rule " << r.name() << " " << dsl::diff::word(r.verdict)
                     << "\n"
                     << c.pack() << "\n---- altered\n"
                     << altered.pack());
        if (r.verdict == Verdict::tightened || r.verdict == Verdict::same || r.verdict == Verdict::renamed)
          CHECK(finds_all(b, every, before[r.old_name], after[r.new_name]));
        if (r.verdict == Verdict::loosened || r.verdict == Verdict::same || r.verdict == Verdict::renamed)
          CHECK(finds_all(a, every, after[r.new_name], before[r.old_name]));
        if (again > 0) continue;
        claims.tightened += r.verdict == Verdict::tightened;
        claims.loosened += r.verdict == Verdict::loosened;
        claims.changed += r.verdict == Verdict::changed;
        claims.same += r.verdict == Verdict::same;
        if (r.verdict == Verdict::tightened || r.verdict == Verdict::loosened)
          claims.kinds.insert(dsl::model::word(r.kind));
      }
    }
  }
  WARN("tightened " << claims.tightened << ", loosened " << claims.loosened << ", changed " << claims.changed
                    << ", same " << claims.same);
  // Worth something only while there is something to claim.
  CHECK(claims.tightened > cases() / 100);
  CHECK(claims.loosened > cases() / 100);
  CHECK(claims.changed > cases() / 100);
  CHECK(claims.kinds.size() >= 4);
}
