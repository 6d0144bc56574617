#include "cli/options.hpp"

#include <catch2/catch.hpp>

using namespace tripline::cli;

namespace {

template <typename T>
T parsed(const std::vector<std::string>& arguments) {
  const CommandLine line = parse_command_line(arguments);
  if (const auto* error = std::get_if<UsageError>(&line)) UNSCOPED_INFO(error->text);
  REQUIRE(std::holds_alternative<T>(line));
  return std::get<T>(line);
}

std::string error(const std::vector<std::string>& arguments) { return parsed<UsageError>(arguments).text; }

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("check takes packs, a format and parameters") {
  const auto options =
      parsed<CheckOptions>({"check", "a", "--format", "sarif", "b", "--set", "cap=35 km/h", "--set=on=true"});
  CHECK(options.packs == std::vector<std::string>{"a", "b"});
  CHECK(options.format == Format::sarif);
  REQUIRE(options.set.size() == 2);
  CHECK(options.set[0].name == "cap");
  CHECK(options.set[0].value == "35 km/h");
  CHECK(options.set[1].name == "on");
  CHECK(options.colour == ColourChoice::automatic);
}

TEST_CASE("lint takes packs, a format and what is denied") {
  const auto options = parsed<LintOptions>({"lint", "a", "--deny", "L0601", "b", "--deny=L0602", "--format", "json"});
  CHECK(options.packs == std::vector<std::string>{"a", "b"});
  CHECK(options.deny == std::vector<std::string>{"L0601", "L0602"});
  CHECK(options.format == Format::json);
  CHECK_FALSE(options.deny_all);
  CHECK(parsed<LintOptions>({"lint", "a", "--deny", "all"}).deny_all);
  CHECK(says(error({"lint", "a", "--deny", "L0600"}), "did you mean"));
  CHECK(says(error({"lint", "a", "--deny", "E0203"}), "--deny takes the code of a lint"));
  CHECK(says(error({"lint"}), "PACK"));
}

TEST_CASE("fmt takes paths, a check and a language") {
  const auto options = parsed<FmtOptions>({"fmt", "a.trip", "--check", "-", "--lang", "zh"});
  CHECK(options.paths == std::vector<std::string>{"a.trip", "-"});
  CHECK(options.check);
  CHECK(options.written == tripline::core::Language::zh);
  CHECK(options.language == tripline::core::Language::zh);
  CHECK_FALSE(parsed<FmtOptions>({"fmt", "a.trip"}).written);
  CHECK(says(error({"fmt"}), "PATH"));
  CHECK(says(error({"fmt", "--lang", "fr", "a"}), "--lang takes en, zh, not 'fr'"));
  CHECK(says(error({"fmt", "--chek", "a"}), "did you mean '--check'?"));
  CHECK(says(parsed<Text>({"fmt", "--help"}).text, "Usage: tripline fmt [OPTIONS] PATH…"));
}

TEST_CASE("new takes a name and a language") {
  const auto options = parsed<NewOptions>({"new", "robots"});
  CHECK(options.name == "robots");
  CHECK(options.language == tripline::dsl::ast::Language::en);
  CHECK(parsed<NewOptions>({"new", "--lang", "zh", "robots"}).language == tripline::dsl::ast::Language::zh);
  CHECK(says(error({"new"}), "NAME is required"));
  CHECK(says(error({"new", "a", "b"}), "'b' is one too many"));
}

TEST_CASE("completion takes a shell, man nothing") {
  CHECK(parsed<CompletionOptions>({"completion", "zsh"}).shell == Shell::zsh);
  CHECK(says(error({"completion", "csh"}), "SHELL takes bash, zsh, fish, not 'csh'"));
  CHECK(says(error({"completion"}), "SHELL is required"));
  parsed<ManOptions>({"man"});
  CHECK(says(error({"man", "run"}), "'run' is one too many"));
}

TEST_CASE("a parameter takes one value and leaves what follows to the pack's place") {
  const auto options = parsed<RunOptions>({"run", "--set", "a=1", "pack", "x.csv"});
  CHECK(options.pack == "pack");
  CHECK(options.inputs == std::vector<std::string>{"x.csv"});
}

TEST_CASE("a value may hold an equals sign and a minus") {
  CHECK(parsed<RunOptions>({"run", "p", "--set", "t=-5 degC"}).set.at(0).value == "-5 degC");
  CHECK(parsed<RunOptions>({"run", "p", "--set", "t=a=b"}).set.at(0).value == "a=b");
  CHECK(parsed<RunOptions>({"run", "p", "--set", "限速=40 km/h"}).set.at(0).name == "限速");
}

TEST_CASE("run without an input reads standard input") {
  const auto options = parsed<RunOptions>({"run", "pack"});
  CHECK(options.inputs == std::vector<std::string>{"-"});
  CHECK_FALSE(options.records);
  CHECK_FALSE(options.strict);
}

TEST_CASE("run takes all that it offers") {
  const auto options =
      parsed<RunOptions>({"run", "pack", "Listed=kev.csv", "-", "--records", "-", "--csv-delimiter", ";",
                          "--csv-decimal", ",", "--strict", "--color", "always", "--log-level", "debug"});
  CHECK(options.inputs == std::vector<std::string>{"Listed=kev.csv", "-"});
  CHECK(options.records == "-");
  CHECK(options.csv_delimiter == ';');
  CHECK(options.csv_decimal == ',');
  CHECK(options.strict);
  CHECK(options.colour == ColourChoice::always);
  CHECK(options.log_level == LogLevel::debug);
  CHECK(parsed<RunOptions>({"run", "p", "--csv-delimiter", "tab"}).csv_delimiter == '\t');
  CHECK(parsed<RunOptions>({"run", "p", "--", "--strange.jsonl"}).inputs ==
        std::vector<std::string>{"--strange.jsonl"});
}

TEST_CASE("check, lint, run and test speak English or Chinese") {
  using tripline::core::Language;
  CHECK(parsed<CheckOptions>({"check", "p"}).language == Language::en);
  CHECK(parsed<CheckOptions>({"check", "p", "--lang", "zh"}).language == Language::zh);
  CHECK(parsed<LintOptions>({"lint", "--lang=zh", "p"}).language == Language::zh);
  CHECK(parsed<RunOptions>({"run", "p", "--lang", "zh"}).language == Language::zh);
  CHECK(parsed<TestOptions>({"test", "p", "--lang", "en"}).language == Language::en);
  CHECK(says(error({"check", "p", "--lang", "cn"}), "--lang takes en, zh, not 'cn'"));
}

TEST_CASE("what is mistyped is answered with what is near") {
  CHECK(says(error({"chekc", "a"}), "there is no command 'chekc'; did you mean 'check'?"));
  CHECK(says(error({"run", "p", "--recods", "x"}), "there is no option '--recods'; did you mean '--records'?"));
  CHECK(says(error({"run", "p", "--recods=x"}), "did you mean '--records'?"));
  CHECK(says(error({"check", "p", "--format", "jsno"}),
             "--format takes text, json, sarif, not 'jsno'; did you mean 'json'?"));
  CHECK(says(error({"--versoin"}), "did you mean '--version'?"));
  CHECK(says(error({"help", "rnu"}), "did you mean 'run'?"));
  CHECK_FALSE(says(error({"frobnicate"}), "did you mean"));
}

TEST_CASE("what cannot be meant is refused") {
  CHECK(says(error({"check"}), "PACK is required"));
  CHECK(says(error({"run"}), "PACK is required"));
  CHECK(says(error({"run", "p", "--set", "cap"}), "PARAMETER=VALUE"));
  CHECK(says(error({"run", "p", "--set", "=1"}), "PARAMETER=VALUE"));
  CHECK(says(error({"run", "p", "--csv-delimiter", ";;"}), "one ASCII character"));
  CHECK(says(error({"run", "p", "--csv-delimiter", "；"}), "one ASCII character"));
  CHECK(says(error({"run", "p", "--csv-delimiter", "\""}), "one ASCII character"));
  CHECK(says(error({"run", "p", "--csv-decimal", ","}), "add --csv-delimiter"));
  CHECK(says(error({"run", "p", "--csv-decimal", "x"}), "takes . or ,"));
  CHECK(says(error({"run", "p", "--records", "a", "--records", "b"}), "--records"));
  CHECK(says(error({"run", "p", "--records"}), "--records"));
  CHECK(says(error({"run", "p", "--records", ""}), "file name"));
  CHECK(says(error({"run", "p", "--color", ""}), "--color takes"));
  CHECK(says(error({}), "Usage"));
}

TEST_CASE("help is there for everything, with examples") {
  for (const auto& asked : std::vector<std::vector<std::string>>{{"help"}, {"--help"}, {"-h"}, {"help", "help"}}) {
    CHECK(says(parsed<Text>(asked).text, "Commands:"));
  }
  for (const char* command : {"check", "run", "new", "completion", "man"}) {
    const std::string text = parsed<Text>({command, "--help"}).text;
    CHECK(text == parsed<Text>({"help", command}).text);
    CHECK(says(text, "Usage: tripline " + std::string(command)));
    CHECK(says(text, "Examples:"));
  }
  for (const char* command : {"check", "run"}) CHECK(says(parsed<Text>({command, "--help"}).text, "--set"));
  CHECK(says(parsed<Text>({"run", "p", "--help"}).text, "--csv-delimiter"));
  CHECK(parsed<Text>({"--version"}).text.starts_with("tripline 0."));
}

TEST_CASE("test takes packs, a filter, a file for JUnit and whether coverage is required") {
  const auto options =
      parsed<TestOptions>({"test", "a", "b", "--junit", "r.xml", "--require-coverage", "--set", "cap=1 m"});
  CHECK(options.packs == std::vector<std::string>{"a", "b"});
  CHECK(options.junit == "r.xml");
  CHECK(options.require_coverage);
  CHECK(!options.only);
  CHECK(options.format == Format::text);
  CHECK(options.set.size() == 1);
  const auto some = parsed<TestOptions>({"test", "a", "--filter", "late", "--format", "json"});
  CHECK(some.only == "late");
  CHECK(some.format == Format::json);
  CHECK(says(error({"test"}), "PACK"));
  CHECK(says(error({"test", "a", "--format", "sarif"}), "text, json"));
  CHECK(says(error({"test", "a", "--junit", "-"}), "file name"));
  CHECK(says(error({"test", "a", "--filter", "x", "--require-coverage"}), "leave out --filter"));
}
