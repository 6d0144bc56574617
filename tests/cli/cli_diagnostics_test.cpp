#include <catch2/catch.hpp>

#include "cli/diagnostics_json.hpp"
#include "cli/sarif.hpp"

using namespace tripline;
using namespace tripline::cli;
using tripline::core::Language;

namespace {

PackFindings findings(const std::string& path) {
  auto sources = std::make_shared<core::SourceSet>();
  sources->add("限高.trip", "limit 限高 {\n  require 高度 <= 40 s\n}\n");
  core::Diagnostic diagnostic;
  diagnostic.code = "E0203";
  diagnostic.message = {"these do not measure the same thing", "两者不是同一种量"};
  const auto& text = sources->file(0).text;
  const auto at = static_cast<std::uint32_t>(text.find("40 s")), other = static_cast<std::uint32_t>(text.find("高度"));
  diagnostic.primary = {{0, at, at + 4}, {"this is a duration", "这是时长"}};
  diagnostic.secondary = {{{0, other, other + 6}, {"this is a length", "这是长度"}}};
  diagnostic.help = {"write 40 m", "请写40 m"};
  PackFindings pack;
  pack.path = path;
  pack.compiled.sources = sources;
  pack.compiled.diagnostics.push_back(diagnostic);
  return pack;
}

PackFindings fine(const std::string& path) {
  PackFindings pack;
  pack.path = path;
  pack.compiled.sources = std::make_shared<core::SourceSet>();
  return pack;
}

PackFindings unreadable(const std::string& path) {
  PackFindings pack = fine(path);
  auto sources = std::make_shared<core::SourceSet>();
  sources->add(path, "");
  pack.compiled.sources = sources;
  core::Diagnostic diagnostic;
  diagnostic.code = "E0101";
  diagnostic.message = {"there is no such file", "没有此文件"};
  pack.compiled.diagnostics.push_back(diagnostic);
  return pack;
}

}  // namespace

TEST_CASE("the closing line counts") {
  CHECK(closing_line({fine("a"), fine("b")}).in(Language::en) == "2 packs, no mistakes");
  CHECK(closing_line({fine("a")}).in(Language::en) == "1 pack, no mistakes");
  PackFindings warned = findings("rules/x");
  core::Diagnostic warning = warned.compiled.diagnostics[0];
  warning.severity = core::Severity::warning;
  warned.compiled.diagnostics.push_back(warning);
  CHECK(closing_line({warned}).in(Language::en) == "1 mistake, 1 warning in rules/x");
  CHECK(closing_line({warned, fine("a"), unreadable("b")}).in(Language::en) == "2 mistakes, 1 warning in 2 of 3 packs");
  warned.compiled.diagnostics.erase(warned.compiled.diagnostics.begin());
  CHECK(closing_line({warned, fine("a")}).in(Language::en) == "2 packs, no mistakes, 1 warning");
}

TEST_CASE("the closing line of lint counts warnings and notes") {
  PackFindings pack = findings("rules/x");
  core::Diagnostic& one = pack.compiled.diagnostics[0];
  one.severity = core::Severity::note;
  CHECK(lint_line({fine("a"), fine("b")}).in(Language::en) == "2 packs, no findings");
  CHECK(lint_line({pack}).in(Language::en) == "1 pack, 1 note");
  CHECK(closing_line({pack}).in(Language::en) == "1 pack, no mistakes, 1 note");
  one.severity = core::Severity::warning;
  CHECK(lint_line({pack, pack}).in(Language::en) == "2 packs, 2 warnings");
  one.severity = core::Severity::error;
  CHECK(lint_line({pack, fine("a")}).in(Language::en) == "1 mistake in 1 of 2 packs");
  CHECK(lint_line({pack, fine("a")}).in(Language::zh) == "2 个规则包中有 1 个存在错误：1 处错误");
  CHECK(lint_line({fine("a"), fine("b")}).in(Language::zh) == "2 个规则包，没有发现问题");
}

TEST_CASE("JSON says what the text says, columns in code points") {
  CHECK(
      diagnostics_json({findings("rules/a.trip"), unreadable("no/b")}, Language::en).canonical() ==
      R"({"errors":2,"language":"en","notes":0,"packs":[)"
      R"({"diagnostics":[{"at":{"column":17,)"
      R"("end_column":21,"end_line":2,"file":"rules/限高.trip","line":2},"code":"E0203",)"
      R"("help":"write 40 m","message":"these do not measure the same thing",)"
      R"("related":[{"at":{"column":11,)"
      R"("end_column":13,"end_line":2,"file":"rules/限高.trip","line":2},"text":"this is a length"}],)"
      R"("severity":"error","text":"this is a duration"}],"errors":1,"notes":0,"path":"rules/a.trip","warnings":0},)"
      R"({"diagnostics":[{"at":{"file":"no/b"},"code":"E0101","message":"there is no such file","severity":"error"}],)"
      R"("errors":1,"notes":0,"path":"no/b","warnings":0}],"tripline":")" TRIPLINE_VERSION R"(","warnings":0})");
}

TEST_CASE("SARIF names the rule once, and secondary places as related") {
  const std::string text = sarif({findings("rules/a.trip"), findings("rules/a.trip")}, Language::en).canonical();
  const std::string region = R"("region":{"endColumn":21,"endLine":2,"startColumn":17,"startLine":2})";
  const std::string uri = R"("artifactLocation":{"uri":"rules/%E9%99%90%E9%AB%98.trip"})";
  CHECK(text.find(R"("rules":[{"help":{"text":"docs/errors/E0203.md explains it."},"id":"E0203"}])") !=
        std::string::npos);
  CHECK(text.find(R"("locations":[{"physicalLocation":{)" + uri + "," + region + "}}]") != std::string::npos);
  CHECK(
      text.find(R"("message":{"text":"these do not measure the same thing: this is a duration\nhelp: write 40 m"})") !=
      std::string::npos);
  CHECK(text.find(R"("relatedLocations":[{"id":0,"message":{"text":"this is a length"})") != std::string::npos);
  CHECK(text.find(R"("columnKind":"unicodeCodePoints")") != std::string::npos);
  CHECK(text.find(R"("version":"2.1.0")") != std::string::npos);
}

TEST_CASE("what is found is said in Chinese, its codes and severities for programs stay") {
  CHECK(closing_line({fine("a"), fine("b")}).in(Language::zh) == "2 个规则包，没有错误");
  CHECK(closing_line({findings("rules/x")}).in(Language::zh) == "rules/x：1 处错误");
  CHECK(closing_line({findings("a"), fine("b"), unreadable("c")}).in(Language::zh) ==
        "3 个规则包中有 2 个存在错误：2 处错误");
  CHECK(lint_line({fine("a")}).in(Language::zh) == "1 个规则包，没有发现问题");
  const std::string json = diagnostics_json({findings("rules/a.trip")}, Language::zh).canonical();
  CHECK(json.find(R"("language":"zh")") != std::string::npos);
  CHECK(json.find(R"("message":"两者不是同一种量")") != std::string::npos);
  CHECK(json.find(R"("severity":"error")") != std::string::npos);
  const std::string log = sarif({findings("rules/a.trip")}, Language::zh).canonical();
  CHECK(log.find(R"("language":"zh-CN")") != std::string::npos);
  CHECK(log.find(R"("text":"两者不是同一种量：这是时长\n建议：请写40 m")") != std::string::npos);
  CHECK(sarif({fine("a")}, Language::en).canonical().find(R"("language":"en-US")") != std::string::npos);
}

TEST_CASE("SARIF of packs in order has no results") {
  CHECK(sarif({fine("a")}, Language::en).canonical().find(R"("results":[])") != std::string::npos);
}

TEST_CASE("a value of --set is placed under its option, not in the pack's folder") {
  PackFindings pack = fine("rules/a.trip");
  auto sources = std::make_shared<core::SourceSet>();
  sources->add("--set cap", "35 s");
  pack.compiled.sources = sources;
  CHECK(spot_of(pack, {0, 3, 4}).path == "--set cap");
  CHECK(spot_of(pack, {0, 3, 4}).begin.column == 4);
  core::Diagnostic diagnostic;
  diagnostic.code = "E0203";
  pack.compiled.diagnostics.push_back(diagnostic);
  const std::string text = sarif({pack}, Language::en).canonical();
  CHECK(text.find(R"("locations":[{"logicalLocations":[{"kind":"parameter","name":"--set cap"}]}])") !=
        std::string::npos);
  CHECK(text.find("--set%20cap") == std::string::npos);
}

TEST_CASE("paths become URIs") {
  CHECK(uri_of("rules/a b.trip") == "rules/a%20b.trip");
  CHECK(uri_of("/tmp/限.trip") == "file:///tmp/%E9%99%90.trip");
  CHECK(uri_of("c:x") == "c%3Ax");
}
