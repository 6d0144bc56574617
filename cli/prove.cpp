#include "cli/prove.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "audit/verify/proof_file.hpp"
#include "cli/auditor.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

int refuse(const std::string& sentence) {
  std::fputs(("tripline prove: " + printable(sentence) + "\n").c_str(), stderr);
  return kCouldNot;
}

int does_not_hold(const std::string& sentence) {
  std::fputs(("tripline prove: " + printable(sentence) + "\n").c_str(), stderr);
  return kFailed;
}

int print(const std::string& text) {
  Output output = Output::standard_output();
  output.write(text);
  output.close();
  return kFine;
}

int check(const ProveOptions& options) {
  const auto key = verifier_key(*options.key, audit::KeyKind::log);
  if (!key) return refuse(key.error());
  const auto file = read_file(*options.check);
  if (!file) return refuse(file.error());
  if (!options.head) {
    const auto proven = audit::check_record_proof(*file, *key);
    if (!proven) return does_not_hold(proven.error());
    return print(fmt::format("record {} of {} under a checkpoint of {}:\n{}\n", proven->index,
                             proven->checkpoint.origin, counted(proven->checkpoint.size, "record"), proven->body));
  }
  const auto text = read_file(*options.head);
  if (!text) return refuse(text.error());
  const std::string_view whole = *text;
  const auto note = audit::Note::parse(whole.ends_with("\n\n") ? whole.substr(0, whole.size() - 1) : whole);
  const auto before = note ? audit::Checkpoint::parse(note->text) : std::nullopt;
  if (!before) return refuse(*options.head + " is no checkpoint");
  const auto now = audit::check_growth_proof(*file, *before, *key);
  if (!now) return does_not_hold(now.error());
  return print(fmt::format("{} grew from {} to {}, and nothing that was there changed\n", now->origin,
                           counted(before->size, "record"), count_text(now->size)));
}

}  // namespace

int prove_command(const ProveOptions& options) {
  if (options.check) return check(options);
  const auto files = audit::files_on_disk(options.folder);
  const auto proof =
      options.since ? audit::prove_growth(*files, *options.since) : audit::prove_record(*files, *options.index);
  return proof ? print(*proof) : refuse(options.folder + ": " + proof.error());
}

}  // namespace tripline::cli
