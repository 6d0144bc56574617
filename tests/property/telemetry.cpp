// Random telemetry, by what the pack declares: ties, gaps, disorder, late and double elements, idle sources.
#include <algorithm>
#include <map>

#include "core/decimal.hpp"
#include "core/time.hpp"
#include "property/generate.hpp"

namespace tripline::property {

using core::Duration;
using core::Time;
using engine::Value;
namespace model = dsl::model;

namespace {

// One of the values that random_telemetry writes.
Value read_value(const std::string& json, const model::Type& type, const core::Unit& unit, const model::Pack& pack) {
  const std::string bare = json.front() == '"' ? json.substr(1, json.size() - 2) : json;
  switch (type.kind) {
    case model::TypeKind::bool_: return Value::boolean(json == "true");
    case model::TypeKind::number: return Value::number(core::read_decimal(bare, unit).value);
    case model::TypeKind::time: return Value::integer(*core::parse_rfc3339(bare));
    case model::TypeKind::date: return Value::integer(*core::parse_day(bare));
    case model::TypeKind::enumerated: {
      const auto& members = pack.enums[static_cast<std::size_t>(type.enumeration)].members;
      const auto m = std::find_if(members.begin(), members.end(), [&](const auto& x) { return x.name == bare; });
      return Value::integer(m - members.begin());
    }
    case model::TypeKind::list: {
      std::vector<Value> items;
      for (std::size_t from = 1; from < json.size() - 1;) {
        const std::size_t to = std::min(json.find(',', from), json.size() - 1);
        items.push_back(read_value(json.substr(from, to - from), *type.element, unit, pack));
        from = to + 1;
      }
      return Value::list(std::move(items));
    }
    case model::TypeKind::text:
    case model::TypeKind::duration:
    case model::TypeKind::position: break;
  }
  return Value::text(bare);
}

}  // namespace

void random_telemetry(Case& c, Random& r) {
  c.arrivals.clear();
  const Duration unit = c.unit;
  const std::string pack = c.pack();
  std::vector<std::string> streams = {"Car", "Car", "Car", "Aux", "Ev", "Ev", "Ans", "Tick"};
  if (pack.find("event Leg") != std::string::npos) streams.emplace_back("Leg");
  streams.erase(std::remove_if(streams.begin(), streams.end(),
                               [&](const std::string& s) {
                                 return pack.find("signal " + s + " {") == std::string::npos &&
                                        pack.find("event " + s + " {") == std::string::npos;
                               }),
                streams.end());
  if (streams.empty()) return;
  struct Field {
    std::string name, type;
  };
  // What is written in the pack of a stream's fields.
  std::map<std::string, std::vector<Field>> fields;
  for (const Declaration& d : c.declarations)
    for (const char* kind : {"signal ", "event "})
      if (d.head.rfind(kind, 0) == 0)
        for (const Clause& f : d.clauses) {
          const std::string text = f.text.written();
          const auto colon = text.find(" : ");
          if (colon != std::string::npos)
            fields[d.head.substr(std::string(kind).size(), d.head.size() - std::string(kind).size() - 2)].push_back(
                {text.substr(0, colon), text.substr(colon + 3)});
        }
  const int n = 4 + r.below(22);
  const int subjects = 1 + r.below(3);
  Time t = base_time();
  struct Timed {
    Time arrives;
    Line line;
  };
  std::vector<Timed> all;
  const int jitter = r.one_in(3) ? 0 : r.below(4);
  for (int i = 0; i < n; ++i) {
    const int gap = r.below(10);
    t += gap < 3 ? 0 : gap < 4 ? unit / 2 : gap < 8 ? unit : gap < 9 ? 2 * unit : unit * r.of<int>({3, 5, 7, 12, 25});
    Line e;
    e.stream = r.of(streams);
    e.time = t;
    e.source = static_cast<std::uint32_t>(r.below(static_cast<int>(c.sources.size())));
    for (const Field& f : fields[e.stream]) {
      const bool optional = f.type.find('?') != std::string::npos;
      if (optional && r.one_in(3)) {
        if (r.one_in(2)) e.fields.emplace_back(f.name, "null");
        continue;
      }
      std::string v;
      const std::string type = f.type.substr(0, f.type.find_first_of(" ?"));
      const int pick = r.below(f.name == "v" ? subjects : 2);
      if (type == "time")
        v = "\"" + core::print_rfc3339(t + unit * (r.below(9) - 3)) + "\"";
      else if (type == "date")
        v = r.of<std::string>({"\"2026-01-31\"", "\"2026-02-01\"", "\"2026-02-02\""});
      else if (type == "list")
        v = r.of<std::string>({"[]", "[3]", "[1,4]", "[2.5,2.5,5]"});
      else if (type == "Mode")
        v = r.of<std::string>({"\"off\"", "\"low\"", "\"high\""});
      else if (f.name == "v")
        v = type == "number" ? std::to_string(pick + 1) : "\"V" + std::to_string(pick + 1) + "\"";
      else if (f.name == "fleet")
        v = type == "number" ? (r.one_in(5) ? "7" : "1.5") : r.one_in(5) ? "\"G\"" : "\"F\"";
      else if (f.name == "id")
        v = "\"" + std::to_string(r.below(12)) + "\"";
      else if (type == "text")
        v = pick == 0 ? "\"a\"" : "\"b\"";
      else if (f.name == "s")
        v = r.of<std::string>({"36", "40", "10", "54", "0", "38.5"});
      else if (type == "bool")
        v = r.one_in(2) ? "true" : "false";
      else
        v = r.one_in(10) ? (r.one_in(2) ? "2.5" : "2.7") : std::to_string(r.below(6));
      e.fields.emplace_back(f.name, v);
    }
    all.push_back({t + unit * (jitter == 0 ? 0 : r.below(jitter + 1)), e});
    if (r.one_in(12)) all.push_back({all.back().arrives, all.back().line});  // again, byte for byte
  }
  std::stable_sort(all.begin(), all.end(), [](const Timed& a, const Timed& b) { return a.arrives < b.arrives; });
  for (Timed& x : all) {
    if (c.sources.size() > 1 && r.one_in(15))
      c.arrivals.push_back({std::nullopt, static_cast<std::uint32_t>(r.below(2)), x.line.time});
    c.arrivals.push_back({std::move(x.line), 0, 0});
  }
}

oracle::Run run_of(const Case& c, std::shared_ptr<const dsl::model::Pack> pack) {
  using engine::Value;
  namespace model = dsl::model;
  oracle::Run run{std::move(pack), c.sources, {}};
  std::vector<std::uint64_t> position(c.sources.size(), 0);
  for (const Arriving& a : c.arrivals) {
    if (!a.line) {
      run.arrivals.push_back({oracle::Arrival::What::idle, {}, a.idle, a.at});
      continue;
    }
    const Line& line = *a.line;
    oracle::Arrival out;
    engine::Element& e = out.element;
    for (std::size_t s = 0; s < run.pack->streams.size(); ++s)
      if (run.pack->streams[s].name == line.stream) e.stream = static_cast<int>(s);
    if (e.stream < 0) continue;
    e.time = line.time;
    e.source = line.source;
    e.position = ++position[line.source];
    e.bytes = line.written();
    for (const model::Field& f : run.pack->streams[static_cast<std::size_t>(e.stream)].fields) {
      const auto given =
          std::find_if(line.fields.begin(), line.fields.end(), [&](const auto& x) { return x.first == f.name; });
      if (given == line.fields.end() || given->second == "null") {
        e.fields.push_back(Value::missing());
        continue;
      }
      e.fields.push_back(read_value(given->second, f.type, f.input_unit, *run.pack));
    }
    run.arrivals.push_back(std::move(out));
  }
  for (std::uint32_t s = 0; s < c.sources.size(); ++s) run.arrivals.push_back({oracle::Arrival::What::end, {}, s, 0});
  return run;
}

}  // namespace tripline::property
