#include "cli/starter.hpp"

#include <string_view>

namespace tripline::cli {
namespace {

// ---------------------------------------------------------------- English

constexpr std::string_view kPackEnglish =
    R"text(# Two rules to go on from: replace what they say by what your regulation says. A line that begins with # is a comment.
# After each change: tripline check @NAME@ (mistakes), tripline fmt @NAME@ (layout), tripline test @NAME@ (scenarios).

pack @NAME@ 0.1.0 {
  title     "Delivery robots on pavements"
  authority "Whoever issues the rules"
  timezone  "UTC"  # days and hours are those of this zone: "Europe/London", "Asia/Shanghai"
  lateness  5 s  # telemetry that comes later than this is recorded as late
}

## What an adopter may set otherwise: --set 'cap=5 km/h'.
param cap : km/h = 6 km/h

## A signal holds until the next report. One that has not come for 5 s is unknown, and that time is counted as blind.
signal Motion {
  robot : text key  # whom the rules are about
  speed : km/h  from "speed_mps" in m/s  # telemetry says speed_mps, in m/s; the rules read it in km/h
  stale after 5 s
}

## An event happens at an instant.
event HelpCall { robot : text key }
event Answer   { robot : text key }

## What must hold at every moment. Up to 2 s over the cap are let pass.
limit speed_cap {
  title   "Speed on pavements"
  cites   "Your regulation, art. 1"
  on      Motion
  require speed <= cap
  grace   2 s
  warn    within 10%
  message "{robot} drove at {speed}, over the cap of {cap}"
}

## What must be done in time.
duty answer_call {
  title   "A call for help is answered"
  cites   "Your regulation, art. 2"
  on      HelpCall
  expect  Answer within 30 s
  message "nobody answered {robot} in time"
}
)text";

constexpr std::string_view kScenariosEnglish = R"text(# What the rules say of invented moments: tripline test @NAME@
# Instants count from time zero; a field that is left out keeps what it was. Each rule wants a scenario that violates it and one that does not.

scenario "over the cap for longer than the grace" {
  Motion { robot: "R1", speed: 8 km/h }
  Motion { speed: 8 km/h } at 3 s
  expect speed_cap violated at 2 s for "R1"
  expect nothing else
}

scenario "slow again when the grace ends" {
  Motion { robot: "R1", speed: 8 km/h }
  Motion { speed: 5 km/h } at 2 s
  expect nothing else
}

scenario "close to the cap" {
  Motion { robot: "R1", speed: 5.8 km/h }
  expect speed_cap near at 0 s
  expect nothing else
}

scenario "what is not reported is not seen" {
  Motion { robot: "R1", speed: 5 km/h }
  expect speed_cap blind at 5 s
  expect nothing else
}

scenario "a call is answered at the last instant" {
  HelpCall { robot: "R1" }
  Answer { robot: "R1" } at 30 s
  expect answer_call met at 30 s
  expect nothing else
}

scenario "a call is answered too late" {
  HelpCall { robot: "R1" }
  Answer { robot: "R1" } at 40 s
  expect answer_call missed at 30 s
  expect answer_call cured at 40 s
  expect nothing else
}
)text";

constexpr std::string_view kReadmeEnglish = R"text(# @NAME@

A pack of two rules, made by `tripline new @NAME@`, to go on from. From the folder that holds this one:

```sh
tripline check @NAME@                        # what is wrong, or hardly meant
tripline test @NAME@                         # what the rules say of invented moments
tripline run @NAME@ @NAME@/sample.jsonl    # what they say of telemetry; ends with 1: there are violations
tripline run @NAME@ @NAME@/sample.jsonl --set 'cap=8 km/h' --records records.jsonl
tripline fmt @NAME@                          # the layout of the files, after you have changed them
```

| file | what it holds |
|---|---|
| `@NAME@.trip` | what telemetry looks like, and the two rules |
| `scenarios.trip` | for each rule moments that violate it and moments that do not |
| `sample.jsonl` | a minute of telemetry of two robots, invented |

In the sample R1 drives at 5.76 km/h (near the cap), from 08:00:06 on at 7.2 km/h, and two seconds of grace later that is a violation. It calls for
help and is answered within 30 s; R2 waits until 08:00:44, and that is a duty missed, cured at 08:00:50. Both stop reporting before the end: the report counts that
time as blind, for nothing can be said of it.

To go on: name the signals and events of your own telemetry, write a rule for each article with `cites`, and add two scenarios for it. `tripline help` lists
the commands.
)text";

constexpr std::string_view kSaidEnglish =
    R"text(Made @NAME@: a pack of two rules, scenarios, telemetry to try them on, and a README.md.
Next:
  tripline test @NAME@
  tripline run @NAME@ @NAME@/sample.jsonl
)text";

// ---------------------------------------------------------------- Chinese

constexpr std::string_view kPackChinese = R"text(# 两条规则，供您接着写：把其中的内容换成您的规定。以 # 开头的是注释。
# 每次修改后：tripline check @NAME@（查错）、tripline fmt @NAME@（排版）、tripline test @NAME@（算例）。

规则包 @NAME@ 0.1.0 {
  名称     "人行道上的配送机器人"
  发布机关 "（规则的发布机关）"
  时区     "Asia/Shanghai"  # 日期和钟点按此时区计算
  迟到容限 5 秒  # 比这更晚到的遥测记为迟到
}

## 采用者可以另设：--set '限速=5 km/h'。
参数 限速：公里/小时 = 6 公里/小时

## 一次上报的状态保持到下一次上报。5 秒没有上报即为未知，这段时间计为盲区。
状态 行驶 取自 "Motion" {
  机器人：文本 主体  取自 "robot"  # 规则约束谁
  车速  ：公里/小时  取自 "speed_mps" 单位 米/秒  # 遥测中为 speed_mps，单位 m/s；规则按 km/h 读取
  失效时限 5 秒
}

## 事件发生在一个时刻。
事件 求助 取自 "HelpCall" { 机器人：文本 主体 取自 "robot" }
事件 应答 取自 "Answer"   { 机器人：文本 主体 取自 "robot" }

## 时时都要满足的条件。超速不到 2 秒不计。
限值 人行道车速 {
  名称 "人行道上的车速"
  依据 "（规定名称）第一条"
  对   行驶
  应当 车速 ≤ 限速
  宽限 2 秒
  临近 10%
  说明 "{机器人} 车速 {车速}，超过限速 {限速}"
}

## 须在期限内完成的事。
义务 求助应答 {
  名称 "求助须有应答"
  依据 "（规定名称）第二条"
  对   求助
  应有 应答 限期 30 秒
  说明 "{机器人} 的求助未按时应答"
}
)text";

constexpr std::string_view kScenariosChinese = R"text(# 规则对设想情形的判断：tripline test @NAME@
# 时刻从零时起算；未写的字段保持原值。每条规则至少要有一个违规的算例和一个不违规的算例。

算例 "超速时间长于宽限" {
  行驶 { 机器人："R1"，车速：8 公里/小时 }
  行驶 { 车速：8 公里/小时 } 时点 3 秒
  应见 人行道车速 违规 时点 2 秒 对 "R1"
  应见 别无其他
}

算例 "宽限结束时已减速" {
  行驶 { 机器人："R1"，车速：8 公里/小时 }
  行驶 { 车速：5 公里/小时 } 时点 2 秒
  应见 别无其他
}

算例 "接近限速" {
  行驶 { 机器人："R1"，车速：5.8 公里/小时 }
  应见 人行道车速 临近 时点 0 秒
  应见 别无其他
}

算例 "没有上报就看不见" {
  行驶 { 机器人："R1"，车速：5 公里/小时 }
  应见 人行道车速 不明 时点 5 秒
  应见 别无其他
}

算例 "最后一刻应答" {
  求助 { 机器人："R1" }
  应答 { 机器人："R1" } 时点 30 秒
  应见 求助应答 履行 时点 30 秒
  应见 别无其他
}

算例 "应答太晚" {
  求助 { 机器人："R1" }
  应答 { 机器人："R1" } 时点 40 秒
  应见 求助应答 逾期 时点 30 秒
  应见 求助应答 补正 时点 40 秒
  应见 别无其他
}
)text";

constexpr std::string_view kReadmeChinese = R"text(# @NAME@

由 `tripline new @NAME@ --lang zh` 生成的规则包，含两条规则，供您接着写。在上一级文件夹中运行：

```sh
tripline check @NAME@                        # 查错
tripline test @NAME@                         # 规则对设想情形的判断
tripline run @NAME@ @NAME@/sample.jsonl    # 规则对遥测的判断；有违规，退出码为 1
tripline run @NAME@ @NAME@/sample.jsonl --set '限速=8 km/h' --records records.jsonl
tripline fmt @NAME@                          # 修改之后排版
```

| 文件 | 内容 |
|---|---|
| `@NAME@.trip` | 遥测的样子，以及两条规则 |
| `scenarios.trip` | 每条规则违规与不违规的算例 |
| `sample.jsonl` | 两台机器人约一分钟的遥测，系虚构 |

遥测中 R1 先以 5.76 km/h 行驶（临近限速），08:00:06 起为 7.2 km/h，宽限两秒后记为违规。它求助后 30 秒内得到应答；R2 等到 08:00:44 仍无应答，记为逾期，
08:00:50 补正。两台机器人都在结束前停止上报：报告把这段时间计为盲区，因为对它无从判断。

接着写：声明您自己的遥测中的状态和事件，为每一条规定写一条带 `依据` 的规则，并各加两个算例。`tripline help` 列出全部命令。
)text";

constexpr std::string_view kSaidChinese = R"text(已生成 @NAME@：两条规则、算例、试用的遥测和 README.md。
接下来：
  tripline test @NAME@
  tripline run @NAME@ @NAME@/sample.jsonl
)text";

// ---------------------------------------------------------------- both

constexpr std::string_view kSample =
    R"text({"type":"Motion","time":"2026-03-01T08:00:00@OFFSET@","robot":"R1","speed_mps":1.4}
{"type":"Motion","time":"2026-03-01T08:00:01@OFFSET@","robot":"R2","speed_mps":1.2}
{"type":"Motion","time":"2026-03-01T08:00:03@OFFSET@","robot":"R1","speed_mps":1.6}
{"type":"Motion","time":"2026-03-01T08:00:05@OFFSET@","robot":"R2","speed_mps":1.2}
{"type":"Motion","time":"2026-03-01T08:00:06@OFFSET@","robot":"R1","speed_mps":2.0}
{"type":"Motion","time":"2026-03-01T08:00:09@OFFSET@","robot":"R1","speed_mps":2.1}
{"type":"Motion","time":"2026-03-01T08:00:12@OFFSET@","robot":"R1","speed_mps":1.3}
{"type":"HelpCall","time":"2026-03-01T08:00:13@OFFSET@","robot":"R1"}
{"type":"HelpCall","time":"2026-03-01T08:00:14@OFFSET@","robot":"R2"}
{"type":"Motion","time":"2026-03-01T08:00:16@OFFSET@","robot":"R1","speed_mps":0}
{"type":"Answer","time":"2026-03-01T08:00:20@OFFSET@","robot":"R1"}
{"type":"Motion","time":"2026-03-01T08:00:20@OFFSET@","robot":"R1","speed_mps":0}
{"type":"Answer","time":"2026-03-01T08:00:50@OFFSET@","robot":"R2"}
)text";

struct Texts {
  std::string_view pack, scenarios, readme, said, offset;
};
constexpr Texts kEnglish{kPackEnglish, kScenariosEnglish, kReadmeEnglish, kSaidEnglish, "Z"};
constexpr Texts kChinese{kPackChinese, kScenariosChinese, kReadmeChinese, kSaidChinese, "+08:00"};

std::string filled(std::string_view text, std::string_view mark, std::string_view value) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = text.find(mark, at);
    out += text.substr(at, next - at);
    if (next == std::string_view::npos) break;
    out += value;
    at = next + mark.size();
  }
  return out;
}

}  // namespace

Starter starter(const std::string& name, dsl::ast::Language language) {
  const Texts& texts = language == dsl::ast::Language::zh ? kChinese : kEnglish;
  const auto named = [&](std::string_view text) { return filled(text, "@NAME@", name); };
  return {{{name + ".trip", named(texts.pack)},
           {"scenarios.trip", named(texts.scenarios)},
           {"sample.jsonl", filled(kSample, "@OFFSET@", texts.offset)},
           {"README.md", named(texts.readme)}},
          named(texts.said)};
}

}  // namespace tripline::cli
