// What lints claim of conditions is held against the engine: random rules, random elements, and never a verdict that a lint said there cannot be.
#include <map>
#include <random>
#include <set>

#include "dsl/lint/lint.hpp"
#include "tests/engine/harness.hpp"

using namespace tripline;

namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string condition(int depth) {
    if (depth == 0 || pick(4) == 0) return atom();
    switch (pick(5)) {
      case 0: return "not (" + condition(depth - 1) + ")";
      case 1: return "(" + condition(depth - 1) + " implies " + condition(depth - 1) + ")";
      case 2:
      case 3: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
      default: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
    }
  }

  unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }

 private:
  std::string atom() {
    switch (pick(16)) {
      case 0: return "b";
      case 1: return "present(y)";
      case 2: return "m in (" + member() + ", " + member() + ")";
      case 3: return "m " + sign() + " " + member();
      case 4: return "x in " + std::to_string(pick(3)) + " .. " + std::to_string(3 + pick(3));
      case 5: return "x " + sign() + " z";
      case 6: return "(y else " + number() + ") " + sign() + " " + number();
      case 7: return "abs(x) " + sign() + " " + number();
      case 8: return "floor(x) " + sign() + " " + number();
      case 9: return "hour(E.time) " + sign() + " " + std::to_string(20 + pick(5));
      case 10: return "min(x, z) " + sign() + " " + number();
      case 11: return "x + z " + sign() + " " + number();
      case 12: return "x " + sign() + " cap";
      case 13: return "count(E where x > 2) last 3 events " + sign() + " " + number();
      default: return (pick(2) == 0 ? "x " : "z ") + sign() + " " + number();
    }
  }
  std::string number() { return std::to_string(pick(6)) + (pick(3) == 0 ? ".5" : ""); }
  std::string member() { return std::string(1, static_cast<char>('p' + pick(3))); }
  std::string sign() {
    static const char* const signs[] = {"<", "<=", ">", ">=", "==", "!="};
    return signs[pick(6)];
  }

  std::mt19937 random_;
};

struct Seen {
  std::map<std::string, std::set<core::Time>> violated, blind;
};

Seen run(const std::shared_ptr<const dsl::model::Pack>& pack, unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&random](unsigned n) { return static_cast<unsigned>(random() % n); };
  const auto half = [&] { return engine::Value::number(static_cast<double>(pick(13)) / 2 - 0.5); };
  test::Collected sink;
  engine::Engine engine(pack, sink);
  const auto source = engine.add_source("s");
  for (int i = 0; i < 250; ++i) {
    engine::Value y = pick(3) == 0 ? engine::Value::missing() : half();
    engine::Value x = half(), z = half();
    auto e = test::element(*pack, "E", 997 * i, static_cast<std::uint64_t>(i),
                           {std::move(x), std::move(z), std::move(y), engine::Value::integer(pick(3)),
                            engine::Value::boolean(pick(2) == 0)},
                           source);
    engine.observe(e);
  }
  engine.finish();
  Seen seen;
  for (const test::Said& record : sink.records) {
    if (record.kind == "violation") seen.violated[record.rule].insert(record.at);
    if (record.kind == "blind") seen.blind[record.rule].insert(record.at);
  }
  return seen;
}

struct Source {
  std::string name, guard, exception, condition;
  std::string text(const char* verb, const std::string& as) const {
    return "redline " + as + " { on E " + (guard.empty() ? "" : "when " + guard + " ") +
           (exception.empty() ? "" : "unless " + exception + " ") + verb + " " + condition + " }\n";
  }
};

const char* const kStream =
    "pack p 1.0.0 { }\nparam cap : number = 3\n"
    "event E { x : number  z : number  y : number?  m : one of (p < q < r)  b : bool }\n";

}  // namespace

TEST_CASE("lints never claim what the engine sees otherwise") {
  std::size_t constant = 0, parts = 0, needless = 0;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    Writer writer(seed);
    std::string text = kStream;
    std::vector<Source> rules;
    for (int i = 0; i < 40; ++i) {
      Source s;
      s.name = std::to_string(i);
      s.condition = writer.condition(2);
      if (writer.pick(2) == 0) s.guard = writer.condition(1);
      if (writer.pick(4) == 0) s.exception = writer.condition(1);
      text += s.text("forbid", "k" + s.name) + s.text("require", "n" + s.name);
      rules.push_back(std::move(s));
    }
    const auto compiled =
        dsl::compile_sources({{"pack.trip", text}}, [](const std::string&) { return std::optional<std::string>(); });
    INFO(text);
    REQUIRE(compiled.pack);
    const core::Diagnostics found = dsl::lint::lint(compiled);
    const Seen seen = run(compiled.pack, seed);
    const auto violated = [&seen](const std::string& rule) {
      const auto at = seen.violated.find(rule);
      return at == seen.violated.end() ? std::set<core::Time>() : at->second;
    };

    std::string replaced = kStream;  // each rule with its idle part written out as what it is
    std::vector<std::string> compared;
    for (const core::Diagnostic& d : found) {
      const core::Range at = d.primary.at;
      const dsl::model::Rule* rule = nullptr;
      for (const auto& r : compiled.pack->rules)
        if (r.at.begin <= at.begin && at.end <= r.at.end) rule = &r;
      if (rule == nullptr) continue;
      INFO(core::render(d, *compiled.sources));
      const std::string number = rule->name.substr(1);
      if (d.code == "L0101" || d.code == "L0102") {
        const bool never = d.code == "L0101";
        if (rule->condition->at == at) {
          CHECK(violated((never ? "k" : "n") + number).empty());
          ++constant;
        } else if ((rule->when && rule->when->at == at && never) ||
                   (rule->unless && rule->unless->at == at && !never)) {
          CHECK(violated("k" + number).empty());
          CHECK(violated("n" + number).empty());
          ++constant;
        }
      }
      if (d.code == "L0103" && std::find(compared.begin(), compared.end(), rule->name) == compared.end()) {
        const std::string whole(compiled.sources->text(rule->at));
        const std::string value = d.message.in(core::Language::en).starts_with("this part is never") ? "false" : "true";
        replaced += whole.substr(0, at.begin - rule->at.begin) + value + whole.substr(at.end - rule->at.begin) + "\n";
        compared.push_back(rule->name);
      }
      if (d.code == "L0201" || d.code == "L0202") {
        const std::string other(compiled.sources->text(d.secondary.at(0).at));
        const auto mine = violated(rule->name), others = violated(other);
        CHECK(std::includes(others.begin(), others.end(), mine.begin(), mine.end()));
        ++needless;
      }
    }
    const Seen again = run(test::pack_of(replaced), seed);
    for (const std::string& name : compared) {
      INFO(name);
      std::set<core::Time> mine = violated(name), other;
      const auto there = again.violated.find(name);
      if (there != again.violated.end()) other = there->second;
      for (const auto* blind : {&seen.blind, &again.blind}) {
        const auto some = blind->find(name);
        if (some == blind->end()) continue;
        for (const core::Time t : some->second) {
          mine.erase(t);
          other.erase(t);
        }
      }
      CHECK(mine == other);
      ++parts;
    }
  }
  // The test is worth something only while there is something to claim.
  CHECK(constant > 50);
  CHECK(parts > 50);
  CHECK(needless > 50);
}
