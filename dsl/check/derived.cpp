// When does a derived event occur? Its condition, and an order in which each comes after those that it reads.
#include <algorithm>

#include "dsl/check/expression.hpp"
#include "dsl/check/owner.hpp"

namespace tripline::dsl::check {
namespace {

class Order {
 public:
  Order(Context& c, std::vector<std::vector<std::pair<int, Range>>> reads)
      : c_(c), reads_(std::move(reads)), state_(reads_.size(), 0) {}

  void run() {
    for (std::size_t i = 0; i < reads_.size(); ++i) {
      if (c_.streams[i].derived != nullptr) visit_stream(static_cast<int>(i));
    }
  }

 private:
  // Depth first with a stack of its own: a chain may be thousands long.
  void visit_stream(int root) {
    struct Step {
      int stream;
      std::size_t next;
    };
    if (state_[static_cast<std::size_t>(root)] != 0) return;
    std::vector<Step> path{{root, 0}};
    state_[static_cast<std::size_t>(root)] = 1;
    while (!path.empty()) {
      Step& top = path.back();
      const auto& edges = reads_[static_cast<std::size_t>(top.stream)];
      if (top.next == edges.size()) {
        state_[static_cast<std::size_t>(top.stream)] = 2;
        c_.pack.derived_order.push_back(top.stream);
        path.pop_back();
        continue;
      }
      const int to = edges[top.next++].first;
      if (c_.streams[static_cast<std::size_t>(to)].derived == nullptr || state_[static_cast<std::size_t>(to)] == 2)
        continue;
      if (state_[static_cast<std::size_t>(to)] == 1) {
        std::size_t begin = 0;
        while (path[begin].stream != to) ++begin;
        core::Diagnostic& d = c_.error(
            "E0802", c_.streams[static_cast<std::size_t>(to)].derived->name.at,
            {"this event depends on itself", "此事件依赖于自身"}, {"it begins here", "从此处开始"},
            {"a derived event may read others, without a cycle", "派生事件可以读取其他派生事件，但不能形成循环"});
        for (std::size_t i = begin; i < path.size() && d.secondary.size() < 8; ++i) {
          const auto& edge = reads_[static_cast<std::size_t>(path[i].stream)][path[i].next - 1];
          d.secondary.push_back(
              {edge.second,
               {"{0} reads {1}", "{0}读取{1}", ticked(c_.pack.streams[static_cast<std::size_t>(path[i].stream)].name),
                ticked(c_.pack.streams[static_cast<std::size_t>(edge.first)].name)}});
        }
        for (const Step& step : path) state_[static_cast<std::size_t>(step.stream)] = 2;
        return;
      }
      state_[static_cast<std::size_t>(to)] = 1;
      path.push_back({to, 0});
    }
  }

  Context& c_;
  std::vector<std::vector<std::pair<int, Range>>> reads_;
  std::vector<int> state_;
};

}  // namespace

void lower_derived(Context& c) {
  std::vector<std::vector<std::pair<int, Range>>> edges(c.streams.size());
  for (std::size_t i = 0; i < c.streams.size(); ++i) {
    const ast::Derived* tree = c.streams[i].derived;
    model::Stream& stream = c.pack.streams[i];
    if (tree == nullptr || stream.derived_from == kNone) continue;
    Scope scope;
    scope.selected = stream.derived_from;
    scope.now_anywhere = !c.pack.streams[static_cast<std::size_t>(stream.derived_from)].signal;
    scope.holder = {"a derived event", "派生事件"};
    ExprPtr when = Checker(c, scope).condition(tree->when.get());
    if (!when) continue;
    std::vector<Read> reads;
    collect_reads(c, *when, reads);
    edges[i].emplace_back(stream.derived_from, tree->source.at);
    for (const Read& read : reads) {
      if (read.stream != kNone) edges[i].emplace_back(read.stream, read.at);
    }
    Holder holder;
    holder.name = stream.name;
    holder.name_at = tree->name.at;
    holder.selected = stream.derived_from;
    holder.owner = c.streams[i].keys;
    if (Finish(c, holder).expression(*when)) stream.derived_when = std::move(when);
  }
  Order(c, std::move(edges)).run();
}

}  // namespace tripline::dsl::check
