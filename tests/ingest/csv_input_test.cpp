// CSV: rows, quotes, headers; gzip; opening inputs; real files.
#include <unistd.h>
#include <zlib.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "reading.hpp"

using namespace tripline;
using namespace tripline::engine;
using namespace tripline::engine::sample;

namespace {

InputOptions as(const std::string& stream, char delimiter = ',', char mark = '.') {
  InputOptions o;
  o.stream = stream;
  o.csv_delimiter = delimiter;
  o.csv_decimal = mark;
  return o;
}

const std::string kHeader = "type,time,vehicle\n";
const std::string kRow = "twin,2026-03-01T00:00:00Z,V1\n";

Result rows(const std::string& text, const std::string& header = "time,vehicle\n") {
  return read(header + text, "x.csv", as("TwinA"));
}

std::string gzip(std::string_view bytes) {
  z_stream s{};
  deflateInit2(&s, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&s, static_cast<uLong>(bytes.size())) + 64, '\0');
  std::string in(bytes);
  s.next_in = reinterpret_cast<Bytef*>(in.data());
  s.avail_in = static_cast<uInt>(in.size());
  s.next_out = reinterpret_cast<Bytef*>(out.data());
  s.avail_out = static_cast<uInt>(out.size());
  deflate(&s, Z_FINISH);
  out.resize(s.total_out);
  deflateEnd(&s);
  return out;
}

std::string line(int i) {
  return R"({"type":"epoch","ts":)" + std::to_string(1772323200000 + i) + R"(,"vehicle":"V)" + std::to_string(i % 7) +
         "\"}\n";
}

struct File {
  std::string path;
  File(const std::string& name, const std::string& bytes)
      : path((std::filesystem::temp_directory_path() / ("tripline_ingest_" + name)).string()) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  ~File() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("CSV: rows and cells") {
  const Result r =
      read(kHeader + kRow + "twin,2026-03-01T00:00:01Z,\"V,\"\"2\"\"\nx\"\r\n\n\"twin\",\"2026-03-01T00:00:02Z\",V3",
           "x.csv");
  CHECK(r.codes() == "missing_field missing_field missing_field");  // TwinB's speed has no column
  REQUIRE(r.elements.size() == 3);
  CHECK(r.elements[0].bytes == "twin,2026-03-01T00:00:00Z,V1");
  CHECK(r.value(1, 0).as_text() == "V,\"2\"\nx");
  CHECK(r.value(2, 0).as_text() == "V3");
  CHECK(r.elements[2].position == 3);
  CHECK(read("\xEF\xBB\xBFtype,time,vehicle\r\n" + kRow, "x.csv").elements.size() == 1);
}

TEST_CASE("CSV: each malformed row has its reason, and the rest goes on") {
  const std::string good = "2026-03-01T00:00:00Z,V1\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"2026-03-01T00:00:00Z", "wrong_cell_count"},
      {"2026-03-01T00:00:00Z,V1,", "wrong_cell_count"},
      {"2026-03-01T00:00:00Z,V\"1", "bad_csv"},
      {"2026-03-01T00:00:00Z,\"V\"1", "bad_csv"},
      {"2026-03-01T00:00:00Z,\"V1", "bad_csv"},
      {"2026-03-01T00:00:00Z,V\xff", "bad_utf8"},
      {"2026-03-01T00:00:00Z,\"V\xff\"", "bad_utf8"},
      {"2026-03-01T00:00:00Z,", "missing_field"},
      {"2026-03-01T00:00:00Z, ", "missing_field"},
      {",V1", "no_time"},
      {"soon,V1", "bad_time"},
      {"2026-03-01T00:00:00Z,\"" + std::string(Input::kMaxElement, 'x') + "\"", "too_large"},
      {"2026-03-01T00:00:00Z," + std::string(3 * Input::kMaxElement, 'x'), "too_large"},
  };
  for (const auto& [row, code] : cases) {
    INFO(row.substr(0, 100));
    const Result r = rows(good + row + "\n" + good);
    CHECK(r.codes() == code);
    CHECK(r.elements.size() == 2);
    REQUIRE(r.rejections.size() == 1);
    CHECK(r.rejections[0].position == 2);
    CHECK(r.rejections[0].stream == kTwinA);
    CHECK(r.rejections[0].offset == 13 + good.size());
    if (code != "too_large") CHECK(r.rejections[0].bytes == row);
    CHECK(rows(good + row).codes() == code);
  }
  CHECK(read("type,time,vehicle\n,2026-03-01T00:00:00Z,V1\n", "x.csv").codes() == "no_type");
  CHECK(read("type,time,vehicle\nnew,2026-03-01T00:00:00Z,V1\n", "x.csv").unread == std::vector<std::string>{"new"});
}

TEST_CASE("CSV: the header") {
  CHECK(rows("V,2026-03-01T00:00:00Z\n", " vehicle ,time\n").elements.size() == 1);
  CHECK(rows("V,2026-03-01T00:00:00Z,x,,\n", "vehicle,time,other,,\n").elements.size() == 1);  // unnamed columns
  CHECK(rows("V,2026-03-01T00:00:00Z,x,y\n", "vehicle,time,other,other\n").elements.size() ==
        1);  // twice, but nobody needs it
  CHECK(rows("", "vehicle,time,vehicle\n").error ==
        "x.csv: the column \"vehicle\" stands twice in the first line; give one of them another name");
  CHECK(read("", "x.csv", as("TwinA")).error == "x.csv is empty: a CSV file begins with a line that names its columns");
  CHECK(read("time, vehicle \n", "x.csv").error ==
        "x.csv has no column `type` that says which stream a row belongs to; name the stream: STREAM=x.csv. Its first "
        "line names the "
        "columns \"time\", \"vehicle\"");
  CHECK(read("a;b\n", "x.csv", as("TwinA"))
            .error.ends_with(
                ": its first line is \"a;b\" (one column only: is the delimiter really \",\"? see --csv-delimiter)"));
  CHECK(read("1,2,3,4,5,6,7,8,9,10,11,12\n", "x.csv").error.ends_with("\"11\", \"12\""));
  CHECK(read("1,2,3,4,5,6,7,8,9,10,11,12,13\n", "x.csv").error.ends_with("\"12\", …"));
  CHECK(read("2026-03-01T00:00:00Z,V1\n", "x.csv", as("TwinA")).error.find("has no line that names its columns") !=
        std::string::npos);
  CHECK(read("time;vehicle\n", "x.csv", as("TwinA")).error.find("--csv-delimiter") != std::string::npos);
  CHECK(read("time,vehicle\n", "x.csv").error.find("STREAM=x.csv") != std::string::npos);
  CHECK(read("time,\"vehicle\n", "x.csv", as("TwinA")).error.find("never closed") != std::string::npos);
  CHECK(!read("time,vehicle\n", "x.csv", as("TwinA", ',', ',')).error.empty());
  CHECK(!read("time,vehicle\n", "x.csv", as("TwinA", '"')).error.empty());
  CHECK(!read("time,vehicle\n", "x.csv", as("TwinA", ';', 'x')).error.empty());
}

TEST_CASE("which format") {
  CHECK(read(line(1), "x").elements.size() == 1);
  CHECK(read("  [" + line(1) + "]", "x").elements.size() == 1);
  CHECK(read("vehicle,type,ts\nV,epoch,1\n", "x").elements.size() == 1);
  CHECK(read("", "x").error.empty());
  CHECK(read(line(1), "X.JSONL").elements.size() == 1);
  CHECK(read("vehicle,type,ts\nV,epoch,1\n", "x.json").codes() == "not_an_object not_an_object");
}

TEST_CASE("opening") {
  const auto error = [](const std::string& path, const InputOptions& o = {}) {
    return drain(Input::open(path, o, decoder(), 0)).error;
  };
  CHECK(error("/no/such/file.jsonl").find("there is no file /no/such/file.jsonl") == 0);
  CHECK(error("/tmp").find("/tmp is a folder") == 0);
  CHECK(error("/dev/null/x") == "/dev/null/x cannot be opened: Not a directory");
  CHECK(error("/dev/null").empty());
  CHECK(error("/dev/null", as("Moton")) == "the pack has no stream Moton to read /dev/null as; did you mean Motion?");
  CHECK(error("/dev/null", as("Zzzzzzzzzz")).find("there are: Motion, All") != std::string::npos);
  CHECK(error("/dev/null", as("Fast")).find("Motion") != std::string::npos);
  CHECK(!error("/dev/null", as("Violation")).empty());
}

TEST_CASE("files, blocks, gzip") {
  std::string text;
  constexpr int kLines = 70000;  // several blocks
  for (int i = 0; i < kLines; ++i) text += line(i);
  REQUIRE(text.size() > 3 * Input::kMaxElement);
  const auto check = [&](const Result& r) {
    CHECK(r.error.empty());
    CHECK(r.codes().empty());
    REQUIRE(r.elements.size() == kLines);
    for (int i = 0; i < kLines; ++i) {
      const auto& e = r.elements[static_cast<std::size_t>(i)];
      if (e.position != static_cast<std::uint64_t>(i) + 1 || e.time != (1772323200000 + i) * 1'000'000LL ||
          e.bytes + "\n" != line(i))
        FAIL("line " << i);
    }
  };
  const File plain("a.jsonl", text);
  check(drain(Input::open(plain.path, {}, decoder(), 0)));
  const File packed("a.jsonl.gz", gzip(text));
  check(drain(Input::open(packed.path, {}, decoder(), 0)));
  const File members("b.jsonl.gz",
                     gzip(text.substr(0, 1000)) + gzip("") + gzip(text.substr(1000)) + std::string(100, '\0'));
  check(drain(Input::open(members.path, {}, decoder(), 0)));

  auto input = Input::open(packed.path, {}, decoder(), 0);
  REQUIRE(input);
  CHECK((*input)->total_bytes() == gzip(text).size());
  Batch batch;
  while ((*input)->next(batch)) {
  }
  CHECK((*input)->bytes_read() == gzip(text).size());
}

TEST_CASE("elements across blocks: batches, objects over several lines, quoted cells") {
  constexpr int kCount = 45000;
  std::string batch = "[", pretty, table = "time,vehicle\n";
  for (int i = 0; i < kCount; ++i) {
    const std::string number = std::to_string(i);
    batch += (i > 0 ? ",\n" : "") + line(i).substr(0, line(i).size() - 1);
    pretty += "{\n  \"type\": \"epoch\",\n  \"ts\": " + number + ",\n  \"vehicle\": \"{[\\\"" + number +
              "\",\n  \"x\": [\n    1,\n    {}\n  ]\n}\n";
    table += "2026-03-01T00:00:00Z,\"a\nline, \"\"" + number + "\"\"\"\r\n";
  }
  batch += "]\n";
  REQUIRE(batch.size() > 2 * Input::kMaxElement);
  REQUIRE(table.size() > Input::kMaxElement);
  const auto check = [&](const Result& r, const std::string& before, const std::string& after) {
    CHECK(r.codes().empty());
    REQUIRE(r.elements.size() == kCount);
    for (int i = 0; i < kCount; ++i)
      if (r.value(static_cast<std::size_t>(i), 0).as_text() !=
          before + std::to_string(after.empty() && before == "V" ? i % 7 : i) + after)
        FAIL("element " << i);
  };
  check(read(batch), "V", "");
  check(read(pretty), "{[\"", "");
  check(read(table, "x.csv", as("TwinA")), "a\nline, \"", "\"");
  check(read(gzip(pretty)), "{[\"", "");
}

TEST_CASE("a pipe gives what it has, in pieces of any size") {
  std::string text;
  constexpr int kLines = 20000;
  for (int i = 0; i < kLines; ++i) text += line(i);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::thread writer([&] {
    std::size_t size = 1;
    for (std::size_t at = 0; at < text.size(); at += size, size = size % 977 + 31)
      if (write(ends[1], text.data() + at, std::min(size, text.size() - at)) < 0) break;
    close(ends[1]);
  });
  auto input = Input::open("/dev/fd/" + std::to_string(ends[0]), {}, decoder(), 0);
  REQUIRE(input);
  CHECK(!(*input)->total_bytes());
  const Result r = drain(std::move(input));
  writer.join();
  close(ends[0]);
  CHECK(r.codes().empty());
  CHECK(r.elements.size() == kLines);
}

TEST_CASE("gzip that is cut off or damaged is told") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += line(i * 7919 % 20000);
  const std::string packed = gzip(text);
  const Result cut = read(packed.substr(0, packed.size() / 2), "x.jsonl.gz");
  CHECK(cut.codes() == "truncated_gzip");
  CHECK(cut.elements.size() > 5000);
  CHECK(cut.elements.size() < 15000);
  CHECK(cut.rejections[0].position == cut.elements.size() + 1);
  // What is left over is in the rejection, and no line was taken that is not whole.
  std::size_t taken = 0;
  for (const Element& e : cut.elements) taken += e.bytes.size() + 1;
  CHECK(cut.rejections[0].offset == taken);
  CHECK(text.substr(taken, cut.rejections[0].bytes.size()) == cut.rejections[0].bytes);
  CHECK(read(packed.substr(0, packed.size() - 1), "x").codes() == "truncated_gzip");
  CHECK(read(packed.substr(0, packed.size() - 1), "x").elements.size() == 20000);
  CHECK(read(packed.substr(0, 5), "x.json").codes() == "truncated_gzip");
  CHECK(read(packed + "garbage", "x").codes() == "bad_gzip");
  CHECK(read(packed + "garbage", "x").elements.size() == 20000);
  std::string damaged = packed;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  damaged[damaged.size() / 2 + 1] = static_cast<char>(damaged[damaged.size() / 2 + 1] ^ 0x55);
  const std::string codes = read(damaged, "x").codes();
  CHECK(codes.find("bad_gzip") != std::string::npos);

  std::string table = "time,vehicle\n";
  for (int i = 0; i < 5000; ++i) table += "2026-03-01T00:00:00Z,V" + std::to_string(i * 7919 % 5000) + "\n";
  const std::string packed_table = gzip(table);
  const Result half = read(packed_table.substr(0, packed_table.size() / 2), "x.csv.gz", as("TwinA"));
  CHECK(half.codes() == "truncated_gzip");
  CHECK(!half.elements.empty());
  const std::string batch = gzip("[" + line(1) + "," + line(2) + ",\n" + line(3).substr(0, 20));
  CHECK(read(batch.substr(0, batch.size() - 3), "x.json.gz").codes() == "truncated_gzip");
  CHECK(read(batch.substr(0, batch.size() - 3), "x.json.gz").elements.size() == 2);
}

namespace {

std::optional<std::string> shared(const std::string& name) {
  const char* const given = std::getenv("TRIPLINE_SHARED");
#ifdef TRIPLINE_SOURCE_DIR
  const std::string beside = std::string(TRIPLINE_SOURCE_DIR) + "/../shared";
#else
  const std::string beside = "../shared";
#endif
  const std::string path = (given != nullptr ? std::string(given) : beside) + "/data/" + name;
  if (std::filesystem::exists(path)) return path;
  std::cout << "skipped: there is no " << path << " (set TRIPLINE_SHARED)\n";
  return std::nullopt;
}

}  // namespace

TEST_CASE("real CSV: the catalogue of known exploited vulnerabilities") {
  const auto path = shared("cisa_kev/known_exploited_vulnerabilities.csv");
  if (!path) return;
  auto p = std::make_shared<model::Pack>();
  core::Said why;
  model::Field due = field("due", type_of(model::TypeKind::date, false), {"dueDate"});
  p->streams.push_back(stream("Listed", "Listed",
                              {field("cve", type_of(model::TypeKind::text, false), {"cveID"}), due,
                               field("notes", type_of(model::TypeKind::text, true)),
                               field("cwes", list_of(type_of(model::TypeKind::text, false), true))}));
  p->streams[0].time_from = "dateAdded";
  p->streams[0].time_pattern = core::TimePattern::compile("%Y-%m-%d", why);
  const Decoder d(p, {});
  const Result r = drain(Input::open(*path, as("Listed"), d, 0));
  CHECK(r.error.empty());
  CHECK(r.codes().empty());
  CHECK(r.elements.size() == 1404);
  std::size_t before = 0;
  for (const Element& e : r.elements)
    if (e.fields[1].as_integer() * core::kDay < e.time) ++before;
  CHECK(before == 15);
}

TEST_CASE("real CSV: a robot arm, semicolons and decimal commas") {
  const auto path = shared("ur3_cobotops/dataset_02052023.csv");
  if (!path) return;
  auto p = std::make_shared<model::Pack>();
  p->streams.push_back(stream("Arm", "Arm",
                              {field("stop", type_of(model::TypeKind::bool_, true), {"Robot_ProtectiveStop"}),
                               field("cycle", type_of(model::TypeKind::number, false)),
                               field("current", type_of(model::TypeKind::number, true), {"Current_J0"}),
                               field("warmth", type_of(model::TypeKind::number, true, "degC"), {"Temperature_T0"})}));
  p->streams[0].time_from = "Timestamp";
  const Decoder d(p, {});
  const Result r = drain(Input::open(*path, as("Arm", ';', ','), d, 0));
  CHECK(r.error.empty());
  CHECK(r.codes().empty());
  REQUIRE(r.elements.size() == 7409);
  std::size_t missing = 0, stops = 0;
  for (const Element& e : r.elements) {
    if (e.fields[0].is_missing()) ++missing;
    if (e.fields[0].is_true()) ++stops;
  }
  CHECK(missing == 54);
  CHECK(stops == 278);
  CHECK(r.value(0, 2).as_number() == 0.109627604);
}

TEST_CASE("line ends of old are refused, not taken for nothing") {
  for (const char* text : {"type,time,vehicle\rtwin,2026-03-01T00:00:00Z,V1\r",
                           "type,\"time\",vehicle\rtwin,\"2026-03-01T00:00:00Z\",V1\r",
                           "type,time,vehicle\rtwin,2026-03-01T00:00:00Z,V1\n"})
    CHECK(read(text, "x.csv").error.find("bare carriage return") != std::string::npos);
  CHECK(read("type,time,vehicle\r\ntwin,2026-03-01T00:00:00Z,V1\r\n", "x.csv").error.empty());
  CHECK(read("type,time,vehicle,\"a\rb\"\r\ntwin,2026-03-01T00:00:00Z,V1,\r\n", "x.csv").error.empty());
}
