// Is something missing? What a log's own records say about it.
//
// Input: those records, in order. Output: findings and remarks of a Verdict. One thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "audit/log/body.hpp"
#include "audit/log/files.hpp"
#include "audit/log/own.hpp"
#include "audit/log/segments.hpp"
#include "audit/verify/verdict.hpp"

namespace tripline::audit {

class Completeness {
 public:
  Completeness(Verdict& verdict, const std::optional<std::set<std::string>>& packs)
      : verdict_(verdict), packs_(packs) {}

  // A record whose body was kept. False: it cannot be understood.
  bool take(const RecordLine& line, const std::string& file);
  // Any other record.
  void take_other(const RecordLine& line, const std::string& file);
  // At the end: sessions left open, values that are neither there nor erased. The error: a payload that cannot be read.
  std::optional<std::string> finish(Files& files);

 private:
  void find(const RecordLine& line, const std::string& file, std::string text);
  void beat(const RecordLine& line, const std::string& file);

  Verdict& verdict_;
  const std::optional<std::set<std::string>>& packs_;
  std::optional<std::uint64_t> session_;  // the record that began it
  bool outside_told_ = false;
  double interval_ = 0;  // seconds between heartbeats
  core::Time last_beat_ = 0;
  struct Where {
    std::uint64_t index = 0;
    std::string token;
  };
  std::map<std::string, Where> commitments_;  // by their hexadecimal hash
  std::set<std::string> erased_;
  std::map<std::string, std::uint64_t> loaded_;
};

}  // namespace tripline::audit
