#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/recorder.hpp"

using namespace tripline;
using namespace tripline::cli;

namespace {

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tripline-output-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

std::string contents(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void write(Recorder& recorder, int number) {
  recorder.write({"summary", 0, "", core::Json().set("kind", "summary").set("b", number).set("a", true).canonical()});
}

}  // namespace

TEST_CASE("records are canonical lines; nothing is created before keep_in") {
  const Folder folder;
  const auto path = folder.path / "records.jsonl";
  Recorder recorder;
  write(recorder, 1);
  CHECK_FALSE(std::filesystem::exists(path));
  recorder.keep_in(Output::file(path.string()));
  write(recorder, 2);
  recorder.close();
  CHECK(contents(path) == "{\"a\":true,\"b\":1,\"kind\":\"summary\"}\n{\"a\":true,\"b\":2,\"kind\":\"summary\"}\n");
}

TEST_CASE("what is flushed can be read at once") {
  const Folder folder;
  const auto path = folder.path / "records.jsonl";
  Recorder recorder;
  recorder.keep_in(Output::file(path.string()));
  write(recorder, 1);
  CHECK(contents(path).empty());
  recorder.flush();
  CHECK_FALSE(contents(path).empty());
}

TEST_CASE("a file that cannot be created is named with the reason") {
  const Folder folder;
  CHECK_THROWS_WITH(Output::file((folder.path / "no/such/file").string()),
                    Catch::Contains("cannot create") && Catch::Contains("No such file"));
  CHECK_THROWS_WITH(Output::file(folder.path.string()), Catch::Contains("Is a directory"));
}

TEST_CASE("a full disk is an error, not a short file") {
  if (::access("/dev/full", W_OK) != 0) {
    WARN("skipped: no /dev/full");
    return;
  }
  Recorder recorder;
  recorder.keep_in(Output::file("/dev/full"));
  write(recorder, 1);
  CHECK_THROWS_WITH(recorder.close(), Catch::Contains("cannot write to /dev/full: No space left on device"));
}

TEST_CASE("the first violations are kept for the report") {
  Recorder recorder;
  recorder.drop_lines();
  for (int i = 0; i < 9; ++i) {
    core::Json subject, body;
    subject.set("a", i).set("b", "x");
    body.set("subject", subject).set("late", i == 0);
    recorder.write({i % 3 == 0   ? "violation"
                    : i % 3 == 1 ? "duty.missed"
                                 : "violation.closed",
                    5, "r", body.canonical()});
  }
  REQUIRE(recorder.violations().size() == 5);
  CHECK(recorder.violations()[0].late);
  CHECK(recorder.violations()[0].subject == "a 0, b x");
  CHECK_FALSE(recorder.violations()[1].late);
}
