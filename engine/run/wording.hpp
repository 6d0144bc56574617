// Verdicts in words and as data: what a person reads in `because` and `message`, and what `values` holds (records.md).
//
// Input: a compiled condition and the scope in which it was judged. Output: text and JSON. What is said is in one language (phrases.hpp); data are the same in
// every language. Personal values appear as tokens, numbered in the order in which records first name them. One thread.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/phrase.hpp"
#include "core/record.hpp"
#include "engine/ops/evaluate.hpp"

namespace tripline::engine {

class Wording {
 public:
  // `personal_shown`: personal values are shown as they are, for elements that are invented.
  Wording(const Program& program, const Evaluator& evaluator, core::Language language, bool personal_shown = false);

  // "speed = 55 km/h exceeds core_speed_cap = 40 km/h": why the condition is (or is not) true.
  std::string because(NodeId id, bool truth, Scope& scope);
  core::Json values(const std::vector<NodeId>& leaves, Scope& scope);
  std::string message(const RulePlan& rule, Scope& scope);
  core::Json subject(const Subject& s);
  std::string subject_text(const Subject& s);                       // "vehicle V1", or "all"
  std::string show(const Value& v, const model::Type& type) const;  // as data
  core::Json json(const Value& v, const model::Type& type) const;
  std::string label(NodeId id) const;  // how the author wrote it
  std::string comparison(NodeId id) const;
  const model::Type& type_of(NodeId id) const;
  std::string say(const core::Phrase& phrase, const std::vector<std::string_view>& parts = {}) const {
    return core::say(phrase, language_, parts);
  }
  // The personal values that were named for the first time since this was last cleared.
  std::vector<core::Personal>& first_named() { return first_named_; }

 private:
  std::string show(const Value& v, const model::Type& type, core::Language language) const;
  std::string shown(NodeId id, Scope& scope);  // in a sentence
  bool personal(NodeId id) const;
  std::string token(const std::string& name, const Value& v);
  std::string side(NodeId id, Scope& scope);
  bool fixed(NodeId id) const;
  std::string list_of(const NodeId* first, std::size_t count, Scope& scope);
  std::string compared(NodeId id, bool truth, Scope& scope);
  const Node& node(NodeId id) const { return program_.nodes[static_cast<std::size_t>(id)]; }

  const Program& program_;
  const Evaluator& evaluator_;
  core::Language language_;
  bool personal_shown_;
  std::vector<std::vector<const model::Type*>>
      name_types_;                              // of each space's names, as a stream declares them; null: none
  std::map<std::string, bool> personal_names_;  // keys and groups marked personal
  std::vector<core::Personal> first_named_;
  std::map<std::string, std::map<std::string, int>> tokens_;  // name -> value -> number
};

}  // namespace tripline::engine
