#include "cli/man.hpp"

#include <fmt/format.h>

#include <sstream>

#include "core/utf8.hpp"

namespace tripline::cli {
namespace {

// A line of text that means itself: no request, no escape, no typographic quote or dash in place of what is typed.
std::string escaped(std::string_view line) {
  std::string out;
  if (line.starts_with('.') || line.starts_with('\'')) out = "\\&";
  for (std::size_t at = 0; at < line.size();) {
    const core::CodePoint c = core::decode_utf8(line, at);
    at += c.length;
    switch (c.value) {
      case U'\\': out += "\\e"; break;
      case U'-': out += "\\-"; break;
      case U'\'': out += "\\(aq"; break;
      case U'`': out += "\\(ga"; break;
      case U'^': out += "\\(ha"; break;
      case U'~': out += "\\(ti"; break;
      case U'"': out += "\\(dq"; break;
      case U'…': out += "..."; break;
      default:
        out += c.value < 0x80 ? std::string(1, static_cast<char>(c.value))
                              : fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(c.value));
    }
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escaped(text) + "\\fR"; }

// Text whose lines are filled; an empty line and "Exit status:" begin a paragraph.
std::string prose(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  bool begin = true;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) {
      begin = true;
      continue;
    }
    if (begin || line.starts_with("Exit status:")) out += ".PP\n";
    begin = false;
    out += escaped(line) + "\n";
  }
  return out;
}

std::string about(const OptionText& option) {
  std::istringstream in(option.about);
  std::string out;
  for (std::string line; std::getline(in, line);) out += escaped(line) + "\n";
  return out;
}

std::string options(const std::vector<OptionText>& options) {
  std::string out;
  for (const OptionText& option : options) {
    std::string names;
    for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + bold(name);
    out += ".TP\n" + names + (option.value.empty() ? std::string() : " " + italic(option.value)) + "\n" + about(option);
  }
  return out;
}

// Lines as they are typed.
std::string examples(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string line; std::getline(in, line);) {
    if (line != "Examples:") out += escaped(line) + "\n";
  }
  return out.empty() ? out : ".PP\n.nf\n" + out + ".fi\n";
}

}  // namespace

std::string man_page(const Manual& manual) {
  std::string out = ".TH TRIPLINE 1 \"\" \"Tripline " TRIPLINE_VERSION
                    "\" \"Tripline\"\n"
                    ".SH NAME\ntripline \\- supervision of pilot technologies by rules that read like the regulation\n"
                    ".SH SYNOPSIS\n.nf\n";
  for (const CommandText& command : manual.commands) out += escaped(command.usage) + "\n";
  out += escaped("tripline --help") + "\n" + escaped("tripline --version") + "\n.fi\n.SH DESCRIPTION\n" +
         prose(manual.about);
  out += prose("\nWhat a command finds goes to standard output, what it says of itself to standard error.");
  out += ".SH OPTIONS\n" + options(manual.options) + ".SH COMMANDS\n";
  for (const CommandText& command : manual.commands) {
    out += ".SS " + escaped(command.name) + "\n" + bold(command.usage) + "\n";
    out += prose(command.description.empty() ? "\n" + command.summary : "\n" + command.description);
    out += options(command.options) + examples(command.examples);
  }
  out += ".SH ENVIRONMENT\n" +
         options({{{"NO_COLOR"}, {}, {}, "set to anything: no colours, unless --color says otherwise", false},
                  {{"TERM"}, {}, {}, "dumb: no colours, unless --color says otherwise", false}});
  out += ".SH EXAMPLES\n" + examples(manual.examples);
  return out;
}

}  // namespace tripline::cli
