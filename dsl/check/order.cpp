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
    c.error("E0801", name_at(c, cycle.front()), {"this rule reads its own violations", "此规则读取了自身的违规"}, {},
            {"leave it out of what it counts: Violation where rule != {0}",
             "请在统计中排除自身：`违规 其中 规则 不为 {0}`", first});
    return;
  }
  const auto says = [&](std::size_t i) -> Said {
    const auto name = [&](std::size_t k) {
      return ticked(c.pack.rules[static_cast<std::size_t>(cycle[k % cycle.size()])].name);
    };
    return {"{0} reads the violations of {1}", "{0}读取{1}的违规", name(i), name(i + 1)};
  };
  core::Diagnostic& d =
      c.error("E0801", name_at(c, cycle.front()),
              {"these rules read one another's violations in a circle", "这些规则循环读取彼此的违规"}, says(0),
              {"say which rules are meant: Violation where rule == NAME, or rule in (a, b)",
               "请写明是哪些规则：`违规 其中 规则 为 〈名称〉`，或`规则 属于（a，b）`"});
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
