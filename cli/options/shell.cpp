#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<Shell>, 3> kShells{{{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}}};

constexpr const char* kCompletionUsage = "tripline completion SHELL";
constexpr const char* kCompletionAbout =
    "Prints a script by which a shell completes commands, options and their values: SHELL is bash, zsh or fish.\n\n"
    "Bash reads it from ~/.local/share/bash-completion/completions/tripline (with the package bash-completion), zsh "
    "as\n"
    "_tripline from a folder of $fpath, fish from ~/.config/fish/completions/tripline.fish.\n"
    "Exit status: 0 printed, 2 not.";
constexpr const char* kCompletionExamples =
    "Examples:\n"
    "  tripline completion bash > tripline.bash         then: source tripline.bash\n"
    "  tripline completion zsh > _tripline\n"
    "  tripline completion fish > tripline.fish";

constexpr const char* kManUsage = "tripline man";
constexpr const char* kManAbout =
    "Prints the manual page of tripline, for man: every command with its options and examples.\n\n"
    "Exit status: 0 printed, 2 not.";
constexpr const char* kManExamples =
    "Examples:\n"
    "  tripline man > tripline.1                        then: man ./tripline.1";

}  // namespace

CommandLine parse_completion(std::vector<std::string> arguments) {
  CLI::App app(kCompletionAbout, "completion");
  std::string shell;
  app.add_option("SHELL", shell)->required()->type_name(alternatives(kShells));
  app.set_help_flag("-h,--help", "this text");
  app.footer(kCompletionExamples);
  return parse_with(app, kCompletionUsage, std::move(arguments),
                    [&]() -> CommandLine { return CompletionOptions{choose("SHELL", kShells, shell)}; });
}

CommandLine parse_man(std::vector<std::string> arguments) {
  CLI::App app(kManAbout, "man");
  app.set_help_flag("-h,--help", "this text");
  app.footer(kManExamples);
  return parse_with(app, kManUsage, std::move(arguments), []() -> CommandLine { return ManOptions{}; });
}

}  // namespace tripline::cli::options
