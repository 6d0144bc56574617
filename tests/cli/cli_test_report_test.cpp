#include "cli/test_report.hpp"

#include <catch2/catch.hpp>

#include "cli/junit.hpp"
#include "cli/test_json.hpp"
#include "cli/timeline.hpp"

using namespace tripline;
using namespace tripline::cli;
using core::kSecond;

namespace {

constexpr core::Duration kHour = 3600 * kSecond;

TestedPack tested(const std::string& steps, const std::string& name = "s") {
  TestedPack out;
  out.findings.path = "pack.trip";
  out.findings.compiled = dsl::compile_sources({{"pack.trip",
                                                 "pack p 1.0.0 { timezone \"Asia/Shanghai\" }\n"
                                                 "event Brake { vehicle : text key   decel : m/s^2 }\n"
                                                 "event Report { vehicle : text key }\n"
                                                 "redline hard { on Brake forbid decel > 8 m/s^2 }\n"
                                                 "duty report { on Brake expect Report within 10 s }\n"
                                                 "scenario \"" +
                                                     name + "\" {\n" + steps + "\n}\n"}},
                                               [](const std::string&) { return std::optional<std::string>(); });
  REQUIRE(out.findings.compiled.pack != nullptr);
  out.report = engine::run_scenarios(out.findings.compiled.pack, [](const dsl::model::Scenario&) { return true; });
  return out;
}

std::string report(const std::string& steps, bool coverage_required = false, const std::string& name = "s") {
  std::vector<TestedPack> packs;
  packs.push_back(tested(steps, name));
  return test_report(packs, coverage_required, {});
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

const char* const kBrake = "Brake { vehicle: \"V1\", decel: 9 m/s^2 } at 3 s ";

}  // namespace

TEST_CASE("instants after time zero read as the language writes them") {
  CHECK(offset_text(0) == "0 s");
  CHECK(offset_text(3 * kSecond) == "3 s");
  CHECK(offset_text(3 * kHour + 3 * kSecond) == "3 h + 3 s");
  CHECK(offset_text(51 * kHour + 61 * kSecond + 1) == "2 d + 3 h + 1 min + 1 s + 1 ns");
}

TEST_CASE("an instant is shown by the pack's clock") {
  const core::Time noon = *core::parse_rfc3339("2026-07-01T12:00:00.25Z");
  CHECK(local_text(noon, *core::Zone::find("Asia/Shanghai")) == "2026-07-01T20:00:00.25+08:00");
  CHECK(local_text(noon, *core::Zone::find("America/St_Johns")) == "2026-07-01T09:30:00.25-02:30");
  CHECK(local_text(noon, *core::Zone::find("UTC")) == "2026-07-01T12:00:00.25Z");
  const core::Time new_year = *core::parse_rfc3339("2026-12-31T23:30:00Z");
  CHECK(local_text(new_year, *core::Zone::find("+01:00")) == "2027-01-01T00:30:00+01:00");
}

TEST_CASE("a scenario that passed is one line") {
  const std::string text = report(std::string(kBrake) + "expect hard violated expect nothing else");
  CHECK(says(text, "p 1.0.0: 1 scenario\nok      s\n"));
  CHECK(says(text, "\n1 scenario passed\n"));
}

TEST_CASE("a scenario that failed says what fell short and what happened when") {
  const std::string text = report(std::string(kBrake) +
                                  "Brake { } at 1 h expect hard violated at 4 s expect report missed 2 times "
                                  "expect hard violated for \"V2\" expect nothing else");
  CHECK(says(text, "failed  s  pack.trip:6:1\n"));
  CHECK(says(text, "  expected hard violated at 4 s: it happened otherwise, at 3 s, 1 h\n"));
  CHECK(says(text, "  expected report missed 2 times: it happened once: 13 s\n"));
  CHECK(says(text, "  expected hard violated for \"V2\": it happened for others, at 3 s, 1 h\n"));
  CHECK(says(text, "  expected nothing else: 2 verdicts besides what is expected\n"));
  CHECK(says(text,
             "  + 3 s   2026-01-01T00:00:03+08:00  hard violated, vehicle V1: decel = 9 m/s^2 exceeds 8 m/s^2\n"
             "    3 s   2026-01-01T00:00:03+08:00  report opened, vehicle V1\n"
             "  - 4 s   2026-01-01T00:00:04+08:00  expected: hard violated at 4 s\n"
             "  = 13 s  2026-01-01T00:00:13+08:00  report missed, vehicle V1: no Report by 2025-12-31T16:00:13Z\n"
             "  + 1 h   2026-01-01T01:00:00+08:00  hard violated"));
  CHECK(says(text, "\n1 of 1 scenario failed\n"));
}

TEST_CASE("an expectation in a repetition says which instant was meant") {
  CHECK(says(
      report("repeat 2 times every 1 min { Brake { vehicle: \"V1\", decel: 1 m/s^2 } expect hard violated at 2 s }"),
      "expected hard violated at 2 s (1 min + 2 s): it did not happen\n"));
}

TEST_CASE("a long time line is cut") {
  const std::string text =
      report("repeat 300 times every 1 s { Brake { vehicle: \"V1\", decel: 9 m/s^2 } } expect hard violated 2 times");
  CHECK(says(text, "  and 790 more\n"));
}

TEST_CASE("what is not covered is listed") {
  const std::string text = report(std::string(kBrake) + "expect hard violated expect nothing else");
  CHECK(says(text, "rule hard: violating in 1 scenario, passing in 0\n"));
  CHECK(says(text, "rule report: violating in no scenarios, passing in 0\n"));
  CHECK(
      says(text, "not covered hard: no passing scenario\nnot covered report: no violating and no passing scenario\n"));
  CHECK(says(text, "conditions: 0 of 1 seen true and false\n  pack.trip:4:32: never false: decel > 8 m/s^2\n"));
  CHECK(
      says(report(std::string(kBrake) + "expect nothing else", true), "1 of 1 scenario failed, 2 rules not covered\n"));
}

TEST_CASE("names of scenarios are shown printable") {
  CHECK(says(report(std::string(kBrake) + "expect hard violated", false, "a \xE2\x80\xAE b"), "ok      a \\u202e b\n"));
}

TEST_CASE("text goes into XML whole or not at all") {
  CHECK(xml_text("a <b> & \"c\" 'd'") == "a &lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;");
  CHECK(xml_text("限速 \x01\n") == "限速 \\u0001\\u000a");
  CHECK(xml_text("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(xml_text("\xEF\xBF") == "\\xef\\xbf");
}

TEST_CASE("JUnit counts tests and failures, coverage where it is required") {
  std::vector<TestedPack> packs;
  packs.push_back(tested(std::string(kBrake) + "expect hard violated 2 times", "<one>"));
  const std::string plain = junit(packs, false);
  CHECK(says(plain, "<testsuites name=\"tripline\" tests=\"1\" failures=\"1\" errors=\"0\">"));
  CHECK(says(plain, "<testcase classname=\"p\" name=\"&lt;one&gt;\" file=\"pack.trip\" line=\"6\">"));
  CHECK(says(plain, "message=\"hard violated 2 times: it happened once: 3 s\""));
  const std::string with = junit(packs, true);
  CHECK(says(with, "tests=\"2\" failures=\"2\""));
  CHECK(says(with, "name=\"coverage\""));
  CHECK(says(with, "report: no violating and no passing scenario\n"));
}

TEST_CASE("the results as JSON") {
  std::vector<TestedPack> packs;
  packs.push_back(tested(std::string(kBrake) + "expect hard violated 2 times"));
  const core::Json json = test_json(packs);
  CHECK(*json.find("failed")->number() == 1);
  const core::Json& pack = json.find("packs")->array()->front();
  const core::Json& scenario = pack.find("scenarios")->array()->front();
  CHECK(*scenario.find("name")->string() == "s");
  CHECK(*scenario.find("passed")->boolean() == false);
  CHECK(*scenario.find("expectations")->array()->front().find("message")->string() ==
        "hard violated 2 times: it happened once: 3 s");
  CHECK(*scenario.find("happened")->array()->front().find("after")->string() == "3 s");
  CHECK(pack.find("rules")->array()->size() == 2);
  packs.front().whole = false;
  const core::Json partial = test_json(packs);  // the value that is looked into must last
  CHECK(partial.find("packs")->array()->front().find("rules") == nullptr);
}

TEST_CASE("what scenarios came to is said in Chinese") {
  std::vector<TestedPack> packs;
  packs.push_back(tested(std::string(kBrake) + "expect hard violated at 4 s expect report missed 2 times", "s"));
  packs.back().report = engine::run_scenarios(
      packs.back().findings.compiled.pack, [](const dsl::model::Scenario&) { return true; }, core::Language::zh);
  const std::string text = test_report(packs, true, {}, core::Language::zh);
  for (const char* part : {"p 1.0.0：1 个算例\n未通过  s  ", "预期 hard violated at 4 s：在其他时刻发生：3 s\n",
                           "预期 report missed 2 times：没有发生\n", "实际发生（= 符合预期，+ 预期之外，- 未发生）：\n",
                           "hard 违规，vehicle V1：decel = 9 m/s^2 超过 8 m/s^2\n", "- 4 s ",
                           "  预期：hard violated at 4 s\n", "规则 hard：违规的有 1 个算例，合规的有 0\n",
                           "未覆盖 hard：缺合规算例\n", "条件：1 个中有 0 个成立和不成立都出现过\n",
                           "：从未不成立：decel > 8 m/s^2\n", "\n1 个算例中有 1 个未通过，2 条规则未覆盖\n"})
    CHECK(says(text, part));
}
