#include "property/expressions.hpp"

#include <utility>

namespace tripline::property {

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

// A field as it is called where it stands.
std::string Expressions::name(const Place& p, const std::string& stream, const std::string& field) const {
  const std::string& bare = p.selected.empty() ? p.on : p.selected;
  return bare == stream ? field : stream + "." + field;
}

// ---------------------------------------------------------------- numbers

Text Expressions::number_field(const Place& p) {
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
  all.push_back(text("number", "(" + name(p, "Car", "n") + " else " + small() + ")"));
  if (shape.permits) all.push_back(text("number", "(Permit.cap else " + small() + ")"));
  if (shape.listed) all.push_back(text("number", "size(" + name(p, "Car", "xs") + ")"));
  if (shape.dated)
    all.push_back(text(
        "number", r_.one_in(2) ? "hour(" + name(p, "Car", "expiry") + ")" : "weekday(" + name(p, "Car", "day") + ")"));
  return r_.of(all);
}

Text Expressions::number(const Place& p, int depth) {
  if (p.coarse) return depth > 0 && p.windows && r_.one_in(4) ? growing_number(p) : aggregate(p);
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
      if (!p.aggregates || !p.selected.empty()) return number_field(p);
      return r_.one_in(2) ? growing_number(p) : aggregate(p);
    default: return number_field(p);
  }
}

Text Expressions::previous(const Place& p) {
  const std::string here = p.selected.empty() ? p.on : p.selected;
  if (here == "Car") return text("number", "previous(x)");
  if (here == "Ev") return text("number", "previous(k)");
  return text("number", "previous(" + name(p, "Aux", "y") + ")");
}

// ---------------------------------------------------------------- conditions

Text Expressions::dated(const Place& p) {
  const std::string expiry = name(p, "Car", "expiry"), day = name(p, "Car", "day"), time = name(p, "Car", "time");
  switch (r_.below(7)) {
    case 0: return text("bool", expiry + compare() + time);
    case 1: return text("bool", time + compare() + day);
    case 2: return text("bool", day + compare() + "2026-02-01");
    case 3: return text("bool", expiry + " - " + time + compare() + some_span());
    case 4: return text("bool", "date(" + expiry + ")" + compare() + day);
    case 5: return text("bool", day + " + " + some_span() + ordered() + expiry);
    default: return text("bool", time + " in 2026-01-31 .. 2026-02-01");
  }
}

Text Expressions::listed(const Place& p) {
  const std::string xs = name(p, "Car", "xs");
  switch (r_.below(4)) {
    case 0: return around("bool", "", number_field(p), " in " + xs);
    case 1: return text("bool", "any(" + xs + ", e: e" + compare() + small() + ")");
    case 2: return text("bool", "all(" + xs + ", e: e" + compare() + small() + ")");
    default: return text("bool", "size(" + xs + ")" + compare() + "1");
  }
}

Text Expressions::comparison(const Place& p, int depth) {
  if (p.coarse) return compared_aggregate(p, depth);
  const std::string mode = name(p, "Car", "mode");
  switch (r_.below(16)) {
    case 0: return text("bool", mode + " == " + r_.of<std::string>({"off", "low", "high"}));
    case 1: return text("bool", mode + (r_.one_in(2) ? " >= low" : " in (off, high)"));
    case 2: return text("bool", name(p, "Car", "ok"));
    case 3: return text("bool", "(" + name(p, "Aux", "w") + " else " + (r_.one_in(2) ? "true)" : "false)"));
    case 4:
      return text("bool",
                  name(p, "Car", "s") + compare() + r_.of<std::string>({"36 km/h", "10 m/s", "top", "40 km/h"}));
    case 5:
      if (r_.one_in(3)) {
        if (shape.permits && p.selected.empty()) return text("bool", r_.one_in(2) ? "stage == pilot" : "stage < pilot");
        if (p.selected == "Ev" || p.on == "Ev")
          return text("bool", r_.one_in(2) ? "tag matches \"a|c\"" : "tag in (\"a\", \"c\")");
      }
      return around("bool", "", number_field(p), " in " + std::to_string(r_.below(5)) + " .. 4");
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
      if (!p.now) return text("bool", name(p, "Car", "ok"));
      if (p.selected.empty() && r_.one_in(2))
        return text("bool", "now - " + r_.of<std::string>({"Aux", "Ev", "Car"}) + ".time" + ordered() + some_span());
      if (p.selected.empty() && p.level && shape.levels) return text("bool", "level >= watch");
      if (p.selected.empty() && r_.one_in(3))
        return text("bool", r_.one_in(2)   ? "hour(now) >= " + r_.of<std::string>({"1", "8", "12", "23"})
                            : r_.one_in(2) ? "weekday(now) == 7"
                                           : "date(now) >= 2026-02-01");
      return around("bool", "", number_field(p), " > " + small());
    case 11:
      if (shape.dated) return dated(p);
      return text("bool", "fast");
    case 12:
      if (shape.listed) return listed(p);
      return text("bool", name(p, "Car", "ok"));
    default:
      return between("bool", "", number(p, depth - 1), compare(), r_.one_in(4) ? number(p, 0) : text("number", small()),
                     "");
  }
}

Text Expressions::boolean(const Place& p, int depth) {
  if (depth > 0) switch (r_.below(9)) {
      case 0: return between("bool", "(", boolean(p, depth - 1), " and ", boolean(p, depth - 1), ")");
      case 1: return between("bool", "(", boolean(p, depth - 1), " or ", boolean(p, depth - 1), ")");
      case 2: return around("bool", "not (", boolean(p, depth - 1), ")");
      case 3: return between("bool", "(", boolean(p, depth - 1), " implies ", boolean(p, depth - 1), ")");
      default: break;
    }
  return comparison(p, depth);
}

// ---------------------------------------------------------------- windows

std::string Expressions::period() {
  if (!shape.hours) return r_.one_in(3) ? " this day" : " this hour";
  return r_.of<std::string>({" this day", " this day", " this hour", " this month"});
}

std::string Expressions::window(const Place& p, bool samples, bool continuous) {
  if (!p.windows) return "";
  switch (r_.below(continuous ? 10 : 12)) {
    case 0: return " since Ev";
    case 1: return r_.one_in(2) ? " since (Ans where k > 2)" : " since (Ev where k > 2, Ans)";
    case 2: return " over " + span(r_.of<int>({3, 5, 10})) + " since Ans";
    case 3: return period();
    case 4: return r_.of<std::string>({" last 2 days", " this week", " last 2 months", " this year", " this quarter"});
    case 5: return " ever";
    case 6:
      if (p.raised) return " since raised";
      return " over 1" + std::string(shape.hours ? " h" : " s") + " .. " + span(r_.of<int>({3, 5}));
    case 10:
    case 11: return std::string(" last ") + r_.of<std::string>({"1", "2", "3"}) + (samples ? " samples" : " events");
    default: return " over " + some_span();
  }
}

Text Expressions::where(const std::string& stream) {
  Place p;
  p.selected = stream;
  p.aggregates = false;
  p.held = false;
  return around("where", " where ", boolean(p, 1), "");
}

// An aggregate's text: its argument, `where` or nothing, the window.
Text Expressions::aggregated(std::string type, std::string call, const std::string& stream, std::string window_text) {
  Text t = text(std::move(type), std::move(call));
  if (r_.one_in(3)) t.parts.push_back({where(stream), ""});
  if (t.parts.empty())
    t.before += ")" + window_text;
  else
    t.parts.back().behind = ")" + window_text;
  return t;
}

std::string Expressions::event() {
  std::vector<std::string> all = {"Ev", "Ev", "Ans"};
  if (shape.big) all.emplace_back("Big");
  return r_.of(all);
}

Text Expressions::aggregate(const Place& p) {
  const bool over_samples = r_.one_in(6) && p.coarse && p.windows;
  switch (r_.below(9)) {
    case 0:
    case 1: {
      const std::string e = shape.up && r_.one_in(3) ? "Up" : p.finer && r_.one_in(3) ? "Leg" : event();
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
      if (p.coarse && p.windows) return aggregated("number", r_.one_in(2) ? "sum(Car.x" : "avg(Car.x", "Car", " now");
      if (p.coarse) return aggregated("number", "distinct(Car.mode", "Car", "");
      return aggregated("number", r_.of<std::string>({"first(", "last(", "change("}) + "Car.x", "Car",
                        window(p, true, true));
    default: {
      const std::string e = event();
      return aggregated("number", r_.of<std::string>({"first(", "last("}) + e + ".k", e, window(p, false, false));
    }
  }
}

Text Expressions::condition_of(const std::string& stream) {
  Place p;
  p.selected = "-";  // nothing has a bare name in an argument
  p.aggregates = false;
  p.held = false;
  const std::string field = stream == "Car" ? "Car.x" : stream + ".k";
  if (stream == "Car" && r_.one_in(2))
    return text("bool", r_.of<std::string>({"Car.ok", "Car.mode == high", "Car.s > top", "Car.x > Aux.y"}));
  return text("bool", field + compare() + small());
}

// An aggregate of a condition on the signal.
Text Expressions::held_condition(const std::string& call, const Place& p, const std::string& behind) {
  Text t = around("", call, condition_of("Car"), "");
  if (r_.one_in(4)) t.parts.push_back({where("Car"), ""});
  t.parts.back().behind = ")" + window(p, true, true) + behind;
  return t;
}

Expressions::Growing Expressions::growing(const Place& p) {
  if (p.windows && r_.one_in(5)) {
    const std::string this_period = period() + ")";
    switch (r_.below(4)) {
      case 0: return {aggregated("", "projected(count(Ev", "Ev", this_period), small(), ""};
      case 1: return {aggregated("", "projected(sum(Ev.k", "Ev", this_period), std::to_string(10 * r_.below(4)), ""};
      case 2:
        return {around("", "projected(duration(", condition_of("Car"), ")" + this_period),
                shape.hours ? "8 h" : "30 min", "s"};
      default:
        return {aggregated("", "projected(integral(Car.s", "Car", this_period), shape.hours ? "400 km" : "9 km", "m"};
    }
  }
  switch (r_.below(5)) {
    case 0: return {held_condition("duration(", p, ""), some_span(), "s"};
    case 1: return {held_condition("share(", p, ""), r_.of<std::string>({"50%", "95%", "30%", "0%", "100%"}), "%"};
    case 2:
      return {aggregated("", "integral(Car.s", "Car", window(p, true, true)), shape.hours ? "80 km" : "20 m", "m"};
    case 3:
      return {aggregated("", "avg(Car.x", "Car", window(p, true, true)), r_.of<std::string>({"2", "2.5", "3.3"}), ""};
    default:
      return {aggregated("", "avg(Car.s", "Car", window(p, true, true)),
              r_.of<std::string>({"36 km/h", "top", "10 m/s"}), "m/s"};
  }
}

// What grows inside of something larger.
Text Expressions::growing_number(const Place& p) {
  Growing g = growing(p);
  if (g.unit.empty()) return around("number", "(", std::move(g.value), " + " + small() + ")");
  return around("number", "(", std::move(g.value), " / " + (g.constant == "0%" ? "10%" : g.constant) + " * 3)");
}

Text Expressions::compared_aggregate(const Place& p, int depth) {
  if (!p.violations.empty() && p.windows && r_.one_in(2))
    return text("bool", "count(Violation where rule == " + r_.of(p.violations) + ") over " + some_span() +
                            " >= " + std::to_string(1 + r_.below(3)));
  if (!p.opener.empty() && r_.one_in(3))
    return text("bool", "count(Ans where tag == " + p.opener + ".tag)" + window(p, false, false) +
                            " >= " + std::to_string(1 + r_.below(3)));
  switch (r_.below(9)) {
    case 0:
    case 1:
    case 2: {
      Growing g = growing(p);
      return around("bool", "", std::move(g.value), compare() + g.constant);
    }
    case 3: {
      Text t = around("bool", "", growing_number(p), compare() + small());
      return t;
    }
    case 4: {
      Text t = held_condition(r_.one_in(2) ? "once(" : "always(", p, "");
      t.type = "bool";
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
    default:
      return around("bool", "", depth > 0 && r_.one_in(3) ? number(p, depth) : aggregate(p), compare() + small());
  }
}

}  // namespace tripline::property
