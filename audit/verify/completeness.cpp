#include "audit/verify/completeness.hpp"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "audit/log/payload.hpp"
#include "core/digest.hpp"

namespace tripline::audit {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::uint64_t count_at(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

}  // namespace

void Completeness::find(const RecordLine& line, const std::string& file, std::string text) {
  verdict_.completeness.push_back({Outcome::incomplete, std::move(text), file, line.number, line.offset, line.index});
}

void Completeness::beat(const RecordLine& line, const std::string& file) {
  // Half an interval of grace: a busy machine beats late, and is no less alive.
  const double allowed = 1.5 * interval_ + 2;
  const double passed = static_cast<double>(line.time - last_beat_) / static_cast<double>(core::kSecond);
  if (session_ && passed > allowed)
    find(line, file,
         "for " + std::to_string(std::llround(passed)) +
             " s before it no heartbeat says that the log was kept (one is due every " +
             std::to_string(std::llround(interval_)) + " s)");
  last_beat_ = line.time;
}

void Completeness::take_other(const RecordLine& line, const std::string& file) {
  if (session_ || outside_told_) return;
  outside_told_ = true;
  find(line, file, "no `started` stands before it: whatever came earlier is missing");
}

bool Completeness::take(const RecordLine& line, const std::string& file) {
  const auto facts = read_body(line.body);
  const Json record = facts ? Json::parse(facts->record, nullptr, false) : Json();
  if (!facts || !record.is_object()) return false;
  if (!facts->commitments.empty()) {
    const auto commitments = read_commitments(facts->commitments);
    if (!commitments) return false;
    for (const Commitment& c : *commitments) commitments_[core::hex(c.hash)] = {line.index, c.token};
  }
  switch (own_kind(facts->kind)) {
    case Own::none: {
      take_other(line, file);
      if (facts->kind != "pack.loaded") return true;
      const auto pack = record.find("pack");
      if (pack == record.end() || !pack->is_object()) return false;
      const std::string digest = text_at(*pack, "digest");
      ++loaded_[digest];
      if (packs_ && packs_->count(digest) == 0)
        find(line, file,
             "the pack " + text_at(*pack, "name") + " " + text_at(*pack, "version") + " (" + digest +
                 ") is none of those that are allowed");
      return true;
    }
    case Own::started: {
      if (session_)
        find(line, file,
             "the session that record " + std::to_string(*session_) +
                 " began did not end in order: what was handed in after its last record is missing");
      const auto interval = record.find("heartbeat");
      if (interval == record.end() || !interval->is_number() || interval->get<double>() <= 0) return false;
      session_ = line.index;
      interval_ = interval->get<double>();
      last_beat_ = line.time;
      return true;
    }
    case Own::stopped:
      beat(line, file);
      take_other(line, file);
      session_.reset();
      return true;
    case Own::heartbeat:
      take_other(line, file);
      beat(line, file);
      return true;
    case Own::gap:
      find(line, file,
           std::to_string(count_at(record, "lost")) + " records were lost since " + text_at(record, "since") + ": " +
               text_at(record, "reason"));
      return true;
    case Own::clock_jump:
      last_beat_ = line.time;
      verdict_.remarks.push_back({Outcome::sound,
                                  "the clock jumped from " + text_at(record, "from") + " to " + text_at(record, "to"),
                                  file, line.number, line.offset, line.index});
      return true;
    case Own::key_rotated: return true;
    case Own::erased: {
      const auto list = record.find("commitments");
      if (list == record.end() || !list->is_array()) return false;
      for (const Json& one : *list) {
        if (!one.is_string()) return false;
        erased_.insert(one.get<std::string>());
      }
      return true;
    }
    case Own::repaired: {
      const auto cuts = record.find("cut");
      if (cuts == record.end() || !cuts->is_array()) return false;
      for (const Json& cut : *cuts)
        verdict_.remarks.push_back({Outcome::sound,
                                    "at a restart " + std::to_string(count_at(cut, "bytes")) +
                                        " torn bytes were cut from " + text_at(cut, "file") + " at byte " +
                                        std::to_string(count_at(cut, "offset")),
                                    file, line.number, line.offset, line.index});
      if (const std::uint64_t unsigned_ones = count_at(record, "unsigned"); unsigned_ones > 0)
        verdict_.remarks.push_back(
            {Outcome::sound,
             "the " + std::to_string(unsigned_ones) + " records before it stood without a signature until this restart",
             file, line.number, line.offset, line.index});
      return true;
    }
  }
  return false;
}

std::optional<std::string> Completeness::finish(Files& files) {
  verdict_.packs.assign(loaded_.begin(), loaded_.end());
  if (session_)
    verdict_.completeness.push_back(
        {Outcome::incomplete,
         "the log does not end with `stopped`: it is being written, was broken off, or its end is missing",
         {},
         0,
         0,
         session_});
  for (const auto& [hash, where] : commitments_) {
    const std::string path = std::string(kPayloadFolder) + "/" + hash;
    auto file = files.open(path, Files::Mode::read);
    const bool erased = erased_.count(hash) > 0;
    if (!file && file.error() == ENOENT) {
      if (!erased)
        verdict_.completeness.push_back({Outcome::incomplete,
                                         "the value of " + where.token + " is neither kept nor erased by a record",
                                         path, 0, 0, where.index});
      continue;
    }
    const auto bytes = file ? read_all(**file) : Io<std::string>(tl::unexpected(file.error()));
    if (!bytes) return "cannot read " + path + ": " + std::strerror(bytes.error());
    if (erased)
      verdict_.completeness.push_back({Outcome::incomplete,
                                       "the value of " + where.token + " was erased by a record, and is still there",
                                       path, 0, 0, where.index});
    if (bytes->size() < kSaltBytes || core::hex(commitment_hash(std::string_view(*bytes).substr(0, kSaltBytes),
                                                                std::string_view(*bytes).substr(kSaltBytes))) != hash)
      verdict_.integrity.push_back({Outcome::forged,
                                    "the value kept for " + where.token + " is not the one that was committed to", path,
                                    0, 0, where.index});
  }
  if (const auto names = files.list(kPayloadFolder)) {
    for (const std::string& name : *names) {
      if (commitments_.count(name) == 0)
        verdict_.remarks.push_back({Outcome::sound, "no record commits to this value",
                                    std::string(kPayloadFolder) + "/" + name, 0, 0, std::nullopt});
    }
  }
  return std::nullopt;
}

}  // namespace tripline::audit
