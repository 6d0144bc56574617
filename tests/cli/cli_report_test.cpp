#include "cli/report.hpp"

#include <catch2/catch.hpp>

using namespace tripline;
using namespace tripline::cli;
using core::kSecond;

namespace {

engine::RunSummary summary() {
  engine::RunSummary made;
  made.read = 31204;
  made.subjects = 12;
  engine::RuleSummary rule;
  rule.rule = "ceiling";
  rule.kind = "limit";
  rule.violations = 7;
  rule.near = 2;
  rule.has_headroom = true;
  rule.least_headroom = -0.675;
  rule.worst_value = "201 m";
  rule.worst_subject = "aircraft mavic_mini";
  made.rules.push_back(rule);
  engine::RuleSummary duty;
  duty.rule = "报告";
  duty.kind = "duty";
  duty.met = 3;
  duty.pending = 1;
  duty.blind["stale"] = 7200 * kSecond;
  duty.blind["never_seen"] = 180 * kSecond;
  made.rules.push_back(duty);
  return made;
}

void write_violation(Recorder& recorder, const char* subject) {
  core::Json who, body;
  who.set("aircraft", subject);
  body.set("subject", who).set("message", "too high").set("because", "height = 201 m exceeds ceiling = 120 m");
  recorder.write({"violation.opened", 1'500'000'000 * kSecond, "ceiling", body.canonical()});
}

Surface screen() {
  Surface surface;
  surface.terminal = true;
  return surface;
}

}  // namespace

TEST_CASE("to a pipe: plain lines that can be searched") {
  Recorder recorder;
  recorder.drop_lines();
  write_violation(recorder, "mavic\x1b[2J");
  CHECK(report({"low_altitude 1.0.0", 4, false, false}, summary(), recorder, Surface{}) ==
        "low_altitude 1.0.0: 31,204 elements from 4 sources, 12 subjects\n"
        "rule ceiling: 7 violations, 0 tolerated, 2 near, least headroom -67.5% (201 m, aircraft mavic_mini)\n"
        "rule 报告: no violations, 3 met, 1 pending at the end, blind 2 h 3 min: stale 2 h, never "
        "seen 3 min\n"
        "violation 2017-07-14T02:40:00Z ceiling, aircraft mavic\\u001b[2J: too high; height = 201 m exceeds ceiling = "
        "120 m\n"
        "and 6 more (--records FILE keeps them all)\n"
        "7 violations\n");
}

TEST_CASE("to a terminal: a table, then what it cannot hold") {
  Recorder recorder;
  recorder.drop_lines();
  write_violation(recorder, "mavic");
  CHECK(report({"low_altitude 1.0.0", 4, false, true}, summary(), recorder, screen()) ==
        "low_altitude 1.0.0: 31,204 elements from 4 sources, 12 subjects\n"
        "\n"
        "rule     violations  tolerated  near  worst                  headroom  blind\n"
        "ceiling           7          0     2  201 m, aircraft mavi…    -67.5%  0 s\n"
        "报告              0                                                    2 h 3 min\n"
        "\n"
        "报告: 3 met, 1 pending at the end\n"
        "报告: blind 2 h 3 min: stale 2 h, never seen 3 min\n"
        "\n"
        "  2017-07-14T02:40:00Z ceiling, aircraft mavic\n"
        "    too high\n"
        "    height = 201 m exceeds ceiling = 120 m\n"
        "  and 6 more\n"
        "\n"
        "7 violations\n");
}

TEST_CASE("what was not looked at is always said") {
  engine::RunSummary made;
  made.read = 10;
  made.rejected = 3;
  made.rejected_reasons = {{"bad_json", 1}, {"missing_field", 2}};
  made.late = 4;
  made.duplicate = 1;
  made.unread = 5;
  made.unread_types = {{"a", 1}, {"b", 4}};
  Recorder recorder;
  recorder.drop_lines();
  core::Json reason, element, body;
  reason.set("code", "missing_field").set("text", "\"alt\" is missing");
  element.set("source", "flight.jsonl").set("position", 17);
  core::Json elements;
  elements.push(element);
  body.set("reason", reason).set("elements", elements);
  recorder.write({"rejected", core::kAlways, "", body.canonical()});
  recorder.write(
      {"limit.reached", 0, "", core::Json().set("reason", core::Json().set("text", "too many subjects")).canonical()});
  CHECK(report({"p 1", 1, true, false}, made, recorder, Surface{}) ==
        "p 1: 10 elements from 1 source, no subjects\n"
        "limit reached: too many subjects\n"
        "3 rejected: 1 bad_json, 2 missing_field\n"
        "  flight.jsonl, element 17: \"alt\" is missing\n"
        "  and 2 more\n"
        "4 late: older than their source's watermark, held against red lines alone\n"
        "1 duplicate: seen before, counted once\n"
        "5 unread: no stream of the pack takes their type: 4 of 'b', 1 of 'a'\n"
        "no violations\n"
        "interrupted: this is what was read until then\n");
}

TEST_CASE("blind without a violation is not called compliance") {
  engine::RunSummary made;
  engine::RuleSummary rule;
  rule.rule = "r";
  rule.blind_events = 2;
  made.rules.push_back(rule);
  Recorder recorder;
  CHECK(report({"p 1", 1, false, false}, made, recorder, Surface{}) ==
        "p 1: no elements from 1 source, no subjects\n"
        "rule r: no violations, blind 2 occurrences\n"
        "no violation found while blind is not compliance\n"
        "no violations where the rules could see\n");
}

TEST_CASE("warnings, assessments, and headroom that is no share") {
  engine::RunSummary made;
  engine::RuleSummary warning;
  warning.rule = "hot";
  warning.kind = "warning";
  warning.warned = 2;
  warning.has_headroom = true;
  warning.headroom_distance = "-5 K";
  warning.worst_value = "45 degC";
  warning.worst_subject = "tank T1";
  made.rules.push_back(warning);
  engine::RuleSummary index;
  index.rule = "index";
  index.kind = "assessment";
  index.assessed = 8;
  index.grades = {{"A", 3}, {"D", 1}};
  index.lowest_score = "52";
  index.lowest_subject = "fleet F";
  made.rules.push_back(index);
  Recorder recorder;
  recorder.drop_lines();
  const std::string lines = report({"p 1.0.0", 1, false, true}, made, recorder, Surface{});
  CHECK(lines.find("rule hot: no violations, 2 warnings, least headroom -5 K (45 degC, tank T1)\n") !=
        std::string::npos);
  CHECK(lines.find("rule index: no violations, 8 assessments, at last 3 A, 1 D, the lowest 52 "
                   "(fleet F)\n") != std::string::npos);
  const std::string table = report({"p 1.0.0", 1, false, true}, made, recorder, screen());
  CHECK(table.find("-5 K") != std::string::npos);
  CHECK(table.find("hot: 2 warnings\nindex: 8 assessments\nindex: at last 3 A, 1 D, the lowest 52 (fleet F)\n") !=
        std::string::npos);
}

TEST_CASE("a long name of a rule gives way to whose the worst was") {
  Recorder recorder;
  recorder.drop_lines();
  engine::RunSummary made = summary();
  made.rules[0].rule = "unmanned_aircraft_stay_below_the_ceiling";
  made.rules[0].worst_subject = "uav 7";
  const std::string text = report({"low_altitude 1.0.0", 4, false, true}, made, recorder, screen());
  CHECK(text.find("201 m, uav 7") != std::string::npos);
  CHECK(text.find("\nunmanned_airc") != std::string::npos);
}

TEST_CASE("a report in Chinese lines up and says the same") {
  Recorder recorder;
  recorder.drop_lines();
  write_violation(recorder, "mavic");
  CHECK(report({"low_altitude 1.0.0", 4, false, true, core::Language::zh}, summary(), recorder, screen()) ==
        "low_altitude 1.0.0：31,204 条数据，来自 4 个来源，12 个主体\n"
        "\n"
        "规则     违规  容许  临近  最不利值                      余量  不明\n"
        "ceiling     7     0     2  201 m, aircraft mavic_mini  -67.5%  0 s\n"
        "报告        0                                                  2 h 3 min\n"
        "\n"
        "报告：履行 3，结束时待履行 1\n"
        "报告：不明 2 h 3 min：已失效 2 h，从未收到 3 min\n"
        "\n"
        "  2017-07-14T02:40:00Z ceiling，aircraft mavic\n"
        "    too high\n"
        "    height = 201 m exceeds ceiling = 120 m\n"
        "  另有 6 起\n"
        "\n"
        "7 起违规\n");
  engine::RunSummary made;
  made.rejected = 3;
  made.rejected_reasons = {{"bad_json", 1}, {"missing_field", 2}};
  made.late = 4;
  made.duplicate = 1;
  made.unread = 5;
  made.unread_types = {{"a", 1}, {"b", 4}};
  Recorder nothing;
  CHECK(report({"p 1", 1, true, false, core::Language::zh}, made, nothing, Surface{}) ==
        "p 1：无数据，来自 1 个来源，无主体\n"
        "拒收 3 条：1 bad_json，2 missing_field\n"
        "迟到 4 条：早于其来源的水位线，只对照红线判定\n"
        "重复 1 条：此前已收到，只计一次\n"
        "未读 5 条：规则包中没有数据流接收其类型：“b”4 条，“a”1 条\n"
        "无违规\n"
        "已中断：以上为中断之前读取的内容\n");
}
