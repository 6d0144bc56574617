#include <algorithm>
#include <catch2/catch.hpp>

#include "cli/completion.hpp"
#include "cli/man.hpp"
#include "cli/options.hpp"

using namespace tripline::cli;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const CommandText& command(const Manual& all, const std::string& name) {
  const auto found =
      std::find_if(all.commands.begin(), all.commands.end(), [&](const CommandText& c) { return c.name == name; });
  REQUIRE(found != all.commands.end());
  return *found;
}

const OptionText& option(const CommandText& command, const std::string& name) {
  const auto found = std::find_if(command.options.begin(), command.options.end(), [&](const OptionText& o) {
    return std::find(o.names.begin(), o.names.end(), name) != o.names.end();
  });
  REQUIRE(found != command.options.end());
  return *found;
}

// One command with one option, of awkward words.
Manual awkward() {
  OptionText takes{{"-x", "--odd"}, "WORD", {}, ".begins\n'quotes' [a:b] \\ ~^` it's", true};
  CommandText one{"do", "say: it's", "tripline do [OPTIONS] PACK…", ".so\n\n'tis\n§", "Examples:\n  .x \"y\"",
                  {},   {takes}};
  return {"about", {one}, {}, {}};
}

}  // namespace

TEST_CASE("what commands take is told in parts, from the options themselves") {
  const Manual all = manual();
  const CommandText& run = command(all, "run");
  CHECK(says(run.usage, "tripline run [OPTIONS] PACK"));
  REQUIRE(run.operands.size() == 2);
  CHECK(run.operands[0].value == "PACK");
  CHECK_FALSE(run.operands[0].repeatable);
  CHECK(run.operands[1].value == "INPUT");
  CHECK(run.operands[1].repeatable);
  CHECK(option(run, "--records").value == "FILE");
  CHECK(option(run, "--records").words.empty());
  CHECK_FALSE(option(run, "--records").repeatable);
  CHECK(option(run, "--strict").value.empty());
  CHECK(option(run, "--set").repeatable);
  CHECK(option(run, "-h").names == std::vector<std::string>{"-h", "--help"});
  CHECK(option(command(all, "test"), "--format").words == std::vector<std::string>{"text", "json"});
  CHECK(option(command(all, "lint"), "--deny").words.front() == "all");
  CHECK(command(all, "completion").operands.front().words == std::vector<std::string>{"bash", "zsh", "fish"});
}

TEST_CASE("what takes one of a few words says which") {
  for (const CommandText& command : manual().commands) {
    CHECK_FALSE(command.summary.empty());
    for (const OptionText& option : command.options) {
      INFO(command.name << " " << option.names.back());
      const std::vector<std::string> of_words{"FORMAT", "WHEN", "LEVEL", "LANGUAGE", "CODE", "WAY"};
      const bool chosen = std::find(of_words.begin(), of_words.end(), option.value) != of_words.end();
      CHECK(option.words.empty() != chosen);
      CHECK_FALSE(option.about.empty());
    }
  }
}

TEST_CASE("the manual page takes every character for itself") {
  const std::string page = man_page(awkward());
  CHECK(says(page, "\n\\&.begins\n\\&\\(aqquotes\\(aq [a:b] \\e \\(ti\\(ha\\(ga it\\(aqs\n"));
  CHECK(says(page, ".PP\n\\&.so\n.PP\n\\&\\(aqtis\n\\[u00A7]\n"));
  CHECK(says(page, "\n  .x \\(dqy\\(dq\n"));
  CHECK(says(page, "tripline do [OPTIONS] PACK...\n"));
  CHECK(says(page, "\\fB\\-x\\fR, \\fB\\-\\-odd\\fR \\fIWORD\\fR\n"));
}

TEST_CASE("completions quote what a shell would read") {
  const std::string zsh = completion_script(Shell::zsh, awkward());
  CHECK(says(zsh, "'do:say: it'\\''s'"));
  CHECK(says(zsh, R"('*--odd=[.begins '\''quotes'\'' \[a\:b\] \\ ~^` it'\''s]:WORD: ')"));
  const std::string fish = completion_script(Shell::fish, awkward());
  CHECK(says(fish, R"(-s x -l odd -x -d '.begins \'quotes\' [a:b] \\ ~^` it\'s')"));
  CHECK(completion_script(Shell::bash, manual()) == completion_script(Shell::bash, manual()));
}
