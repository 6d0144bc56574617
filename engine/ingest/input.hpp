// Bytes of telemetry to elements: a file, standard input or bytes in memory, as JSON lines, CloudEvents or CSV, plain or gzipped.
//
// Input: a path and a Decoder. Output: for each element of the input, in its order, what the pack's streams take of it, or why it was refused.
// Invariant: every byte belongs to an element that was handed out, refused, or named as unread, or is a blank; nothing is dropped in silence.
// Memory: at most about 12 MiB for each open input, however long it is. One thread for an Input; a Decoder may serve several.
//
//   Decoder decoder(pack, fields_read);
//   auto input = Input::open("telemetry.jsonl.gz", {}, decoder, source);    // or the sentence that says why not
//   for (Batch batch; (*input)->next(batch);) for (Element& e : batch.elements) engine.observe(e);
//
// How each format is read, and every code of a rejection: docs/input.md.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/element.hpp"
#include "engine/ingest/decoder.hpp"

namespace tripline::engine {

struct InputOptions {
  std::string stream;  // STREAM=: every element belongs to this stream; empty: the element's `type` says
  char csv_delimiter = ',';
  char csv_decimal = '.';              // '.' or ','; the other is then no decimal mark
  std::function<bool()> stopped = {};  // see ByteSource::open
};

// What one element of the input gave. Used again and again: what `elements` holds keeps its capacity from call to call.
struct Batch {
  std::vector<Element> elements;      // one for each stream that takes it
  std::vector<Rejection> rejections;  // one for each stream that refuses it, or one where no stream was found
  std::vector<std::string> unread;    // its `type`, where no stream of the pack selects it; at most 100 bytes of it

  void clear();
  Element& add();    // one more element, with whatever an earlier one left in it
  void take_back();  // the last one is none after all

 private:
  std::vector<Element> spare_;
};

class Input {
 public:
  static constexpr std::size_t kMaxElement = std::size_t{1} << 20;  // bytes of one element; a longer one is refused
  static constexpr int kMaxNesting = 64;                            // objects and arrays inside one another

  // `path`: "-" is standard input. `source`: the number that the engine gave. Reads the first bytes (of a pipe: waits for them).
  // The error is a sentence for whoever started the run: which file, what is wrong, and the way out.
  static tl::expected<std::unique_ptr<Input>, std::string> open(const std::string& path, const InputOptions& options,
                                                                const Decoder& decoder, std::uint32_t source);
  // The same of bytes that outlive the Input; `name` decides the format as a file's name would and stands in messages.
  static tl::expected<std::unique_ptr<Input>, std::string> from_memory(std::string_view bytes, const std::string& name,
                                                                       const InputOptions& options,
                                                                       const Decoder& decoder, std::uint32_t source);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // Fills `batch` with what the next element gave. False: there is no more, and the batch is empty.
  bool next(Batch& batch);

  std::uint64_t bytes_read() const;                  // of the file as it is stored (compressed bytes of a gzip file)
  std::optional<std::uint64_t> total_bytes() const;  // its size, where it has one (not of a pipe)
  // Whether the operating system could not go on reading (`read_error`): what was read before counts.
  bool broke_off() const;

 private:
  struct Impl;
  explicit Input(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tripline::engine
