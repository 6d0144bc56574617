#include "audit/log/keeper.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "audit/log/sources.hpp"

namespace tripline::audit {
namespace {

constexpr std::size_t kFrames = std::size_t{256} << 10;  // bytes that are handed over at once
constexpr std::size_t kWaiting = 16;                     // of such pieces
constexpr auto kTick = std::chrono::milliseconds(10);

}  // namespace

struct Keeper::Impl {
  explicit Impl(std::unique_ptr<Writer> w) : writer(std::move(w)) {}

  // What was read of a source and not yet handed over; the engine's thread alone.
  struct Gathered {
    std::string frames;
    std::uint64_t elements = 0;
    std::uint64_t position = 0;
  };
  struct Handed {
    std::size_t source = 0;
    std::uint64_t elements = 0;
    std::string frames;
  };

  void hand_over(std::size_t source) {
    Gathered& g = gathered[source];
    if (g.elements == 0) return;
    std::unique_lock hold(queue_mutex);
    room.wait(hold, [&] { return queue.size() < kWaiting || done; });
    queue.push_back({source, std::exchange(g.elements, 0), std::exchange(g.frames, {})});
    work.notify_one();
  }

  void digest_queue() {
    std::unique_lock hold(queue_mutex);
    while (!queue.empty()) {
      const Handed next = std::move(queue.front());
      queue.pop_front();
      hold.unlock();
      room.notify_one();
      {
        const std::lock_guard sources_hold(sources_mutex);
        sources.take(next.source, next.elements, next.frames);
      }
      hold.lock();
    }
  }

  void live() {
    for (;;) {
      {
        std::unique_lock hold(queue_mutex);
        work.wait_for(hold, kTick, [&] { return done || !queue.empty(); });
      }
      digest_queue();
      {
        const std::lock_guard hold(queue_mutex);
        if (done && queue.empty()) return;
        if (done) continue;
      }
      const std::lock_guard hold(writer_mutex);
      if (failure) continue;
      try {
        writer->tick([&] {
          const std::lock_guard sources_hold(sources_mutex);
          return sources.json();
        });
      } catch (...) {
        failure = std::current_exception();
      }
    }
  }

  void stop() {
    {
      const std::lock_guard hold(queue_mutex);
      done = true;
    }
    work.notify_all();
    room.notify_all();
    if (thread.joinable()) thread.join();
  }

  mutable std::mutex writer_mutex;
  std::unique_ptr<Writer> writer;
  std::exception_ptr failure;

  std::mutex sources_mutex;
  Sources sources;

  std::mutex queue_mutex;
  std::condition_variable work, room;
  std::deque<Handed> queue;
  bool done = false;

  std::vector<Gathered> gathered;
  std::thread thread;
};

Keeper::Keeper(std::unique_ptr<Writer> writer) : impl_(std::make_unique<Impl>(std::move(writer))) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->live(); });
}

Keeper::~Keeper() { impl_->stop(); }

std::size_t Keeper::add_source(std::string name) {
  impl_->gathered.emplace_back();
  const std::lock_guard hold(impl_->sources_mutex);
  return impl_->sources.add(std::move(name));
}

void Keeper::write(const core::Record& record) {
  const std::lock_guard hold(impl_->writer_mutex);
  if (impl_->failure) std::rethrow_exception(impl_->failure);
  impl_->writer->append(record.text, record.personal);
}

void Keeper::read(std::size_t source, std::string_view bytes, bool closed) {
  Impl::Gathered& g = impl_->gathered[source];
  ++g.position;
  ++g.elements;
  if (closed) {
    append_closed_frame(g.frames, g.position);
  } else {
    append_frame(g.frames, bytes);
  }
  if (g.frames.size() >= kFrames) impl_->hand_over(source);
}

void Keeper::close(std::string_view reason) {
  for (std::size_t source = 0; source < impl_->gathered.size(); ++source) impl_->hand_over(source);
  impl_->stop();
  if (impl_->failure) std::rethrow_exception(impl_->failure);
  impl_->writer->close(reason, impl_->sources.json());
}

std::uint64_t Keeper::acknowledged() const {
  const std::lock_guard hold(impl_->writer_mutex);
  return impl_->writer->acknowledged();
}

std::uint64_t Keeper::lost() const {
  const std::lock_guard hold(impl_->writer_mutex);
  return impl_->writer->lost();
}

std::string Keeper::trouble() const {
  const std::lock_guard hold(impl_->writer_mutex);
  return impl_->writer->trouble();
}

}  // namespace tripline::audit
