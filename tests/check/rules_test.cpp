// Clauses of rules: where they belong, what they default to, what they need (language.md, section 6).
#include <catch2/catch.hpp>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;
using dsl::model::DueKind;
using dsl::model::Weight;

namespace {

dsl::Compiled good(const std::string& text) {
  INFO(text);
  dsl::Compiled c = compile_in_world(text);
  INFO(rendered(c));
  REQUIRE(c.pack);
  return c;
}

void bad(const std::string& text, const char* code) {
  INFO(text);
  const dsl::Compiled c = compile_in_world(text);
  INFO(rendered(c));
  CHECK(codes(c) == List{code});
}

dsl::model::Due due(const std::string& words) {
  dsl::Compiled c = good("duty d { on Collision as crash expect Report " + words + " }");
  const dsl::model::Due& d = rule(c, "d").due;
  dsl::model::Due copy;
  copy.kind = d.kind;
  copy.span = d.span;
  copy.from_span = d.from_span;
  copy.count = d.count;
  copy.period = d.period;
  return copy;
}

}  // namespace

TEST_CASE("severities by default") {
  CHECK(rule(good("redline r { on Motion forbid driving }"), "r").severity == Weight::critical);
  CHECK(rule(good("limit r { on Motion require driving }"), "r").severity == Weight::major);
  CHECK(rule(good("duty r { on Collision expect Report within 3 h }"), "r").severity == Weight::major);
  CHECK(rule(good("limit r { on Motion require driving severity minor }"), "r").severity == Weight::minor);
}

TEST_CASE("a red line with a tolerance, as it is shown") {
  CHECK(rendered(compile_in_world("redline r {\n  on Motion\n  forbid driving\n  tolerate 3 times over 24 h\n}")) ==
        "error E0604: a red line has no tolerance\n"
        " --> a.trip:4:3\n"
        "  |\n"
        "4 |   tolerate 3 times over 24 h\n"
        "  |   ^^^^^^^^ it forbids, at once\n"
        "help: write a `limit` if some breaches are to be tolerated\n");
}

TEST_CASE("clauses stand where they belong, and once") {
  bad("limit l { on Motion forbid driving require driving }", "E0602");
  bad("trigger t { when count(HardBrake) this day > 3 unless driving raise to watch }", "E0602");
  bad("duty d { on Collision expect Report within 3 h grace 3 s }", "E0602");
  bad("limit l { on Motion require driving require speed <= cap }", "E0601");
  bad("redline l { on Motion require driving forbid speed > cap }", "E0601");
  bad("limit l { on Motion }", "E0603");
  bad("redline l { on Motion }", "E0603");
  bad("duty d { on Collision }", "E0603");
  bad("duty d { expect Report within 3 h }", "E0603");
  bad("trigger t { when count(HardBrake) this day > 3 }", "E0603");
  bad("trigger t { raise to watch }", "E0603");
  bad("trigger t { on Motion raise to watch }", "E0603");
  bad("trigger t { on Collision raise to watch }", "E0610");
  bad("trigger t { on Motion when level == watch raise to watch }", "E0608");
  bad("duty d { on Motion expect Report within 3 h }", "E0605");
  good("duty d { on Motion expect Motion every 1 s }");
  good("duty d { expect Motion every 1 s }");
  bad("limit l { on Collision require injured == 0 grace 3 s }", "E0607");
  bad("redline l { on Collision forbid injured > 0 for 3 s }", "E0607");
  bad("trigger t { on Collision when injured > 0 for 3 s raise to watch for 1 d }", "E0607");
  bad("limit l { on Motion require driving action jump }", "E0116");
  bad("limit l { on Motion require driving during scaled }", "E0116");
}

TEST_CASE("deadlines") {
  CHECK(due("within 3 h").span == 3 * 3600 * core::kSecond);
  CHECK(due("within 5 days").kind == DueKind::days);
  CHECK(due("within 5 working days").kind == DueKind::working_days);
  CHECK(due("within 2 months").kind == DueKind::months);
  CHECK(due("within 10 s .. 1 min").from_span == 10 * core::kSecond);
  CHECK(due("by end of month").kind == DueKind::by_end_of);
  CHECK(due("by day 15 of next month").count == 15);
  CHECK(due("by crash.due").kind == DueKind::by_time);
  CHECK(due("by date(due) - 3 h").kind == DueKind::by_time);
  CHECK(due("within patience").span == 10 * core::kSecond);
  bad("duty d { on Collision expect Report within 5 d }", "E0609");
  bad("duty d { on Collision expect Report by day 32 of next month }", "E0216");
  bad("duty d { on Collision expect Report within 1 h .. 1 min }", "E0217");
  bad("duty d { on Collision expect Report by injured }", "E0201");
  const dsl::Compiled day = good("duty d { on Collision expect Report by day }");
  CHECK(rule(day, "d").due.by->op == dsl::model::Op::day_end);
  CHECK(compile_in_world("duty d { on Collision expect Report within 5 d }")
            .diagnostics.front()
            .help.in(core::Language::en) == "write `5 days` for calendar days, `120 h` for exactly that long");
}

TEST_CASE("when a rule is in force") {
  const dsl::Compiled c = good("limit l { on Motion effective 2026-03-01 .. 2026-03-31 require driving }");
  CHECK(core::print_rfc3339(*rule(c, "l").effective_from) == "2026-02-28T16:00:00Z");
  CHECK(core::print_rfc3339(*rule(c, "l").effective_to) == "2026-03-31T16:00:00Z");
  bad("limit l { on Motion effective 2026-03-01 .. 2026-02-01 require driving }", "E0217");
}

TEST_CASE("near") {
  const dsl::Compiled c = good("limit l { on Motion require speed <= cap warn within 10% }");
  REQUIRE(rule(c, "l").near);
  CHECK(rule(c, "l").near->relative);
  CHECK(rule(c, "l").near->width == 0.1);
  CHECK(rule(c, "l").near->value_left);
  CHECK(rule(c, "l").near->comparison == rule(c, "l").condition.get());
  CHECK_FALSE(rule(good("limit l { on Motion require cap >= speed warn within 10% }"), "l").near->value_left);
  CHECK(rule(good("limit l { on Motion require cabin <= 40 degC warn within 2 K }"), "l").near->width == 2);
  CHECK(rule(good("limit l { on Motion require pause <= 40 s warn within 2 s }"), "l").near->width == 2);
  good("limit l { on Motion require speed * 2 s <= 3 m warn within 1 m }");
  bad("limit l { on Motion require cabin <= 40 degC warn within 10% }", "E0612");
  bad("limit l { on Motion require noise <= 85 dBA warn within 10% }", "E0612");
  bad("limit l { on Motion require speed >= 0 km/h warn within 10% }", "E0612");
  bad("limit l { on Motion require speed * 2 <= abs(speed) warn within 10% }", "E0612");
  bad("limit l { on Motion require speed <= cap and driving warn within 10% }", "E0611");
  bad("limit l { on Motion require speed <= cap warn within 2 m }", "E0203");
  bad("limit l { on Motion require speed <= cap warn within 2 }", "E0204");
  bad("limit l { on Motion require zone == core warn within 2 }", "E0611");
}

TEST_CASE("messages") {
  const dsl::Compiled c = good(
      "limit l { on Motion require speed <= cap message \"{vehicle}: {{{speed}}} of {cap}, {Permit.stage}, {level}\" "
      "}");
  std::string shown;
  for (const auto& part : rule(c, "l").message_parts) shown += part.value ? "<" + part.value->label + ">" : part.text;
  CHECK(shown == "<vehicle>: {<speed>} of <cap>, <Permit.stage>, <level>");
  CHECK(errors(compile_in_world("limit l { on Motion require speed <= cap message \"so {sped} fast\" }")) ==
        List{"E0107 1:55"});
  CHECK(errors(compile_in_world("limit l { on Motion require speed <= cap message \"so {speed fast\" }")) ==
        List{"E0613 1:54"});
  CHECK(errors(compile_in_world("limit l { on Motion require speed <= cap message \"so } fast\" }")) ==
        List{"E0613 1:54"});
  good("limit l { per fleet require count(Motion) this day <= 3 message \"{fleet}: too many\" }");
}

TEST_CASE("a warning's `when` is its condition") {
  const dsl::Compiled c = compile_in_world(
      "warning w { on Motion when speed > cap for 10 s }\n"
      "warning e { on HardBrake }\n"
      "limit l { per all require count(Violation where rule != l) this day <= 3 }\n");
  REQUIRE(c.pack);
  CHECK(rule(c, "w").forbid);
  CHECK(rule(c, "w").condition);
  CHECK_FALSE(rule(c, "w").when);
  CHECK(rule(c, "w").span == 10 * core::kSecond);
  CHECK(rule(c, "w").severity == dsl::model::Weight::info);
  CHECK_FALSE(rule(c, "e").condition);
  CHECK(errors(compile_in_world("warning w { on Motion }")) == List{"E0603 1:9"});
  CHECK(errors(compile_in_world("warning w { per vehicle }")) == List{"E0603 1:9"});
  CHECK(errors(compile_in_world("warning w { on HardBrake when decel > 4 m/s^2 for 3 s }")) == List{"E0607 1:51"});
  CHECK(errors(compile_in_world("warning w { on Motion when driving unless speed < 3 km/h }")) == List{"E0602 1:36"});
}

TEST_CASE("the lines of a sandbox are rules") {
  const dsl::Compiled c = compile_in_world(
      "sandbox s {\n during sandbox on Motion when driving and present(gap) unless zone == core\n"
      " period 2026-03-01 .. 2026-09-30 hours 22:00 .. 06:00 area at in \"a.geojson\"\n"
      " require far: avg(gap) >= 2 m require hits: count(HardBrake where decel > 4 m/s^2) <= 3\n"
      " message \"{vehicle}\" }\n"
      "trigger t { on Violation when rule != s.hours raise to watch for 1 d per vehicle }\n"
      "redline s_hours { on Motion forbid count(Violation where rule == s.area) this day > 0 }\n",
      {{"a.geojson", R"({"type":"Polygon","coordinates":[[[104,30],[105,30],[105,31],[104,30]]]})"}});
  INFO(rendered(c));
  REQUIRE(c.pack);
  CHECK(c.pack->rules.size() == 7);
  CHECK(rule(c, "s.period").late_judged);
  CHECK(rule(c, "s.hours").when);
  CHECK_FALSE(rule(c, "s.far").when);
  CHECK(rule(c, "s.far").message_parts.empty());
  CHECK(rule(c, "s.area").message_parts.size() == 1);
  CHECK(owner(c, "s.far").empty());
  using dsl::model::Access;
  const auto* far = rule(c, "s.far").condition->children[0]->aggregate.get();
  CHECK(far->window.kind == dsl::model::WindowKind::between);
  CHECK(far->stages == 1);
  CHECK(far->where->children[0]->children[0]->access == Access::element);
  const auto* hits = rule(c, "s.hits").condition->children[0]->aggregate.get();
  CHECK(hits->where->children[0]->children[0]->children[0]->access == Access::last);
  CHECK(rule(c, "s_hours").violation_rules == std::vector<int>{2});
}

TEST_CASE("mistakes in a sandbox") {
  const auto sandbox = [](const std::string& lines) { return errors(compile_in_world("sandbox s { " + lines + " }")); };
  CHECK(sandbox("on Motion") == List{"E0603 1:9"});
  CHECK(sandbox("hours 07:00 .. 22:00") == List{"E0603 1:9"});
  CHECK(sandbox("on Motion hours 07:00 .. 07:00") == List{"E0217 1:23"});
  CHECK(sandbox("on Motion hours 24:00 .. 07:00") == List{"E0616 1:23"});
  CHECK(sandbox("on Motion hours 07:00 .. 24:01") == List{"E0616 1:23"});
  CHECK(sandbox("on Motion hours 00:00 .. 24:00").empty());
  CHECK(sandbox("on Motion period 2026-03-02 .. 2026-03-01") == List{"E0217 1:30"});
  CHECK(sandbox("on Motion period 2026-03-01 .. 2026-03-01").empty());
  CHECK(sandbox("on Motion hours 07:00 .. 08:00 hours 09:00 .. 10:00") == List{"E0601 1:44"});
  CHECK(sandbox("on Motion require distinct(vehicle) <= 50") == List{"E0603 1:23"});
  CHECK(sandbox("on Motion require a: distinct(vehicle) <= 50 require a: count(Motion) <= 1") == List{"E0106 1:66"});
  CHECK(sandbox("on Motion hours 07:00 .. 08:00 require hours: count(Motion) <= 1") == List{"E0106 1:52"});
  CHECK(sandbox("on Motion require a: distinct(vehicle) over 7 d <= 50") == List{"E0411 1:52"});
  CHECK(sandbox("on Motion require a: speed <= cap") == List{"E0706 1:34"});
  CHECK(sandbox("on Motion require a: sum(speed) <= cap") == List{"E0408 1:34"});
  CHECK(sandbox("on Motion when count(HardBrake) this day > 3 require a: count(Motion) <= 1") == List{"E0403 1:28"});
  CHECK(sandbox("on Motion when count(HardBrake) this day > 3 hours 07:00 .. 08:00").empty());
  CHECK(errors(compile_in_world("sandbox s { on Motion hours 07:00 .. 08:00 }\n"
                                "trigger t { per vehicle on Violation when rule == s raise to watch for 1 d }")) ==
        List{"E0213 2:51"});
  CHECK(errors(compile_in_world(
            "sandbox s { on Motion hours 07:00 .. 08:00 }\nlimit s { on Motion require speed < cap }")) ==
        List{"E0106 2:7"});
}

TEST_CASE("assessments") {
  const auto assessment = [](const std::string& clauses) {
    return errors(compile_in_world("assessment a { " + clauses + " }"));
  };
  CHECK(assessment("every 1 d over 30 d score 100 - count(HardBrake) grades A >= 90, B raise to watch when score < 60")
            .empty());
  CHECK(assessment("per vehicle every 1 d over 30 d score 100").empty());
  CHECK(assessment("every 1 d over 7 d score share(Motion.driving) grades A >= 99.5%, B >= 90%").empty());
  CHECK(assessment("score 100") == List{"E0603 1:12"});
  CHECK(assessment("every 1 d over 30 d") == List{"E0603 1:12"});
  CHECK(assessment("every 10 ms over 30 d score count(HardBrake)") == List{"E0615 1:22"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) > 3") == List{"E0201 1:42"});
  CHECK(assessment("every 1 d over 30 d score 100") == List{"E0703 1:12"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) over 7 d") == List{"E0411 1:59"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) grades A >= 90, B >= 90") == List{"E0614 1:80"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) grades A, B >= 90") == List{"E0614 1:69"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) grades A >= 90, A") == List{"E0614 1:75"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) grades A >= 90%") == List{"E0204 1:71"});
  CHECK(assessment("every 1 d over 30 d score max(Motion.speed) grades A >= 90") == List{"E0204 1:72"});
  CHECK(assessment("every 1 d over 30 d score max(Motion.speed) grades A >= 90 kg") == List{"E0203 1:72"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) raise to top when score < 3") == List{"E0116 1:68"});
  CHECK(assessment("every 1 d over 30 d score count(HardBrake) raise to watch when scor < 3") == List{"E0107 1:79"});
  CHECK(assessment("on Motion every 1 d over 30 d score count(HardBrake)") == List{"E0602 1:16"});
  CHECK(errors(require("score < 3")) == List{"E0107 1:29"});
  // Neither assessments nor warnings are violations: nothing here reads itself.
  const dsl::Compiled c = compile_in_world(
      "assessment a { per vehicle every 1 d over 7 d score 100 - count(Violation) }\n"
      "warning w { per vehicle when count(Violation) this day > 3 }\nredline r { on Motion forbid speed > cap }");
  REQUIRE(c.pack);
  CHECK(c.pack->rule_order == std::vector<int>{2, 0, 1});
}

TEST_CASE("projected takes what adds up over a calendar period") {
  CHECK(errors(require("projected(integral(speed) this month) <= 100 km")).empty());
  CHECK(errors(require("projected(duration(driving) this day) <= 4 h")).empty());
  CHECK(errors(require("projected(count(HardBrake where decel > 4 m/s^2) this week) <= 4")).empty());
  CHECK(errors(require("projected(avg(speed) this month) <= cap")) == List{"E0412 1:39"});
  CHECK(errors(require("projected(integral(speed) over 30 d) <= 100 km")) == List{"E0412 1:39"});
  CHECK(errors(require("projected(integral(speed) last 2 months) <= 100 km")) == List{"E0412 1:39"});
  CHECK(errors(require("projected(integral(speed)) <= 100 km")) == List{"E0412 1:39"});
  CHECK(errors(require("projected(speed) <= cap")) == List{"E0412 1:39"});
  CHECK(errors(require("projected(integral(speed) this month) over 1 d <= 100 km")) == List{"E0402 1:67"});
  CHECK(errors(compile_in_world("assessment a { every 1 d over 7 d score projected(count(HardBrake)) }")) ==
        List{"E0411 1:41"});
}

TEST_CASE("after a mistake of spelling only what stands there is said") {
  const dsl::Compiled c = compile_in_world(
      "limit l {\n  on Motion\n  require speed <=\n  grace 3 s\n}\nlimit k { on Motion require spede <= cap }");
  for (const std::string& code : codes(c)) CHECK(code != "E0603");
  CHECK(codes(c).back() == "E0107");
}

TEST_CASE("what stands in every record is bounded") {
  const auto of_length = [](std::size_t n) { return std::string(n, 'a'); };
  const auto limit = [](const std::string& clauses, const std::string& name = "l") {
    return codes(compile_in_world("limit " + name + " { on Motion require speed <= cap " + clauses + " }"));
  };
  CHECK(limit("", of_length(200)).empty());
  CHECK(limit("", of_length(201)) == List{"E0104"});
  CHECK(limit("title \"" + of_length(1000) + "\"").empty());
  CHECK(limit("title \"" + of_length(1001) + "\"") == List{"E0104"});
  CHECK(limit("message \"" + of_length(2000) + "\"").empty());
  CHECK(limit("message \"" + of_length(2001) + "\"") == List{"E0104"});
  CHECK(limit("cites \"" + of_length(3996) + "\"").empty());
  CHECK(limit("cites \"" + of_length(3997) + "\"") == List{"E0104"});
  std::string many;
  for (int i = 0; i < 100; ++i) many += " cites \"" + of_length(36) + "\"";
  CHECK(limit(many).empty());
  CHECK(limit(many + " cites \"" + of_length(37) + "\"") == List{"E0104"});
  CHECK(codes(compile_in_world("event E { " + of_length(201) + " : text key }")) == List{"E0104"});
  CHECK(codes(compile_in_world("event E { k : text key  m : one of (a, " + of_length(201) + ") }")) == List{"E0104"});
  CHECK(codes(compile_alone("pack " + of_length(201) + " 1.0.0 { title \"" + of_length(1001) + "\" }")) ==
        List{"E0104", "E0104"});
}

TEST_CASE("patterns have a budget, and equal ones count once") {
  const auto pack = [](int count, const std::string& pattern, bool same) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += "redline r" + std::to_string(i) + " { on Collision forbid incident matches \"" + pattern +
              (same ? "" : std::to_string(i)) + "\" }\n";
    return codes(compile_in_world(text));
  };
  CHECK(pack(1, ".*[\\\\p{L}]{1,200}.{0,200}N", true) == List{"E0219"});
  // Each that is too large is said, until the pack has had enough of them.
  const List most = pack(500, ".*[\\\\p{L}]{1,200}.{0,200}", false);
  CHECK(most.size() > 50);
  CHECK(most.size() < 200);
  CHECK(pack(500, "\\\\p{L}{1,20}N", true).empty());
  CHECK(pack(500, "\\\\p{L}{1,20}N", false) == List{"E0219"});
  CHECK(pack(500, "[A-Z]{2}-[0-9]{1,9}", false).empty());
}
