// Who there is: subjects of every key set, found by their keys, and what belongs to what (language.md, section 4 and "Whose" in section 6).
//
// Input: key values, group values. Output: subjects, with all that is kept for them laid out. A subject exists from its first element of any stream that
// carries its key. One thread.
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <string>
#include <vector>

#include "engine/ops/evaluate.hpp"
#include "engine/run/instance.hpp"
#include "engine/state/stable_vector.hpp"
#include "engine/state/subject.hpp"

namespace tripline::engine {

class Subjects {
 public:
  Subjects(const Program& program, const Evaluator& evaluator, std::size_t window_limit)
      : program_(program), evaluator_(evaluator), window_limit_(window_limit), by_key_(program.spaces.size()) {}

  // The subject of an element's key values; created where new, together with the coarser ones that it belongs to (all in `fresh`).
  SubjectId find_or_create(int space, const std::vector<Value>& names, Time now);
  SubjectId find(int space, const std::vector<Value>& fields, const std::vector<int>& key_fields);
  // Sets a group's value as last seen. True if it is another than before: the projections are those of the new group.
  bool regroup(SubjectId s, int group, const Value& v, Time now);
  SubjectId project(SubjectId s, int space) const {
    const Subject& subject = all_[s];
    if (subject.space == static_cast<std::uint32_t>(space)) return s;
    return subject.projections[static_cast<std::size_t>(space)];
  }

  Subject& operator[](SubjectId s) { return all_[s]; }
  const Subject& operator[](SubjectId s) const { return all_[s]; }
  const StableVector<Subject>& all() const { return all_; }
  std::size_t size() const { return all_.size(); }
  std::vector<SubjectId>& fresh() { return fresh_; }  // created since the caller last emptied it
  WindowSpec window_spec(const AggregatePlan& a) const;
  ElementWindow element_window(const AggregatePlan& a, bool marked) const;

 private:
  void lay_out(Subject& s);
  void project_all(SubjectId s, Time now);

  const Program& program_;
  const Evaluator& evaluator_;
  std::size_t window_limit_;
  StableVector<Subject> all_;
  std::vector<boost::unordered_flat_map<std::string, SubjectId, std::hash<std::string>>> by_key_;
  std::vector<SubjectId> fresh_;
  std::string scratch_;
};

}  // namespace tripline::engine
