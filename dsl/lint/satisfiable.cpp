// Formulas: do some values make all of them true? A search over the parts of disjunctions, with sets of values narrowed on the way.
#include <algorithm>

#include "dsl/lint/formula.hpp"

namespace tripline::dsl::lint {
namespace {

// Branches tried before the search is given up with "perhaps": conditions that people write need a few.
constexpr int kMostBranches = 2'000;
// Things whose order is said that are looked at together.
constexpr std::size_t kMostInOrder = 40;

enum class Tri : std::uint8_t { no, yes, open };

const ScalarSet& values_in(const Witness& w, int term, const Terms& terms) {
  const auto found = w.find(term);
  return found != w.end() ? found->second : terms[term].extent.values;
}

Tri decided(const Formula& f, const Witness& w, const Terms& terms) {
  switch (f.kind) {
    case Formula::Kind::yes: return Tri::yes;
    case Formula::Kind::no: return Tri::no;
    case Formula::Kind::atom: {
      const ScalarSet& values = values_in(w, f.term, terms);
      const ScalarSet common = values.and_(f.allowed);
      return common.empty() ? Tri::no : common == values ? Tri::yes : Tri::open;
    }
    case Formula::Kind::all:
    case Formula::Kind::any: break;
  }
  const Tri deciding = f.kind == Formula::Kind::all ? Tri::no : Tri::yes;
  Tri out = f.kind == Formula::Kind::all ? Tri::yes : Tri::no;
  for (const Formula& part : f.parts) {
    const Tri t = decided(part, w, terms);
    if (t == deciding) return t;
    if (t == Tri::open) out = Tri::open;
  }
  return out;
}

class Search {
 public:
  Search(const Terms& terms, Witness* witness) : terms_(terms), witness_(witness) {}

  bool run(const std::vector<const Formula*>& goals) {
    Witness w;
    std::vector<const Formula*> open;
    for (const Formula* goal : goals) {
      if (!suppose(*goal, w, open)) return false;
    }
    return solve(std::move(w), std::move(open));
  }

 private:
  // Narrows the sets by what must hold; disjunctions are left for later. False: it cannot hold.
  bool suppose(const Formula& f, Witness& w, std::vector<const Formula*>& open) const {
    switch (f.kind) {
      case Formula::Kind::yes: return true;
      case Formula::Kind::no: return false;
      case Formula::Kind::atom: {
        ScalarSet left = values_in(w, f.term, terms_).and_(f.allowed);
        if (left.empty()) return false;
        w.insert_or_assign(f.term, std::move(left));
        return true;
      }
      case Formula::Kind::all:
        return std::all_of(f.parts.begin(), f.parts.end(), [&](const Formula& part) { return suppose(part, w, open); });
      case Formula::Kind::any: open.push_back(&f); return true;
    }
    return true;
  }

  bool solve(Witness w, std::vector<const Formula*> open) {
    while (!open.empty()) {
      const Formula& choice = *open.back();
      open.pop_back();
      if (decided(choice, w, terms_) == Tri::yes) continue;
      std::vector<const Formula*> possible;
      for (const Formula& part : choice.parts) {
        if (decided(part, w, terms_) != Tri::no) possible.push_back(&part);
      }
      if (possible.empty()) return false;
      if (possible.size() == 1) {
        if (!suppose(*possible.front(), w, open)) return false;
        continue;
      }
      for (const Formula* part : possible) {
        if (++branches_ > kMostBranches) {
          if (witness_ != nullptr) witness_->clear();
          return true;
        }
        Witness narrowed = w;
        std::vector<const Formula*> rest = open;
        if (suppose(*part, narrowed, rest) && solve(std::move(narrowed), std::move(rest))) return true;
      }
      return false;
    }
    if (!orders_fit(w) || !orders_chain(w)) return false;
    if (witness_ != nullptr) *witness_ = std::move(w);
    return true;
  }

  // Two things whose order is said must have values in that order.
  bool orders_fit(const Witness& w) const {
    return std::all_of(w.begin(), w.end(), [&](const auto& entry) {
      const Term& term = terms_[entry.first];
      if (term.left < 0) return true;
      const ScalarSet& a = values_in(w, term.left, terms_);
      const ScalarSet& b = values_in(w, term.right, terms_);
      const Scalar less = std::int64_t{-1}, same = std::int64_t{0}, more = std::int64_t{1};
      if (entry.second.contains(less) && !(a.begin() && b.end() && !(*a.begin() < *b.end()))) return true;
      if (entry.second.contains(more) && !(b.begin() && a.end() && !(*b.begin() < *a.end()))) return true;
      return entry.second.contains(same) && !a.and_(b).empty();
    });
  }

  // a < b and b <= c say that a < c: no thing may come out less than itself.
  bool orders_chain(const Witness& w) const {
    std::vector<int> things;
    const auto place = [&](int term) {
      const auto known = std::find(things.begin(), things.end(), term);
      if (known != things.end()) return static_cast<std::size_t>(known - things.begin());
      things.push_back(term);
      return things.size() - 1;
    };
    struct Step {
      std::size_t from, to;
      int length;  // 1: at most, 2: less
    };
    std::vector<Step> steps;
    for (const auto& [number, set] : w) {
      const Term& term = terms_[number];
      if (term.left < 0) continue;
      const bool less = set.contains(std::int64_t{-1}), same = set.contains(std::int64_t{0}),
                 more = set.contains(std::int64_t{1});
      if (less && more) continue;
      const std::size_t a = place(term.left), b = place(term.right);
      if (!more) steps.push_back({a, b, same ? 1 : 2});
      if (!less) steps.push_back({b, a, same ? 1 : 2});
    }
    if (things.size() > kMostInOrder) return true;
    std::vector<std::vector<int>> far(things.size(), std::vector<int>(things.size(), 0));
    for (const Step& step : steps) far[step.from][step.to] = std::max(far[step.from][step.to], step.length);
    for (std::size_t via = 0; via < things.size(); ++via)
      for (auto& from : far)
        for (std::size_t to = 0; to < things.size(); ++to)
          if (from[via] != 0 && far[via][to] != 0) from[to] = std::max({from[to], from[via], far[via][to]});
    for (std::size_t i = 0; i < things.size(); ++i)
      if (far[i][i] == 2) return false;
    return true;
  }

  const Terms& terms_;
  Witness* witness_;
  int branches_ = 0;
};

}  // namespace

bool satisfiable(const std::vector<const Formula*>& goals, const Terms& terms, Witness* witness) {
  return Search(terms, witness).run(goals);
}

bool refuted(const Formula& f, const Witness& w, const Terms& terms) {
  const auto part_refuted = [&](const Formula& part) { return refuted(part, w, terms); };
  switch (f.kind) {
    case Formula::Kind::yes: return false;
    case Formula::Kind::no: return true;
    case Formula::Kind::atom: return !values_in(w, f.term, terms).meets(f.allowed);
    case Formula::Kind::all: return std::any_of(f.parts.begin(), f.parts.end(), part_refuted);
    case Formula::Kind::any: return std::all_of(f.parts.begin(), f.parts.end(), part_refuted);
  }
  return false;
}

}  // namespace tripline::dsl::lint
