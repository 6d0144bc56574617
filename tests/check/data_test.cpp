// Files of a pack: headers, tables, holidays, areas, settings, the digest.
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/check/checking.hpp"

using namespace tripline;
using namespace tripline::check_test;

namespace {

const std::string kHead = "pack p 1.0.0 { timezone \"Asia/Shanghai\" }\n";

dsl::Compiled table(const std::string& fields, const std::string& csv) {
  return compile_alone(kHead + "table T from \"t.csv\" { " + fields + " }", {{"t.csv", csv}});
}

dsl::Compiled area(const std::string& json) {
  return compile_alone(kHead + "signal S { at : position }\nlimit l { on S require at in \"a.json\" }",
                       {{"a.json", json}});
}

}  // namespace

TEST_CASE("one header") {
  CHECK(codes(compile_alone("event E { a : text }")) == List{"E0102"});
  CHECK(codes(compile({{"a.trip", kHead}, {"b.trip", kHead}})) == List{"E0103"});
  CHECK(codes(compile_alone("pack p 1.0.0 { timezone \"Mars/Olympus\" }")) == List{"E0112"});
  CHECK(compile_alone("pack p 1.0.0 { timezone \"+08:00\" lateness 2 s max ahead 1 min }").pack->max_ahead ==
        60 * core::kSecond);
}

TEST_CASE("tables are read in the types of the language") {
  const dsl::Compiled c = table(
      "id : text key  v : km/h from \"speed\" in m/s  at : position from (\"lat\", \"lon\")  kind : one of (a = 1, b = "
      "\"two\", c)\n"
      "t : time  d : date from \"day\" as \"%d.%m.%Y\"  p : duration  on : bool  note : text?  n : number",
      "\xEF\xBB\xBFid,speed,lat,lon,kind,t,day,p,on,note,n\r\n"
      "\"x,\"\"1\",10,30.5,104,1.0,2026-03-01,02.03.2026,90 min,true,,7\r\n"
      "y,0.5,-30,-104,two,2026-03-01T08:00:00+08:00,03.03.2026,30,false,\"a\nb\",1e3\r\n");
  INFO(rendered(c));
  REQUIRE(c.pack);
  const auto& rows = c.pack->tables[0].rows;
  REQUIRE(rows.size() == 2);
  CHECK(std::get<std::string>(rows[0][0]->value) == "x,\"1");
  CHECK(std::get<double>(rows[0][1]->value) == 10);
  CHECK(std::get<dsl::model::Position>(rows[0][2]->value).longitude == 104);
  CHECK(std::get<std::int64_t>(rows[0][3]->value) == 0);
  CHECK(std::get<std::int64_t>(rows[1][3]->value) == 1);
  CHECK(core::print_rfc3339(std::get<std::int64_t>(rows[0][4]->value)) == "2026-02-28T16:00:00Z");
  CHECK(core::print_rfc3339(std::get<std::int64_t>(rows[1][4]->value)) == "2026-03-01T00:00:00Z");
  CHECK(core::print_day(static_cast<core::Day>(std::get<std::int64_t>(rows[0][5]->value))) == "2026-03-02");
  CHECK(std::get<std::int64_t>(rows[0][6]->value) == 5400 * core::kSecond);
  CHECK(std::get<std::int64_t>(rows[1][6]->value) == 30 * core::kSecond);
  CHECK(!rows[0][8]);
  CHECK(std::get<std::string>(rows[1][8]->value) == "a\nb");
}

TEST_CASE("mistakes in data are shown in the data") {
  CHECK(rendered(table("id : text key  v : km/h", "id,v\na,1\nb,fast\n")) ==
        "error E0502: `v` cannot be read here\n"
        " --> t.csv:3:3\n"
        "  |\n"
        "3 | b,fast\n"
        "  |   ^^^^ a bare number is expected, in km/h\n");
  CHECK(errors(table("id : text key  v : number", "id,v\na,\n")) == List{"E0502 2:3"});
  CHECK(errors(table("id : text key  v : number", "id,v\na\n")) == List{"E0502 2:1"});
  CHECK(errors(table("id : text key  v : number", "id,v\na,1\na,2\n")) == List{"E0504 3:1"});
  CHECK(codes(table("id : text key  v : number", "id,w\na,1\n")) == List{"E0503"});
  CHECK(codes(table("id : text key  v : number", "id,v,v\na,1,2\n")) == List{"E0503"});
  CHECK(codes(table("id : text key  v : number", "")) == List{"E0501"});
  CHECK(errors(table("id : text key  v : number", "id,v\n\"a,1\n")) == List{"E0501 2:1"});
  CHECK(codes(table("id : text key  v : number", "id,v\n\xFF,1\n")) == List{"E0501"});
  CHECK(codes(table("id : text  v : number", "id,v\na,1\n")) == List{"E0507"});
  CHECK(codes(table("id : text key  v : list of m", "id,v\na,1\n")) == List{"E0507"});
  std::string many = "id,v\n";
  for (int i = 0; i < 1000; ++i) many += std::to_string(i) + ",x\n";
  CHECK(codes(table("id : text key  v : number", many)).size() == 21);
}

TEST_CASE("data files stay inside the pack's folder") {
  for (const char* name : {"../t.csv", "/etc/passwd", "a/../../t.csv", ""}) {
    CHECK(codes(compile_alone(kHead + "holidays from \"" + name + "\"", {{name, "date,kind\n"}})) == List{"E0105"});
  }
}

TEST_CASE("holidays") {
  const dsl::Compiled c =
      compile_alone(kHead + "holidays from \"h.csv\"", {{"h.csv", "date,kind\n2026-10-10,work\n2026-10-01,off\n"}});
  REQUIRE(c.pack);
  REQUIRE(c.pack->holidays.size() == 2);
  CHECK(c.pack->holidays[0].second == false);
  CHECK(c.pack->holidays[1].second == true);
  CHECK(errors(compile_alone(kHead + "holidays from \"h.csv\"",
                             {{"h.csv", "date,kind\n2026-10-32,rest\n2026-10-01,off\n2026-10-01,off\n"}})) ==
        List{"E0502 2:1", "E0502 2:12", "E0504 4:1"});
}

TEST_CASE("areas") {
  CHECK(area(R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[2,2],[3,2],[3,3],[2,2]]]]})")
            .pack->areas[0]
            .polygons.size() == 2);
  CHECK(
      area(
          R"({"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}]}}]})")
          .pack);
  for (const char* wrong :
       {"", "{", "[]", "{}", R"({"type":"Point","coordinates":[0,0]})", R"({"type":"Polygon","coordinates":[]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[200,0],[1,1],[0,0]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],["a",0],[1,1],[0,0]]]})",
        R"({"type":"FeatureCollection","features":[]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1e999,0],[1,1],[0,0]]]})", "\xFF"}) {
    INFO(wrong);
    const List all = codes(area(wrong));
    REQUIRE(all.size() == 1);
    CHECK((all[0] == "E0512" || all[0] == "E0501"));
  }
  CHECK(codes(area(std::string(100'000, '['))) == List{"E0512"});
  const auto why = [](const char* text) {
    const dsl::Compiled c = area(text);
    return c.diagnostics.empty() ? std::string() : c.diagnostics[0].message.in(core::Language::en);
  };
  CHECK(why(R"({"type":"Polygon","coordinates":[],"coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})")
            .find("`coordinates` stands twice") != std::string::npos);
  CHECK(why(R"({"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]})").find("crosses itself") !=
        std::string::npos);
  CHECK(why(R"({"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[2,2],[2,1],[1,2],[1,1]]]})")
            .find("coordinates[1]: the ring crosses itself") != std::string::npos);
  const auto polygon = [&](const char* rings) {
    return why((R"({"type":"Polygon","coordinates":)" + std::string(rings) + "}").c_str());
  };
  const auto says = [](const std::string& message, const char* part) {
    INFO(message);
    return message.find(part) != std::string::npos;
  };
  CHECK(says(polygon("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]"), "coordinates[0]: the ring crosses itself at [0.5, 0.5]"));
  CHECK(says(polygon("[[[0,0],[4,0],[4.123456789,4],[9,4],[4.123456789,4],[0,4],[0,0]]]"),
             "coordinates[0]: the ring has a spike at [9, 4]"));
  CHECK(says(polygon("[[[0,0],[4,0],[2,0],[0,0]]]"), "coordinates[0]: the ring has"));
  CHECK(says(polygon("[[[0,0],[0,0],[4,0],[0,0]]]"), "coordinates[0]: the ring has"));
  CHECK(says(polygon("[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[2,1],[2,2],[1,1]],[[11,1],[12,1],[12,2],[11,1]]]"),
             "coordinates[2]: this hole does not lie inside the border"));
  CHECK(says(polygon("[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[8,1],[12,1],[12,2],[8,1]]]"),
             "coordinates[1]: this hole meets the border or another hole at [9, 1"));
  CHECK(says(polygon("[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[6,1],[6,6],[1,1]],[[3,2],[4,2],[4,3],[3,2]]]"),
             "coordinates[2]: this hole and another lie one within the other"));
  CHECK(says(polygon("[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[4,0],[5,4],[4,9],[3,4],[4,0]]]"),
             "coordinates[1]: this hole cuts the area in two"));
  // A hole that touches the border in a single point, positions that stand twice, and either direction are fine.
  CHECK(polygon("[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[0,0],[3,1],[1,3],[0,0]]]").empty());
  CHECK(polygon("[[[0,0],[0,9],[9,9],[9,9],[9,0],[0,0]],[[1,1],[1,2],[2,2],[1,1]]]").empty());
  CHECK(
      why(R"({"type":"Polygon","coordinates":[[[170,0],[-170,0],[-170,10],[170,10],[170,0]]]})").find("antimeridian") !=
      std::string::npos);
  for (const char* right :
       {R"({"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[0,0]]]})",        // clockwise
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,0],[1,1],[0,0]]]})",  // a position twice
        R"({"type":"Polygon","coordinates":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]})",
        R"({"type":"Polygon","coordinates":[[[-120,0],[0,0],[120,0],[0,60],[-120,0]]]})"}) {
    INFO(right);
    CHECK(why(right).empty());
  }
}

TEST_CASE("settings") {
  const auto with = [](const std::string& name, const std::string& value) {
    return compile_alone(
        kHead + "param cap : km/h = 40 km/h\nparam zone : one of (a, b) = a\nparam names : list of text = [\"x\"]", {},
        {{{name, value}}});
  };
  const dsl::Compiled set = with("cap", "36 km/h");
  REQUIRE(set.pack);
  CHECK(std::get<double>(set.pack->params[0].value.value) == 10);
  CHECK(set.pack->params[0].set);
  CHECK(set.pack->digest != with("cap", "40 km/h").pack->digest);
  CHECK(with("cap", "10 m/s").pack->digest == set.pack->digest);
  CHECK(with("zone", "b").pack);
  CHECK(with("names", "[\"x\", \"y\"]").pack);
  CHECK(codes(with("cap", "36")) == List{"E0204"});
  CHECK(codes(with("cap", "36 m")) == List{"E0203"});
  CHECK(codes(with("zone", "c")) == List{"E0213"});
  CHECK(codes(with("zonne", "a")) == List{"E0120"});
  CHECK_FALSE(with("cap", "36 km/h 4").pack);
  CHECK_FALSE(with("cap", "").pack);
}

TEST_CASE("the digest covers what can change a verdict") {
  const auto digest = [](const std::string& text, const std::string& csv) {
    return compile({{"a.trip", kHead + text}}, {{"t.csv", csv}}).pack->digest;
  };
  const std::string text = "table T from \"t.csv\" { id : text key }";
  CHECK(digest(text, "id\na\n") == digest(text, "id\na\n"));
  CHECK(digest(text, "id\na\n") != digest(text, "id\nb\n"));
  CHECK(digest(text, "id\na\n") != digest(text + " ", "id\na\n"));
  const std::string b = "event E { a : text }";
  CHECK(compile({{"a.trip", kHead}, {"b.trip", b}}).pack->digest ==
        compile({{"b.trip", b}, {"a.trip", kHead}}).pack->digest);
}

TEST_CASE("packs on disk") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "tripline_check_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  CHECK(codes(dsl::compile_path(folder.string())) == List{"E0101"});
  CHECK(codes(dsl::compile_path((folder / "none.trip").string())) == List{"E0101"});
  std::ofstream(folder / "a.trip") << kHead;
  std::ofstream(folder / "b.trip") << "table T from \"t.csv\" { id : text key }";
  std::ofstream(folder / "t.csv") << "id\na\n";
  std::ofstream(folder / "notes.txt") << "not a pack";
  const dsl::Compiled c = dsl::compile_path(folder.string());
  INFO(rendered(c));
  REQUIRE(c.pack);
  CHECK(c.pack->tables[0].rows.size() == 1);
  CHECK(c.sources->file(0).name == "a.trip");
  CHECK(dsl::compile_path((folder / "a.trip").string()).pack);
  fs::remove_all(folder);
}

TEST_CASE("a thousand rules are checked at once") {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    const std::string n = std::to_string(i);
    text += "limit l" + n +
            " { on Motion when zone == core and level < restricted require speed <= cap and count(HardBrake where "
            "decel > 4 m/s^2) last 7 days <= " +
            n + " message \"{vehicle} {speed}\" }\n";
  }
  CHECK(compile_in_world(text).pack);
}
