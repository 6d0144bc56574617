// What the suite holds every diagnostic against can fail.
#include "tests/said_in_chinese.hpp"

#include <catch2/catch.hpp>

using namespace tripline;
using core::Said;

namespace {

std::string fault(const char* english, const char* chinese) {
  return not_chinese(Said{"{0}", "{0}", core::Text(core::Phrase(english, chinese))});
}

}  // namespace

TEST_CASE("a sentence that is not said in Chinese is found") {
  CHECK(fault("a unit is missing", "缺少单位") == "");
  CHECK(fault("a unit is missing", "a unit is missing") != "");
  CHECK(fault("a unit is missing", "缺少 a unit") != "");
  CHECK(fault("missing", "missing") != "");
  CHECK(fault("a unit is missing", "") != "");
  CHECK(fault("", "缺少单位") != "");
}

TEST_CASE("what the author wrote, and what to write, stays as it is") {
  CHECK(fault("write `warn within 2 km`", "请写`warn within 2 km`") == "");
  CHECK(fault("RE2 says: no such thing", "RE2 报告：“no such thing”") == "");
  CHECK(fault("the text \"a b\"", "文本\"a b\"") == "");
  CHECK(fault("`a b`", "`a b`") != "");  // nothing but that
}

TEST_CASE("a diagnostic is held against it in all its parts") {
  core::Diagnostic d;
  d.code = "E0204";
  d.message = {"a unit is missing", "缺少单位"};
  CHECK(not_chinese(d) == "");
  d.secondary.push_back({{}, {"first here", "first here"}});
  CHECK(not_chinese(d) == "E0204: English words: first here");
  d.secondary.clear();
  d.help = core::Text(std::string("did you mean it?"));
  CHECK(not_chinese(core::Diagnostics{d}) == "E0204: English words: did you mean it?\n");
}
