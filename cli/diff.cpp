#include "cli/diff.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "cli/diff_report.hpp"
#include "cli/feed.hpp"
#include "cli/findings.hpp"
#include "cli/inputs.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/output.hpp"
#include "cli/overwrite.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using core::Phrase;
using core::Text;

constexpr Phrase kNoSuchStream{"{0}: only one of the packs has a stream of that name; each must read the inputs alike",
                               "{0}：只有一个规则包有这个数据流；两个规则包须以相同方式读取输入"};
constexpr Phrase kBrokeOff{"{0} could not be read to its end; what came before counts",
                           "{0}未能读完；此前读到的内容仍计入"};
constexpr Phrase kCannotRead{"{0} cannot be read: {1}", "无法读取{0}：{1}"};
constexpr Phrase kWarnings{"{0} warnings in {1}: tripline check shows them",
                           "{1}有{0}条警告：可用`tripline check`查看"};

class Diff {
 public:
  explicit Diff(const DiffOptions& options) : options_(options) {}

  int run() {
    auto old_pack = compiled(options_.old_pack, options_.set_old);
    auto new_pack = compiled(options_.new_pack, options_.set_new);
    if (!old_pack || !new_pack) return kCouldNot;
    const dsl::diff::PackDiff packs = dsl::diff::compare(*old_pack, *new_pack);
    DiffFacts facts{old_pack->pack.get(), new_pack->pack.get(), &packs, nullptr, options_.all};
    engine::Versus runs;
    bool broke_off = false;
    if (!options_.inputs.empty()) {
      const int status = telemetry(old_pack->pack, new_pack->pack, packs, runs, broke_off);
      if (status != kFine) return status;
      facts.runs = &runs;
    }
    if (interrupted() != 0) return 128 + interrupted();
    Output output = Output::standard_output();
    if (options_.format == Format::json)
      output.write(diff_json(facts, options_.language).canonical() + "\n");
    else
      output.write(diff_report(facts, options_.language, surface_of(STDOUT_FILENO, options_.colour)));
    output.close();
    if (broke_off) return kCouldNot;
    return packs.same() && (facts.runs == nullptr || runs.same()) ? kFine : kDiffer;
  }

 private:
  int refuse(const Text& sentence) const {
    std::fputs(("tripline diff: " + printable(sentence.in(options_.language)) + "\n").c_str(), stderr);
    return kCouldNot;
  }

  // Nothing after saying why.
  std::optional<dsl::Compiled> compiled(const std::string& path, const std::vector<dsl::Setting>& more) const {
    dsl::CompileOptions with{options_.set};
    with.set.insert(with.set.end(), more.begin(), more.end());
    std::vector<PackFindings> packs;
    packs.push_back({path, dsl::compile_path(path, with)});
    dsl::Compiled& pack = packs.front().compiled;
    const Count count = count_of(pack.diagnostics);
    if (count.errors > 0 || !pack.pack) {
      print_findings(packs.front(), options_.language, surface_of(STDERR_FILENO, options_.colour).colour);
      std::fputs((closing_line(packs).in(options_.language) + "\n").c_str(), stderr);
      return std::nullopt;
    }
    if (count.warnings > 0)
      log(LogLevel::warn, Text(kWarnings, count_text(count.warnings), printable(path)).in(options_.language));
    return std::move(pack);
  }

  // ---------------------------------------------------------------- telemetry

  // An input as both runs read it.
  struct Telemetry {
    std::string path;
    std::optional<std::string> bytes;  // of what can be read only once: a pipe, standard input
  };

  int telemetry(const std::shared_ptr<const dsl::model::Pack>& old_pack,
                const std::shared_ptr<const dsl::model::Pack>& new_pack, const dsl::diff::PackDiff& packs,
                engine::Versus& out, bool& broke_off) {
    const auto old_choices = choose_inputs(options_.inputs, *old_pack);
    if (!old_choices) return refuse(old_choices.error());
    const auto new_choices = choose_inputs(options_.inputs, *new_pack);
    if (!new_choices) return refuse(new_choices.error());
    for (std::size_t i = 0; i < old_choices->size(); ++i) {
      if ((*old_choices)[i].stream != (*new_choices)[i].stream) return refuse({kNoSuchStream, options_.inputs[i]});
    }
    if (const auto twice = read_twice(*old_choices)) return refuse(*twice);
    std::vector<Telemetry> inputs;
    for (const InputChoice& choice : *old_choices) {
      Telemetry t{choice.path, std::nullopt};
      struct stat status = {};
      const bool once = choice.path == "-" || (stat(choice.path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) &&
                                               !S_ISDIR(status.st_mode));
      if (once) {
        t.bytes.emplace();
        if (const auto why = read_all(choice.path, *t.bytes)) return refuse({kCannotRead, choice.path, *why});
        if (interrupted() != 0) return 128 + interrupted();
      }
      inputs.push_back(std::move(t));
    }
    engine::Verdicts old_verdicts, new_verdicts;
    engine::RunSummary old_summary, new_summary;
    int status = hold(old_pack, *old_choices, inputs, old_verdicts, old_summary, broke_off);
    if (status == kFine) status = hold(new_pack, *new_choices, inputs, new_verdicts, new_summary, broke_off);
    if (status != kFine) return status;
    std::vector<std::pair<std::string, std::string>> rules;
    for (const dsl::diff::RuleDiff& r : packs.rules) rules.emplace_back(r.old_name, r.new_name);
    out = engine::versus({old_verdicts, old_summary}, {new_verdicts, new_summary}, rules);
    return kFine;
  }

  // The reason why not.
  static std::optional<std::string> read_all(const std::string& path, std::string& bytes) {
    if (path == "-" && isatty(STDIN_FILENO) == 1)
      std::fputs("reading from this terminal; Ctrl-D ends the input\n", stderr);
    const int descriptor = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::strerror(errno);
    constexpr std::size_t kBlock = std::size_t{1} << 20;
    std::optional<std::string> why;
    for (std::size_t end = 0;;) {
      bytes.resize(end + kBlock);
      const ssize_t got = read(descriptor, bytes.data() + end, kBlock);
      if (got < 0 && errno == EINTR && interrupted() == 0) continue;
      if (got < 0) why = std::strerror(errno);
      end += got > 0 ? static_cast<std::size_t>(got) : 0;
      bytes.resize(end);
      if (got <= 0) break;
    }
    if (descriptor != STDIN_FILENO) close(descriptor);
    return interrupted() != 0 ? std::nullopt : why;
  }

  int hold(const std::shared_ptr<const dsl::model::Pack>& pack, const std::vector<InputChoice>& choices,
           const std::vector<Telemetry>& telemetry, engine::Verdicts& verdicts, engine::RunSummary& summary,
           bool& broke_off) const {
    const auto stopped = [] { return interrupted() != 0; };
    engine::Engine engine(pack, verdicts);
    std::vector<std::vector<bool>> fields_read;
    for (std::size_t stream = 0; stream < pack->streams.size(); ++stream)
      fields_read.push_back(engine.fields_read(static_cast<int>(stream)));
    const engine::Decoder decoder(pack, fields_read);
    std::vector<OpenInput> inputs;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const InputChoice& choice = choices[i];
      const std::uint32_t source = engine.add_source(choice.source, choice.stream_number);
      const engine::InputOptions how{choice.stream, options_.csv_delimiter, options_.csv_decimal, stopped};
      auto opened = telemetry[i].bytes
                        ? engine::Input::from_memory(*telemetry[i].bytes, choice.path, how, decoder, source)
                        : engine::Input::open(choice.path, how, decoder, source);
      if (stopped()) return 128 + interrupted();
      if (!opened) return refuse(opened.error() + stream_hint(choice, *pack));
      inputs.push_back({source, std::move(*opened)});
    }
    feed(
        engine, inputs, stopped, [](std::size_t, const engine::Batch&) {}, [] {});
    if (stopped()) return 128 + interrupted();
    engine.finish();
    summary = engine.summary();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!inputs[i].input->broke_off() || broke_off) continue;
      refuse({kBrokeOff, choices[i].source});
      broke_off = true;
    }
    return kFine;
  }

  const DiffOptions& options_;
};

}  // namespace

int diff(const DiffOptions& options) { return Diff(options).run(); }

}  // namespace tripline::cli
