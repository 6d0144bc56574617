// Random packs: texts that the grammar accepts, over the whole of it, nested, with comments and odd layout.
//
// Input: a source of random numbers. Output: the text of one file. What it says is rarely good sense: it is for what must hold of
// every text that can be read. Deterministic: the same choices give the same text.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace tripline::property {

// choose(n): a number in [0, n).
using Choose = std::function<std::uint32_t(std::uint32_t)>;

class RandomPack {
 public:
  explicit RandomPack(Choose choose) : choose_(std::move(choose)) {}

  std::string file() {
    out_.clear();
    const std::uint32_t n = 1 + choose_(6);
    for (std::uint32_t i = 0; i < n; ++i) {
      declaration();
      out_ += "\n";
      if (one_in(3)) out_ += "\n";
      if (one_in(6)) out_ += "# between\n";
    }
    return out_;
  }

 private:
  bool one_in(std::uint32_t n) { return choose_(n) == 0; }
  std::string pick(std::initializer_list<const char*> list) {
    return *(list.begin() + choose_(static_cast<std::uint32_t>(list.size())));
  }
  std::string name() {
    return pick({"a",        "speed",  "at",       "min",   "count",  "level", "stage",  "now",  "time",
                 "rule",     "kind",   "severity", "key",   "on",     "h",     "Motion", "Stop", "限速",
                 "非机动车", "时长表", "km",       "minor", "raised", "all",   "lat"});
  }
  std::string stream() { return pick({"Motion", "Stop", "Violation", "事故", "from_there"}); }
  std::string number() { return pick({"0", "5", "0.50", "1e3", "12", "40", "2026"}); }
  std::string unit() { return pick({"km/h", "m/s^2", "m/s²", "%", "degC", "µSv/h", "kg*m/s^2", "d", "CNY", "rpm"}); }
  std::string duration() { return pick({"5 s", "10min", "2 h", "1.5 d", "3 µs"}); }
  std::string span() { return one_in(5) ? name() : duration(); }
  std::string text() { return pick({"\"x\"", "\"a \\\"b\\\" \\u00e9\"", "\"# no comment\"", "\"说明：，\"", "\"\""}); }
  std::string instant() { return pick({"2026-03-01", "2026-03-01T08:00:00+08:00", "2027-12-31T23:59:59.5Z"}); }
  std::string period() { return pick({"hour", "day", "week", "month", "quarter", "year"}); }

  // Between two tokens of a clause: a blank, rarely a comment or line ends.
  std::string gap() {
    switch (choose_(24)) {
      case 0: return "  # said\n  ";
      case 1: return "\n    # said above\n    ";
      case 2: return "\n      ";
      default: return " ";
    }
  }

  std::string literal(int depth) {
    switch (choose_(depth > 0 ? 9 : 7)) {
      case 0: return "true";
      case 1: return "missing";
      case 2: return text();
      case 3: return instant();
      case 4: return number() + " " + unit();
      case 5: return "-" + number();
      case 6: return name();
      case 7: return "{lat: 30.6, " + name() + ": " + literal(depth - 1) + "}";
      default: return "[" + literal(depth - 1) + (one_in(2) ? ", " + literal(depth - 1) : "") + "]";
    }
  }
  std::string selection(int depth) {
    return stream() + (one_in(2) ? " where" + gap() + expression(depth - 1) : std::string());
  }
  std::string window(int depth) {
    switch (choose_(9)) {
      case 0: return "over " + span();
      case 1: return "over " + duration() + " .. " + duration();
      case 2: return "over " + duration() + " since " + stream();
      case 3: return "since (" + selection(depth) + ", raised)";
      case 4: return "this " + period();
      case 5: return "last 3 " + pick({"samples", "events", "days", "weeks", "months", "quarters", "years"});
      case 6: return "ever";
      case 7: return "since raised";
      default: return "now";
    }
  }
  std::string call(int depth) {
    std::string out = pick({"count", "avg", "min", "duration", "hour", "present", "held", "table_of", "any", "距离"});
    out += "(";
    const std::uint32_t n = choose_(3);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (i > 0) out += "," + gap();
      if (one_in(6)) {
        out += name() + ": " + expression(depth - 1);
      } else if (one_in(3)) {
        out += selection(depth);
      } else {
        out += expression(depth - 1);
      }
    }
    return out + ")" + (one_in(2) ? " " + window(depth - 1) : std::string());
  }
  std::string primary(int depth) {
    if (depth <= 0) return one_in(2) ? name() : number() + " " + unit();
    switch (choose_(7)) {
      case 0: return "(" + expression(depth - 1) + ")";
      case 1: return call(depth);
      case 2: return name();
      case 3: return pick({"Motion", "Violation", "v"}) + "." + name();
      case 4: return "- " + primary(depth - 1);
      default: return literal(depth - 1);
    }
  }
  std::string sum(int depth) {
    std::string out = primary(depth);
    if (one_in(4)) out += gap() + pick({"+", "-", "*", "/"}) + gap() + primary(depth - 1);
    if (one_in(8)) out += " " + pick({"+", "-", "*", "/"}) + " " + primary(depth - 1);
    return out;
  }
  std::string comparison(int depth) {
    std::string left = sum(depth);
    if (one_in(8)) left += " else " + sum(depth - 1);
    switch (choose_(7)) {
      case 0: return left;
      case 1: return left + " in (" + literal(1) + ", " + literal(0) + ")";
      case 2: return left + " in " + sum(depth - 1) + (one_in(2) ? " .. " + sum(depth - 1) : std::string());
      case 3: return left + " matches " + text();
      case 4: return left + " in " + text();
      default: return left + gap() + pick({"==", "!=", "<", "<=", ">", ">=", "≤", "≥", "≠"}) + gap() + sum(depth - 1);
    }
  }
  std::string expression(int depth) {
    if (depth <= 0) return comparison(0);
    switch (choose_(5)) {
      case 0:
      case 1: return comparison(depth);
      case 2: return "not " + comparison(depth - 1);
      default: {
        std::string out = expression(depth - 1);
        const std::uint32_t n = 1 + choose_(4);
        for (std::uint32_t i = 0; i < n; ++i)
          out += gap() + pick({"and", "and", "or", "implies"}) + gap() + expression(depth - 2);
        return out;
      }
    }
  }

  std::string type(int depth) {
    std::string out;
    switch (choose_(depth > 0 ? 7 : 5)) {
      case 0: out = pick({"bool", "number", "text", "time", "date", "duration", "position"}); break;
      case 1: out = unit(); break;
      case 2: out = "1/min"; break;
      case 3: out = name() + "_type"; break;
      case 4:
        out = "one of (" + name() + (one_in(2) ? " < " : ", ") + name() + "_b = " + pick({"3", "\"x\"", "true"}) + ")";
        break;
      default: out = "list of " + type(depth - 1); break;
    }
    return out + (one_in(4) ? "?" : "");
  }
  std::string field() {
    std::string out = name() + " : " + type(1);
    if (one_in(3)) out += " key";
    if (one_in(6)) out += gap() + "personal";
    if (one_in(8)) out += " id unique for 5 s";
    if (one_in(3)) out += " from " + text() + (one_in(2) ? " in " + unit() : std::string());
    if (one_in(8)) out += " from (\"lat\", \"lon\")";
    return out;
  }
  void body(const std::function<std::string()>& one) {
    const bool on_one_line = one_in(3);
    const std::string end = on_one_line ? "  " : "\n";
    out_ += on_one_line ? " { " : one_in(6) ? " {  # opened\n" : " {\n";
    const std::uint32_t n = choose_(5);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (!on_one_line && one_in(6)) out_ += "  # of the next\n";
      if (!on_one_line && one_in(8)) out_ += "\n\n";
      if (!on_one_line && one_in(8)) out_ += "  ## said of it\n";
      out_ += one();
      if (!on_one_line && one_in(6)) out_ += "   # beside";
      out_ += end;
    }
    if (!on_one_line && one_in(8)) out_ += "  # last\n";
    out_ += "}";
    if (one_in(10)) out_ += " # closed";
  }

  std::string due(int depth) {
    switch (choose_(8)) {
      case 0: return "every " + span();
      case 1: return "within 5 " + pick({"days", "working days", "months", "years"});
      case 2: return "within " + span() + " .. " + duration();
      case 3: return "by end of " + period();
      case 4: return "by day 15 of next month";
      case 5: return "by " + sum(depth - 1);
      default: return "within " + span();
    }
  }
  std::string clause(const std::string& kind) {
    const bool with_for = kind == "trigger" || kind == "warning";
    switch (choose_(22)) {
      case 0: return "title " + text();
      case 1: return "cites" + gap() + text();
      case 2: return "severity " + pick({"info", "minor", "major", "critical"});
      case 3: return "during " + name() + "," + gap() + name();
      case 4: return "per " + name();
      case 5: return "effective " + instant() + " .. " + (one_in(2) ? instant() : std::string());
      case 6: return "on " + stream() + (one_in(2) ? " as v" : "");
      case 7: return "when " + expression(3) + (with_for && one_in(2) ? " for " + span() : std::string());
      case 8: return "unless " + expression(2);
      case 9: return "while" + gap() + expression(2);
      case 10: return "forbid " + expression(3) + (one_in(2) ? " for " + span() : std::string());
      case 11: return "require " + std::string(one_in(3) ? "line: " : "") + expression(3);
      case 12: return "grace " + span();
      case 13: return "tolerate 3 times over " + span();
      case 14: return "warn within 10" + pick({"%", " km/h", " K"});
      case 15: return "expect " + stream() + (one_in(2) ? " where " + expression(2) : std::string()) + gap() + due(2);
      case 16: return "expect (" + selection(2) + ") or (Stop where a == b) or Stop " + due(2);
      case 17:
        if (kind == "assessment") return "raise to " + name() + " when " + expression(2);
        return "raise to " + name() +
               (one_in(2)   ? " for " + span()
                : one_in(2) ? " until " + selection(2)
                            : std::string());
      case 18: return "period " + instant() + " .. " + instant();
      case 19: return "hours 07:00 .. 22:30";
      case 20: return "every " + span() + " over " + span() + "\n  score " + expression(2);
      default: return "grades A >= 90, B >= 75%, C\n  area " + expression(1);
    }
  }
  std::string step(int depth) {
    switch (choose_(depth > 0 ? 6 : 5)) {
      case 0: return "set " + name() + " = " + literal(1) + "\n";
      case 1:
        return "expect " + name() + "_r " + pick({"violated", "near", "met", "warned"}) +
               " at 5 s + 3 ms 2 times for " + literal(0);
      case 2: return "expect nothing else" + std::string(one_in(2) ? " about r.line" : "");
      case 5: {
        std::string out = "repeat 4 times every 1 h {\n";
        const std::uint32_t n = choose_(3);
        for (std::uint32_t i = 0; i < n; ++i) out += step(depth - 1) + "\n";
        return out + "}";
      }
      default:
        return "Motion { " + name() + ": " + literal(1) + ", " + name() + ": " + literal(0) + (one_in(4) ? "," : "") +
               " }" + (one_in(2) ? " at 0 s" : "");
    }
  }

  void declaration() {
    if (one_in(4)) out_ += "## what follows\n## in two lines\n";
    switch (choose_(16)) {
      case 0:
        out_ += "pack p 1.0.0";
        body([this] {
          return one_in(2) ? "title " + text() : pick({"lateness 5 s", "max ahead 5 min", "timezone \"UTC\""});
        });
        break;
      case 1: out_ += "levels normal < watch < " + name(); break;
      case 2: out_ += "actions stop," + gap() + "slow"; break;
      case 3: out_ += "holidays from " + text(); break;
      case 4: out_ += "type " + name() + " = " + "one of (" + name() + ", b)"; break;
      case 5: out_ += "param " + name() + " : " + type(1) + " = " + literal(1); break;
      case 6: out_ += "let " + name() + " =" + gap() + expression(4); break;
      case 7:
        out_ += "curve f(km/h) : " + pick({"s", "number"}) + " {" + gap() + "10: 1.1, 20: 1.2" + pick({"", ","}) +
                gap() + "}";
        break;
      case 8: out_ += "stage from Permit.stage" + std::string(one_in(2) ? " else pilot" : ""); break;
      case 9: out_ += "event Made = " + stream() + " when " + expression(3); break;
      case 10:
        out_ += "table Permit from \"permits.csv\"";
        body([this] { return field(); });
        break;
      case 11:
        out_ += "scenario " + text() + " starting 2026-01-01 {\n";
        for (std::uint32_t i = choose_(4); i > 0; --i) out_ += step(2) + "\n" + (one_in(5) ? "# step\n" : "");
        out_ += "}";
        break;
      case 12:
        out_ += pick({"signal ", "event "}) + stream() + "_s" + (one_in(3) ? " from " + text() : std::string());
        body([this] {
          return one_in(4) ? pick({"stale after 5 s", "time from \"ts\" in ms", "lateness 3 s"}) : field();
        });
        break;
      default: {
        const std::string kind = pick({"redline", "limit", "duty", "trigger", "warning", "sandbox", "assessment"});
        out_ += kind + " " + name() + "_r";
        body([this, &kind] { return clause(kind); });
        break;
      }
    }
  }

  Choose choose_;
  std::string out_;
};

}  // namespace tripline::property
