#include "cli/key.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "audit/log/writer.hpp"
#include "audit/sign/key_file.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

int refuse(const std::string& sentence) {
  std::fputs(("tripline key: " + printable(sentence) + "\n").c_str(), stderr);
  return kCouldNot;
}

int show(const audit::VerifierKey& key) {
  Output output = Output::standard_output();
  output.write(key.text() + "\n");
  output.close();
  return kFine;
}

int rotate(const KeyOptions& options) {
  const std::string next_path = options.file + ".next";
  if (audit::stands_inside(options.file, options.audit))
    return refuse(fmt::format("the key {} stands in the audit log's own folder", options.file));
  const bool begun = audit::key_file_exists(next_path);
  const auto old = audit::read_key_file(options.file);
  if (!old && !begun) return refuse(old.error());
  const auto next = begun ? audit::read_key_file(next_path) : audit::make_key_file(next_path, old->name);
  if (!next) return refuse(next.error());
  const auto files = audit::files_on_disk(options.audit);
  audit::SystemClock clock;
  audit::WriterOptions with;
  with.program = "tripline " TRIPLINE_VERSION " key rotate";
  with.next_key = *next;
  auto log = audit::Writer::open(*files, old ? *old : *next, with, clock);
  if (!log) {
    if (!begun) std::remove(next_path.c_str());
    return refuse(fmt::format("the audit log {}: {}", options.audit, log.error()));
  }
  try {
    (*log)->rotate(*next);
    (*log)->close("key rotated");
  } catch (const audit::AuditFailure& failure) {
    return refuse(fmt::format("{}; run it again to finish", failure.what()));
  }
  // The log names the next key: the old one is of no use to anybody who is honest.
  if (const auto done = audit::replace_key_file(options.file); !done)
    return refuse(done.error() + "; run it again to finish");
  return show(next->verifier());
}

}  // namespace

int key_command(const KeyOptions& options) {
  switch (options.action) {
    case KeyAction::make: {
      const auto key = audit::make_key_file(options.file, options.name);
      return key ? show(key->verifier()) : refuse(key.error());
    }
    case KeyAction::rotate: return rotate(options);
    case KeyAction::show: {
      const auto key = audit::read_key_file(options.file);
      return key ? show(key->verifier()) : refuse(key.error());
    }
  }
  return kCouldNot;
}

}  // namespace tripline::cli
