#include "cli/fmt.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/output.hpp"
#include "cli/replace_file.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "dsl/format/format.hpp"

namespace tripline::cli {
namespace {

namespace fs = std::filesystem;

struct Refused {
  std::string text;
};

std::string read_all(std::istream& in, const std::string& name) {
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) throw Refused{"cannot read " + printable(name)};
  if (bytes.size() > (std::size_t{16} << 20U))
    throw Refused{printable(name) + " is larger than 16 MiB: split it into several files"};
  return bytes;
}

// The files of one pack: those that are named `path`, or lie in it.
std::vector<std::string> files_of(const std::string& path) {
  std::error_code fault;
  if (!fs::is_directory(path, fault)) return {path};
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, fault), end; !fault && it != end; it.increment(fault)) {
    std::error_code unknown;
    if (it->path().extension() == ".trip" && !it->is_directory(unknown)) files.push_back(it->path().string());
  }
  if (fault) throw Refused{::fmt::format("cannot read {}: {}", printable(path), fault.message())};
  if (files.empty()) throw Refused{::fmt::format("there is no .trip file in {}", printable(path))};
  std::sort(files.begin(), files.end());
  return files;
}

std::string bytes_of(const std::string& file) {
  if (file == "-") return read_all(std::cin, "standard input");
  std::error_code fault;
  if (!fs::exists(fs::symlink_status(file, fault))) throw Refused{"there is no file or folder " + printable(file)};
  if (!fs::is_regular_file(file, fault))
    throw Refused{"cannot read " + printable(file) + ": it is no file of its own, or a link to nowhere"};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Refused{"cannot read " + printable(file)};
  return read_all(in, file);
}

}  // namespace

int fmt_command(const FmtOptions& options) {
  const bool colour = surface_of(STDERR_FILENO, options.colour).colour;
  bool refused = false;
  bool differ = false;
  for (const std::string& path : options.paths) {
    try {
      const std::vector<std::string> files = files_of(path);
      core::SourceSet sources;
      std::vector<std::uint32_t> numbers;
      for (const std::string& file : files)
        numbers.push_back(sources.add(file == "-" ? "standard input" : file, bytes_of(file)));
      const std::vector<dsl::Formatted> formatted = dsl::format_pack(sources, numbers, options.written);
      Output output = Output::standard_output();
      for (std::size_t i = 0; i < files.size(); ++i) {
        for (const core::Diagnostic& d : formatted[i].diagnostics)
          std::fputs((core::render(d, sources, options.language, colour) + "\n").c_str(), stderr);
        if (!formatted[i].diagnostics.empty()) {
          refused = true;
          continue;
        }
        const bool same = formatted[i].text == sources.file(numbers[i]).text;
        differ = differ || !same;
        if (options.check) {
          if (!same) output.write(sources.file(numbers[i]).name + "\n");
        } else if (files[i] == "-") {
          output.write(formatted[i].text);
        } else if (!same) {
          try {
            replace_file(files[i], formatted[i].text);
          } catch (const OutputError& why) {  // the others are written all the same
            std::fprintf(stderr, "tripline fmt: %s\n", why.what());
            refused = true;
          }
        }
      }
      output.close();
    } catch (const Refused& why) {
      std::fprintf(stderr, "tripline fmt: %s\n", why.text.c_str());
      refused = true;
    }
  }
  if (refused) return kCouldNot;
  return options.check && differ ? kViolations : kFine;
}

}  // namespace tripline::cli
