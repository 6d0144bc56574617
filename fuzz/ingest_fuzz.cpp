// Arbitrary bytes as JSON lines, batches, CloudEvents, CSV and gzip: no crash, no hang, no unbounded memory; and what is said of them adds up.
//
// The first byte chooses the format, whether a stream is named, and the CSV's delimiter and decimal mark; the rest is the input.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/ingest/input.hpp"
#include "tests/ingest/sample_pack.hpp"

using namespace tripline::engine;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto pack = sample::pack();
  static const Decoder decoder(pack, {});
  static const Decoder some(pack, {{true, false, true, false, false}, std::vector<bool>(20, false)});
  if (size == 0) return 0;
  const unsigned choice = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  InputOptions options;
  const char* const names[] = {"x", "x.jsonl", "x.csv", "x.csv"};
  const std::string name = names[choice & 3];
  if ((choice & 4) != 0) options.stream = "All";
  if ((choice & 8) != 0) options.csv_delimiter = ';';
  if ((choice & 8) != 0 && (choice & 16) != 0) options.csv_decimal = ',';
  auto input = Input::from_memory(bytes, name, options, (choice & 32) != 0 ? some : decoder, 3);
  if (!input) {
    require(!input.error().empty());
    return 0;
  }
  std::uint64_t position = 0;
  std::uint64_t offset = 0;
  for (Batch batch; (*input)->next(batch);) {
    ++position;
    require(!batch.elements.empty() || !batch.rejections.empty() || !batch.unread.empty());
    for (const Element& e : batch.elements) {
      const auto& fields = pack->streams.at(static_cast<std::size_t>(e.stream)).fields;
      require(e.position == position && e.source == 3 && e.fields.size() == fields.size() && !e.bytes.empty());
      for (std::size_t f = 0; f < fields.size(); ++f) require(!e.fields[f].is_missing() || fields[f].type.optional);
    }
    for (const Rejection& r : batch.rejections) {
      require(r.position == position && r.offset >= offset && !r.code.empty() && !r.text.empty());
      require(r.bytes.size() <= Input::kMaxElement);
      offset = r.offset;
    }
  }
  Batch after;
  require(!(*input)->next(after));
  return 0;
}
