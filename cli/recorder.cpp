#include "cli/recorder.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using Json = nlohmann::json;

std::string string_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string subject_text(const Json& body) {
  const auto subject = body.find("subject");
  if (subject == body.end() || !subject->is_object()) return {};
  std::string text;
  for (const auto& [key, value] : subject->items()) {
    if (!text.empty()) text += ", ";
    text += key + " " + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text;
}

Highlight highlight_of(const core::Record& record) {
  const Json body = Json::parse(record.text);
  return {record.at,
          std::string(record.rule),
          subject_text(body),
          string_at(body, "message"),
          string_at(body, "because"),
          body.value("late", false)};
}

std::string reason_at(const Json& body, const char* key) {
  const auto reason = body.find("reason");
  return reason == body.end() ? std::string() : string_at(*reason, key);
}

Refusal refusal_of(const core::Record& record) {
  const Json body = Json::parse(record.text);
  Refusal refusal;
  refusal.code = reason_at(body, "code");
  refusal.text = reason_at(body, "text");
  const auto elements = body.find("elements");
  if (elements == body.end() || !elements->is_array() || elements->empty()) return refusal;
  const Json& element = elements->front();
  refusal.source = string_at(element, "source");
  refusal.position = element.value("position", std::uint64_t{0});
  return refusal;
}

bool tells_violation(std::string_view kind) {
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
    if (output_) {
      output_->write(record.text);
      output_->write("\n");
    } else {
      before_ += record.text;
      before_ += '\n';
    }
  }
  if (violations_.size() < kTold && tells_violation(record.kind)) violations_.push_back(highlight_of(record));
  if (refusals_.size() < kTold && record.kind == "rejected") refusals_.push_back(refusal_of(record));
  if (limits_.size() < kTold && record.kind == "limit.reached")
    limits_.push_back(reason_at(Json::parse(record.text), "text"));
}

void Recorder::flush() {
  if (output_) output_->flush();
}

void Recorder::close() {
  if (output_) output_->close();
}

}  // namespace tripline::cli
