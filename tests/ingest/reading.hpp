// Reads a whole input and keeps what it gave.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/ingest/input.hpp"
#include "sample_pack.hpp"

namespace tripline::engine::sample {

struct Result {
  std::string error;  // of open
  std::vector<Element> elements;
  std::vector<Rejection> rejections;
  std::vector<std::string> unread;

  std::string codes() const {
    std::string out;
    for (const Rejection& r : rejections) out += (out.empty() ? "" : " ") + r.code;
    return out;
  }
  const Value& value(std::size_t element, std::size_t field) const { return elements.at(element).fields.at(field); }
};

inline Result drain(tl::expected<std::unique_ptr<Input>, std::string> input) {
  Result result;
  if (!input) {
    result.error = input.error();
    return result;
  }
  for (Batch batch; (*input)->next(batch);) {
    for (const Element& e : batch.elements) result.elements.push_back(e);
    for (const Rejection& r : batch.rejections) result.rejections.push_back(r);
    for (const std::string& u : batch.unread) result.unread.push_back(u);
  }
  return result;
}

inline const Decoder& decoder() {
  static const Decoder d(pack(), {});
  return d;
}

inline Result read(std::string_view bytes, const std::string& name = "x.jsonl", const InputOptions& options = {}) {
  return drain(Input::from_memory(bytes, name, options, decoder(), 7));
}

// One element of stream All with these members besides.
inline Result all(const std::string& members) {
  return read(R"({"type":"all","time":"2026-03-01T00:00:00Z",)" + members + "}");
}

}  // namespace tripline::engine::sample
