// Tolerances, bands, raises; staleness; names; citations and windows; comments that allow.
#include "tests/lint/linting.hpp"

using namespace tripline;
using namespace tripline::lint_test;

namespace {

// Without L0301, L0601 and L0602, which the packs of the other tests have in passing.
List of(const std::string& text) {
  const Linted l = lint_of(text);
  INFO(shown(l));
  List out;
  for (const std::string& f : findings(l, true)) {
    if (f.substr(0, 5) != "L0501" && f.substr(0, 5) != "L0601" && f.substr(0, 5) != "L0602") out.push_back(f);
  }
  return out;
}

List limit(const std::string& clauses) {
  return of(std::string(kWorld) + "limit r { on Motion require speed <= 40 km/h " + clauses + " }");
}

List only(const std::string& code, const Linted& l) {
  List out;
  for (const std::string& f : findings(l, true)) {
    if (f.substr(0, 5) == code) out.push_back(f.substr(6));
  }
  return out;
}

}  // namespace

TEST_CASE("a tolerance that cannot be used up") {
  CHECK(limit("grace 3 s tolerate 5 times over 10 s") == List{"L0401 `tolerate 5 times over 10 s`"});
  CHECK(limit("grace 2 s tolerate 5 times over 10 s") == List{"L0401 `tolerate 5 times over 10 s`"});
  CHECK(limit("grace 1999 ms tolerate 5 times over 10 s").empty());
  CHECK(limit("grace 3 s tolerate 1 times over 3 s") == List{"L0401 `tolerate 1 times over 3 s`"});
  CHECK(limit("tolerate 5 times over 1 s").empty());
}

TEST_CASE("bands in which all or nothing lies") {
  CHECK(limit("warn within 10%").empty());
  CHECK(limit("warn within 100%") == List{"L0402 `warn within 100%`"});
  CHECK(limit("warn within 99%").empty());
  const auto count = [](const std::string& clauses) {
    return of(std::string(kWorld) + "limit r { require count(HardBrake) last 2 days " + clauses + " }");
  };
  CHECK(count("< 4 warn within 10%") == List{"L0403 `warn within 10%`"});
  CHECK(count("< 4 warn within 30%").empty());
  CHECK(count("<= 3 warn within 10%").empty());
  CHECK(count("<= 3 warn within 4") == List{"L0402 `warn within 4`"});
  CHECK(count("<= 3 warn within 3").empty());
}

TEST_CASE("a raise to the lowest level") {
  CHECK(of(std::string(kWorld) + "trigger t { on Motion when speed > 3 km/h raise to normal }") ==
        List{"L0404 `normal`"});
}

TEST_CASE("signals that hold for ever") {
  const std::string door = std::string(kHead) + "signal Door { vehicle : text key  open : bool }\n";
  CHECK(of(door + "redline r { on Door forbid open }") == List{"L0301 `Door` note"});
  CHECK(of(door + "redline r { on Door forbid open }\nduty d { expect Door every 10 s }").empty());
  CHECK(of(door + "duty d { on Door when open expect Door where not open within 10 s }").empty());
  CHECK(of(door + "limit r { require count(Door) this day < 9 }").empty());
}

TEST_CASE("breaches that silence ends") {
  CHECK(limit("grace 5 s") == List{"L0302 `5 s` note"});
  CHECK(limit("grace 4 s").empty());
  const std::string world = kWorld;
  CHECK(of(world + "limit r { on Motion require speed <= 40 km/h grace 9 s }\nduty d { expect Motion every 5 s }")
            .empty());
  CHECK(of(world + "redline r { on Motion forbid speed > 40 km/h for 9 s }") == List{"L0302 `9 s` note"});
  CHECK(of(world + "redline r { on Motion forbid held(speed > 40 km/h, 9 s) }") ==
        List{"L0302 `held(speed > 40 km/h, 9 s)` note"});
  CHECK(of(world + "redline r { forbid count(HardBrake) this day > 3 for 9 s }").empty());
}

TEST_CASE("violations that no rule makes") {
  const std::string rules = std::string(kWorld) + "limit r { on Motion require speed <= 40 km/h }\n";
  CHECK(
      of(rules +
         "trigger t { per vehicle when count(Violation where severity == critical) last 2 days > 2 raise to watch }") ==
      List{"L0203 `t`"});
  CHECK(
      of(rules + "trigger t { when count(Violation where severity == major) last 2 days > 2 raise to watch }").empty());
}

TEST_CASE("names that nothing uses") {
  const Linted l =
      lint_of(std::string(kHead) +
              "levels normal < watch < closed\nactions stop, slow\nparam a : number = 1\nparam b : number = 2\n"
              "let c = Motion.speed > 3 km/h\ntype Zone = one of (x, y)\n"
              "curve allowed(number) : number { 1: 2, 3: 4 }\n"
              "signal Motion { vehicle : text key  speed : km/h  stale after 5 s }\n"
              "event Never { vehicle : text key }\nevent Shown { vehicle : text key  fleet : text group }\n"
              "event Fast = Motion when speed > 3 km/h\n"
              "limit r { on Motion require speed <= 40 km/h message \"{vehicle} {b}\" action stop }\n"
              "trigger t { on Motion when speed > 90 km/h raise to watch }\n");
  CHECK(only("L0501", l) == List{"`closed`", "`slow`", "`a`", "`c`", "`Zone`", "`allowed`", "`Never`", "`Fast`"});
}

TEST_CASE("a name is used where a full-width sign touches it") {
  const std::string text =
      "规则包 p 1.0.0 { 时区 \"UTC\" }\n类型 M = 取值（a，b）\n状态 R { v：文本 主体  m：M  失效时限 5 秒 }\n"
      "红线 r { 依据 \"x\"  对 R  禁止 m 属于（a） }\n";
  CHECK(only("L0501", lint_of(text)) == List{});
}

TEST_CASE("texts that rules follow") {
  const std::string head = std::string(kHead) + "signal Motion { vehicle : text key  speed : km/h  stale after 5 s }\n";
  const std::string bare = "limit b { on Motion when speed > 3 km/h require speed <= 30 km/h }\n";
  CHECK(only("L0601", lint_of(head + bare)) == List{"`p` note"});
  CHECK(only("L0601", lint_of(head + "limit a { cites \"x\" on Motion require speed <= 40 km/h }\n" + bare)) ==
        List{"`b` note"});
}

TEST_CASE("windows without a static bound") {
  const Linted l =
      lint_of(std::string(kWorld) +
              "limit r { on Motion require count(HardBrake) over 24 h <= 3 and distinct(zone) this day <= 1 and "
              "avg(speed) this day <= 9 km/h }");
  CHECK(only("L0602", l) == List{"`count(HardBrake) over 24 h` note", "`distinct(zone) this day` note"});
}

namespace {

List allow(const std::string& comment, const std::string& between = {}) {
  return codes(
      lint_of(std::string(kHead) + comment + "\n" + between +
              "signal Door { vehicle : text key  open : bool  # \"\n  note : text from \"# allow L0301: no\" }\n"
              "redline r { cites \"x\" on Door forbid open }\n"));
}

}  // namespace

TEST_CASE("an allow silences what it stands before, with a reason") {
  CHECK(allow("") == List{"L0301"});
  CHECK(allow("# allow L0301: doors report when they move").empty());
  CHECK(allow("#   allow L0301 : doors report when they move").empty());
  CHECK(allow("# allow L0301：门只在移动时报告").empty());
  CHECK(allow("# allow L0301: doors report when they move", "# and seldom\n\n").empty());
  CHECK(allow("# allow L0301, L0501: doors report when they move") == List{"L0903"});
  CHECK(allow("# allow L0301") == List{"L0901", "L0301"});
  CHECK(allow("# allow L0301:") == List{"L0901", "L0301"});
  CHECK(allow("# allow L0301 doors report when they move") == List{"L0901", "L0301"});
  CHECK(allow("## allow L0301: doors report when they move") == List{"L0901", "L0301"});
  CHECK(allow("# allow L0399: doors report when they move") == List{"L0902", "L0301"});
  CHECK(allow("# allow E0101: never") == List{"L0902", "L0301"});
  CHECK(allow("# allow L0903: never") == List{"L0902", "L0301"});
  CHECK(allow("# allow L0302: doors report when they move") == List{"L0903", "L0301"});
  CHECK(allow("# allow doors to be open") == List{"L0301"});
  CHECK(allow("# allowance L0301: no") == List{"L0301"});
}

TEST_CASE("an allow speaks of a clause, a field, a declaration or the whole pack") {
  const std::string body =
      "signal Motion { vehicle : text key  speed : km/h  stale after 5 s }\n"
      "limit r {\n  cites \"x\"\n  on Motion\n  require speed <= 40 km/h\n";
  const std::string grace = "  grace 9 s\n}\n";
  const std::string reason = "# allow L0302: silence is looked after elsewhere\n";
  CHECK(codes(lint_of(kHead + body + reason + grace)).empty());
  CHECK(codes(lint_of(reason + kHead + body + grace)).empty());
  CHECK(codes(lint_of(kHead + reason + body + grace)) == List{"L0903", "L0302"});
  CHECK(codes(lint_of(kHead + body + grace + reason)) == List{"L0302", "L0901"});
  CHECK(codes(lint_of(kHead + body + "  grace  # allow L0302: silence is looked after elsewhere\n  9 s\n}\n")) ==
        List{"L0901", "L0302"});
  CHECK(codes(lint_of(kHead + body + "  grace\n  # allow L0302: in the middle of a clause\n  9 s\n}\n")) ==
        List{"L0901", "L0302"});
}
