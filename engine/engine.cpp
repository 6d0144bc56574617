#include "engine/engine.hpp"

#include "engine/run/machine.hpp"

namespace tripline::engine {

struct Engine::Impl : Machine {
  using Machine::Machine;
};

Engine::Engine(std::shared_ptr<const dsl::model::Pack> pack, core::RecordSink& sink, Limits limits, const Trial& trial,
               core::Language language)
    : impl_(std::make_unique<Impl>(std::move(pack), sink, limits, trial, language)) {}
Engine::~Engine() = default;

std::uint32_t Engine::add_source(std::string name, int only_stream) {
  return impl_->add_source(std::move(name), only_stream);
}
void Engine::observe(Element& e) { impl_->observe(e); }
void Engine::reject(const Rejection& r) { impl_->reject(r); }
void Engine::unread(const std::string& type) { impl_->unread(type); }
void Engine::idle(std::uint32_t source, core::Time at) { impl_->idle(source, at); }
void Engine::end(std::uint32_t source) { impl_->end(source); }
void Engine::finish() { impl_->finish(core::kAlways); }
void Engine::finish(core::Time until) { impl_->finish(until); }
core::Time Engine::watermark() const { return impl_->watermark(); }
core::Time Engine::highest(std::uint32_t source) const { return impl_->highest(source); }
const RunSummary& Engine::summary() const { return impl_->summary(); }
const std::vector<bool>& Engine::fields_read(int stream) const {
  return impl_->program().streams.at(static_cast<std::size_t>(stream)).fields_read;
}

std::uint64_t RunSummary::violations() const {
  std::uint64_t n = 0;
  for (const RuleSummary& r : rules) n += r.violations;
  return n;
}

}  // namespace tripline::engine
