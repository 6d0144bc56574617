#include "cli/run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/audit_run.hpp"
#include "cli/feed.hpp"
#include "cli/findings.hpp"
#include "cli/inputs.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/overwrite.hpp"
#include "cli/progress.hpp"
#include "cli/recorder.hpp"
#include "cli/report.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

int refuse(const std::string& sentence) {
  std::fputs(("tripline run: " + printable(sentence) + "\n").c_str(), stderr);
  return kCouldNot;
}

// Nothing after saying why.
std::optional<dsl::Compiled> compile(const RunOptions& options) {
  std::vector<PackFindings> packs;
  packs.push_back({options.pack, dsl::compile_path(options.pack, {options.set})});
  dsl::Compiled& compiled = packs.front().compiled;
  const Count count = count_of(compiled.diagnostics);
  if (count.errors > 0 || !compiled.pack) {
    print_findings(packs.front(), options.language, surface_of(STDERR_FILENO, options.colour).colour);
    std::fputs((closing_line(packs).in(options.language) + "\n").c_str(), stderr);
    return std::nullopt;
  }
  if (count.warnings > 0) {
    log(LogLevel::warn, fmt::format("{} in {}: tripline check shows them", counted(count.warnings, "warning"),
                                    printable(options.pack)));
  }
  return std::move(compiled);
}

// Whether writing `records` would destroy what the run reads.
bool is_read(const std::string& records, const std::vector<std::string>& of_pack,
             const std::vector<InputChoice>& inputs) {
  std::vector<std::string> read = of_pack;
  for (const InputChoice& input : inputs) read.push_back(input.path);
  return is_one_of(records, read);
}

Advance advance_of(const std::vector<OpenInput>& inputs, std::uint64_t elements) {
  Advance advance;
  advance.elements = elements;
  advance.total_bytes = 0;
  for (const OpenInput& input : inputs) {
    advance.bytes += input.input->bytes_read();
    const auto size = input.input->total_bytes();
    if (!size) advance.total_bytes.reset();
    if (advance.total_bytes) *advance.total_bytes += *size;
  }
  return advance;
}

int status_of(const RunOptions& options, const engine::RunSummary& summary, bool broke_off) {
  if (interrupted() != 0) return 128 + interrupted();
  if (broke_off) return kCouldNot;
  if (options.strict && summary.rejected > 0) return kRejected;
  return summary.violations() > 0 ? kViolations : kFine;
}

void print_report(const std::string& text, bool to_standard_output) {
  if (!to_standard_output) {
    std::fputs(text.c_str(), stderr);
    return;
  }
  Output output = Output::standard_output();
  output.write(text);
  output.close();
}

}  // namespace

int run(const RunOptions& options) {
  const auto compiled = compile(options);
  if (!compiled) return kCouldNot;
  const auto pack = compiled->pack;
  const auto choices = choose_inputs(options.inputs, *pack);
  if (!choices) return refuse(choices.error());
  const bool records_to_output = options.records == "-";
  if (options.records && !records_to_output && is_read(*options.records, compiled->files, *choices)) {
    return refuse(fmt::format("--records {} would overwrite what the run reads", printable(*options.records)));
  }
  if (const auto twice = read_twice(*choices)) return refuse(*twice);

  const auto stopped = [] { return interrupted() != 0; };
  Recorder recorder;
  if (!options.records) recorder.drop_lines();
  AuditRun audit(recorder, *pack);
  engine::Engine engine(pack, options.audit ? static_cast<core::RecordSink&>(audit) : recorder, {}, {},
                        options.language);
  std::vector<std::vector<bool>> fields_read;
  for (std::size_t stream = 0; stream < pack->streams.size(); ++stream)
    fields_read.push_back(engine.fields_read(static_cast<int>(stream)));
  const engine::Decoder decoder(pack, fields_read);
  std::vector<OpenInput> inputs;
  for (const InputChoice& choice : *choices) {
    if (choice.path == "-" && isatty(STDIN_FILENO) == 1)
      std::fputs("reading from this terminal; Ctrl-D ends the input\n", stderr);
    const std::uint32_t source = engine.add_source(choice.source, choice.stream_number);
    auto opened = engine::Input::open(choice.path, {choice.stream, options.csv_delimiter, options.csv_decimal, stopped},
                                      decoder, source);
    if (interrupted() != 0) return 128 + interrupted();
    if (!opened) return refuse(opened.error() + stream_hint(choice, *pack));
    log(LogLevel::info, fmt::format("source {}: {}", source, printable(choice.source)));
    inputs.push_back({source, std::move(*opened)});
  }
  if (options.audit) {
    if (const auto begun = audit.begin(*options.audit, *choices); !begun) return refuse(begun.error());
  }
  if (options.records) recorder.keep_in(records_to_output ? Output::standard_output() : Output::file(*options.records));

  const Surface errors = surface_of(STDERR_FILENO, options.colour);
  Progress progress(errors);
  // Who reads from a pipe waits for each verdict; a file is read as fast as it goes.
  const bool live =
      std::any_of(inputs.begin(), inputs.end(), [](const OpenInput& input) { return !input.input->total_bytes(); });
  std::uint64_t elements = 0;
  const auto note = [&](std::size_t input, const engine::Batch& batch) {
    if (options.audit) audit.read(input, batch);
  };
  try {
    feed(engine, inputs, stopped, note, [&] {
      ++elements;
      if (progress.shown()) progress.update(advance_of(inputs, elements));
      if (live) recorder.flush();
    });
    engine.finish();
    if (options.audit) audit.close(interrupted() != 0 ? "interrupted" : "end");
  } catch (const audit::AuditFailure& failure) {
    progress.wipe();
    recorder.close();
    return refuse(std::string(failure.what()) +
                  "; the run ends here, for what it would find could not be kept (--audit-failure open goes on)");
  }
  progress.wipe();
  recorder.close();

  const RunFacts facts{pack->name + " " + pack->version, inputs.size(), interrupted() != 0, options.records.has_value(),
                       options.language};
  const Surface surface = records_to_output ? errors : surface_of(STDOUT_FILENO, options.colour);
  print_report(report(facts, engine.summary(), recorder, surface), !records_to_output);
  if (const std::string missing = audit.missing(); !missing.empty())
    std::fputs(("tripline run: " + missing + "\n").c_str(), stderr);
  bool broke_off = false;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].input->broke_off()) continue;
    broke_off = true;
    std::fputs(fmt::format("tripline run: {} could not be read to its end; what came before counts\n",
                           printable((*choices)[i].source))
                   .c_str(),
               stderr);
  }
  return status_of(options, engine.summary(), broke_off);
}

}  // namespace tripline::cli
