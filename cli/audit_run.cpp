#include "cli/audit_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "audit/sign/key_file.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

}  // namespace

AuditRun::AuditRun(core::RecordSink& recorder, const dsl::model::Pack& pack) : recorder_(recorder) {
  for (const auto& stream : pack.streams) {
    personal_.push_back(
        std::any_of(stream.fields.begin(), stream.fields.end(), [](const auto& field) { return field.personal; }));
  }
}

tl::expected<void, std::string> AuditRun::begin(const AuditOptions& options, const std::vector<InputChoice>& inputs) {
  if (audit::stands_inside(options.key, options.folder))
    return tl::unexpected(fmt::format(
        "the key {} stands in the audit log's own folder: whoever has the log would have the key; keep it elsewhere",
        printable(options.key)));
  const auto key = audit::read_key_file(options.key);
  if (!key) return tl::unexpected(key.error());
  audit::WriterOptions with;
  with.commit_every = options.commit_every;
  with.commit_within = static_cast<core::Duration>(options.commit_within_ms) * (core::kSecond / 1000);
  with.fail_open = options.fail_open;
  with.host = host_name();
  with.program = "tripline " TRIPLINE_VERSION;
  folder_ = options.folder;
  files_ = audit::files_on_disk(options.folder);
  auto writer = audit::Writer::open(*files_, *key, std::move(with), clock_);
  if (!writer) return tl::unexpected(fmt::format("the audit log {}: {}", printable(options.folder), writer.error()));
  keeper_ = std::make_unique<audit::Keeper>(std::move(*writer));
  for (const InputChoice& input : inputs) keeper_->add_source(input.source);
  for (const Early& e : early_) keeper_->write({e.kind, e.at, e.rule, e.text, e.personal});
  early_.clear();
  return {};
}

void AuditRun::write(const core::Record& record) {
  if (keeper_) {
    keeper_->write(record);
  } else {
    early_.push_back({std::string(record.kind),
                      std::string(record.rule),
                      std::string(record.text),
                      record.at,
                      {record.personal.begin(), record.personal.end()}});
  }
  recorder_.write(record);
}

void AuditRun::read(std::size_t input, const engine::Batch& batch) {
  bool closed = batch.elements.empty() && batch.rejections.empty();
  for (const engine::Element& element : batch.elements)
    closed = closed || personal_[static_cast<std::size_t>(element.stream)];
  for (const engine::Rejection& rejection : batch.rejections)
    closed = closed || (rejection.stream >= 0 && personal_[static_cast<std::size_t>(rejection.stream)]);
  const std::string_view bytes = !batch.elements.empty()     ? std::string_view(batch.elements.front().bytes)
                                 : !batch.rejections.empty() ? std::string_view(batch.rejections.front().bytes)
                                                             : std::string_view();
  keeper_->read(input, bytes, closed);
}

void AuditRun::close(const char* reason) { keeper_->close(reason); }

std::string AuditRun::missing() const {
  if (!keeper_ || keeper_->trouble().empty()) {
    if (!keeper_ || keeper_->lost() == 0) return {};
    return fmt::format("the audit log {} lacks {}, and says so", printable(folder_),
                       counted(keeper_->lost(), "record"));
  }
  return fmt::format("the audit log {} lacks {}: {}", printable(folder_), counted(keeper_->lost(), "record"),
                     keeper_->trouble());
}

}  // namespace tripline::cli
