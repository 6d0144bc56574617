#include "cli/verify.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <sstream>

#include "audit/verify/verify.hpp"
#include "cli/auditor.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using core::Json;

int refuse(const std::string& sentence) {
  std::fputs(("tripline verify: " + printable(sentence) + "\n").c_str(), stderr);
  return kCouldNot;
}

// Digests of packs, one a line; what stands behind a blank is for people.
std::set<std::string> digests_of(const std::string& text) {
  std::set<std::string> digests;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::string digest = line.substr(0, line.find_first_of(" \t\r"));
    if (!digest.empty() && digest[0] != '#') digests.insert(digest);
  }
  return digests;
}

tl::expected<audit::VerifyOptions, std::string> bring(const VerifyOptions& options) {
  audit::VerifyOptions with;
  for (const std::string& given : options.keys) {
    auto key = verifier_key(given, audit::KeyKind::log);
    if (!key) return tl::unexpected(key.error());
    with.keys.push_back(std::move(*key));
  }
  for (const std::string& given : options.witnesses) {
    auto key = verifier_key(given, audit::KeyKind::witness);
    if (!key) return tl::unexpected(key.error());
    with.witnesses.push_back(std::move(*key));
  }
  if (options.head) {
    auto head = read_file(*options.head);
    if (!head) return tl::unexpected(head.error());
    with.head = std::move(*head);
  }
  if (options.packs) {
    const auto packs = read_file(*options.packs);
    if (!packs) return tl::unexpected(packs.error());
    with.packs = digests_of(*packs);
  }
  return with;
}

std::string where(const audit::Finding& finding) {
  std::string text;
  if (finding.index) text += fmt::format("record {}", *finding.index);
  if (finding.file.empty()) return text;
  text += (text.empty() ? "" : ", ") + printable(finding.file);
  if (finding.line > 0) text += fmt::format(" line {}", finding.line);
  if (finding.line > 0 || finding.byte > 0) text += fmt::format(" byte {}", finding.byte);
  return text;
}

void append(std::string& out, const char* title, const char* good, const std::vector<audit::Finding>& findings,
            const Paint& paint) {
  constexpr std::size_t kShown = 20;
  out += fmt::format("{:<14}", title);
  if (findings.empty()) out += paint(Ink::green, good) + "\n";
  for (std::size_t i = 0; i < findings.size() && i < kShown; ++i) {
    const audit::Finding& f = findings[i];
    const std::string place = where(f);
    if (i > 0) out += std::string(14, ' ');
    if (f.outcome != audit::Outcome::sound) out += paint(Ink::red, audit::word(f.outcome)) + ": ";
    out += printable(f.text) + (place.empty() ? "" : " (" + place + ")") + "\n";
  }
  if (findings.size() > kShown) out += fmt::format("{:14}and {} more\n", "", findings.size() - kShown);
}

Json findings_json(const std::vector<audit::Finding>& findings) {
  Json list(Json::Array{});
  for (const audit::Finding& f : findings) {
    Json one;
    one.set("text", f.text);
    if (f.outcome != audit::Outcome::sound) one.set("outcome", audit::word(f.outcome));
    if (!f.file.empty()) one.set("file", f.file).set("byte", f.byte);
    if (f.line > 0) one.set("line", f.line);
    if (f.index) one.set("index", *f.index);
    list.push(std::move(one));
  }
  return list;
}

}  // namespace

std::string verdict_text(const audit::Verdict& v, const Surface& surface) {
  const Paint paint(surface.colour);
  const audit::Outcome outcome = v.outcome();
  std::string out = paint(outcome == audit::Outcome::sound ? Ink::green : Ink::red, audit::word(outcome)) + "\n";
  append(out, "integrity", "nothing was changed, removed, reordered or slipped in", v.integrity, paint);
  append(out, "completeness", "nothing is missing of what reached the engine", v.completeness, paint);
  append(out, "trust", "signed by the key that was given, and witnessed to the end", v.trust, paint);
  if (!v.remarks.empty()) append(out, "remarks", "", v.remarks, paint);
  out += fmt::format("{:<14}{}, {} signed, {} witnessed; {}, {}, {}\n", "log", counted(v.records, "record"),
                     count_text(v.signed_records), count_text(v.witnessed_records), counted(v.segments, "segment"),
                     counted(v.checkpoints, "checkpoint"), bytes_text(v.bytes));
  for (const audit::Epoch& epoch : v.keys)
    out += fmt::format("{:<14}{}{}\n", "key", printable(epoch.key),
                       epoch.from == 0 ? "" : fmt::format(" from record {} on", epoch.from));
  for (const auto& [digest, times] : v.packs)
    out += fmt::format("{:<14}{} loaded {}\n", "pack", printable(digest), counted(times, "time"));
  return out;
}

Json verdict_json(const audit::Verdict& v) {
  Json keys(Json::Array{}), packs(Json::Array{});
  for (const audit::Epoch& epoch : v.keys) keys.push(Json().set("key", epoch.key).set("from", epoch.from));
  for (const auto& [digest, times] : v.packs) packs.push(Json().set("digest", digest).set("loaded", times));
  Json json;
  json.set("outcome", audit::word(v.outcome()))
      .set("integrity", findings_json(v.integrity))
      .set("completeness", findings_json(v.completeness))
      .set("trust", findings_json(v.trust))
      .set("remarks", findings_json(v.remarks))
      .set("origin", v.origin)
      .set("records", v.records)
      .set("signed", v.signed_records)
      .set("witnessed", v.witnessed_records)
      .set("segments", v.segments)
      .set("checkpoints", v.checkpoints)
      .set("bytes", v.bytes)
      .set("keys", std::move(keys))
      .set("packs", std::move(packs))
      .set("tripline", TRIPLINE_VERSION);
  if (const audit::Finding* first = v.first()) json.set("first", findings_json({*first}).array()->front());
  return json;
}

int verify_command(const VerifyOptions& options) {
  auto with = bring(options);
  if (!with) return refuse(with.error());
  Progress progress(surface_of(STDERR_FILENO, options.colour));
  with->progress = [&](std::uint64_t bytes) {
    if (!progress.shown()) return;
    Advance advance;
    advance.bytes = bytes;
    progress.update(advance);
  };
  const auto files = audit::files_on_disk(options.folder);
  const auto verdict = audit::verify(*files, *with);
  progress.wipe();
  if (!verdict) return refuse(options.folder + ": " + verdict.error());
  Output output = Output::standard_output();
  output.write(options.json ? verdict_json(*verdict).canonical() + "\n"
                            : verdict_text(*verdict, surface_of(STDOUT_FILENO, options.colour)));
  output.close();
  return audit::exit_code(verdict->outcome());
}

}  // namespace tripline::cli
