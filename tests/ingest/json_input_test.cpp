// JSON lines, objects over several lines, batches, CloudEvents: what is an element, and what is refused.
#include <catch2/catch.hpp>

#include "reading.hpp"

using namespace tripline;
using namespace tripline::engine;
using namespace tripline::engine::sample;

namespace {

const std::string kGood =
    R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1","ego":{"speed":10}})";

std::string motion(const std::string& more) {
  return R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1","ego":{"speed":10})" + more + "}";
}

std::string cloud(const std::string& more, const std::string& data = R"({"vehicle":"V1","ego":{"speed":10}})") {
  return R"({"specversion":"1.0","id":"1","source":"/a","type":"vehicle.motion","time":"2026-03-01T00:00:01Z")" + more +
         R"(,"data":)" + data + "}";
}

constexpr core::Time kMarch = 1772323200LL * core::kSecond;  // 2026-03-01T00:00:00Z

}  // namespace

TEST_CASE("JSON lines: one element a line") {
  const Result r = read("\n" + kGood + "\r\n   \n\t" + kGood + "  \n" + kGood);
  REQUIRE(r.codes().empty());
  REQUIRE(r.elements.size() == 3);
  const Element& e = r.elements[0];
  CHECK(e.stream == kMotion);
  CHECK(e.time == kMarch + core::kSecond);
  CHECK(e.source == 7);
  CHECK(e.position == 1);
  CHECK(e.bytes == kGood);
  CHECK(e.fields[0].as_text() == "V1");
  CHECK(e.fields[1].as_number() == 10.0);
  CHECK(e.fields[2].is_missing());
  CHECK(r.elements[1].position == 2);
  CHECK(r.elements[2].position == 3);
  CHECK(r.elements[2].bytes == kGood);
}

TEST_CASE("JSON lines: nothing gives nothing") {
  for (const char* text : {"", "\n\n", "  \r\n", "\xEF\xBB\xBF", "[]", "[ \n ]\n[]"}) {
    INFO(text);
    const Result r = read(text);
    CHECK(r.error.empty());
    CHECK(r.elements.empty());
    CHECK(r.codes().empty());
  }
}

TEST_CASE("a byte order mark is skipped") {
  const Result r = read("\xEF\xBB\xBF" + kGood + "\n");
  REQUIRE(r.elements.size() == 1);
  CHECK(r.elements[0].bytes == kGood);
  CHECK(read("\xFF\xFE{\0").error.find("UTF-16") != std::string::npos);
  using namespace std::string_view_literals;
  for (const auto& [bytes, name] :
       {std::pair{"{\0\"\0a\0"sv, "UTF-16LE;"}, std::pair{"\0{\0\"\0a"sv, "UTF-16BE;"},
        std::pair{"{\0\0\0\"\0\0\0"sv, "UTF-32LE;"}, std::pair{"\0\0\0{\0\0\0\""sv, "UTF-32BE;"},
        std::pair{"\xFF\xFE\0\0{\0\0\0"sv, "UTF-32;"}, std::pair{"t\0y\0"sv, "UTF-16LE;"},
        std::pair{"ab\0c"sv, "no text:"}}) {
    INFO(name);
    CHECK(read(bytes).error.find(std::string("is ") + name) != std::string::npos);
    CHECK(read(bytes, "x").error.find(std::string("is ") + name) != std::string::npos);
  }
}

TEST_CASE("each malformed line has its reason, and the rest goes on") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{", "bad_json"},
      {R"({"a":1,)", "bad_json"},
      {R"({"a":"open)", "bad_json"},
      {R"({"a":1,})", "bad_json"},
      {R"({,"a":1})", "bad_json"},
      {R"({"a" 1})", "bad_json"},
      {R"({"a":1 "b":2})", "bad_json"},
      {R"({a:1})", "bad_json"},
      {R"({'a':1})", "bad_json"},
      {R"({"a":tru})", "bad_json"},
      {R"({"a":nullx})", "bad_json"},
      {R"({"a":NaN})", "bad_json"},
      {R"({"a":Infinity})", "bad_json"},
      {R"({"a":-})", "bad_json"},
      {R"({"a":01})", "bad_json"},
      {R"({"a":1.})", "bad_json"},
      {R"({"a":.5})", "bad_json"},
      {R"({"a":+1})", "bad_json"},
      {R"({"a":1e})", "bad_json"},
      {R"({"a":0x10})", "bad_json"},
      {R"({"a":[1,2)", "bad_json"},
      {R"({"a":[1,2}})", "bad_json"},
      {R"({"a":[1,,2]})", "bad_json"},
      {R"({"a":[1,]})", "bad_json"},
      {R"({"a":{"b":1]})", "bad_json"},
      {R"({"a":"\x"})", "bad_json"},
      {R"({"a":"\u12"})", "bad_json"},
      {R"({"a":"\ud800"})", "bad_json"},
      {R"({"a":"\udc00"})", "bad_json"},
      {R"({"a":"\ud800\u0041"})", "bad_json"},
      {"{\"a\":\"tab\there\"}", "bad_json"},
      {R"({"a":"b"c"})", "bad_json"},
      {R"({"a":1}})", "trailing_text"},
      {R"({"a":1} x)", "trailing_text"},
      {R"({"a":1} {"b":2})", "trailing_text"},
      {R"({"a":1},)", "trailing_text"},
      {"12", "not_an_object"},
      {"\"text\"", "not_an_object"},
      {"null", "not_an_object"},
      {"garbage", "not_an_object"},
      {"{\"a\":\"\xff\"}", "bad_utf8"},
      {"{\"a\":\"\xc0\xaf\"}", "bad_utf8"},
      {"{\"a\":\"\xed\xa0\x80\"}", "bad_utf8"},
      {R"({"a":1,"a":2})", "duplicate_key"},
      {R"({"a":1,"\u0061":2})", "duplicate_key"},
      {R"({"x":{"b":1,"c":2,"b":3}})", "duplicate_key"},
      {R"({"x":[{"b":1},{"b":1,"b":3}]})", "duplicate_key"},
      {R"({"vehicle":1,"vehicle":2})", "duplicate_key"},
      {R"({"vehicle":"V1"})", "no_type"},
      {R"({"type":null})", "no_type"},
      {R"({"type":5})", "no_type"},
  };
  for (const auto& [line, code] : cases) {
    INFO(line);
    const Result r = read(kGood + "\n" + line + "\n" + kGood + "\n");
    CHECK(r.codes() == code);
    CHECK(r.elements.size() == 2);
    if (r.rejections.size() == 1) {
      CHECK(r.rejections[0].position == 2);
      CHECK(r.rejections[0].offset == kGood.size() + 1);
      CHECK(r.rejections[0].bytes == line);
      CHECK(r.rejections[0].source == 7);
      CHECK(!r.rejections[0].text.empty());
    }
    CHECK(r.elements.back().position == 3);
    // And as the last line without an end, and as the first.
    CHECK(read(kGood + "\n" + line).codes() == code);
    CHECK(read(line + "\n" + kGood).codes() == code);
    CHECK(read(line + "\n" + kGood).elements.size() == 1);
  }
}

TEST_CASE("what is cut off anywhere is refused there, and nothing behind it is read") {
  const std::string whole =
      motion(R"(,"tags":["a",{"b":[1,{"c":null}]}],"sizes":[1,2.5,-3e2],"more":{"x":{"y":[[true]]}})");
  REQUIRE(read(whole).elements.size() == 1);
  for (const char* before : {"", "[", "[{},"}) {
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const std::string text = before + whole.substr(0, size);
      INFO(text);
      const Result r = read(text);
      CHECK(r.elements.empty());
      CHECK_FALSE(r.codes().empty());
    }
  }
}

TEST_CASE("escapes in keys and texts are resolved") {
  const Result r = read(
      R"({"typ\u0065":"vehicle.m\u006Ftion","time":"2026-03-01T00:00:01Z","\u0076ehicle":"\ud83d\ude97 \"1\"\n","e\u0067o":{"sp\u0065ed":1}})");
  REQUIRE(r.codes().empty());
  REQUIRE(r.elements.size() == 1);
  CHECK(r.value(0, 0).as_text() == "\xF0\x9F\x9A\x97 \"1\"\n");
  CHECK(r.value(0, 1).as_number() == 1.0);
  // Both ends of what takes two, three and four bytes.
  for (const auto& [written, text] :
       {std::pair{R"(\u007f\u0080)", "\x7F\xC2\x80"}, std::pair{R"(\u07FF\u0800)", "\xDF\xBF\xE0\xA0\x80"},
        std::pair{R"(\uffff\ud800\udc00)", "\xEF\xBF\xBF\xF0\x90\x80\x80"},
        std::pair{R"(\u4e2d\udbff\udfff)", "\xE4\xB8\xAD\xF4\x8F\xBF\xBF"}}) {
    INFO(written);
    const Result one = read(R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":")" +
                            std::string(written) + R"(","ego":{"speed":10}})");
    REQUIRE(one.elements.size() == 1);
    CHECK(one.value(0, 0).as_text() == text);
  }
}

TEST_CASE("the order of members does not matter, nor do unknown ones") {
  const Result r = read(
      kGood + "\n" +
      R"({"ego":{"x":[1,{"speed":3}],"speed":20},"vehicle":"V2","zzz":{"vehicle":"no"},"time":"2026-03-01T00:00:02Z","type":"vehicle.motion"})" +
      "\n" + R"({"vehicle":"V3","type":"vehicle.motion","ego":{"speed":30,"y":1},"time":"2026-03-01T00:00:03Z"})" +
      "\n" + kGood);
  REQUIRE(r.codes().empty());
  REQUIRE(r.elements.size() == 4);
  CHECK(r.value(1, 0).as_text() == "V2");
  CHECK(r.value(1, 1).as_number() == 20.0);
  CHECK(r.value(2, 1).as_number() == 30.0);
  CHECK(r.value(3, 1).as_number() == 10.0);
}

TEST_CASE("nesting: 64 is taken, 65 is not") {
  const auto nested = [](int depth) {  // the element itself is the first
    return motion(",\"x\":" + std::string(static_cast<std::size_t>(depth - 1), '[') +
                  std::string(static_cast<std::size_t>(depth - 1), ']'));
  };
  CHECK(read(nested(64)).elements.size() == 1);
  CHECK(read(nested(65)).codes() == "too_deep");
  std::string objects =
      R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1","ego":{"speed":10},"x":)";
  for (int i = 0; i < 64; ++i) objects += "{\"a\":";
  CHECK(read(objects + "1" + std::string(65, '}')).codes() == "too_deep");
  CHECK(read(motion(",\"x\":" + std::string(500000, '[')) + "\n" + kGood).elements.size() == 1);
}

TEST_CASE("size: 1 MiB is taken, a byte more is not") {
  const auto sized = [](std::size_t bytes) {
    const std::string frame = motion(R"(,"pad":"")");
    return motion(",\"pad\":\"" + std::string(bytes - frame.size(), 'x') + "\"");
  };
  const std::string fits = sized(Input::kMaxElement);
  REQUIRE(fits.size() == Input::kMaxElement);
  CHECK(read(fits + "\n" + kGood).elements.size() == 2);
  const Result r = read(kGood + "\n" + sized(Input::kMaxElement + 1) + "\n" + kGood);
  CHECK(r.elements.size() == 2);
  REQUIRE(r.codes() == "too_large");
  CHECK(r.rejections[0].bytes.size() == Input::kMaxElement);
  CHECK(r.rejections[0].offset == kGood.size() + 1);
  // Much larger ones are not kept in memory; in a batch and over several lines they end by their brackets.
  const std::string huge = sized(9 * Input::kMaxElement);
  CHECK(read(huge + "\n" + kGood).codes() == "too_large");
  CHECK(read(huge + "\n" + kGood).elements.size() == 1);
  CHECK(read("[" + huge + "," + kGood + "]").codes() == "too_large");
  CHECK(read("[" + huge + "," + kGood + "]").elements.size() == 1);
  const std::string lines = "{\n \"x\": [\n" + [] {
    std::string s;
    for (int i = 0; i < 300000; ++i) s += "  12345,\n";
    return s;
  }() + "  1]\n}\n";
  CHECK(read(lines + kGood).codes() == "too_large");
  CHECK(read(lines + kGood).elements.size() == 1);
}

TEST_CASE("many keys, ever new keys: still exact about duplicates, and in linear time") {
  std::string line = R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1","ego":{"speed":10})";
  for (int i = 0; i < 60000; ++i) line += ",\"k" + std::to_string(i) + "\":1";
  CHECK(read(line + "}\n" + line + "}\n").elements.size() == 2);
  CHECK(read(line + ",\"k59999\":2}").codes() == "duplicate_key");
  CHECK(read(line + ",\"k3\":2}").codes() == "duplicate_key");
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += motion(",\"m" + std::to_string(i) + "\":{\"n" + std::to_string(i) + "\":1}") + "\n";
  CHECK(read(text).elements.size() == 5000);
}

TEST_CASE("an object may go on over several lines") {
  const std::string pretty =
      "{\n  \"type\": \"vehicle.motion\",\n  \"time\": \"2026-03-01T00:00:01Z\",\n  \"vehicle\": \"V1\",\n  \"ego\":\n "
      " {\n    \"speed\": 10\n  }\n}";
  const Result r = read(pretty + "\n" + kGood + "\n\n" + pretty + pretty);
  CHECK(r.codes().empty());
  REQUIRE(r.elements.size() == 4);
  CHECK(r.elements[0].bytes == pretty);
  CHECK(r.elements[3].bytes == pretty);
  // The first line's last character is a closing bracket.
  CHECK(read("{\"ego\":{\"speed\":10}\n,\"type\":\"vehicle.motion\",\"time\":\"2026-03-01T00:00:01Z\",\"vehicle\":"
             "\"V1\"}\n" +
             kGood)
            .elements.size() == 2);
  // Broken off: the next one stands no further to the right.
  const Result b = read("{\n  \"type\": \"vehicle.motion\",\n" + pretty + "\n");
  CHECK(b.codes() == "bad_json");
  CHECK(b.elements.size() == 1);
}

TEST_CASE("batches") {
  const std::string other = motion(R"(,"gap":2)");
  for (const std::string& text : {"[" + kGood + "," + other + "]", "[\n" + kGood + ",\n" + other + "\n]\n",
                                  " [ " + kGood + "\n , " + other + " ] \n", "[" + kGood + "]\n[" + other + "]",
                                  "[\n  {\n    \"type\": \"vehicle.motion\", \"time\": \"2026-03-01T00:00:01Z\", "
                                  "\"vehicle\": \"V1\",\n    \"ego\": {\n      \"speed\": 10\n    }\n  },\n  " +
                                      other + "\n]"}) {
    INFO(text);
    const Result r = read(text);
    CHECK(r.codes().empty());
    REQUIRE(r.elements.size() == 2);
    CHECK(r.elements[0].position == 1);
    CHECK(r.elements[1].position == 2);
    CHECK(r.elements[1].bytes == other);
    CHECK(r.value(1, 2).as_number() == 2.0);
  }
  CHECK(read("[" + kGood + "," + other).codes() == "bad_json");
  CHECK(read("[" + kGood + "," + other).elements.size() == 2);
  CHECK(read("[" + kGood + ",]").codes() == "bad_json");
  CHECK(read("[" + kGood + ",]").elements.size() == 1);
  CHECK(read("[," + kGood + "]").codes() == "bad_json");
  CHECK(read("[" + kGood + " " + other + "]").codes() == "bad_json");
  CHECK(read("[" + kGood + "] x").codes() == "not_an_object");
  CHECK(read("[1, \"a,]\", null," + kGood + "]").codes() == "not_an_object not_an_object not_an_object");
  CHECK(read("[1, \"a,]\", null," + kGood + "]").elements.size() == 1);
  CHECK(read("[[" + kGood + "]," + kGood + "]").codes() == "not_an_object");
  // A text is broken off by a line's end, like an object: nobody asks for the comma behind it.
  CHECK(read("[\"open\n" + kGood + "]").codes() == "bad_json");
  CHECK(read("[\"open\n" + kGood + "]").elements.size() == 1);
  // One broken element costs no other.
  const Result r = read("[\n" + kGood + ",\n{\"a\":[1,\n" + kGood + ",\n{\"b\":\"open\n" + kGood + "\n]\n" + kGood);
  CHECK(r.codes() == "bad_json bad_json");
  CHECK(r.elements.size() == 4);
  // No further to the right: as far as the broken one stands itself.
  const Result indented = read("[\n  {\"a\":[1,\n  " + kGood + "\n]");
  CHECK(indented.codes() == "bad_json");
  CHECK(indented.elements.size() == 1);
  // What stands further to the right is a part of it.
  CHECK(read("[\n  {\"type\":\"vehicle.motion\",\"time\":\"2026-03-01T00:00:01Z\",\"vehicle\":\"V1\",\"ego\":\n    "
             "{\"speed\":10}\n  }\n]")
            .elements.size() == 1);
}

TEST_CASE("CloudEvents: envelope and data") {
  const Result r = read(cloud("") + "\n[" + cloud(R"(,"datacontenttype":"application/json; charset=utf-8")") + "," +
                        cloud(R"(,"vehicle":"E","gap":3)", R"({"ego":{"speed":1}})") + "]");
  REQUIRE(r.codes().empty());
  REQUIRE(r.elements.size() == 3);
  CHECK(r.elements[0].time == kMarch + core::kSecond);
  CHECK(r.value(0, 0).as_text() == "V1");
  // A name that is not in the data is looked up among the envelope's attributes; a pointer is not.
  CHECK(r.value(2, 0).as_text() == "E");
  CHECK(r.value(2, 2).as_number() == 3.0);
  CHECK(read(cloud(R"(,"ego":{"speed":5})", R"({"vehicle":"V1"})")).codes() == "missing_field");
  // Whether it is one is seen wherever specversion stands.
  CHECK(
      read(
          R"({"data":{"ego":{"speed":1},"vehicle":"V"},"time":"2026-03-01T00:00:01Z","type":"vehicle.motion","id":"1","source":"s","specversion":"1.0"})")
          .elements.size() == 1);
  // The next one is not a CloudEvent: nothing of the former one's data is left.
  CHECK(read(cloud("") + "\n" +
             R"({"specversion":"1.0","id":"1","source":"/a","type":"vehicle.motion","time":"2026-03-01T00:00:01Z"})")
            .codes() == "missing_field");
  // Data wins over the envelope, but not for the element's own time.
  const Result t = read(cloud("", R"({"vehicle":"V1","ego":{"speed":10},"time":"2020-01-01T00:00:00Z"})"));
  REQUIRE(t.elements.size() == 1);
  CHECK(t.elements[0].time == kMarch + core::kSecond);
}

TEST_CASE("CloudEvents: what is refused") {
  const auto without = [](const std::string& name) {
    std::string s = cloud("");
    const std::size_t at = s.find("\"" + name + "\":");
    return s.erase(at, s.find(',', at) + 1 - at);
  };
  CHECK(read(R"({"specversion":"0.3","id":"1","source":"/a","type":"t"})").codes() == "cloudevent_version");
  CHECK(read(R"({"specversion":1.0,"id":"1","source":"/a","type":"t"})").codes() == "cloudevent_version");
  CHECK(read(without("id")).codes() == "bad_cloudevent");
  CHECK(read(without("source")).codes() == "bad_cloudevent");
  CHECK(read(without("type")).codes() == "no_type");
  CHECK(read(cloud(R"(,"datacontenttype":"text/xml")")).codes() == "cloudevent_content");
  CHECK(read(cloud(R"(,"data_base64":"e30=")")).codes() == "cloudevent_content");
  CHECK(read(cloud(R"(,"datacontenttype":"application/vnd.x+json")")).codes().empty());
  CHECK(read(cloud("", "\"text\"")).codes() == "missing_field");
  const Result r = read(cloud(R"(,"data_base64":"e30=")"));
  CHECK(r.rejections[0].time == kMarch + core::kSecond);
}

TEST_CASE("which stream an element belongs to") {
  const Result r = read(kGood + "\n" + R"({"type":"other","x":1})" + "\n" +
                        R"({"type":"twin","time":"2026-03-01T00:00:01Z","vehicle":"V","speed":2})" + "\n");
  CHECK(r.unread == std::vector<std::string>{"other"});
  REQUIRE(r.elements.size() == 3);
  CHECK(r.elements[1].stream == kTwinA);
  CHECK(r.elements[2].stream == kTwinB);
  CHECK(r.elements[1].position == 3);
  CHECK(r.elements[2].position == 3);
  CHECK(r.elements[1].fields.size() == 1);
  CHECK(r.elements[2].fields.size() == 2);
  // One stream takes it, the other does not.
  const Result half = read(R"({"type":"twin","time":"2026-03-01T00:00:01Z","vehicle":"V"})");
  CHECK(half.elements.size() == 1);
  REQUIRE(half.codes() == "missing_field");
  CHECK(half.rejections[0].stream == kTwinB);
  // STREAM=
  InputOptions options;
  options.stream = "TwinA";
  const Result named = read(R"({"type":"whatever","time":"2026-03-01T00:00:01Z","vehicle":"V"})"
                            "\n"
                            R"({"time":"2026-03-01T00:00:01Z","vehicle":"V"})",
                            "x.jsonl", options);
  CHECK(named.elements.size() == 2);
  CHECK(named.codes().empty());
  const Result unread = read(R"({"type":")" + std::string(300, 'x') + "\"}");
  REQUIRE(unread.unread.size() == 1);
  CHECK(unread.unread[0].size() < 110);
}

TEST_CASE("the element's own time") {
  CHECK(read(R"({"type":"epoch","ts":1772323200123,"vehicle":"V"})").elements.at(0).time == kMarch + 123'000'000);
  CHECK(read(R"({"type":"epoch","ts":1772323200123.456789,"vehicle":"V"})").elements.at(0).time ==
        kMarch + 123'456'789);
  CHECK(read(R"({"type":"epoch","ts":1.772323200123e12,"vehicle":"V"})").elements.at(0).time == kMarch + 123'000'000);
  CHECK(read(R"({"type":"epoch","ts":"1772323200123","vehicle":"V"})").codes() == "bad_time");
  CHECK(read(R"({"type":"epoch","ts":1772323200123.4567891,"vehicle":"V"})").codes() == "bad_time");
  CHECK(read(R"({"type":"epoch","ts":1e40,"vehicle":"V"})").codes() == "bad_time");
  CHECK(read(R"({"type":"epoch","vehicle":"V"})").codes() == "no_time");
  CHECK(read(R"({"type":"epoch","ts":null,"vehicle":"V"})").codes() == "no_time");
  // A pattern without an offset is in the pack's timezone; the place may be a pointer.
  CHECK(read(R"({"type":"nested","meta":{"at":"2026-03-01 08:00:00"},"vehicle":"V"})").elements.at(0).time == kMarch);
  CHECK(read(R"({"type":"nested","meta":{"at":"2026-03-01T08:00:00"},"vehicle":"V"})").codes() == "bad_time");
  CHECK(read(R"({"type":"nested","meta":{},"vehicle":"V"})").codes() == "no_time");
  CHECK(read(R"({"type":"vehicle.motion","time":"2026-02-30T00:00:00Z","vehicle":"V","ego":{"speed":1}})").codes() ==
        "bad_time");
  // A rejection carries the time where it could be read.
  const Result r = read(R"({"type":"epoch","ts":1772323200000})");
  REQUIRE(r.codes() == "missing_field");
  CHECK(r.rejections[0].time == kMarch);
  CHECK(r.rejections[0].stream == kEpoch);
}

TEST_CASE("fields that nothing reads are checked and left unknown") {
  const Decoder some(pack(), {{true, false, false, false, false}});
  const auto read_some = [&](const std::string& s) { return drain(Input::from_memory(s, "x.jsonl", {}, some, 0)); };
  const Result r = read_some(motion(R"(,"gap":2,"driver":"Wang Wei who has a long name")"));
  REQUIRE(r.elements.size() == 1);
  CHECK(r.value(0, 0).as_text() == "V1");
  for (std::size_t f = 1; f < 5; ++f) CHECK(r.value(0, f).is_unknown());
  CHECK(read_some(motion(R"(,"gap":"2")")).codes() == "wrong_type");
  CHECK(read_some(motion(R"(,"gap":1e400)")).codes() == "not_finite");
  CHECK(read_some(motion(R"(,"at":{"lat":91,"lon":0})")).codes() == "bad_position");
  CHECK(read_some(motion(R"(,"driver":7)")).codes() == "wrong_type");
  CHECK(read_some(R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1"})").codes() ==
        "missing_field");
}

TEST_CASE("values of personal fields stand in no sentence") {
  for (const std::string& members : {std::string(R"("secret":"Wang")"), std::string(R"("secret":9007199254740993)"),
                                     std::string(R"("secret":["Wang"])"), std::string(R"("secret":1e999)")}) {
    const Result r = all(members);
    INFO(members);
    REQUIRE(r.rejections.size() == 1);
    CHECK(r.rejections[0].text.in(core::Language::en).find("Wang") == std::string::npos);
    CHECK(r.rejections[0].text.in(core::Language::en).find("900719925474099300") == std::string::npos);
    CHECK(r.rejections[0].text.in(core::Language::en).find("9007199254740993") == std::string::npos);
    CHECK(r.rejections[0].text.in(core::Language::en).find("1e999") == std::string::npos);
    CHECK(r.rejections[0].text.in(core::Language::en).find("field secret") != std::string::npos);
  }
  CHECK(all(R"("secret":{"number":"Wang"})").rejections.at(0).text.in(core::Language::en).find("Wang") ==
        std::string::npos);
  // Nor does a key that the pack does not know.
  CHECK(all(R"("Wang":1,"Wang":2)").rejections.at(0).text.in(core::Language::en).find("Wang") == std::string::npos);
  CHECK(all(R"("name":1,"name":2)").rejections.at(0).text.in(core::Language::en).find("\"name\"") != std::string::npos);
}

TEST_CASE("sentences name the field, what stands there and what was expected") {
  const auto said = [](const Result& r, core::Language language) { return r.rejections.at(0).text.in(language); };
  const Result text =
      read(R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","vehicle":"V1","ego":{"speed":"fast"}})");
  CHECK(said(text, core::Language::en) ==
        R"(field speed (read from "/ego/speed") is the text "fast"; expected a number in m/s)");
  CHECK(said(text, core::Language::zh) == "字段“speed”（取自“/ego/speed”）是文本“fast”；应为以 m/s 为单位的数");
  const Result member = all(R"("mode":"flying")");
  CHECK(said(member, core::Language::en) ==
        R"(field mode is the text "flying"; expected one of manual, assisted, autonomous)");
  CHECK(said(member, core::Language::zh) == "字段“mode”是文本“flying”；应为下列之一：manual、assisted、autonomous");
  const Result missing = read(R"({"type":"vehicle.motion","time":"2026-03-01T00:00:01Z","ego":{"speed":1}})");
  CHECK(said(missing, core::Language::en) == "field vehicle is missing, but required; expected a text");
  CHECK(said(missing, core::Language::zh) == "字段“vehicle”缺失，但为必填；应为文本");
}

TEST_CASE("what is no JSON says up to where it could be read") {
  const auto at = [](const std::string& text) {
    const Result r = read(text + "\n");
    REQUIRE(r.codes() == "bad_json");
    const std::string& said = r.rejections[0].text.in(core::Language::en);
    return std::stoul(said.substr(said.find("byte ") + 5));
  };
  CHECK(at(R"({"a":1,"b":tru,"c":2})") == 11);
  CHECK(at(R"({"a":{"b":[1,01]}})") == 13);
  CHECK(at(R"({"a":1,"b":"\x"})") == 11);
  CHECK(at(R"({"a":1 "b":2})") == 5);  // the value that nothing follows rightly
  CHECK(at("{") == 0);
}
