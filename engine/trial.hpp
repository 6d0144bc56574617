// How an engine differs where a pack is tried out on invented elements rather than used.
//
// Input to Engine. What is pointed at must outlive the engine. Nothing here changes a record but as said.
#pragma once
#include <vector>

#include "dsl/model/scenario.hpp"

namespace tripline::engine {

// Is told each condition of the pack that is found true or false, its parts included (not what another part has decided already), and
// never what is unknown. Called by the engine's thread, often.
class ConditionObserver {
 public:
  virtual ~ConditionObserver() = default;
  virtual void found(const dsl::model::Expr& condition, bool truth) = 0;
};

struct Trial {
  ConditionObserver* observer = nullptr;
  const std::vector<dsl::model::StandIn>* tables = nullptr;  // rows in place of those of the data files
  bool personal_shown = false;                               // personal values stand in records as they are
};

}  // namespace tripline::engine
