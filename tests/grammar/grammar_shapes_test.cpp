// What trees are built: precedence, ranges, and each production's members.
#include <catch2/catch.hpp>

#include "tests/grammar/parsing.hpp"

using namespace tripline;
using namespace tripline::grammar_test;
namespace ast = tripline::dsl::ast;

namespace {

template <typename T>
const T& only(const Parsed& p) {
  INFO(p.first());
  REQUIRE(p.diagnostics.empty());
  REQUIRE(p.file.declarations.size() == 1);
  REQUIRE(std::holds_alternative<T>(p.file.declarations[0].body));
  return std::get<T>(p.file.declarations[0].body);
}

const ast::Clause& clause(const Parsed& p, ast::ClauseKind kind) {
  const auto& rule = only<ast::Rule>(p);
  for (const auto& c : rule.clauses) {
    if (c.kind == kind) return c;
  }
  FAIL("no such clause");
  return rule.clauses.front();
}

ast::Due due(std::string_view text) {
  const Parsed p = parse_pack("duty d { expect B " + std::string(text) + " }");
  ast::Due out = std::move(const_cast<ast::Due&>(*clause(p, ast::ClauseKind::expect).due));
  return out;
}

}  // namespace

TEST_CASE("operators bind in the order of the language") {
  CHECK(shape_of("a implies b implies c") == "(implies a (implies b c))");
  CHECK(shape_of("a or b and not c == d") == "(or a (and b (not (== c d))))");
  CHECK(shape_of("a and b and c") == "(and (and a b) c)");
  CHECK(shape_of("not a == b") == "(not (== a b))");
  CHECK(shape_of("gap else 5 m + 1 m < x") == "(< (else gap (+ 5m 1m)) x)");
  CHECK(shape_of("a else b else c") == "(else a (else b c))");
  CHECK(shape_of("a - b - c * d / e") == "(- (- a b) (/ (* c d) e))");
  CHECK(shape_of("(a or b) and c") == "(and (or a b) c)");
  CHECK(shape_of("x in lo .. hi and y") == "(and (in-range x lo hi) y)");
  CHECK(shape_of("x in 0..10") == "(in-range x 0 10)");
  CHECK(shape_of("x in xs") == "(in x xs)");
  CHECK(shape_of("zone in (core, suburb)") == "(in-set zone core suburb)");
  CHECK(shape_of("x in (a + 1) .. b") == "(in-range x (+ a 1) b)");
  CHECK(shape_of("at in \"a.geojson\"") == "(in at file \"a.geojson\")");
  CHECK(shape_of("a matches \"x\\\\d\"") == "(matches a \"x\\d\")");
}

TEST_CASE("signs, numbers and units") {
  CHECK(shape_of("x -1") == "(- x 1)");
  CHECK(shape_of("-18 degC") == "-18degC");
  CHECK(shape_of("- x") == "(neg x)");
  CHECK(shape_of("- -3") == "(neg -3)");
  CHECK(shape_of("4 m / s") == "(/ 4m s)");
  CHECK(shape_of("decel > 4 m/s^2") == "(> decel 4m/s^2)");
  CHECK(shape_of("4 m/s²") == "4m/s²");
  CHECK(shape_of("4 m/speed") == "(/ 4m speed)");
  CHECK(shape_of("2026-03-01 - x") == "(- 2026-03-01 x)");
  CHECK(shape_of("2026 - 3 - 1") == "(- (- 2026 3) 1)");
  CHECK(shape_of("9e5 kWh") == "9e5kWh");
  CHECK(shape_of("1 / 2 h") == "(/ 1 2h)");
}

TEST_CASE("calls, arguments and windows") {
  CHECK(shape_of("count(HardBrake where decel > 4 m/s^2) over 10 min >= 3") ==
        "(>= (count HardBrake where (> decel 4m/s^2))[over 10min] 3)");
  CHECK(shape_of("any(xs, x: x > 3)") == "(any xs x:(> x 3))");
  CHECK(shape_of("sum(M.x) over 30 d since (E where a == 1, F, raised)") ==
        "(sum M.x)[over 30d since (where E (== a 1)) F raised]");
  CHECK(shape_of("f() over A .. 5 s") == "(f)[over A..5s]");
  CHECK(shape_of("f(x) since E") == "(f x)[since E]");
  CHECK(shape_of("f(x) this quarter") == "(f x)[this quarter]");
  CHECK(shape_of("f(x) last 12 months > 3") == "(> (f x)[last 12 months] 3)");
  CHECK(shape_of("f(x) ever") == "(f x)[ever]");
  CHECK(shape_of("projected(sum(dose) this year) > 20 mSv") == "(> (projected (sum dose)[this year]) 20mSv)");
  CHECK(shape_of("share(Host.patched) now >= 95%") == "(>= (share Host.patched)[now] 95%)");
  CHECK(shape_of("x in count(E) over 5 d .. 10") == "(in-range x (count E)[over 5d] 10)");
}

TEST_CASE("literals") {
  CHECK(shape_of("{lat: 1.5, lon: {a: [1, \"x\", true, missing]}}") ==
        "{lat:1.5 lon:{a:(list 1 \"x\" true missing) } }");
  CHECK(shape_of("[]") == "(list)");
  CHECK(shape_of("\"\\u00e9\\ud83d\\ude00\\n\"") == "\"é😀\n\"");
  CHECK(shape_of("2026-03-01T08:00:00.5+08:00") == "2026-03-01T08:00:00.5+08:00");
}

TEST_CASE("ranges are exact") {
  const Parsed p = parse_expr("  a  +  (b * count(X) over 5 min)  # c\n");
  REQUIRE(p.expr);
  CHECK(p.text(p.expr->at) == "a  +  (b * count(X) over 5 min)");
  CHECK(p.text(p.expr->op_at) == "+");
  const ast::Expr& product = *p.expr->children[1];
  CHECK(product.parenthesised);
  CHECK(p.text(product.at) == "(b * count(X) over 5 min)");
  CHECK(p.text(product.children[1]->at) == "count(X) over 5 min");
  CHECK(p.text(product.children[1]->window->at) == "over 5 min");
  CHECK(p.text(product.children[1]->window->a.at) == "5 min");
  CHECK(p.text(product.children[1]->args[0].at) == "X");

  const Parsed q = parse_pack("# c\nlimit r { \n  require  x <= 3 km/h  # c\n  on M as m }  # c\n");
  const auto& rule = only<ast::Rule>(q);
  CHECK(q.text(q.file.declarations[0].at) == "limit r { \n  require  x <= 3 km/h  # c\n  on M as m }");
  CHECK(q.text(rule.name.at) == "r");
  CHECK(q.text(rule.clauses[0].at) == "require  x <= 3 km/h");
  CHECK(q.text(rule.clauses[0].keyword) == "require");
  CHECK(q.text(rule.clauses[0].expr->children[1]->quantity.at) == "3 km/h");
  CHECK(q.text(rule.clauses[0].expr->children[1]->quantity.unit.at) == "km/h");
  CHECK(q.text(rule.clauses[1].names[1].at) == "m");
}

TEST_CASE("streams, fields and types") {
  const Parsed p = parse_pack(
      "signal Motion from \"m\" {\n"
      "  ## how fast\n  ## it goes\n"
      "  speed : km/h? from \"/ego/speed\" in m/s\n"
      "  stage : one of (a = 1, b = \"x\", c = true)\n"
      "  pos : position from (\"lat\", \"lon\") key unique for 5 s\n"
      "  t : time from \"t\" as \"%Y\"\n"
      "  rates : list of list of 1 / min?\n"
      "  mixed : one of (a < b, c)\n"
      "  stale after 5 s lateness 2 s time from \"ts\" in ms\n"
      "}");
  const auto& s = only<ast::Stream>(p);
  CHECK(s.signal);
  CHECK(s.from->value == "m");
  REQUIRE(s.items.size() == 9);
  const ast::Field& speed = s.items[0].field;
  CHECK(speed.doc == "how fast\nit goes");
  CHECK(speed.type.kind == ast::TypeKind::unit);
  CHECK(speed.type.name.text == "km/h");
  CHECK(speed.type.optional);
  REQUIRE(speed.modifiers.size() == 1);
  CHECK(speed.modifiers[0].from[0].value == "/ego/speed");
  CHECK(speed.modifiers[0].encoding.unit.text == "m/s");
  CHECK(p.text(speed.at) == "speed : km/h? from \"/ego/speed\" in m/s");
  const ast::Type& stage = s.items[1].field.type;
  CHECK(stage.kind == ast::TypeKind::one_of);
  CHECK(std::get<ast::Quantity>(stage.members[0].code).number == "1");
  CHECK(std::get<ast::Text>(stage.members[1].code).value == "x");
  CHECK(std::get<bool>(stage.members[2].code));
  CHECK_FALSE(stage.ordered);
  const auto& modifiers = s.items[2].field.modifiers;
  REQUIRE(modifiers.size() == 3);
  CHECK(modifiers[0].from[1].value == "lon");
  CHECK(modifiers[1].kind == ast::ModifierKind::key);
  CHECK(modifiers[2].duration.number == "5");
  CHECK(s.items[3].field.modifiers[0].encoding.kind == ast::Encoding::Kind::as_pattern);
  const ast::Type& rates = s.items[4].field.type;
  CHECK(rates.element->element->name.text == "1/min");
  CHECK(rates.element->element->optional);
  CHECK_FALSE(rates.optional);
  CHECK(s.items[5].field.type.mixed);
  CHECK(s.items[6].kind == ast::StreamItemKind::stale);
  CHECK(s.items[7].duration.number == "2");
  CHECK(s.items[8].encoding.unit.text == "ms");
}

TEST_CASE("deadlines of every form") {
  CHECK(due("every 5 s").kind == ast::DueKind::every);
  CHECK(due("within D").a.name.text == "D");
  CHECK(due("within 1 s .. 2 s").b.literal.number == "2");
  CHECK(due("within 5 working days").unit == ast::CalendarUnit::working_days);
  CHECK(due("within 5 d").kind == ast::DueKind::within);
  CHECK(due("by end of month").period == ast::Period::month);
  CHECK(due("by day 15 of next month").count.text == "15");
  CHECK(shape(*due("by end + 3 h").by) == "(+ end 3h)");
  CHECK(shape(*due("by day").by) == "day");
}

TEST_CASE("clauses") {
  const Parsed p = parse_pack(
      "trigger t { on M as m when x > 3 for 2 s raise to a until E where b == c during p, q severity minor effective "
      "2026-01-01 .. }");
  CHECK(clause(p, ast::ClauseKind::when).span->literal.number == "2");
  CHECK(shape(*clause(p, ast::ClauseKind::raise).until) == "(where E (== b c))");
  CHECK(clause(p, ast::ClauseKind::during).names.size() == 2);
  CHECK(clause(p, ast::ClauseKind::severity).names[0].text == "minor");
  CHECK_FALSE(clause(p, ast::ClauseKind::effective).to);
  const Parsed l = parse_pack("limit l { tolerate 3 times over 24 h warn within 10% grace D }");
  CHECK(clause(l, ast::ClauseKind::tolerate).count.text == "3");
  CHECK(clause(l, ast::ClauseKind::tolerate).span->literal.unit.text == "h");
  CHECK(clause(l, ast::ClauseKind::warn_within).quantity.unit.text == "%");
  CHECK(clause(l, ast::ClauseKind::grace).span->name.text == "D");
  const Parsed d = parse_pack("duty d { expect (R where i == c.i) or Q within 5 days }");
  CHECK(clause(d, ast::ClauseKind::expect).answers.size() == 2);
  const Parsed s =
      parse_pack("sandbox s { require fleet: distinct(v) <= 50 hours 07:00 .. 22:30 period 2026-01-01 .. 2026-06-30 }");
  CHECK(clause(s, ast::ClauseKind::require).names[0].text == "fleet");
  CHECK(clause(s, ast::ClauseKind::hours).clock_to == "22:30");
  CHECK(clause(s, ast::ClauseKind::period).to->text == "2026-06-30");
  const Parsed a = parse_pack("assessment a { every 1 d over 30 d grades A >= 90, D raise to watch when score < 75 }");
  CHECK(clause(a, ast::ClauseKind::every_over).over->literal.number == "30");
  CHECK(clause(a, ast::ClauseKind::grades).grades[0].least->number == "90");
  CHECK(shape(*clause(a, ast::ClauseKind::raise).expr) == "(< score 75)");
}

TEST_CASE("declarations and their docs") {
  const Parsed p = parse_pack(
      "## lost\n\n## kept\n## in two lines\ncurve f(km/h) : s { 10:11, a: -1.2, }\n# no doc\nstage from P.s else x\n"
      "event Stop = Robot when stop\nparam d : duration = 5 min\ntype T = one of (a < b)\n");
  REQUIRE(p.diagnostics.empty());
  REQUIRE(p.file.declarations.size() == 5);
  CHECK(p.file.declarations[0].doc == "kept\nin two lines");
  CHECK(p.file.declarations[1].doc.empty());
  const auto& curve = std::get<ast::Curve>(p.file.declarations[0].body);
  CHECK(std::get<ast::Quantity>(curve.points[0].x).number == "10");
  CHECK(curve.points[1].y.number == "-1.2");
  CHECK(std::get<ast::StageFrom>(p.file.declarations[1].body).otherwise->text == "x");
  CHECK(std::get<ast::Derived>(p.file.declarations[2].body).source.text == "Robot");
  CHECK(shape(*std::get<ast::Param>(p.file.declarations[3].body).value) == "5min");
  CHECK(std::get<ast::NamedType>(p.file.declarations[4].body).type.ordered);
}

TEST_CASE("a byte order mark is no part of the text") {
  const Parsed p = parse_pack("\xEF\xBB\xBF## d\nlet x = 1");
  CHECK(p.first().empty());
  CHECK(p.file.declarations.at(0).doc == "d");
  CHECK(shape_of("\xEF\xBB\xBFx") == "x");
}

TEST_CASE("scenarios") {
  const Parsed p = parse_pack(
      "scenario \"s\" starting 2026-01-01 {\n"
      "  set cap = 3 m/s\n"
      "  repeat 4 times every 1 h { Motion { at: {lat: 1, lon: 2} } at 3 h + 3 s repeat { } }\n"
      "  expect r.hours violated at 3 s 2 times for \"V1\"\n"
      "  expect nothing else about r\n"
      "}");
  const auto& s = only<ast::Scenario>(p);
  REQUIRE(s.steps.size() == 4);
  CHECK(s.starting->date_only);
  CHECK(s.steps[0].kind == ast::StepKind::set);
  CHECK(s.steps[1].steps.size() == 2);
  CHECK(s.steps[1].steps[0].offset.size() == 2);
  CHECK(s.steps[1].steps[1].name.text == "repeat");
  CHECK(p.text(s.steps[1].at).back() == '}');
  CHECK(s.steps[2].expectation.rule[1].text == "hours");
  CHECK(s.steps[2].expectation.times->text == "2");
  CHECK(s.steps[2].expectation.subject->text.value == "V1");
  CHECK(s.steps[3].expectation.nothing_else);
}

TEST_CASE("names of any script, in composed form") {
  CHECK(shape_of("限速 > Größe") == "(> 限速 Größe)");
  CHECK(parse_pack("limit 限速 { on 车辆 }").diagnostics.empty());
  CHECK(parse_expr("cafe\xCC\x81 > 3").places() == std::vector<std::string>{"E0003@1:1"});
  CHECK(
      parse_expr("\xE0\xA6\xAC\xE0\xA6\xBE > 3").diagnostics.empty());  // a Bengali vowel sign that stands alone in NFC
}
