#include "property/generate.hpp"

#include <algorithm>
#include <map>

#include "core/decimal.hpp"
#include "core/time.hpp"
#include "dsl/check/compile.hpp"

namespace tripline::property {

using core::Duration;
using core::Time;

std::uint64_t Random::next() {  // splitmix64
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

std::string Text::written() const {
  std::string out = before;
  for (const auto& [part, behind] : parts) out += part.written() + behind;
  return out;
}

std::string Declaration::written() const {
  if (head.empty()) return clauses.front().text.written() + "\n";
  std::string out = head + "\n";
  for (const Clause& c : clauses) out += "  " + c.text.written() + "\n";
  return out + "}\n";
}

std::string Case::pack() const {
  std::string out;
  for (const Declaration& d : declarations) out += d.written();
  return out;
}

std::string Line::written() const {
  std::string out = R"({"type":")" + stream + R"(","time":")" + core::print_rfc3339(time) + "\"";
  for (const auto& [name, value] : fields) out += ",\"" + name + "\":" + value;
  return out + "}";
}

namespace {

Text text(std::string type, std::string before) { return {std::move(type), std::move(before), {}}; }
Text around(std::string type, std::string before, Text a, std::string behind) {
  Text t = text(std::move(type), std::move(before));
  t.parts.push_back({std::move(a), std::move(behind)});
  return t;
}
Text between(std::string type, std::string before, Text a, std::string middle, Text b, std::string behind) {
  Text t = around(std::move(type), std::move(before), std::move(a), std::move(middle));
  t.parts.push_back({std::move(b), std::move(behind)});
  return t;
}

// Where an expression stands, and so what it may name.
struct Place {
  std::string on;        // the rule's stream, whose fields have bare names
  std::string selected;  // inside an aggregate, a `where`, a derived event: the stream selected
  std::string opener;    // inside an answer: the `on` name
  bool coarse = false;   // aggregates only
  bool aggregates = true;
  bool raised = false;  // in a trigger: `since raised`
  bool level = false;
  bool held = true;
  std::string trigger_free;
  std::vector<std::string> violations;  // names of rules whose violations may be read
};

class Packs {
 public:
  explicit Packs(std::uint64_t seed) : r_(seed) {}

  Case make() {
    hours_ = r_.one_in(4);
    has_permits_ = r_.one_in(3);
    has_levels_ = r_.one_in(2);
    has_leg_ = r_.one_in(5);
    car_stale_ = !r_.one_in(3);
    aux_stale_ = r_.one_in(2);
    big_ = r_.one_in(2);
    up_ = r_.one_in(2);
    ids_ = r_.one_in(6);
    late_ = r_.one_in(3) ? r_.below(3) + 1 : 0;
    header();
    streams();
    const int rules = 1 + r_.below(4);
    for (int i = 0; i < rules; ++i) rule("r" + std::to_string(i + 1));
    c_.sources = r_.one_in(3) ? std::vector<std::string>{"b", "a"} : std::vector<std::string>{"a"};
    if (has_permits_) c_.permits = "v,stage,cap\nV1,pilot,3\nV2,sandbox,\n";
    return std::move(c_);
  }

 private:
  std::string span(int n) const { return std::to_string(n) + (hours_ ? " h" : " s"); }
  std::string some_span() { return span(r_.of<int>({1, 2, 2, 3, 5, 5, 10})); }
  std::string small() { return std::to_string(r_.below(6)); }

  Clause needed(std::string t) { return {text("", std::move(t)), true}; }
  Clause clause(std::string before, Text t, std::string behind = "") {
    return {around("", std::move(before), std::move(t), std::move(behind)), false};
  }
  void line(std::string t, bool is_needed = false) {
    c_.declarations.push_back({"", {{text("", std::move(t)), true}}, is_needed});
  }

  void header() {
    Declaration d{"pack random 1.0.0 {", {}, true};
    d.clauses.push_back({text("", r_.one_in(4)   ? "timezone \"Asia/Shanghai\""
                                  : r_.one_in(3) ? "timezone \"America/New_York\""
                                                 : "timezone \"UTC\""),
                         false});
    d.clauses.push_back(needed("lateness " + span(late_)));
    c_.declarations.push_back(std::move(d));
    if (has_levels_) line("levels normal < watch < stop", true);
    line("type Mode = one of (off < low < high)", true);
    line("param cap : number = " + small());
    line("param top : km/h = 40 km/h");
    line("param wait : duration = " + some_span());
    line("let fast = Car.x > 3");
    line("curve bend(number) : number { 0: 1, 2: 4, 4: 2 }");
    if (!has_permits_) return;
    line("stages sandbox < pilot < scaled", true);
    Declaration t{"table Permit from \"permits.csv\" {", {}, true};
    t.clauses.push_back(needed("v : text key"));
    t.clauses.push_back(needed("stage : one of (sandbox, pilot, scaled)"));
    t.clauses.push_back(needed("cap : number?"));
    c_.declarations.push_back(std::move(t));
    line(r_.one_in(2) ? "stage from Permit.stage else sandbox" : "stage from Permit.stage", true);
  }

  void stream(const std::string& head, const std::vector<std::string>& fields, const std::string& stale = "") {
    Declaration d{head + " {", {}, false};
    for (const std::string& f : fields) d.clauses.push_back({text("", f), f.find(" key") != std::string::npos});
    if (!stale.empty()) d.clauses.push_back({text("", stale), false});
    c_.declarations.push_back(std::move(d));
  }

  void streams() {
    const std::vector<std::string> leg =
        has_leg_ ? std::vector<std::string>{"leg : text key"} : std::vector<std::string>{};
    std::vector<std::string> car = {"v : text key", "fleet : text group", "x : number", "s : km/h",
                                    "n : number?",  "mode : Mode",        "ok : bool"};
    stream("signal Car", car, car_stale_ ? "stale after " + some_span() : "");
    stream("signal Aux", {"v : text key", "y : number", "w : bool?"}, aux_stale_ ? "stale after " + some_span() : "");
    std::vector<std::string> ev = {"v : text key", "k : number", "tag : text", "good : bool?"};
    if (ids_) ev.push_back("id : text id");
    if (r_.one_in(6)) ev.push_back("lateness " + span(1));
    stream("event Ev", ev);
    stream("event Ans", {"v : text key", "k : number", "tag : text"});
    if (has_leg_) stream("event Leg", {"v : text key", "leg : text key", "k : number"});
    line("event Tick { }", true);
    if (big_) {
      Place p;
      p.selected = "Ev";
      p.held = false;
      p.aggregates = r_.one_in(2);
      Declaration d{"", {{around("", "event Big = Ev when ", boolean(p, 2), ""), true}}, false};
      c_.declarations.push_back(std::move(d));
    }
    if (up_) {
      Place p;
      p.selected = "Car";
      p.held = r_.one_in(3);
      Declaration d{"", {{around("", "event Up = Car when ", boolean(p, 2), ""), true}}, false};
      c_.declarations.push_back(std::move(d));
    }
  }

  // ---------------------------------------------------------------- expressions

  // A field as it is called where it stands.
  std::string name(const Place& p, const std::string& stream, const std::string& field) const {
    const std::string& bare = p.selected.empty() ? p.on : p.selected;
    return bare == stream ? field : stream + "." + field;
  }
  bool reads_car(const Place& p) { return p.selected == "Car" || p.on == "Car"; }

  Text number_field(const Place& p) {
    const std::string here = p.selected.empty() ? p.on : p.selected;
    std::vector<Text> all;
    const auto offer = [&](const std::string& stream, const std::string& field) {
      all.push_back(text("number", name(p, stream, field)));
    };
    offer("Car", "x");
    offer("Aux", "y");
    if (here == "Car") {
      offer("Car", "x");
      offer("Car", "x");
    }
    if (here == "Ev" || here == "Big") {
      all.push_back(text("number", "k"));
      all.push_back(text("number", "k"));
    } else if (here == "Ans" || here == "Leg") {
      all.push_back(text("number", "k"));
    } else {
      offer("Ev", "k");
    }
    Text optional = text("number", "(" + name(p, "Car", "n") + " else " + small() + ")");
    all.push_back(optional);
    if (has_permits_) all.push_back(text("number", "(Permit.cap else " + small() + ")"));
    return r_.of(all);
  }

  Text number(const Place& p, int depth) {
    if (p.coarse) return aggregate(p, depth);
    switch (r_.below(depth > 0 ? 12 : 5)) {
      case 0: return text("number", "cap");
      case 5:
        return between("number", "(", number(p, depth - 1),
                       r_.one_in(2)   ? " + "
                       : r_.one_in(2) ? " - "
                                      : " * ",
                       number(p, depth - 1), ")");
      case 6: return around("number", "abs(", number(p, depth - 1), " - 3)");
      case 7:
        return between("number", r_.one_in(2) ? "min(" : "max(", number(p, depth - 1), ", ", number(p, depth - 1), ")");
      case 8: return previous(p);
      case 9: return around("number", "bend(", number_field(p), ")");
      case 10: return between("number", "(", number_field(p), " / ", number_field(p), ")");
      case 11:
        if (p.aggregates && p.selected.empty()) return aggregate(p, depth);
        return number_field(p);
      default: return number_field(p);
    }
  }

  Text previous(const Place& p) {
    const std::string here = p.selected.empty() ? p.on : p.selected;
    if (here == "Car") return text("number", "previous(x)");
    if (here == "Ev") return text("number", "previous(k)");
    return text("number", "previous(" + name(p, "Aux", "y") + ")");
  }

  std::string compare() { return r_.of<std::string>({" < ", " <= ", " > ", " >= ", " > ", " >= ", " == ", " != "}); }

  Text comparison(const Place& p, int depth) {
    if (p.coarse) return compared_aggregate(p, depth);
    const std::string mode = name(p, "Car", "mode");
    switch (r_.below(14)) {
      case 0: return text("bool", mode + " == " + r_.of<std::string>({"off", "low", "high"}));
      case 1: return text("bool", mode + (r_.one_in(2) ? " >= low" : " in (off, high)"));
      case 2: return text("bool", name(p, "Car", "ok"));
      case 3: return text("bool", "(" + name(p, "Aux", "w") + " else " + (r_.one_in(2) ? "true)" : "false)"));
      case 4:
        return text("bool",
                    name(p, "Car", "s") + compare() + r_.of<std::string>({"36 km/h", "10 m/s", "top", "40 km/h"}));
      case 5:
        if (r_.one_in(3)) {
          if (has_permits_ && p.selected.empty())
            return text("bool", r_.one_in(2) ? "stage == pilot" : "stage < pilot");
          if (p.selected == "Ev" || p.on == "Ev")
            return text("bool", r_.one_in(2) ? "tag matches \"a|c\"" : "tag in (\"a\", \"c\")");
        }
        return around("bool", "", number_field(p), " in " + small() + " .. 4");
      case 6: {
        const std::string n = name(p, "Car", "n");
        return text("bool",
                    r_.one_in(2) ? "present(" + n + ")" : "(present(" + n + ") and " + n + compare() + small() + ")");
      }
      case 7:
        if (p.held && depth > 0 && p.selected.empty()) {
          Place inner = p;
          inner.held = false;
          if (p.on == "Ev" || p.on == "Ans") inner.on.clear();
          return around("bool", "held(", boolean(inner, depth - 1), ", " + some_span() + ")");
        }
        return text("bool", "fast");
      case 8:
        if (p.aggregates && p.selected.empty()) return compared_aggregate(p, depth);
        return between("bool", "", number(p, depth - 1), compare(), text("number", small()), "");
      case 9:
        if (p.aggregates && p.selected.empty()) return compared_aggregate(p, depth);
        return text("bool", p.selected.empty() ? "fast" : name(p, "Car", "ok"));
      case 10:
        if (p.selected.empty() && r_.one_in(2))
          return text("bool", "now - " + r_.of<std::string>({"Aux", "Ev", "Car"}) + ".time" +
                                  r_.of<std::string>({" > ", " >= ", " < ", " <= "}) + some_span());
        if (p.selected.empty() && p.level && has_levels_) return text("bool", "level >= watch");
        if (p.selected.empty() && r_.one_in(3))
          return text("bool", "hour(now) >= " + r_.of<std::string>({"1", "8", "12", "23"}));
        return around("bool", "", number_field(p), " > " + small());
      default:
        return between("bool", "", number(p, depth - 1), compare(),
                       r_.one_in(4) ? number(p, 0) : text("number", small()), "");
    }
  }

  Text boolean(const Place& p, int depth) {
    if (depth > 0) switch (r_.below(9)) {
        case 0: return between("bool", "(", boolean(p, depth - 1), " and ", boolean(p, depth - 1), ")");
        case 1: return between("bool", "(", boolean(p, depth - 1), " or ", boolean(p, depth - 1), ")");
        case 2: return around("bool", "not (", boolean(p, depth - 1), ")");
        case 3: return between("bool", "(", boolean(p, depth - 1), " implies ", boolean(p, depth - 1), ")");
        default: break;
      }
    return comparison(p, depth);
  }

  std::string window(const Place& p, bool samples, bool continuous) {
    switch (r_.below(continuous ? 10 : 12)) {
      case 0: return " since Ev";
      case 1: return r_.one_in(2) ? " since (Ans where k > 2)" : " since (Ev where k > 2, Ans)";
      case 2: return " over " + span(r_.of<int>({3, 5, 10})) + " since Ans";
      case 3: return hours_ ? " this day" : " this hour";
      case 4: return r_.one_in(2) ? " last 2 days" : " this week";
      case 5: return " ever";
      case 6:
        if (p.raised) return " since raised";
        return " over 1" + std::string(hours_ ? " h" : " s") + " .. " + span(r_.of<int>({3, 5}));
      case 10:
      case 11: return std::string(" last ") + r_.of<std::string>({"1", "2", "3"}) + (samples ? " samples" : " events");
      default: return " over " + some_span();
    }
  }

  Text where(const std::string& stream) {
    Place p;
    p.selected = stream;
    p.aggregates = false;
    p.held = false;
    return around("where", " where ", boolean(p, 1), "");
  }
  // An aggregate's text: its argument, `where` or nothing, the window.
  Text aggregated(std::string type, std::string call, const std::string& stream, std::string window_text) {
    Text t = text(std::move(type), std::move(call));
    if (r_.one_in(3)) t.parts.push_back({where(stream), ""});
    if (t.parts.empty())
      t.before += ")" + window_text;
    else
      t.parts.back().behind = ")" + window_text;
    return t;
  }

  std::string event() {
    std::vector<std::string> all = {"Ev", "Ev", "Ans"};
    if (big_) all.emplace_back("Big");
    return r_.of(all);
  }

  // A number from a window.
  Text aggregate(const Place& p, int) {
    const bool over_samples = r_.one_in(6) && p.coarse;
    switch (r_.below(9)) {
      case 0:
      case 1: {
        const std::string e = up_ && r_.one_in(3) ? "Up" : event();
        return aggregated("number", "count(" + e, e, window(p, false, false));
      }
      case 2: {
        const std::string e = event();
        return aggregated("number", r_.of<std::string>({"sum(", "min(", "max(", "avg(", "change("}) + e + ".k", e,
                          window(p, false, false));
      }
      case 3: return aggregated("number", "distinct(Ev.tag", "Ev", window(p, false, false));
      case 4:
        return text("number",
                    "quantile(Ev.k, " + r_.of<std::string>({"0.5", "0.3", "0.9"}) + ")" + window(p, false, false));
      case 5:
        return aggregated("number", r_.of<std::string>({"min(", "max("}) + "Car.x", "Car",
                          over_samples ? " now" : window(p, true, true));
      case 6: return aggregated("number", "count(Car", "Car", over_samples ? " now" : window(p, true, false));
      case 7:
        if (p.coarse) return aggregated("number", r_.one_in(2) ? "sum(Car.x" : "avg(Car.x", "Car", " now");
        return aggregated("number", r_.of<std::string>({"first(", "last(", "change("}) + "Car.x", "Car",
                          window(p, true, true));
      default: {
        const std::string e = event();
        return aggregated("number", r_.of<std::string>({"first(", "last("}) + e + ".k", e, window(p, false, false));
      }
    }
  }

  Text condition_of(const std::string& stream) {
    Place p;
    p.selected = "-";  // nothing has a bare name in an argument
    p.aggregates = false;
    p.held = false;
    const std::string field = stream == "Car" ? "Car.x" : stream + ".k";
    if (stream == "Car" && r_.one_in(2))
      return text("bool", r_.of<std::string>({"Car.ok", "Car.mode == high", "Car.s > top", "Car.x > Aux.y"}));
    return text("bool", field + compare() + small());
  }

  // What grows is compared with a constant; conditions over windows stand by themselves.
  Text compared_aggregate(const Place& p, int depth) {
    if (!p.violations.empty() && r_.one_in(2))
      return text("bool", "count(Violation where rule == " + r_.of(p.violations) + ") over " + some_span() +
                              " >= " + std::to_string(1 + r_.below(3)));
    if (!p.opener.empty() && r_.one_in(3))
      return text("bool", "count(Ans where tag == " + p.opener + ".tag)" + window(p, false, false) +
                              " >= " + std::to_string(1 + r_.below(3)));
    switch (r_.below(9)) {
      case 0: {
        Text t = around("bool", "duration(", condition_of("Car"), "");
        if (r_.one_in(4)) t.parts.push_back({where("Car"), ""});
        t.parts.back().behind = ")" + window(p, true, true) + compare() + some_span();
        return t;
      }
      case 1: {
        Text t = around("bool", "share(", condition_of("Car"), "");
        if (r_.one_in(4)) t.parts.push_back({where("Car"), ""});
        t.parts.back().behind =
            ")" + window(p, true, true) + compare() + r_.of<std::string>({"50%", "95%", "30%", "0%", "100%"});
        return t;
      }
      case 2:
        return aggregated("bool", "integral(Car.s", "Car",
                          window(p, true, true) + compare() + (hours_ ? "80 km" : "20 m"));
      case 3:
        return aggregated("bool", "avg(Car.x", "Car",
                          window(p, true, true) + compare() + r_.of<std::string>({"2", "2.5", "3.3"}));
      case 4: {
        Text t = around("bool", r_.one_in(2) ? "once(" : "always(", condition_of("Car"), "");
        if (r_.one_in(4)) t.parts.push_back({where("Car"), ""});
        t.parts.back().behind = ")" + window(p, true, true);
        return t;
      }
      case 5: {
        const std::string e = event();
        Text t = around("bool", r_.of<std::string>({"once(", "always("}), condition_of(e), "");
        if (r_.one_in(3)) t.parts.push_back({where(e), ""});
        t.parts.back().behind = ")" + window(p, false, false);
        return t;
      }
      case 6: {
        const std::string e = event();
        Text t = around("bool", "share(", condition_of(e), "");
        t.parts.back().behind = ")" + window(p, false, false) + compare() + r_.of<std::string>({"50%", "60%"});
        return t;
      }
      case 7:
        return aggregated("bool", "avg(Car.s", "Car",
                          window(p, true, true) + compare() + r_.of<std::string>({"36 km/h", "top", "10 m/s"}));
      default: return around("bool", "", aggregate(p, depth), compare() + small());
    }
  }

  // ---------------------------------------------------------------- rules

  void rule(const std::string& rule_name) {
    const int kind = r_.below(7);
    const bool duty = kind == 4 || kind == 5, trigger = kind == 6 && has_levels_, limit = kind == 2 || kind == 3;
    Place p;
    p.violations = names_;
    p.coarse = !duty && r_.one_in(5);
    p.level = !trigger;
    p.raised = trigger;
    Declaration d;
    d.head = std::string(duty ? "duty " : trigger ? "trigger " : limit ? "limit " : "redline ") + rule_name + " {";
    if (p.coarse) {
      const bool fleet = r_.one_in(2);
      d.clauses.push_back(needed(fleet ? "per fleet" : "per all"));
      p.violations.clear();
    }
    if (has_permits_ && r_.one_in(4))
      d.clauses.push_back({text("", r_.one_in(2) ? "during pilot" : "during sandbox, scaled"), false});
    if (r_.one_in(8)) {
      const Time from = base() + (hours_ ? 3600 : 1) * core::kSecond * r_.below(10);
      d.clauses.push_back(
          {text("", "effective " + core::print_rfc3339(from) + " .. " +
                        (r_.one_in(2) ? core::print_rfc3339(from + (hours_ ? 3600 : 1) * 8 * core::kSecond) : "")),
           false});
    }
    if (duty)
      this->duty(d, p);
    else if (trigger)
      this->trigger(d, p);
    else
      this->crossing(d, p, limit);
    c_.declarations.push_back(std::move(d));
    if (!p.coarse && !trigger) names_.push_back(rule_name);
  }

  void guards(Declaration& d, const Place& p) {
    if (r_.one_in(3)) d.clauses.push_back(clause("when ", boolean(p, 1)));
    if (r_.one_in(5)) d.clauses.push_back(clause("unless ", boolean(p, 1)));
  }

  void crossing(Declaration& d, Place p, bool limit) {
    const int on = p.coarse ? 0 : r_.below(8);
    if (on >= 2 && on < 6) p.on = "Car";
    if (on == 6) p.on = "Ev";
    if (on == 7) p.on = big_ && r_.one_in(2) ? "Big" : "Aux";
    const bool event = p.on == "Ev" || p.on == "Big";
    if (event) p.opener = "it";
    if (!p.coarse && !names_.empty() && r_.one_in(10)) {
      // On the violations of another rule.
      p.on = "-";
      p.violations.clear();
      d.clauses.push_back(needed("on Violation"));
      d.clauses.push_back(needed("when rule == " + r_.of(names_)));
      d.clauses.push_back({around("", limit ? "require " : "forbid ", boolean(p, 1), ""), true});
      return;
    }
    if (!p.on.empty()) d.clauses.push_back(needed("on " + p.on + (event ? " as it" : "")));
    guards(d, p);
    if (!limit) {
      Clause c = clause(r_.one_in(4) ? "require " : "forbid ", boolean(p, 2));
      if (c.text.before == "forbid " && !event && r_.one_in(3)) c.text.parts.back().behind = " for " + some_span();
      c.needed = true;
      d.clauses.push_back(std::move(c));
      return;
    }
    const bool near = r_.one_in(3) && !p.coarse;
    if (near && p.on == "Car") {
      const bool speed = r_.one_in(2);
      d.clauses.push_back(needed(speed ? (r_.one_in(2) ? "require s <= 40 km/h" : "require s <= top")
                                       : r_.of<std::string>({"require x <= 4", "require x >= 2", "require x <= cap"})));
      d.clauses.push_back({text("", speed && r_.one_in(3) ? "warn within 2 m/s"
                                                          : r_.of<std::string>({"warn within 10%", "warn within 25%",
                                                                                "warn within 50%"})),
                           false});
    } else {
      Clause c = clause("require ", boolean(p, 2));
      c.needed = true;
      d.clauses.push_back(std::move(c));
    }
    if (!event && r_.one_in(3))
      d.clauses.push_back({text("", "grace " + (r_.one_in(4) ? std::string("wait") : some_span())), false});
    if (r_.one_in(3))
      d.clauses.push_back({text("", "tolerate " + small() + " times over " + span(r_.of<int>({5, 10, 20}))), false});
  }

  void duty(Declaration& d, Place p) {
    const bool event = !r_.one_in(3);
    p.on = event ? (big_ && r_.one_in(3) ? "Big" : "Ev") : "Car";
    d.clauses.push_back(needed("on " + p.on + " as opened"));
    guards(d, p);
    if (r_.one_in(3)) d.clauses.push_back(clause("while ", boolean(p, 1)));
    const bool every = r_.one_in(5);
    std::string answers = r_.of<std::string>({"Ans", "Ans", "(Ans where k > 2)", "Aux", "(Aux where y > 3)",
                                              "(Car where x > 3)", "Ans or (Aux where y > 4)"});
    if (event && r_.one_in(3)) answers = "(Ans where tag == opened.tag)";
    std::string due = every          ? "every " + some_span()
                      : r_.one_in(5) ? "within " + span(1) + " .. " + span(3 + r_.below(3))
                      : r_.one_in(4) && hours_
                          ? r_.of<std::string>({"within 1 days", "within 1 working days", "by end of day"})
                      : r_.one_in(6) ? (event ? "by time + " + some_span() : "by end of hour")
                                     : "within " + some_span();
    d.clauses.push_back(needed("expect " + answers + " " + due));
  }

  void trigger(Declaration& d, Place p) {
    const int on = p.coarse ? 0 : r_.below(4);
    if (on == 1) p.on = "Car";
    if (on == 2) p.on = "Ev";
    if (!p.on.empty()) d.clauses.push_back(needed("on " + p.on));
    Clause c = clause("when ", boolean(p, 2));
    c.needed = true;
    if (p.on != "Ev" && r_.one_in(3)) c.text.parts.back().behind = " for " + some_span();
    d.clauses.push_back(std::move(c));
    const int how = r_.below(p.on == "Ev" ? 2 : 3);
    d.clauses.push_back(needed(std::string("raise to ") + (r_.one_in(2) ? "watch" : "stop") +
                               (how == 0                ? " for " + some_span()
                                : how == 1 && !p.coarse ? " until " + r_.of<std::string>({"Ans", "Ans where k > 2"})
                                : how == 1              ? " for " + some_span()
                                                        : "")));
  }

 public:
  static Time base() { return *core::parse_rfc3339("2026-01-31T22:59:50Z"); }
  bool hours() const { return hours_; }

 private:
  Random r_;
  Case c_;
  std::vector<std::string> names_;
  bool hours_ = false, has_permits_ = false, has_levels_ = false, has_leg_ = false, car_stale_ = false,
       aux_stale_ = false, big_ = false, up_ = false, ids_ = false;
  int late_ = 0;
};

bool contains(const Case& c, const std::string& what) { return c.pack().find(what) != std::string::npos; }

}  // namespace

void random_telemetry(Case& c, Random& r) {
  c.arrivals.clear();
  const bool hours = contains(c, " h\n") || contains(c, "lateness 0 h");
  const Duration unit = (hours ? 3600 : 1) * core::kSecond;
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
  Time t = Packs::base();
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
      if (f.name == "v")
        v = "\"V" + std::to_string(1 + r.below(subjects)) + "\"";
      else if (f.name == "fleet")
        v = r.one_in(5) ? "\"G\"" : "\"F\"";
      else if (f.name == "leg" || f.name == "tag")
        v = r.one_in(2) ? "\"a\"" : "\"b\"";
      else if (f.name == "id")
        v = "\"" + std::to_string(r.below(12)) + "\"";
      else if (f.name == "s")
        v = r.of<std::string>({"36", "40", "10", "54", "0", "38.5"});
      else if (f.name == "mode")
        v = r.of<std::string>({"\"off\"", "\"low\"", "\"high\""});
      else if (f.type.rfind("bool", 0) == 0)
        v = r.one_in(2) ? "true" : "false";
      else
        v = r.one_in(10) ? "2.5" : std::to_string(r.below(6));
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

Case random_case(std::uint64_t seed) {
  Case c = Packs(seed).make();
  Random telemetry(seed ^ 0x5eedULL);
  random_telemetry(c, telemetry);
  return c;
}

std::shared_ptr<const dsl::model::Pack> checked(const Case& c, std::string* why) {
  auto compiled = dsl::compile_sources({{"pack.trip", c.pack()}}, [&](const std::string& name) {
    return name == "permits.csv" && !c.permits.empty() ? std::optional(c.permits) : std::nullopt;
  });
  if (compiled.pack == nullptr && why != nullptr)
    for (const auto& d : compiled.diagnostics)
      if (d.severity == core::Severity::error) *why += core::render(d, *compiled.sources);
  return compiled.pack;
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
      const std::string& json = given->second;
      const std::string bare = json.front() == '"' ? json.substr(1, json.size() - 2) : json;
      switch (f.type.kind) {
        case model::TypeKind::bool_: e.fields.push_back(Value::boolean(json == "true")); break;
        case model::TypeKind::number:
          e.fields.push_back(Value::number(core::read_decimal(bare, f.input_unit).value));
          break;
        case model::TypeKind::enumerated: {
          const auto& members = run.pack->enums[static_cast<std::size_t>(f.type.enumeration)].members;
          const auto m = std::find_if(members.begin(), members.end(), [&](const auto& x) { return x.name == bare; });
          e.fields.push_back(Value::integer(m - members.begin()));
          break;
        }
        default: e.fields.push_back(Value::text(bare));
      }
    }
    run.arrivals.push_back(std::move(out));
  }
  for (std::uint32_t s = 0; s < c.sources.size(); ++s) run.arrivals.push_back({oracle::Arrival::What::end, {}, s, 0});
  return run;
}

std::optional<oracle::Run> run_of(const Case& c, std::string* why) {
  auto pack = checked(c, why);
  if (pack == nullptr) return std::nullopt;
  return run_of(c, std::move(pack));
}

}  // namespace tripline::property
