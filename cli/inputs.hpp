// Which files a run reads, and as what: [STREAM=]INPUT.
//
// Input: the arguments as given and the pack. Output: for each a path, the stream that it feeds, and the name of its
// source in records. Only read_twice asks the file system. Any thread.
#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "dsl/model/model.hpp"

namespace tripline::cli {

struct InputChoice {
  std::string path;    // "-" is standard input
  std::string stream;  // empty: each element's `type` says
  int stream_number = dsl::model::kNone;
  std::string source;  // the path; the whole argument where one file is read as several streams
};

// The part before the first "=" is a stream only where the pack has one of that name; any other argument is a file's
// name, "=" and all (./Motion=x reads a file that is called so). Refused: standard input twice, the same argument
// twice, a stream that takes no elements.
tl::expected<std::vector<InputChoice>, std::string> choose_inputs(const std::vector<std::string>& arguments,
                                                                  const dsl::model::Pack& pack);

// The first input that is a file which an earlier one reads as the same stream, under another name: why that is refused.
std::optional<std::string> read_twice(const std::vector<InputChoice>& inputs);

// What to add to the message where `choice` could not be opened: the stream that was perhaps meant before its "=".
std::string stream_hint(const InputChoice& choice, const dsl::model::Pack& pack);

}  // namespace tripline::cli
