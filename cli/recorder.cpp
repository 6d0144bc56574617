#include "cli/recorder.hpp"

#include <utility>

#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using core::Json;

std::string string_at(const Json& json, std::string_view key) {
  const Json* found = json.find(key);
  const std::string* text = found == nullptr ? nullptr : found->string();
  return text == nullptr ? std::string() : *text;
}

std::string subject_text(const Json& body) {
  const Json* subject = body.find("subject");
  if (subject == nullptr || subject->object() == nullptr) return {};
  std::string text;
  for (const auto& [key, value] : *subject->object()) {
    if (!text.empty()) text += ", ";
    text += key + " " + (value.string() != nullptr ? *value.string() : value.canonical());
  }
  return text;
}

Highlight highlight_of(const core::Record& record) {
  const Json* late = record.body.find("late");
  return {record.at,
          record.rule,
          subject_text(record.body),
          string_at(record.body, "message"),
          string_at(record.body, "because"),
          late != nullptr && late->boolean() != nullptr && *late->boolean()};
}

std::string reason_at(const core::Record& record, std::string_view key) {
  const Json* reason = record.body.find("reason");
  return reason == nullptr ? std::string() : string_at(*reason, key);
}

Refusal refusal_of(const core::Record& record) {
  Refusal refusal;
  refusal.code = reason_at(record, "code");
  refusal.text = reason_at(record, "text");
  const Json* elements = record.body.find("elements");
  if (elements == nullptr || elements->array() == nullptr || elements->array()->empty()) return refusal;
  const Json& element = elements->array()->front();
  refusal.source = string_at(element, "source");
  if (const Json* position = element.find("position"); position != nullptr && position->number() != nullptr) {
    refusal.position = static_cast<std::uint64_t>(*position->number());
  }
  return refusal;
}

bool tells_violation(const std::string& kind) {
  return kind == "violation" || kind == "violation.opened" || kind == "duty.missed";
}

}  // namespace

void Recorder::keep_in(Output output) {
  output_.emplace(std::move(output));
  output_->write(std::exchange(before_, {}));
}

void Recorder::drop_lines() {
  wanted_ = false;
  before_.clear();
}

void Recorder::write(const core::Record& record) {
  if (wanted_) {
    line_.clear();
    record.body.write_canonical(line_);
    line_ += '\n';
    if (output_) {
      output_->write(line_);
    } else {
      before_ += line_;
    }
  }
  if (violations_.size() < kTold && tells_violation(record.kind)) violations_.push_back(highlight_of(record));
  if (refusals_.size() < kTold && record.kind == "rejected") refusals_.push_back(refusal_of(record));
  if (limits_.size() < kTold && record.kind == "limit.reached") limits_.push_back(reason_at(record, "text"));
}

void Recorder::flush() {
  if (output_) output_->flush();
}

void Recorder::close() {
  if (output_) output_->close();
}

}  // namespace tripline::cli
