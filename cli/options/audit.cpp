#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<KeyAction>, 3> kActions{
    {{"new", KeyAction::make}, {"rotate", KeyAction::rotate}, {"show", KeyAction::show}}};

constexpr const char* kKeyUsage = "tripline key [OPTIONS] ACTION FILE";
constexpr const char* kKeyAbout =
    "Makes, replaces or shows the key that signs an audit log. Prints the public key, which verifies the log: give it\n"
    "to whoever will.\n\n"
    "ACTION is new, which makes FILE; show; or rotate, which lets the log name a new key, signed by the one in FILE,\n"
    "and destroys that. FILE is kept secret, readable by its owner alone, and not in the log's folder.\n"
    "Exit status: 0 done, 2 not.";
constexpr const char* kKeyExamples =
    "Examples:\n"
    "  tripline key new streets.key --name example.org/streets > streets.pub\n"
    "  tripline key show streets.key\n"
    "  tripline key rotate streets.key --audit log > streets.pub";

constexpr const char* kVerifyUsage = "tripline verify [OPTIONS] DIR";
constexpr const char* kVerifyAbout =
    "Says whether the audit log in the folder DIR is what was written: whether a record was changed, removed, "
    "reordered\n"
    "or slipped in (integrity), whether something is missing (completeness), and who vouches for it. Reads everything\n"
    "and trusts nothing but what is given here.\n\n"
    "KEY is a public key as tripline key show prints it, or a file that holds one.\n"
    "Exit status: 0 sound, 2 could not be read, 4 torn tail, 5 corrupt, 6 forged, 7 incomplete, 8 unsigned, or no key\n"
    "was given, 9 unwitnessed: signed, but an older copy of the log would look the same.";
constexpr const char* kVerifyExamples =
    "Examples:\n"
    "  tripline verify log --key streets.pub\n"
    "  tripline verify log --key streets.pub --head kept.note --packs allowed.txt --json";

constexpr const char* kProveUsage = "tripline prove [OPTIONS] DIR INDEX";
constexpr const char* kProveAbout =
    "Proves that record INDEX is in the audit log in the folder DIR: one file with the record, the hashes that lead "
    "from\n"
    "it to the log's root, and the signed checkpoint. With --since: that the log only grew since it had N records. "
    "With\n"
    "--check such a proof is checked; the log is not needed.\n"
    "Exit status: 0 printed, or the proof holds; 1 it does not hold; 2 could not be read.";
constexpr const char* kProveExamples =
    "Examples:\n"
    "  tripline prove log 12 > record.proof\n"
    "  tripline prove --check record.proof --key streets.pub\n"
    "  tripline prove log --since 1000 > growth.proof\n"
    "  tripline prove --check growth.proof --head kept.note --key streets.pub";

}  // namespace

CommandLine parse_key(std::vector<std::string> arguments) {
  CLI::App app(kKeyAbout, "key");
  KeyOptions options;
  std::string action;
  std::optional<std::string> name, audit;
  app.add_option("ACTION", action)->required()->type_name(alternatives(kActions));
  app.add_option("FILE", options.file)->required();
  app.add_option("--name", name, "new: what the log is called, as in example.org/streets")->option_text("NAME");
  app.add_option("--audit", audit, "rotate: the log's folder")->option_text("DIR");
  app.set_help_flag("-h,--help", "this text");
  app.footer(kKeyExamples);
  return parse_with(app, kKeyUsage, std::move(arguments), [&]() -> CommandLine {
    options.action = choose("ACTION", kActions, action);
    if ((options.action == KeyAction::make) != name.has_value())
      throw Failure{name ? "--name belongs to key new"
                         : "key new needs --name, what the log is called: --name example.org/streets"};
    if ((options.action == KeyAction::rotate) != audit.has_value())
      throw Failure{audit ? "--audit belongs to key rotate"
                          : "key rotate needs --audit DIR, the log that shall name the new key"};
    options.name = name.value_or("");
    options.audit = audit.value_or("");
    return std::move(options);
  });
}

CommandLine parse_verify(std::vector<std::string> arguments) {
  CLI::App app(kVerifyAbout, "verify");
  VerifyOptions options;
  CommonTexts common;
  app.add_option("DIR", options.folder)->required();
  app.add_option("--key", options.keys, "the log's public key, of any of its epochs; repeatable")
      ->option_text("KEY")
      ->allow_extra_args(false);
  app.add_option("--witness", options.witnesses, "the public key of a witness that cosigns its checkpoints; repeatable")
      ->option_text("KEY")
      ->allow_extra_args(false);
  app.add_option("--head", options.head, "a checkpoint that was kept from before: the log must continue it")
      ->option_text("FILE");
  app.add_option("--packs", options.packs, "the digests of the packs that are allowed, one a line")
      ->option_text("FILE");
  app.add_flag("--json", options.json, "the verdict as JSON");
  add_surface(app, common);
  app.footer(kVerifyExamples);
  return parse_with(app, kVerifyUsage, std::move(arguments), [&]() -> CommandLine {
    take_common(common, options);
    return std::move(options);
  });
}

CommandLine parse_prove(std::vector<std::string> arguments) {
  CLI::App app(kProveAbout, "prove");
  ProveOptions options;
  CommonTexts common;
  app.add_option("DIR", options.folder);
  app.add_option("INDEX", options.index);
  app.add_option("--since", options.since, "proves that the log only grew since it had N records")->option_text("N");
  app.add_option("--check", options.check, "checks this proof instead of making one")->option_text("FILE");
  app.add_option("--key", options.key, "with --check: the log's public key")->option_text("KEY");
  app.add_option("--head", options.head, "with --check: the checkpoint from before, of a proof made with --since")
      ->option_text("FILE");
  add_surface(app, common);
  app.footer(kProveExamples);
  return parse_with(app, kProveUsage, std::move(arguments), [&]() -> CommandLine {
    take_common(common, options);
    if (options.check) {
      if (!options.folder.empty() || options.since)
        throw Failure{"--check needs no log: leave DIR, INDEX and --since out"};
      if (!options.key) throw Failure{"--check needs --key KEY, the log's public key"};
    } else {
      if (options.key || options.head) throw Failure{"--key and --head belong to --check FILE"};
      if (options.folder.empty()) throw Failure{"DIR is missing: the folder of the audit log"};
      if (options.index.has_value() == options.since.has_value())
        throw Failure{"either INDEX or --since N says what is to be proven"};
    }
    return std::move(options);
  });
}

}  // namespace tripline::cli::options
