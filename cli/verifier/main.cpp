// The verification of an audit log and nothing besides: tripline_verifier DIR [KEY [HEAD_FILE]].
//
// For inspectors who want to build and read all that they rely on: it links core and audit alone. Prints the outcome and each finding; exit statuses are
// those of `tripline verify`.
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>

#include "audit/verify/verify.hpp"
#include "core/utf8.hpp"

namespace {

namespace audit = tripline::audit;

int say(const std::string& sentence) {
  std::fprintf(stderr, "tripline_verifier: %s\n", tripline::core::printable(sentence).c_str());
  return 2;
}

int run(int count, char** arguments) {
  if (count < 2 || count > 4) return say("usage: tripline_verifier DIR [KEY [HEAD_FILE]]");
  audit::VerifyOptions options;
  if (count > 2) {
    const auto key = audit::VerifierKey::parse(arguments[2]);
    if (!key) return say("the second argument is no public key (NAME+ID+BASE64)");
    options.keys.push_back(*key);
  }
  if (count > 3) {
    std::ifstream in(arguments[3], std::ios::binary);
    options.head = std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in.is_open() || in.bad()) return say(std::string("cannot read ") + arguments[3]);
  }
  const auto files = audit::files_on_disk(arguments[1]);
  const auto verdict = audit::verify(*files, options);
  if (!verdict) return say(verdict.error());
  std::printf("%s\n", std::string(audit::word(verdict->outcome())).c_str());
  for (const auto* findings : {&verdict->integrity, &verdict->completeness, &verdict->trust}) {
    for (const audit::Finding& finding : *findings) {
      std::printf("%s: %s", std::string(audit::word(finding.outcome)).c_str(),
                  tripline::core::printable(finding.text).c_str());
      if (finding.index) std::printf(" (record %llu)", static_cast<unsigned long long>(*finding.index));
      std::printf("\n");
    }
  }
  return audit::exit_code(verdict->outcome());
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& error) {
    return say(error.what());
  }
}
