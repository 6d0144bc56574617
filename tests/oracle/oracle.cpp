// What comes in, and when it is judged (language.md, section 7: watermarks, late, de-duplication).
#include "oracle/oracle.hpp"

#include <algorithm>

#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using nlohmann::json;

namespace {

struct Source {
  Time highest = core::kAlways;
  bool ended = false, idle = false;
};

struct Id {
  Time time;
  std::vector<Value> values;
  std::string bytes;
};

}  // namespace

std::vector<json> judge(const model::Pack& pack, const std::vector<std::string>& names,
                        const std::vector<Arrival>& arrivals) {
  const auto stream = [&](int s) -> const model::Stream& { return pack.streams[static_cast<std::size_t>(s)]; };
  const auto lateness = [&](int s) { return stream(s).lateness.value_or(pack.lateness); };
  Duration longest = 0;  // what a source holds back the engine by
  for (std::size_t s = 0; s < pack.streams.size(); ++s)
    if (stream(static_cast<int>(s)).derived_from < 0 && !stream(static_cast<int>(s)).violation)
      longest = std::max(longest, lateness(static_cast<int>(s)));

  Verdicts verdicts(pack);
  std::vector<Source> sources(names.size());
  std::vector<std::vector<Id>> ids(pack.streams.size());
  std::vector<const engine::Element*> taken;
  struct Told {
    std::vector<json> records;  // when it came in
    Time judged;                // everything before this instant has been judged after it
  };
  std::vector<Told> told;
  Time last = core::kAlways, passed = core::kAlways;
  std::uint64_t read = 0, late = 0, duplicate = 0, rejected = 0;
  std::vector<std::uint64_t> last_position(names.size(), 0);

  for (const Arrival& a : arrivals) {
    Told& t = told.emplace_back();
    const std::uint32_t source_number = a.what == Arrival::What::element ? a.element.source : a.source;
    Source& source = sources[source_number];
    if (a.what == Arrival::What::idle) {
      source.idle = true;
      t.records.push_back({{"kind", "idle"}, {"at", core::print_rfc3339(a.at)}, {"source", names[source_number]}});
    } else if (a.what == Arrival::What::end) {
      source.ended = true;
    } else {
      const engine::Element& e = a.element;
      const model::Stream& s = stream(e.stream);
      if (last_position[source_number] != e.position) ++read;
      last_position[source_number] = e.position;
      const auto about = [&](const char* kind) {
        return json{{"kind", kind},
                    {"at", core::print_rfc3339(e.time)},
                    {"source", names[source_number]},
                    {"position", e.position}};
      };
      // "an element whose id was seen within the lateness (or `unique for D`) with the same bytes is counted as a duplicate …; with other bytes
      // it is rejected"
      bool stop = false;
      Id id{e.time, {}, e.bytes};
      Duration keep = lateness(e.stream);
      for (std::size_t f = 0; f < s.fields.size(); ++f) {
        if (!s.fields[f].id) continue;
        id.values.push_back(e.fields[f]);
        if (s.fields[f].unique_for) keep = *s.fields[f].unique_for;
      }
      if (!id.values.empty()) {
        auto& seen = ids[static_cast<std::size_t>(e.stream)];
        // As long as some source has not come further than that, and nothing that is later by more than that.
        Time horizon = std::max(source.highest, e.time);
        for (const Source& other : sources)
          if (!other.ended && !other.idle && &other != &source) horizon = std::min(horizon, other.highest);
        const auto forgotten = [&](const Id& x) {
          return (horizon != core::kAlways && x.time < horizon - keep) ||
                 (x.values == id.values && x.time < e.time - keep);
        };
        seen.erase(std::remove_if(seen.begin(), seen.end(), forgotten), seen.end());
        const auto same = std::find_if(seen.begin(), seen.end(), [&](const Id& x) { return x.values == id.values; });
        if (same == seen.end()) {
          seen.push_back(id);
        } else if (same->bytes == e.bytes) {
          ++duplicate;
          t.records.push_back(about("duplicate"));
          stop = true;
        } else {
          ++rejected;
          t.records.push_back(about("rejected"));
          t.records.back()["reason"] = "id_conflict";
          stop = true;
        }
      }
      // "An element older than its own source's watermark is late"; so is one of an instant that has been judged.
      const bool own = source.highest != core::kAlways && e.time < source.highest - lateness(e.stream);
      if (!stop && (own || e.time < passed)) {
        ++late;
        t.records.push_back(about("late"));
        t.records.back()["late_by"] = core::print_duration(std::max(source.highest, std::min(passed, last)) - e.time);
        for (json& j : verdicts.late(e)) t.records.push_back(std::move(j));
        stop = true;
        if (!own) {
          source.idle = false;
          source.highest = std::max(source.highest, e.time);
        }
      }
      if (!stop) {
        source.idle = false;
        source.highest = std::max(source.highest, e.time);
        last = std::max(last, e.time);
        taken.push_back(&e);
      }
    }
    // "The engine's is the least of them; a source that ended leaves it, and so does one that its reader declares idle"
    Time least = core::kNever;
    bool any = false;
    for (const Source& s : sources) {
      if (s.ended || s.idle) continue;
      any = true;
      least = std::min(least, s.highest == core::kAlways ? core::kAlways : s.highest - longest);
    }
    if (!any && a.what != Arrival::What::end) least = last == core::kAlways ? last : last + 1;
    if (any || a.what != Arrival::What::end) passed = std::max(passed, least);
    t.judged = passed;
  }

  std::vector<Verdicts::Said> said = verdicts.run(taken, names, last);
  std::vector<json> out;
  std::size_t next = 0;
  for (Told& t : told) {
    for (json& j : t.records) out.push_back(std::move(j));
    for (; next < said.size() && said[next].at < t.judged; ++next) out.push_back(std::move(said[next].record));
  }
  for (; next < said.size(); ++next) out.push_back(std::move(said[next].record));
  json summary = verdicts.summary(last);
  for (json& j : summary["pending"]) out.push_back(std::move(j));
  summary.erase("pending");
  summary["kind"] = "summary";
  if (last != core::kAlways) summary["at"] = core::print_rfc3339(last);
  summary["elements"] = {{"read", read}, {"late", late}, {"duplicate", duplicate}, {"rejected", rejected}};
  out.push_back(std::move(summary));
  return out;
}

}  // namespace tripline::oracle
