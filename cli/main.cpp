// The command `tripline`: which command was asked for, and the exit status.
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "cli/check.hpp"
#include "cli/completion.hpp"
#include "cli/diff.hpp"
#include "cli/explain.hpp"
#include "cli/fmt.hpp"
#include "cli/interrupt.hpp"
#include "cli/key.hpp"
#include "cli/lint.hpp"
#include "cli/log.hpp"
#include "cli/man.hpp"
#include "cli/new.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/prove.hpp"
#include "cli/run.hpp"
#include "cli/test.hpp"
#include "cli/verify.hpp"

namespace tripline::cli {
namespace {

struct Perform {
  int operator()(const CheckOptions& options) const {
    set_log_level(options.log_level);
    return check(options);
  }
  int operator()(const LintOptions& options) const {
    set_log_level(options.log_level);
    return lint(options);
  }
  int operator()(const RunOptions& options) const {
    set_log_level(options.log_level);
    catch_interrupts();
    return run(options);
  }
  int operator()(const DiffOptions& options) const {
    set_log_level(options.log_level);
    catch_interrupts();
    return diff(options);
  }
  int operator()(const TestOptions& options) const {
    set_log_level(options.log_level);
    return test(options);
  }
  int operator()(const ExplainOptions& options) const {
    set_log_level(options.log_level);
    return explain(options);
  }
  int operator()(const FmtOptions& options) const {
    set_log_level(options.log_level);
    return fmt_command(options);
  }
  int operator()(const NewOptions& options) const { return new_command(options); }
  int operator()(const CompletionOptions& options) const { return print(completion_script(options.shell, manual())); }
  int operator()(const ManOptions&) const { return print(man_page(manual())); }
  int operator()(const KeyOptions& options) const { return key_command(options); }
  int operator()(const VerifyOptions& options) const {
    set_log_level(options.log_level);
    return verify_command(options);
  }
  int operator()(const ProveOptions& options) const { return prove_command(options); }
  int operator()(const Text& text) const { return print(text.text); }
  int operator()(const UsageError& error) const {
    std::fputs(error.text.c_str(), stderr);
    return kCouldNot;
  }

 private:
  static int print(const std::string& text) {
    Output output = Output::standard_output();
    output.write(text);
    output.close();
    return kFine;
  }
};

int complain(const char* what) {
  std::fprintf(stderr, "tripline: %s\n", what);
  return kCouldNot;
}

}  // namespace
}  // namespace tripline::cli

int main(int count, char** arguments) {
  namespace cli = tripline::cli;
  try {
    cli::hold_standard_descriptors();
    cli::ignore_closed_pipes();
    return std::visit(cli::Perform{}, cli::parse_command_line({arguments + (count > 0 ? 1 : 0), arguments + count}));
  } catch (const cli::OutputError& error) {
    if (cli::interrupted() != 0) return 128 + cli::interrupted();
    return error.reader_left() ? cli::kCouldNot : cli::complain(error.what());
  } catch (const std::bad_alloc&) {
    return cli::complain("out of memory");
  } catch (const std::exception& error) {
    return cli::complain((std::string("internal error: ") + error.what()).c_str());
  }
}
