#include "property/shrink.hpp"

#include <filesystem>
#include <fstream>

namespace tripline::property {

namespace {

// Every place in a text that may hold another.
void places(Text& t, std::vector<Text*>& out) {
  out.push_back(&t);
  for (auto& [part, _] : t.parts) places(part, out);
}

std::vector<Text> simpler(const Text& t) {
  std::vector<Text> out;
  if (t.type == "where") out.push_back({"where", "", {}});
  if (t.type == "bool") {
    out.push_back({"bool", "true", {}});
    out.push_back({"bool", "Car.ok", {}});
    out.push_back({"bool", "Car.x > 3", {}});
  }
  if (t.type == "number") out.push_back({"number", "Car.x", {}});
  std::vector<const Text*> inner;
  const std::function<void(const Text&)> descend = [&](const Text& x) {
    for (const auto& [part, _] : x.parts) {
      if (part.type == t.type && t.type != "where") inner.push_back(&part);
      descend(part);
    }
  };
  descend(t);
  for (const Text* i : inner) out.push_back(*i);
  std::vector<Text> smaller;
  for (Text& x : out)
    if (x.written().size() < t.written().size()) smaller.push_back(std::move(x));
  return smaller;
}

// Takes out runs of items, long ones first.
template <class T, class Keep>
bool fewer(std::vector<T> Case::*items, Case& c, const StillFails& fails, Keep may_go) {
  bool any = false;
  for (std::size_t run = std::max<std::size_t>((c.*items).size() / 2, 1); run > 0; run /= 2)
    for (std::size_t i = 0; i < (c.*items).size();) {
      Case less = c;
      auto& all = less.*items;
      const std::size_t end = std::min(i + run, all.size());
      bool may = true;
      for (std::size_t k = i; k < end; ++k) may = may && may_go(all[k]);
      if (may) all.erase(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(end));
      if (may && fails(less)) {
        c = std::move(less);
        any = true;
      } else {
        i += run;
      }
    }
  return any;
}

}  // namespace

Case shrunk(Case c, const StillFails& fails) {
  for (bool any = true; any;) {
    any = fewer(&Case::arrivals, c, fails, [](const Arriving&) { return true; });
    any =
        fewer(&Case::declarations, c, fails, [](const Declaration& d) { return d.head.rfind("pack", 0) != 0; }) || any;
    for (std::size_t d = 0; d < c.declarations.size(); ++d)
      for (std::size_t k = 0; k < c.declarations[d].clauses.size();) {
        Case less = c;
        auto& clauses = less.declarations[d].clauses;
        if (!c.declarations[d].head.empty() && !clauses[k].needed) {
          clauses.erase(clauses.begin() + static_cast<std::ptrdiff_t>(k));
          if (fails(less)) {
            c = std::move(less);
            any = true;
            continue;
          }
        }
        ++k;
      }
    for (std::size_t d = 0; d < c.declarations.size(); ++d)
      for (std::size_t k = 0; k < c.declarations[d].clauses.size(); ++k)
        for (bool again = true; again;) {
          again = false;
          std::vector<Text*> here;
          places(c.declarations[d].clauses[k].text, here);
          for (std::size_t p = 0; p < here.size() && !again; ++p)
            for (Text& simple : simpler(*here[p])) {
              Case less = c;
              std::vector<Text*> there;
              places(less.declarations[d].clauses[k].text, there);
              *there[p] = std::move(simple);
              if (!fails(less)) continue;
              c = std::move(less);
              any = again = true;
              break;
            }
        }
    if (c.sources.size() > 1) {
      Case less = c;
      less.sources.pop_back();
      for (Arriving& a : less.arrivals) {
        a.idle = 0;
        if (a.line) a.line->source = 0;
      }
      if (fails(less)) {
        c = std::move(less);
        any = true;
      }
    }
  }
  return c;
}

void write_golden(const Case& c, const std::string& folder, const std::string& difference) {
  namespace fs = std::filesystem;
  fs::create_directories(folder);
  const fs::path dir(folder);
  std::ofstream(dir / "pack.trip") << c.pack();
  for (const auto& [name, content] : c.files)
    if (c.pack().find(name) != std::string::npos) std::ofstream(dir / name) << content;
  for (std::uint32_t s = 0; s < c.sources.size(); ++s) {
    std::ofstream out(dir / (c.sources.size() == 1 ? "elements.jsonl" : "elements_" + c.sources[s] + ".jsonl"));
    for (const Arriving& a : c.arrivals)
      if (a.line && a.line->source == s) out << a.line->written() << "\n";
  }
  std::ofstream expected(dir / "expected.jsonl");
  if (const auto run = run_of(c))
    for (const auto& j : oracle::judge(*run->pack, run->sources, run->arrivals))
      if (j["kind"] != "summary") expected << j.dump() << "\n";
  std::ofstream(dir / "why.md")
      << "WHY: what the language says of this, with its section. Found by the differential test:\n\n"
      << difference;
}

}  // namespace tripline::property
