// Random packs: what is declared, and the rules.
#include "core/time.hpp"
#include "property/expressions.hpp"

namespace tripline::property {

using core::Time;

namespace {

class Packs {
 public:
  explicit Packs(std::uint64_t seed) : r_(seed), e_(r_) {}

  Case make() {
    Shape& has = e_.shape;
    has.hours = r_.one_in(4);
    has.permits = r_.one_in(3);
    has.levels = r_.one_in(2);
    has.leg = r_.one_in(5);
    has.big = r_.one_in(2);
    has.up = r_.one_in(2);
    has.dated = r_.one_in(4);
    has.listed = r_.one_in(5);
    car_stale_ = !r_.one_in(3);
    aux_stale_ = r_.one_in(2);
    ids_ = r_.one_in(6);
    holidays_ = has.hours && r_.one_in(3);
    late_ = r_.one_in(3) ? r_.below(3) + 1 : 0;
    key_ = has.permits || !r_.one_in(6) ? "text" : r_.one_in(2) ? "number" : "Mode";
    group_ = r_.one_in(6) ? (r_.one_in(2) ? "number" : "Mode") : "text";
    header();
    streams();
    const int rules = 1 + r_.below(4);
    for (int i = 0; i < rules; ++i) rule(std::to_string(i + 1));
    c_.sources = r_.one_in(3) ? std::vector<std::string>{"b", "a"} : std::vector<std::string>{"a"};
    c_.unit = (has.hours ? 3600 : 1) * core::kSecond;
    return std::move(c_);
  }

 private:
  static Clause needed(std::string t) { return {text("", std::move(t)), true}; }
  static Clause clause(std::string before, Text t, std::string behind = "") {
    return {around("", std::move(before), std::move(t), std::move(behind)), false};
  }
  void line(std::string t, bool is_needed = false) {
    c_.declarations.push_back({"", {{text("", std::move(t)), true}}, is_needed});
  }
  // An instant in, or shortly before, the telemetry.
  Time some_time() { return base_time() + (e_.shape.hours ? 3600 : 1) * core::kSecond * r_.below(10); }
  Time later(Time t) { return t + (e_.shape.hours ? 3600 : 1) * 8 * core::kSecond; }

  // ---------------------------------------------------------------- declarations

  void header() {
    Declaration d{"pack random 1.0.0 {", {}, true};
    d.clauses.push_back({text("", r_.one_in(4)   ? "timezone \"Asia/Shanghai\""
                                  : r_.one_in(3) ? "timezone \"America/New_York\""
                                                 : "timezone \"UTC\""),
                         false});
    d.clauses.push_back(needed("lateness " + e_.span(late_)));
    c_.declarations.push_back(std::move(d));
    if (e_.shape.levels) line("levels normal < watch < stop", true);
    line("type Mode = one of (off < low < high)", true);
    line("param cap : number = " + e_.small());
    line("param top : km/h = 40 km/h");
    line("param wait : duration = " + e_.some_span());
    line("let fast = Car.x > 3");
    line("curve bend(number) : number { 0: 1, 2: 4, 4: 2 }");
    if (holidays_) {
      line("holidays from \"holidays.csv\"");
      c_.files["holidays.csv"] = "date,kind\n2026-02-02,off\n2026-02-01,work\n";
    }
    if (!e_.shape.permits) return;
    c_.files["permits.csv"] = "v,stage,cap\nV1,pilot,3\nV2,sandbox,\n";
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
    const std::string v = "v : " + key_ + " key";
    std::vector<std::string> car = {
        v, "fleet : " + group_ + " group", "x : number", "s : km/h", "n : number?", "mode : Mode", "ok : bool"};
    if (e_.shape.dated) car.insert(car.end(), {"expiry : time", "day : date"});
    if (e_.shape.listed) car.emplace_back("xs : list of number");
    stream("signal Car", car, car_stale_ ? "stale after " + e_.some_span() : "");
    stream("signal Aux", {v, "y : number", "w : bool?"}, aux_stale_ ? "stale after " + e_.some_span() : "");
    std::vector<std::string> ev = {v, "k : number", "tag : text", "good : bool?"};
    if (ids_) ev.push_back("id : text id");
    if (r_.one_in(6)) ev.push_back("lateness " + e_.span(1));
    stream("event Ev", ev);
    stream("event Ans", {v, "k : number", "tag : text"});
    if (e_.shape.leg)
      stream("event Leg", {v, "leg : " + r_.of<std::string>({"text", "number", "Mode"}) + " key", "k : number"});
    line("event Tick { }", true);
    if (e_.shape.big) {
      Place p;
      p.selected = "Ev";
      p.held = false;
      p.aggregates = r_.one_in(2);
      Declaration d{"", {{around("", "event Big = Ev when ", e_.boolean(p, 2), ""), true}}, false};
      c_.declarations.push_back(std::move(d));
    }
    if (e_.shape.up) {
      Place p;
      p.selected = "Car";
      p.held = r_.one_in(3);
      Declaration d{"", {{around("", "event Up = Car when ", e_.boolean(p, 2), ""), true}}, false};
      c_.declarations.push_back(std::move(d));
    }
  }

  // ---------------------------------------------------------------- rules

  void rule(const std::string& number) {
    const int kind = r_.below(11);
    const bool duty = kind == 4 || kind == 5, trigger = kind == 6 && e_.shape.levels, limit = kind == 2 || kind == 3;
    const bool warning = kind == 7, sandbox = kind == 8, assessment = kind == 9;
    const std::string name = (sandbox ? "s" : "r") + number;
    Place p;
    p.violations = names_;
    p.coarse = !duty && !sandbox && r_.one_in(assessment ? 2 : 5);
    p.level = !trigger && !assessment;
    p.raised = trigger;
    Declaration d;
    d.head = (duty         ? "duty "
              : trigger    ? "trigger "
              : limit      ? "limit "
              : warning    ? "warning "
              : sandbox    ? "sandbox "
              : assessment ? "assessment "
                           : "redline ") +
             name + " {";
    if (p.coarse) {
      const bool fleet = r_.one_in(2);
      p.finer = e_.shape.leg && !fleet;
      d.clauses.push_back(needed(fleet ? "per fleet" : p.finer && r_.one_in(2) ? "per v" : "per all"));
      p.violations.clear();
    }
    if (e_.shape.permits && r_.one_in(4))
      d.clauses.push_back({text("", r_.one_in(2) ? "during pilot" : "during sandbox, scaled"), false});
    if (r_.one_in(8)) {
      const Time from = some_time();
      d.clauses.push_back({text("", "effective " + core::print_rfc3339(from) + " .. " +
                                        (r_.one_in(2) ? core::print_rfc3339(later(from)) : "")),
                           false});
    }
    if (duty)
      this->duty(d, p);
    else if (trigger)
      this->trigger(d, p);
    else if (warning)
      this->warning(d, p);
    else if (sandbox)
      this->sandbox(d, p);
    else if (assessment)
      this->assessment(d, p);
    else
      this->crossing(d, p, limit);
    c_.declarations.push_back(std::move(d));
    if (sandbox && hours_line_) names_.push_back(name + ".hours");
    if (!p.coarse && !trigger && !warning && !sandbox && !assessment) names_.push_back(name);
  }

  void guards(Declaration& d, const Place& p) {
    if (r_.one_in(3)) d.clauses.push_back(clause("when ", e_.boolean(p, 1)));
    if (r_.one_in(5)) d.clauses.push_back(clause("unless ", e_.boolean(p, 1)));
  }

  void crossing(Declaration& d, Place p, bool limit) {
    const int on = p.coarse ? 0 : r_.below(8);
    if (on >= 2 && on < 6) p.on = "Car";
    if (on == 6) p.on = "Ev";
    if (on == 7) p.on = e_.shape.big && r_.one_in(2) ? "Big" : "Aux";
    const bool event = p.on == "Ev" || p.on == "Big";
    if (event) p.opener = "it";
    if (!p.coarse && !names_.empty() && r_.one_in(10)) {
      // On the violations of another rule.
      p.on = "-";
      p.opener.clear();
      p.violations.clear();
      d.clauses.push_back(needed("on Violation"));
      d.clauses.push_back(needed("when rule == " + r_.of(names_)));
      d.clauses.push_back({around("", limit ? "require " : "forbid ", e_.boolean(p, 1), ""), true});
      return;
    }
    if (!p.on.empty()) d.clauses.push_back(needed("on " + p.on + (event ? " as it" : "")));
    guards(d, p);
    if (!limit) {
      Clause c = clause(r_.one_in(4) ? "require " : "forbid ", e_.boolean(p, 2));
      if (c.text.before == "forbid " && !event && r_.one_in(3)) c.text.parts.back().behind = " for " + e_.some_span();
      c.needed = true;
      d.clauses.push_back(std::move(c));
      return;
    }
    if (!r_.one_in(3) || !near(d, p)) {
      Clause c = clause("require ", e_.boolean(p, 2));
      c.needed = true;
      d.clauses.push_back(std::move(c));
    }
    if (!event && r_.one_in(3))
      d.clauses.push_back({text("", "grace " + (r_.one_in(4) ? std::string("wait") : e_.some_span())), false});
    if (r_.one_in(3))
      d.clauses.push_back(
          {text("", "tolerate " + std::to_string(1 + r_.below(4)) + " times over " + e_.span(r_.of<int>({5, 10, 20}))),
           false});
  }

  // A requirement with a band. False: none could be had here.
  bool near(Declaration& d, const Place& p) {
    const std::string share = r_.of<std::string>({"10%", "25%", "50%", "80%"});
    const std::string order = r_.of<std::string>({" <= ", " < ", " >= ", " > "});
    std::string band = share;
    if (r_.one_in(2)) {
      Expressions::Growing g = e_.growing(p);
      if (g.constant == "0%" || g.constant == "0") g.constant = g.unit.empty() ? "2" : "30%";
      if (r_.one_in(3)) {
        if (g.unit == "s") band = e_.span(1);
        if (g.unit == "m") band = e_.shape.hours ? "10 km" : "5 m";
        if (g.unit == "m/s") band = "2 m/s";
      }
      d.clauses.push_back({around("", "require ", std::move(g.value), order + g.constant), true});
    } else if (!p.coarse && r_.one_in(4)) {
      d.clauses.push_back(needed("require now - " + r_.of<std::string>({"Aux", "Ev", "Car"}) + ".time" + order +
                                 e_.span(r_.of<int>({2, 3, 5}))));
      if (r_.one_in(3)) band = e_.span(1);
    } else if (p.coarse || r_.one_in(3)) {
      d.clauses.push_back({around("", "require ", e_.aggregate(p), order + std::to_string(1 + r_.below(5))), true});
    } else if (p.on == "Car") {
      const bool speed = r_.one_in(2);
      d.clauses.push_back(needed(speed ? "require s" + order + r_.of<std::string>({"40 km/h", "top", "10 m/s"})
                                       : "require x" + order + r_.of<std::string>({"4", "2", "3", "cap"})));
      if (speed && r_.one_in(3)) band = r_.one_in(2) ? "2 m/s" : "4 km/h";
    } else {
      return false;
    }
    d.clauses.push_back({text("", "warn within " + band), false});
    return true;
  }

  void warning(Declaration& d, Place p) {
    const int on = p.coarse ? 0 : r_.below(4);
    if (on == 1) p.on = "Car";
    if (on == 2) p.on = "Ev";
    if (!p.on.empty()) d.clauses.push_back(needed("on " + p.on));
    Clause c = clause("when ", e_.boolean(p, 2));
    c.needed = true;
    if (p.on != "Ev" && r_.one_in(3)) c.text.parts.back().behind = " for " + e_.some_span();
    d.clauses.push_back(std::move(c));
  }

  void sandbox(Declaration& d, Place p) {
    p.on = r_.one_in(4) ? "Ev" : "Car";
    d.clauses.push_back(needed("on " + p.on));
    // What aggregates select by may hold none itself.
    Place guard = p;
    guard.aggregates = guard.held = guard.level = guard.now = false;
    guard.violations.clear();
    if (r_.one_in(3)) d.clauses.push_back(clause("when ", e_.boolean(guard, 1)));
    if (r_.one_in(5)) d.clauses.push_back(clause("unless ", e_.boolean(guard, 1)));
    hours_line_ = r_.one_in(2);
    if (r_.one_in(2)) {
      const Time from = some_time();
      d.clauses.push_back(
          {text("", r_.one_in(3)
                        ? r_.of<std::string>({"period 2026-01-31 .. 2026-01-31", "period 2026-02-01 .. 2026-02-03"})
                        : "period " + core::print_rfc3339(from) + " .. " + core::print_rfc3339(later(from))),
           false});
    }
    if (hours_line_)
      d.clauses.push_back({text("", "hours " + r_.of<std::string>({"07:00 .. 23:00", "22:00 .. 07:00", "00:00 .. 18:00",
                                                                   "06:30 .. 24:00", "08:00 .. 07:00"})),
                           false});
    p.on.clear();
    p.coarse = true;
    p.windows = p.held = p.level = false;
    p.violations.clear();
    const int lines = hours_line_ ? r_.below(3) : 1 + r_.below(2);
    for (int i = 0; i < lines; ++i) {
      Clause c = clause("require q" + std::to_string(i + 1) + ": ", e_.boolean(p, 1));
      c.needed = lines == 1;
      d.clauses.push_back(std::move(c));
    }
  }

  void assessment(Declaration& d, Place p) {
    const bool coarse = p.coarse;
    p.held = false;
    p.windows = false;
    p.coarse = true;  // aggregates alone: a score without is seldom
    Text score = e_.aggregate(p);
    if (r_.one_in(2))
      score = between("number", "(", std::move(score), r_.one_in(2) ? " - " : " / ", e_.aggregate(p), ")");
    if (!coarse && r_.one_in(4)) score = between("number", "(", std::move(score), " + ", text("number", "Car.x"), ")");
    if (!names_.empty() && !coarse && r_.one_in(3))
      score = around("number", "(100 - 20 * count(Violation where rule == " + r_.of(names_) + ") + ", std::move(score),
                     ")");
    if (r_.one_in(4)) score = around("number", "(avg(Car.x) + ", std::move(score), ")");
    d.clauses.push_back(needed("every " + e_.some_span() + " over " + e_.some_span()));
    Clause c = clause("score ", std::move(score));
    c.needed = true;
    d.clauses.push_back(std::move(c));
    if (r_.one_in(2))
      d.clauses.push_back({text("", "grades A >= 4, B >= 2" + std::string(r_.one_in(2) ? ", C" : "")), false});
    if (!e_.shape.levels) return;
    Text when = text("bool", std::string("score") + (r_.one_in(2) ? " < " : " >= ") + e_.small());
    p.windows = true;
    p.coarse = coarse;
    if (r_.one_in(3))
      when = between("bool", "(", std::move(when), r_.one_in(2) ? " and " : " or ", e_.boolean(p, 1), ")");
    d.clauses.push_back(
        {around("", std::string("raise to ") + (r_.one_in(2) ? "watch" : "stop") + " when ", std::move(when), ""),
         false});
  }

  void duty(Declaration& d, Place p) {
    const bool event = !r_.one_in(3);
    p.on = event ? (e_.shape.big && r_.one_in(3) ? "Big" : "Ev") : "Car";
    d.clauses.push_back(needed("on " + p.on + " as opened"));
    guards(d, p);
    const bool begins = event || d.clauses.back().text.before == "when ";
    if (!begins || r_.one_in(3)) d.clauses.push_back(clause("while ", e_.boolean(p, 1)));
    const bool every = r_.one_in(5);
    std::string answers = r_.of<std::string>({"Ans", "Ans", "(Ans where k > 2)", "Aux", "(Aux where y > 3)",
                                              "(Car where x > 3)", "Ans or (Aux where y > 4)"});
    if (event && r_.one_in(3)) answers = "(Ans where tag == opened.tag)";
    const std::string calendar = r_.of<std::string>({"within 1 days", "within 1 working days", "within 2 working days",
                                                     "by end of day", "within 1 months", "by end of month"});
    const std::string due = every          ? "every " + e_.some_span()
                            : r_.one_in(5) ? "within " + e_.span(1) + " .. " + e_.span(3 + r_.below(3))
                            : r_.one_in(e_.shape.hours ? 3 : 30) ? calendar
                            : e_.shape.dated && !event && r_.one_in(3)
                                ? r_.of<std::string>({"by expiry", "by day", "by date(expiry) + 1 h"})
                            : r_.one_in(6) ? (event ? "by time + " + e_.some_span() : "by end of hour")
                                           : "within " + e_.some_span();
    d.clauses.push_back(needed("expect " + answers + " " + due));
  }

  void trigger(Declaration& d, Place p) {
    const int on = p.coarse ? 0 : r_.below(4);
    if (on == 1) p.on = "Car";
    if (on == 2) p.on = "Ev";
    if (!p.on.empty()) d.clauses.push_back(needed("on " + p.on));
    Clause c = clause("when ", e_.boolean(p, 2));
    c.needed = true;
    if (p.on != "Ev" && r_.one_in(3)) c.text.parts.back().behind = " for " + e_.some_span();
    d.clauses.push_back(std::move(c));
    const int how = r_.below(p.on == "Ev" ? 2 : 3);
    d.clauses.push_back(needed(std::string("raise to ") + (r_.one_in(2) ? "watch" : "stop") +
                               (how == 0                ? " for " + e_.some_span()
                                : how == 1 && !p.coarse ? " until " + r_.of<std::string>({"Ans", "Ans where k > 2"})
                                : how == 1              ? " for " + e_.some_span()
                                                        : "")));
  }

  Random r_;
  Expressions e_;
  Case c_;
  std::vector<std::string> names_;  // of rules whose violations others may read
  std::string key_, group_;
  bool car_stale_ = false, aux_stale_ = false, ids_ = false, holidays_ = false, hours_line_ = false;
  int late_ = 0;
};

}  // namespace

Case random_pack(std::uint64_t seed) { return Packs(seed).make(); }

}  // namespace tripline::property
