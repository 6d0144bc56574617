#include "cli/feed.hpp"

#include <algorithm>

namespace tripline::cli {
namespace {

void take(engine::Engine& engine, engine::Batch& batch) {
  for (const engine::Rejection& rejection : batch.rejections) engine.reject(rejection);
  for (const std::string& type : batch.unread) engine.unread(type);
  for (engine::Element& element : batch.elements) engine.observe(element);
}

}  // namespace

void feed(engine::Engine& engine, std::vector<OpenInput>& inputs, const std::function<bool()>& stopped,
          const std::function<void(std::size_t, const engine::Batch&)>& before_each,
          const std::function<void()>& after_each) {
  std::vector<OpenInput*> open;
  for (OpenInput& input : inputs) open.push_back(&input);
  engine::Batch batch;
  while (!open.empty()) {
    // The source whose time is least; of equals the first one given. `next_time` is when another's turn comes.
    std::size_t chosen = 0;
    for (std::size_t i = 1; i < open.size(); ++i) {
      if (engine.highest(open[i]->source) < engine.highest(open[chosen]->source)) chosen = i;
    }
    core::Time next_time = core::kNever;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (i != chosen) next_time = std::min(next_time, engine.highest(open[i]->source));
    }
    OpenInput& current = *open[chosen];
    do {
      const bool more = current.input->next(batch);
      if (stopped()) return;
      if (!more) {
        engine.end(current.source);
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(chosen));
        break;
      }
      before_each(static_cast<std::size_t>(&current - inputs.data()), batch);
      take(engine, batch);
      after_each();
    } while (open.size() == 1 || engine.highest(current.source) < next_time);
  }
}

}  // namespace tripline::cli
