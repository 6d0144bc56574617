// Rules against history: lines, duties, triggers, levels, in the order of section 7.
//
// Input: elements, instant by instant. Output: records. What is kept between moments is what the language itself speaks of: how a condition stood
// when it was asked last, episodes, duties that are owed, raises that are held. One thread.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/element.hpp"
#include "oracle/reader.hpp"

namespace tripline::oracle {

class Verdicts {
 public:
  explicit Verdicts(const model::Pack& pack);

  struct Said {
    Time at = 0;
    nlohmann::json record;
  };

  // Elements in any order; judged when `run` is called.
  std::vector<Said> run(std::vector<const engine::Element*> elements, const std::vector<std::string>& sources,
                        Time end);
  // "each `redline` without `for` that reads only its fields, parameters and tables judges it alone"
  std::vector<nlohmann::json> late(const engine::Element& e);
  nlohmann::json summary(Time end);

 private:
  enum class Stood : std::uint8_t { unasked, no, yes, unknown };
  struct Owed {
    Time opened = 0, from = 0, due = 0, wait_until = 0;
    bool missed = false;
    std::optional<Entry> opener;
  };
  struct Standing {  // of a rule for a subject
    Stood last = Stood::unasked;
    Stood known = Stood::unasked;  // the last that was not unknown
    bool blind = false;
    Time blind_since = 0;
    Value why;
    std::vector<Reading> reads;  // when it read what grows inside of larger expressions
    // lines
    bool breach = false, waiting = false, tolerated = false;
    Time since = 0, deadline = 0;
    std::uint64_t samples = 0;
    bool near = false;
    Time near_since = 0;
    std::uint64_t near_samples = 0;
    std::vector<Time> violated;  // moments of violation, whatever the verdict
    // duties
    std::vector<Owed> owed;
    // triggers
    bool held = false, spent = false, restarted = false;
    Time first_raised = 0, raised = core::kAlways, until = core::kNever;
    // assessments: the last one
    bool assessed = false;
    Value score;
    std::string grade;
  };
  struct Tally {
    std::map<std::string, std::uint64_t> counts;
    std::map<std::string, Duration> blind;
  };
  using Place = std::pair<int, Who>;  // rule or stream, subject

  struct Occasion {
    Moment now;
    const Entry* entry = nullptr;  // the element judged; null: time alone
  };

  const model::Rule& rule(int r) const { return pack_.rules[static_cast<std::size_t>(r)]; }
  int space(int r) const;
  bool on_event(int r) const;
  Context context(int r, Who who, const Occasion& o);
  const Standing& standing(int r, Who who) { return standings_[{r, who}]; }

  // instants.cpp
  void instant(Time t);
  void element(const engine::Element& e);
  void enter(Entry e, std::vector<Entry>& made);
  void judge_entry(std::size_t number);
  void drain();
  void just_after(Time t);
  bool derive_by_time(Time t);
  template <class Streams>
  bool goes_stale(const Streams& streams, Who who, Time t) const;
  bool ask_derived(int stream, Who who, const Occasion& o, Entry* made);
  bool levels(Time t);
  int highest(Who who) const;
  void candidates(Time t);
  void look_ahead(Time t);
  void look_at_band(int r, Who who, Moment now, Time until, std::vector<Time>& out);
  void ask(int r, Who who, const Occasion& o);

  // assessments.cpp
  Time multiple(Duration every, Time t) const;
  void assess(int r, Who who, Time t);
  nlohmann::json last_assessments(int r);

  // lines.cpp, duties.cpp, triggers.cpp
  Truth guard(int r, Context& c, Value* why, bool with_effective = true);
  Truth crossed(int r, Context& c, Truth* g, Value* why);
  void line(int r, Who who, const Occasion& o);
  void occurrence(int r, Who who, const Occasion& o);
  void line_opens(int r, Who who, Context& c, const Entry* by);
  bool tolerated(int r, Who who, Time t);
  bool near_the_line(int r, Context& c);
  static bool at_most(const model::NearBand& band);
  std::optional<Fraction> near_edge(int r);
  void counts(int r, Who who, Time t, bool is_tolerated, const Entry* by);
  bool is_warning(int r) const { return rule(r).kind == model::RuleKind::warning; }
  void goes_blind(int r, Who who, bool blind, const Value& why, Time t);
  void duty(int r, Who who, const Occasion& o);
  void opens(int r, Who who, const Occasion& o);
  const model::Answer* answered(int r, Who who, const Owed& d, const Occasion& o);
  void discharge(int r, Who who, const Owed& d, const Occasion& o);
  void misses(int r, Who who, Owed& d, Time t);
  void every(int r, Who who, const Occasion& o, bool opens);
  void excuses(int r, Who who, const Occasion& o);
  Time due(const model::Due& d, Time opened) const;
  void trigger(int r, Who who, const Occasion& o);
  void raise(int r, Who who, const Occasion& o, Time since);
  void release(int r, Who who, Time t);
  void violated(int r, Who who, Time t, const Entry* by);

  // told.cpp
  nlohmann::json& say(const std::string& kind, Time t);
  nlohmann::json& say(const std::string& kind, Time t, int r, Who who);
  nlohmann::json subject(int space, const std::vector<Value>& names) const;
  nlohmann::json values(int r, Context& c);
  void set_values(nlohmann::json& j, int r, Context& c);
  nlohmann::json origin(const Entry& e) const;
  nlohmann::json shown(const Value& v, const model::Type& type) const;
  nlohmann::json reason(const Value& why) const;
  std::uint64_t& count(int r, const char* what) { return tallies_[static_cast<std::size_t>(r)].counts[what]; }

  const model::Pack& pack_;
  const std::vector<std::string>* sources_ = nullptr;  // their names
  History h_;
  Reader reader_;
  std::map<Place, Standing> standings_;
  std::map<Place, Stood> derived_;  // how a derived event's condition stood
  std::map<Place, std::vector<Reading>> derived_reads_at_;
  std::vector<std::set<int>> derived_reads_;  // streams that a derived event's condition reads
  std::vector<int> level_;                    // of subjects, as conditions see it
  std::set<Who> level_touched_;
  std::set<Who> fresh_;
  std::deque<std::size_t> made_;
  std::set<Time> ahead_;         // instants at which something may change
  std::vector<Duration> spans_;  // every length of time that the pack names
  std::vector<Said> said_;
  std::uint64_t moved_ = 0;  // grows with whatever changes
  std::vector<Tally> tallies_;
  Time end_ = 0;
  bool after_ = false;  // what is judged now is the state just after the instant
  std::vector<core::Period> periods_;
  std::vector<bool> steady_;   // by rule: it compares something that changes steadily
  std::set<Time> stale_ends_;  // when samples cease to hold, unless newer ones come
  bool restless_ = false;      // time alone may change what is inside of a `held` or an aggregate
};

}  // namespace tripline::oracle
