// Several inputs into one engine, merged by time: what is read next is what holds the watermark back.
//
// Input: opened inputs, in the order given, and an engine that knows their sources. Output: everything read has been
// observed, refused or named unread, and each source that came to its end has left the watermark. Elements of a source
// stay in its order. One thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/engine.hpp"
#include "engine/ingest/input.hpp"

namespace tripline::cli {

struct OpenInput {
  std::uint32_t source = 0;
  std::unique_ptr<engine::Input> input;
};

// `stopped` is asked before an element is taken: true ends it there, that element untaken. `before_each` sees each before it is
// taken, with the number of its input; `after_each` is called after each.
void feed(engine::Engine& engine, std::vector<OpenInput>& inputs, const std::function<bool()>& stopped,
          const std::function<void(std::size_t, const engine::Batch&)>& before_each,
          const std::function<void()>& after_each);

}  // namespace tripline::cli
