#include "cli/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tripline::cli {
namespace {

// ---------------------------------------------------------------- what can stand at a place

enum class Kind : std::uint8_t { words, pack, file, free };

// What its name in the help promises.
Kind kind_of(const OptionText& option) {
  if (!option.words.empty()) return Kind::words;
  if (option.value == "PACK" || option.value == "OLD" || option.value == "NEW" || option.value == "PATH")
    return Kind::pack;
  if (option.value == "FILE" || option.value == "INPUT") return Kind::file;
  return Kind::free;
}

// `text` with `\` before each of `marked`.
std::string marked(std::string_view text, std::string_view marked) {
  std::string out;
  for (const char c : text) {
    if (marked.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// One line of what may be several.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string names_of(const std::vector<OptionText>& options) {
  std::vector<std::string> names;
  for (const OptionText& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
  return fmt::format("{}", fmt::join(names, " "));
}

// ---------------------------------------------------------------- bash

constexpr std::string_view kBashHead = R"sh(# bash completion for tripline. Made by: tripline completion bash

_tripline() {
  local cur=${COMP_WORDS[COMP_CWORD]} command= option= lead= operands=0 joined= only= word i
  # Of the command: its options, those that take a value, its first operand and those that follow it.
  local options= taking= first= further= offered=
  COMPREPLY=()

  # Bash hands on --format=json and Motion=a.csv as three words each.
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ -z $command ]]; then
      command=$word
      case $command in
)sh";

constexpr std::string_view kBashWalk = R"sh(        *) return ;;
      esac
    elif [[ $word == = ]]; then
      [[ -n $option ]] || joined=1
    elif [[ -n $option ]]; then
      option=
    elif [[ -n $joined ]]; then
      joined=
    elif [[ -z $only && $word == -- ]]; then
      only=1
    elif [[ -z $only && $word == -?* ]]; then
      [[ $taking != *" $word "* ]] || option=$word
    else
      operands=$((operands + 1))
    fi
  done
  if [[ $cur == = ]]; then
    cur=
    [[ -n $option ]] || joined=1
  elif [[ -z $option$joined$only && $cur == --*=* ]]; then
    option=${cur%%=*} lead=$option= cur=${cur#*=}
  fi

)sh";

constexpr std::string_view kBashTail = R"sh(      *) return ;;
    esac
  elif [[ -n $joined ]]; then
    offered=@file
  elif [[ -z $only && $cur == -* ]]; then
    offered=$options
  elif ((operands == 0)); then
    offered=$first
  else
    offered=$further
  fi

  case $offered in
    '') ;;
    @pack)
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$lead$word"); done < <(compgen -d -- "$cur"; compgen -f -X '!*.trip' -- "$cur")
      ;;
    @file)
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$lead$word"); done < <(compgen -f -- "$cur")
      ;;
    *)
      while IFS= read -r word; do COMPREPLY+=("$lead$word"); done < <(compgen -W "$offered" -- "$cur")
      ;;
  esac
}

complete -F _tripline tripline
)sh";

std::string bash_offer(const OptionText& option) {
  switch (kind_of(option)) {
    case Kind::words: return fmt::format("'{}'", fmt::join(option.words, " "));
    case Kind::pack: return "@pack";
    case Kind::file: return "@file";
    case Kind::free: return "''";
  }
  return {};
}

std::string bash(const Manual& manual) {
  std::string commands = names_of(manual.options);
  std::string about, values;
  for (const CommandText& command : manual.commands) {
    commands += " " + command.name;
    std::string taking;
    for (const OptionText& option : command.options) {
      if (option.value.empty()) continue;
      for (const std::string& name : option.names) {
        taking += name + " ";
        if (kind_of(option) != Kind::free) {
          values += fmt::format("      {}:{}) offered={} ;;\n", command.name, name, bash_offer(option));
        }
      }
    }
    const auto& operands = command.operands;
    const std::string first = operands.empty() ? "''" : bash_offer(operands.front());
    const std::string further =
        operands.empty() || (operands.size() == 1 && !operands.front().repeatable) ? "''" : bash_offer(operands.back());
    about += fmt::format(
        "        {})\n          options='{}'\n          taking=' {}'\n          first={} further={}\n          ;;\n",
        command.name, names_of(command.options), taking, first, further);
  }
  return fmt::format(
      "{}{}{}  if [[ -z $command ]]; then\n    offered='{}'\n  elif [[ -n $option ]]; then\n    case $command:$option "
      "in\n{}{}",
      kBashHead, about, kBashWalk, commands, values, kBashTail);
}

// ---------------------------------------------------------------- zsh

// Between single quotes.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string zsh_action(const OptionText& option) {
  switch (kind_of(option)) {
    case Kind::words: return fmt::format("({})", fmt::join(option.words, " "));
    case Kind::pack: return "_files -g \"*.trip\"";
    case Kind::file: return "_tripline_file";
    case Kind::free: return " ";
  }
  return {};
}

std::string zsh_arguments(const std::vector<OptionText>& options, const std::vector<OptionText>& operands) {
  std::string out;
  for (const OptionText& option : options) {
    const std::string others = option.repeatable         ? "*"
                               : option.names.size() > 1 ? fmt::format("({})", fmt::join(option.names, " "))
                                                         : "";
    for (const std::string& name : option.names) {
      std::string spec = fmt::format("{}{}{}[{}]", others, name, option.value.empty() ? "" : "=",
                                     marked(one_line(option.about), "\\[]:"));
      if (!option.value.empty()) spec += fmt::format(":{}:{}", marked(option.value, ":"), zsh_action(option));
      out += " \\\n          " + quoted(spec);
    }
  }
  for (const OptionText& operand : operands) {
    out += " \\\n          " +
           quoted(fmt::format("{}:{}:{}", operand.repeatable ? "*" : "", operand.value, zsh_action(operand)));
  }
  return out;
}

std::string zsh(const Manual& manual) {
  std::string commands, cases;
  for (const CommandText& command : manual.commands) {
    commands += "    " + quoted(marked(command.name, ":") + ":" + one_line(command.summary)) + "\n";
    cases += fmt::format("      {})\n        _arguments -s -S{}\n        ;;\n", command.name,
                         zsh_arguments(command.options, command.operands));
  }
  std::string options;
  for (const OptionText& option : manual.options) {
    for (const std::string& name : option.names) {
      options += " \\\n    " + quoted(fmt::format("(- *){}[{}]", name, marked(one_line(option.about), "\\[]:")));
    }
  }
  return "#compdef tripline\n# zsh completion for tripline. Made by: tripline completion zsh\n\n"
         "# A file, also after STREAM=.\n_tripline_file() {\n  compset -P '*='\n  _files\n}\n\n"
         "_tripline() {\n  local curcontext=$curcontext state line\n  local -a commands\n  commands=(\n" +
         commands + "  )\n  _arguments -C" + options +
         " \\\n    '1:command:->command' \\\n    '*::argument:->argument' && return\n\n"
         "  case $state in\n    command) _describe -t commands command commands ;;\n    argument)\n      case $line[1] "
         "in\n" +
         cases +
         "      esac\n      ;;\n  esac\n}\n\n"
         "if [ \"$funcstack[1]\" = _tripline ]; then\n  _tripline \"$@\"\nelse\n  compdef _tripline tripline\nfi\n";
}

// ---------------------------------------------------------------- fish

std::string fish_offer(const OptionText& option) {
  switch (kind_of(option)) {
    case Kind::words: return fmt::format("-a '{}'", fmt::join(option.words, " "));
    case Kind::pack: return "-k -a '(__fish_complete_suffix .trip)'";
    case Kind::file: return "-F";
    case Kind::free: return {};
  }
  return {};
}

std::string fish_quoted(const std::string& text) { return "'" + marked(one_line(text), "\\'") + "'"; }

std::string fish_option(const std::string& condition, const OptionText& option) {
  std::string line = fmt::format("complete -c tripline -n '{}'", condition);
  for (const std::string& name : option.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.value.empty()) {
    line += kind_of(option) == Kind::file || kind_of(option) == Kind::pack ? " -r" : " -x";
    const std::string offer = fish_offer(option);
    if (!offer.empty()) line += " " + offer;
  }
  return line + " -d " + fish_quoted(option.about) + "\n";
}

std::string fish(const Manual& manual) {
  std::string out =
      "# fish completion for tripline. Made by: tripline completion fish\n\n"
      "# Whether the command is the one named, or, without a name, is still to be said.\n"
      "function __tripline_command\n"
      "    set -l words (commandline -opc)\n"
      "    if test (count $argv) -eq 0\n"
      "        test (count $words) -eq 1\n"
      "    else\n"
      "        test (count $words) -ge 2; and test \"$words[2]\" = $argv[1]\n"
      "    end\n"
      "end\n\n"
      "complete -c tripline -f\n";
  for (const OptionText& option : manual.options) out += fish_option("__tripline_command", option);
  for (const CommandText& command : manual.commands) {
    const std::string condition = "__tripline_command " + command.name;
    out += fmt::format("\ncomplete -c tripline -n __tripline_command -a {} -d {}\n", command.name,
                       fish_quoted(command.summary));
    for (const OptionText& option : command.options) out += fish_option(condition, option);
    for (const OptionText& operand : command.operands) {
      const std::string offer = fish_offer(operand);
      if (!offer.empty()) out += fmt::format("complete -c tripline -n '{}' {}\n", condition, offer);
    }
  }
  return out;
}

}  // namespace

std::string completion_script(Shell shell, const Manual& manual) {
  switch (shell) {
    case Shell::bash: return bash(manual);
    case Shell::zsh: return zsh(manual);
    case Shell::fish: return fish(manual);
  }
  return {};
}

}  // namespace tripline::cli
