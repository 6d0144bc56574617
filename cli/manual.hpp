// What the commands are and what they take, in parts: help, completions and the manual page tell it.
//
// Input: none, the parts are taken from the options themselves (options.cpp). Texts are those of --help, line ends included.
#pragma once
#include <string>
#include <vector>

namespace tripline::cli {

struct OptionText {
  std::vector<std::string> names;  // "-h", "--help"; none: an operand
  std::string value;               // what it takes: "FILE", of an operand its name; empty: nothing
  std::vector<std::string> words;  // all of its values, where they are told one by one
  std::string about;
  bool repeatable = false;
};

struct CommandText {
  std::string name, summary;                  // "check", one line
  std::string usage, description;             // paragraphs are set apart by an empty line
  std::string examples;                       // lines, after "Examples:"; may be empty
  std::vector<OptionText> operands, options;  // in the order of the help
};

struct Manual {
  std::string about;
  std::vector<CommandText> commands;
  std::vector<OptionText> options;  // without a command
  std::string examples;
};

}  // namespace tripline::cli
