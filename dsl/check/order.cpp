// In which order are rules judged? Of declaration, those that read Violation after those that they read; a cycle is a
// mistake.
#include <algorithm>
#include <queue>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {
namespace {

// The shortest way from a rule back to itself among the rules that could not be placed.
std::vector<int> find_cycle(const model::Pack& pack, const std::vector<bool>& placed, int start) {
  std::vector<int> from(pack.rules.size(), model::kNone);
  std::queue<int> open;
  open.push(start);
  while (!open.empty()) {
    const int at = open.front();
    open.pop();
    for (const int to : pack.rules[static_cast<std::size_t>(at)].violation_rules) {
      if (placed[static_cast<std::size_t>(to)]) continue;
      if (to == start) {
        std::vector<int> cycle;
        for (int x = at; x != start; x = from[static_cast<std::size_t>(x)]) cycle.push_back(x);
        cycle.push_back(start);
        std::reverse(cycle.begin(), cycle.end());
        return cycle;
      }
      if (from[static_cast<std::size_t>(to)] != model::kNone) continue;
      from[static_cast<std::size_t>(to)] = at;
      open.push(to);
    }
  }
  return {};
}

Range name_at(const Context& c, int rule) {
  for (const RuleEntry& entry : c.rules) {
    if (entry.index == rule) return entry.tree->name.at;
  }
  return {};
}

void report(Context& c, const std::vector<int>& cycle) {
  const std::string first = c.pack.rules[static_cast<std::size_t>(cycle.front())].name;
  if (cycle.size() == 1) {
    c.error("E0801", name_at(c, cycle.front()), "this rule reads its own violations", "",
            "leave it out of what it counts: Violation where rule != " + first);
    return;
  }
  const auto says = [&](std::size_t i) {
    const auto name = [&](std::size_t k) {
      return ticked(c.pack.rules[static_cast<std::size_t>(cycle[k % cycle.size()])].name);
    };
    return name(i) + " reads the violations of " + name(i + 1);
  };
  core::Diagnostic& d =
      c.error("E0801", name_at(c, cycle.front()), "these rules read one another's violations in a circle", says(0),
              "say which rules are meant: Violation where rule == NAME, or rule in (a, b)");
  for (std::size_t i = 1; i < cycle.size() && i < 8; ++i) d.secondary.push_back({name_at(c, cycle[i]), says(i)});
}

}  // namespace

void order_rules(Context& c) {
  const std::size_t count = c.pack.rules.size();
  std::vector<std::size_t> waits(count);
  std::vector<std::vector<int>> readers(count);
  for (std::size_t r = 0; r < count; ++r) {
    waits[r] = c.pack.rules[r].violation_rules.size();
    for (const int read : c.pack.rules[r].violation_rules)
      readers[static_cast<std::size_t>(read)].push_back(static_cast<int>(r));
  }
  std::priority_queue<int, std::vector<int>, std::greater<>> ready;
  for (std::size_t r = 0; r < count; ++r) {
    if (waits[r] == 0) ready.push(static_cast<int>(r));
  }
  std::vector<bool> placed(count, false);
  while (!ready.empty()) {
    const int r = ready.top();
    ready.pop();
    placed[static_cast<std::size_t>(r)] = true;
    c.pack.rule_order.push_back(r);
    for (const int reader : readers[static_cast<std::size_t>(r)]) {
      if (--waits[static_cast<std::size_t>(reader)] == 0) ready.push(reader);
    }
  }
  // Each circle once: what lies on one that has been shown is not looked at again.
  std::vector<bool> shown = placed;
  int reports = 0;
  for (std::size_t r = 0; r < count && reports < 10; ++r) {
    if (shown[r]) continue;
    const std::vector<int> cycle = find_cycle(c.pack, placed, static_cast<int>(r));
    shown[r] = true;
    if (cycle.empty()) continue;
    for (const int member : cycle) shown[static_cast<std::size_t>(member)] = true;
    report(c, cycle);
    ++reports;
  }
}

}  // namespace tripline::dsl::check
