// One pack in two natural languages is one pack; what each word is in each.
#include <catch2/catch.hpp>
#include <set>

#include "dsl/check/compile.hpp"
#include "dsl/format/format.hpp"
#include "dsl/grammar/keywords.hpp"
#include "tests/engine/harness.hpp"
#include "tests/grammar/parsing.hpp"

using namespace tripline;
using namespace tripline::grammar_test;
using dsl::ast::Language;
using dsl::grammar::kKeywords;

namespace {

dsl::Compiled compiled(const std::string& text, const std::vector<dsl::Setting>& set = {}) {
  return dsl::compile_sources({{"pack.trip", text}}, [](const std::string&) { return std::nullopt; }, {set});
}

std::string semantic(const std::string& text) {
  const dsl::Compiled made = compiled(text);
  INFO(text);
  REQUIRE_FALSE(core::has_errors(made.diagnostics));
  return core::hex(made.pack->semantic_digest);
}

std::string in_chinese(const std::string& text) {
  core::SourceSet sources;
  const auto out = dsl::format_pack(sources, {sources.add("pack.trip", text)}, Language::zh);
  CHECK(not_chinese(out[0].diagnostics) == "");
  return out[0].diagnostics.empty() ? out[0].text : out[0].diagnostics[0].code;
}

const std::string kZh = "规则包 p 1.0.0 { 时区 \"UTC\" }\n状态 M { v：文本 主体  speed：公里/小时  失效时限 5 秒 }\n";
const std::string kEn = "pack p 1.0.0 { timezone \"UTC\" }\nsignal M { v : text key  speed : km/h  stale after 5 s }\n";

}  // namespace

TEST_CASE("a pack in Chinese is the pack in English") {
  const std::string english = read_file(source_dir() / "rules" / "low_altitude" / "low_altitude.trip");
  const std::string chinese = read_file(source_dir() / "tests" / "format" / "fixtures" / "low_altitude.zh.trip");
  CHECK(semantic(english) == semantic(chinese));
  CHECK(core::hex(compiled(english).pack->digest) != core::hex(compiled(chinese).pack->digest));
  CHECK(semantic(english) == semantic(in_chinese(english)));
}

TEST_CASE("the semantic digest follows meaning alone") {
  const std::string rule = "limit a { on M  require speed <= 40 km/h  grace 2 s }\n";
  const std::string is = semantic(kEn + rule);
  CHECK(semantic("# said\n" + kEn +
                 "\n\n## said\nlimit a {\n  grace 2 s # then\n  require (speed <= 40km/h) on M }\n") == is);
  CHECK(semantic(kZh + "限值 a { 对 M  应当 speed ≤ 40 千米每小时  宽限 2秒 }") == is);
  CHECK(semantic(kEn + "limit a { on M  require speed <= 41 km/h  grace 2 s }\n") != is);
  CHECK(semantic(kEn + "limit a { on M  require speed < 40 km/h  grace 2 s }\n") != is);
  CHECK(semantic(kEn + "limit b { on M  require speed <= 40 km/h  grace 2 s }\n") != is);
}

TEST_CASE("Chinese spellings mean what their twins mean") {
  const auto same = [](const std::string& zh, const std::string& en) {
    CHECK(semantic(kZh + zh) == semantic(kEn + en));
  };
  for (const char* sign : {"≤", "<=", "不大于", "不超过", "＜＝"})
    same("限值 r { 对 M 应当 speed " + std::string(sign) + " 40 公里/小时 }",
         "limit r { on M require speed <= 40 km/h }");
  for (const char* sign : {"≥", ">=", "不小于", "不低于"})
    same("限值 r { 对 M 应当 speed " + std::string(sign) + " 4 米每秒 }", "limit r { on M require speed >= 4 m/s }");
  for (const char* sign : {"<", "＜", "小于", "低于"})
    same("红线 r { 对 M 应当 speed " + std::string(sign) + " 4 米/秒 }", "redline r { on M require speed < 4 m/s }");
  for (const char* sign : {">", "＞", "大于", "超过"})
    same("红线 r { 对 M 禁止 speed " + std::string(sign) + " 4 m/s }", "redline r { on M forbid speed > 4 m/s }");
  same(
      "触发 r { 当 次数（违规 其中 严重程度 为 重大 且 类别 属于（红线，限值））最近 3 个月 ≥ 2 升至 b 直至 E "
      "}\n监管等级 a < b\n事件 E { v：文本 主体 }",
      "trigger r { when count(Violation where severity == critical and kind in (redline, limit)) last 3 months >= 2 "
      "raise to b until E }\nlevels a < b\nevent E { v : text key }");
  same("限值 r { 对 M 当 时（此刻）属于 8 .. 12 应当 均值（speed）近 5 分钟 ≤ 40 公里/小时 或 非 有值（speed）}",
       "limit r { on M when hour(now) in 8 .. 12 require avg(speed) over 5 min <= 40 km/h or not present(speed) }");
  same("义务 r { 对 E 应有 E 其中 f 限期 5 个工作日 }\n事件 E { v：文本 主体  f：是非 }",
       "duty r { on E expect E where f within 5 working days }\nevent E { v : text key  f : bool }");
  same("义务 r { 对 E 应有 E 其中 f 截至 次月 15 日 }\n事件 E { v：文本 主体  f：是非 }",
       "duty r { on E expect E where f by day 15 of next month }\nevent E { v : text key  f : bool }");
  same("义务 r { 对 E 应有 E 其中 f 截至 月末 }\n事件 E { v：文本 主体  f：是非 }",
       "duty r { on E expect E where f by end of month }\nevent E { v : text key  f : bool }");
  same("红线 r { 对 M 禁止 累计（speed）本日 > 100 公里 }",
       "redline r { on M forbid integral(speed) this day > 100 km }");
}

TEST_CASE("words of the language stay names where the grammar asks for names") {
  CHECK(compiled(kZh + "事件 非机动车 { 期限：文本 主体  时长表：时长  次数：数值  红线：是非 }").diagnostics.empty());
  CHECK(compiled(kZh + "事件 E { 时刻：文本 }").diagnostics.at(0).code == "E0113");
  CHECK(compiled(kZh + "定义 监管级别 ＝ 是").diagnostics.at(0).code == "E0114");
  CHECK(compiled(kEn + "event 违规 { v : text key }").diagnostics.at(0).code == "E0114");
  const std::string page = read_file(source_dir() / "docs" / "errors" / "E0030.md");
  const auto example = [&page](const char* after) {
    const std::size_t at = page.find("```trip\n", page.find(after)) + 8;
    return page.substr(at, page.find("```", at) - at);
  };
  CHECK(in_chinese(example("Wrong:")) == "E0030");
  CHECK(in_chinese(example("Right:")).find("近距") != std::string::npos);
  CHECK(in_chinese(kEn + "limit 近 { on M require speed <= 40 km/h }") == "E0030");
  CHECK(in_chinese("type 数值 = one of (a, b)\nevent E { v : 数值 }") == "E0030");
}

TEST_CASE("what is near is offered in the file's language") {
  CHECK(parse_pack(kZh + "限直 r { 对 M }").diagnostics.at(0).help.in(core::Language::en) == "did you mean `限值`?");
  CHECK(compiled(kZh + "限值 r { 对 M 应当 四舍五人（speed / 1 公里/小时）< 3 }")
            .diagnostics.at(0)
            .help.in(core::Language::en) == "did you mean `四舍五入`?");
  CHECK(parse_pack("limt r { on M }").diagnostics.at(0).help.in(core::Language::en) == "did you mean `limit`?");
}

TEST_CASE("a parameter is set in the words of its pack") {
  const std::string pack = kZh + "参数 cap：公里/小时 ＝ 40 公里/小时\n限值 r { 对 M 应当 speed ≤ cap }";
  CHECK(compiled(pack, {{"cap", "30 公里/小时"}}).diagnostics.empty());
  CHECK(compiled(pack, {{"cap", "30 km/h"}}).pack->semantic_digest ==
        compiled(pack, {{"cap", "30 公里/小时"}}).pack->semantic_digest);
}

TEST_CASE("every unit is itself in Chinese") {
  for (const std::string& unit : core::unit_atoms()) {
    for (const std::string& text : {unit, unit + "/h", "kg*" + unit, unit + "^2", unit + "²/s"}) {
      const std::string zh = dsl::grammar::unit_word(text, Language::zh);
      const auto back = dsl::grammar::match_unit(zh, Language::zh);
      INFO(text << " " << zh);
      CHECK(back.length == zh.size());
      CHECK(back.english == text);
    }
  }
  CHECK(dsl::grammar::match_unit("平方米", Language::zh).english == "m^2");
  CHECK(dsl::grammar::match_unit("毫西弗/小时）", Language::zh).english == "mSv/h");
  CHECK(dsl::grammar::match_unit("µSv/h", Language::zh).english == "µSv/h");
  CHECK(dsl::grammar::match_unit("米高", Language::zh).length == 0);
}

TEST_CASE("the table of keywords is one word each, and its page shows it") {
  std::set<std::string_view> ids;
  std::size_t reserved = 0;
  std::string page;
  for (const auto& row : kKeywords) {
    CHECK(ids.insert(row.id).second);
    if ((row.role & dsl::grammar::kReserved) != 0) ++reserved;
    page += "| " + std::string(row.id) + " |";
    for (std::string_view spellings : row.spellings) {
      std::string cell;
      if (spellings != dsl::grammar::kNone) {
        while (!spellings.empty())
          cell += (cell.empty() ? " `" : " `") + std::string(dsl::grammar::next_spelling(spellings)) + "`";
      }
      page += cell + " |";
    }
    page += "\n";
  }
  CHECK(reserved == 19);
  const std::string shown = read_file(source_dir() / "docs" / "keywords.md");
  const std::size_t at = shown.find("| pack |");
  REQUIRE(at != std::string::npos);
  CHECK(shown.substr(at, page.size()) == page);
}
