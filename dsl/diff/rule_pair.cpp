#include "dsl/diff/rule_pair.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "dsl/diff/uses.hpp"
#include "dsl/diff/values.hpp"

namespace tripline::dsl::diff {
namespace {

using core::Phrase;
using core::Text;
using model::DueKind;
using model::kNone;
using model::RuleKind;

constexpr Phrase kNeither{"neither condition could be shown to follow from the other",
                          "无法证明其中一个条件蕴含另一个"};
constexpr Phrase kOpposite{"one part is stricter, another more lenient", "有的部分收紧，有的部分放宽"};
constexpr Phrase kBreachesMerge{"`tolerate` counts breaches, and two breaches may become one where more is a breach",
                                "`tolerate`按次数计算，违反范围扩大后，两次违反可能合并为一次"};
constexpr Phrase kEdges{
    "it begins where its condition becomes true, which may be at other instants, or less often, under the new text",
    "它在条件变为真的时刻开始，而按新文本，这样的时刻可能不同，也可能更少"};
constexpr Phrase kReads{"it reads other streams, and what grows with time is read at their elements",
                        "它读取的数据流不同，而随时间增长的量只在这些数据流的数据到来时读取"};
constexpr Phrase kDelays{"it is raised at another moment, and may be over by then",
                         "它在另一时刻触发，届时可能已经解除"};
constexpr Phrase kOwnRaises{"it counts from its own raises, which may come at other instants",
                            "它从自身的触发时刻起算，而触发时刻可能已不同"};
constexpr Phrase kOtherThing{"it is about something else", "它针对的对象不同"};

// The parts that say when something is wrong, or owed, or raised.
Together at_fault(const model::Rule& r) {
  Together out;
  if (r.stages != 0 && !r.stages_filter_members) out.stages = r.stages;
  if (r.when) out.parts.emplace_back(r.when.get(), true);
  if (r.while_) out.parts.emplace_back(r.while_.get(), true);
  if (r.unless) out.parts.emplace_back(r.unless.get(), false);
  if (r.condition) out.parts.emplace_back(r.condition.get(), r.forbid);
  return out;
}

core::Duration delay_of(const model::Rule& r) { return r.has_span ? r.span : r.grace; }

bool boundary(RuleKind kind) { return kind == RuleKind::redline || kind == RuleKind::limit; }

class Pair {
 public:
  Pair(const Ground& ground, Follows& follows, const Compiled& old_pack, const Compiled& new_pack,
       const model::Rule& old_rule, const model::Rule& new_rule)
      : follows_(follows),
        old_pack_(old_pack),
        new_pack_(new_pack),
        old_(old_rule),
        now_(new_rule),
        a_(ground.rewritten(Side::old, old_rule)),
        b_(ground.rewritten(Side::now, new_rule)),
        ground_(ground),
        on_event_(b_.on != kNone && !ground.common().streams[static_cast<std::size_t>(b_.on)].signal) {}

  RuleDiff run(std::vector<Text> outside) {
    out_.old_name = old_.name;
    out_.new_name = now_.name;
    out_.kind = now_.kind;
    wording();
    if (about_the_same()) {
      conditions();
      if (reads_growing(a_) && a_.reads != b_.reads) doubt(kReads);
      switch (b_.kind) {
        case RuleKind::redline:
        case RuleKind::limit:
        case RuleKind::warning:
          delay();
          tolerance();
          nearness();
          lateness();
          break;
        case RuleKind::duty: duty(); break;
        case RuleKind::trigger: trigger(); break;
        case RuleKind::assessment: assessment(); break;
      }
      effective();
      // Where it raises at other instants, what it counts from them is something else.
      if ((tighter_ || looser_) && (reads_own_raises(a_) || reads_own_raises(b_))) doubt(kOwnRaises);
    } else {
      doubt(kOtherThing);
    }
    consequences();
    for (Text& reason : outside) {
      differs_ = true;
      out_.because.push_back(std::move(reason));
    }
    conclude();
    return std::move(out_);
  }

 private:
  enum class Step : std::uint8_t { same, tighter, looser, differs };

  // ---------------------------------------------------------------- what is said of a clause

  void count(Step step) {
    tighter_ = tighter_ || step == Step::tighter;
    looser_ = looser_ || step == Step::looser;
    differs_ = differs_ || step == Step::differs;
  }
  void doubt(const Phrase& why) {
    differs_ = true;
    if (std::find(out_.because.begin(), out_.because.end(), Text(why)) == out_.because.end())
      out_.because.emplace_back(why);
  }
  void show(const char* clause, Text before, Text after, Step step) {
    if (step == Step::same) return;
    const Effect effect = step == Step::tighter  ? Effect::tighter
                          : step == Step::looser ? Effect::looser
                                                 : Effect::differs;
    out_.clauses.push_back({clause, std::move(before), std::move(after), effect});
  }
  void say(const char* clause, Text before, Text after, Step step) {
    count(step);
    show(clause, std::move(before), std::move(after), step);
  }
  template <typename T>
  static Step less_is_tighter(const T& before, const T& after) {
    return after < before ? Step::tighter : before < after ? Step::looser : Step::same;
  }
  static Step both(Step x, Step y) {
    if (x == Step::same) return y;
    if (y == Step::same || x == y) return x;
    return Step::differs;
  }
  static std::string key(const Together& t) {
    std::string out = std::to_string(t.stages);
    for (const auto& [e, sign] : t.parts) out += (sign ? "+" : "-") + lint::key_of(*e);
    return out;
  }
  Step step_of(const Together& before, const Together& after) {
    if (key(before) == key(after)) return Step::same;
    const bool more = follows_(before, after), less = follows_(after, before);
    return more && less ? Step::same : more ? Step::tighter : less ? Step::looser : Step::differs;
  }

  void wording() {
    const auto words = [&](const char* clause, const std::string& before, const std::string& after) {
      if (before != after) out_.clauses.push_back({clause, before, after, Effect::wording});
    };
    const auto joined = [](const std::vector<std::string>& list) {
      std::string out;
      for (const std::string& item : list) out += (out.empty() ? "" : "; ") + item;
      return out;
    };
    words("title", old_.title, now_.title);
    words("cites", joined(old_.cites), joined(now_.cites));
    words("message", old_.message, now_.message);
  }

  // ---------------------------------------------------------------- whose, and about what

  bool about_the_same() {
    bool same = true;
    if (a_.kind != b_.kind) {
      const bool comparable = boundary(a_.kind) && boundary(b_.kind);
      say("kind", kind_text(a_.kind), kind_text(b_.kind),
          !comparable                    ? Step::differs
          : b_.kind == RuleKind::redline ? Step::tighter
                                         : Step::looser);
      same = comparable;
    }
    if (a_.on != b_.on) {
      say("on", stream_text(*old_pack_.pack, old_.on), stream_text(*new_pack_.pack, now_.on), Step::differs);
      same = false;
    }
    if (a_.owner != b_.owner || a_.stages_filter_members != b_.stages_filter_members) {
      say("per", keys_text(*old_pack_.pack, old_.owner), keys_text(*new_pack_.pack, now_.owner), Step::differs);
      same = false;
    }
    return same;
  }

  // ---------------------------------------------------------------- conditions

  // Written the same: then what it reads is different, and is said with its value.
  void condition(const char* clause, const model::ExprPtr& before, const model::ExprPtr& after, const model::ExprPtr& a,
                 const model::ExprPtr& b, bool holds_before, bool holds_after) {
    Together was, is;
    if (a) was.parts.emplace_back(a.get(), holds_before);
    if (b) is.parts.emplace_back(b.get(), holds_after);
    // What is not there excepts nothing.
    Step step = Step::same;
    if (!holds_before && !holds_after && a == nullptr && b == nullptr) return;
    if (!a && b && !holds_after && std::string(clause) == "unless")
      step = Step::looser;
    else if (a && !b && !holds_before && std::string(clause) == "unless")
      step = Step::tighter;
    else
      step = step_of(was, is);
    std::string from = before ? before->label : "", to = after ? after->label : "";
    if (from == to && before && after) {
      from += values_in(*old_pack_.pack, *before, *new_pack_.pack);
      to += values_in(*new_pack_.pack, *after, *old_pack_.pack);
    }
    show(clause, from, to, step);
  }

  void conditions() {
    condition_ = step_of(at_fault(a_), at_fault(b_));
    count(condition_);
    if (condition_ == Step::same) return;
    if (a_.stages != b_.stages && !a_.stages_filter_members) {
      Together was, is;
      was.stages = a_.stages;
      is.stages = b_.stages;
      show("during", stages_text(*old_pack_.pack, old_.stages), stages_text(*new_pack_.pack, now_.stages),
           step_of(was, is));
    }
    condition("when", old_.when, now_.when, a_.when, b_.when, true, true);
    condition("while", old_.while_, now_.while_, a_.while_, b_.while_, true, true);
    condition("unless", old_.unless, now_.unless, a_.unless, b_.unless, false, false);
    const char* clause = b_.kind == RuleKind::warning ? "when" : b_.forbid ? "forbid" : "require";
    const bool turned = b_.kind != RuleKind::warning && a_.forbid != b_.forbid && a_.condition && b_.condition;
    if (turned) {
      // Two clauses, of which one has gone and the other come.
      Together was, is;
      was.parts.emplace_back(a_.condition.get(), a_.forbid);
      is.parts.emplace_back(b_.condition.get(), b_.forbid);
      const Step step = step_of(was, is);
      show(a_.forbid ? "forbid" : "require", old_.condition->label, "", step);
      show(clause, "", now_.condition->label, step);
    } else {
      condition(clause, old_.condition, now_.condition, a_.condition, b_.condition, a_.forbid, b_.forbid);
    }
    if (condition_ == Step::differs) {
      const bool torn = std::any_of(out_.clauses.begin(), out_.clauses.end(),
                                    [](const ClauseDiff& c) { return c.effect == Effect::tighter; }) &&
                        std::any_of(out_.clauses.begin(), out_.clauses.end(),
                                    [](const ClauseDiff& c) { return c.effect == Effect::looser; });
      doubt(torn ? kOpposite : kNeither);
    }
  }

  // ---------------------------------------------------------------- how long, how often, how near

  void delay() {
    const Step step = less_is_tighter(delay_of(a_), delay_of(b_));
    count(step);
    const char* before = a_.has_span ? "for" : "grace";
    const char* after = b_.has_span ? "for" : "grace";
    if (a_.has_span != b_.has_span && delay_of(a_) != 0 && delay_of(b_) != 0) {
      show(before, length(delay_of(a_)), "", step);
      show(after, "", length(delay_of(b_)), step);
    } else {
      show(delay_of(a_) != 0 ? before : after, length(delay_of(a_)), length(delay_of(b_)), step);
    }
  }

  static std::string length(core::Duration d) { return d == 0 ? "" : core::print_duration_literal(d); }

  void tolerance() {
    Step step = Step::same;
    if (a_.has_tolerate && b_.has_tolerate)
      step = both(less_is_tighter(a_.tolerate, b_.tolerate), less_is_tighter(-a_.tolerate_over, -b_.tolerate_over));
    else if (a_.has_tolerate != b_.has_tolerate)
      step = a_.has_tolerate ? Step::tighter : Step::looser;
    say("tolerate", tolerance_text(a_), tolerance_text(b_), step);
    if (step == Step::differs) doubt(kOpposite);
    if (on_event_) return;
    // More that is a breach can be fewer breaches.
    const bool wider = condition_ == Step::tighter || effective_step() == Step::tighter;
    const bool narrower = condition_ == Step::looser || effective_step() == Step::looser;
    if ((b_.has_tolerate && wider) || (a_.has_tolerate && narrower)) doubt(kBreachesMerge);
  }

  void nearness() {
    const auto text = [](const model::Rule& r, const model::Rule& written) {
      if (!r.near) return std::string();
      if (r.near->relative) return core::print_quantity(r.near->width, *core::parse_unit("%"));
      return print_band(*written.near);
    };
    Step step = Step::same;
    if (a_.near && b_.near)
      step = a_.near->relative != b_.near->relative ? Step::differs : less_is_tighter(-a_.near->width, -b_.near->width);
    else if (a_.near.has_value() != b_.near.has_value())
      step = b_.near ? Step::tighter : Step::looser;
    say("warn within", text(a_, old_), text(b_, now_), step);
    if (step == Step::differs) doubt(kNeither);
  }

  // A red line that reads more than its own element is not held against late ones.
  void lateness() {
    if (a_.late_judged == b_.late_judged) return;
    count(b_.late_judged ? Step::tighter : Step::looser);
    if (a_.kind == b_.kind && a_.has_span == b_.has_span)
      show("late", a_.late_judged ? "late: true" : "", b_.late_judged ? "late: true" : "",
           b_.late_judged ? Step::tighter : Step::looser);
  }

  Step effective_step() const {
    return both(less_is_tighter(a_.effective_from.value_or(core::kAlways), b_.effective_from.value_or(core::kAlways)),
                less_is_tighter(b_.effective_to.value_or(core::kNever), a_.effective_to.value_or(core::kNever)));
  }

  void effective() {
    const Step step = effective_step();
    say("effective", effective_text(*old_pack_.pack, old_), effective_text(*new_pack_.pack, now_), step);
    if (step == Step::differs) doubt(kOpposite);
    if (step != Step::same && begins_at_edges()) doubt(kEdges);
  }

  // ---------------------------------------------------------------- duties

  bool begins_at_edges() const {
    // What goes on under `every` is one duty: where it is broken off less often, it may be missed less often.
    const bool goes_on = b_.kind == RuleKind::duty && (a_.due.kind == DueKind::every || b_.due.kind == DueKind::every);
    if (on_event_ && !goes_on) return false;
    if (b_.kind == RuleKind::duty) return true;
    return b_.kind == RuleKind::trigger && (a_.raise_for || b_.raise_for || a_.until || b_.until);
  }

  void duty() {
    // A duty is excused where its `while` ends: that must not come sooner, either.
    Together was, is;
    if (a_.while_) was.parts.emplace_back(a_.while_.get(), true);
    if (b_.while_) is.parts.emplace_back(b_.while_.get(), true);
    const Step excuse = step_of(was, is);
    count(excuse);
    if (condition_ == Step::same)
      show("while", old_.while_ ? old_.while_->label : "", now_.while_ ? now_.while_->label : "", excuse);
    if (excuse == Step::differs) doubt(kNeither);
    if ((condition_ != Step::same || excuse != Step::same) && begins_at_edges()) doubt(kEdges);
    const Step answer = answers();
    say("expect", answers_text(*old_pack_.pack, old_), answers_text(*new_pack_.pack, now_), answer);
    if (answer == Step::differs) doubt(kNeither);
    if (answer != Step::same && !on_event_ && (a_.due.kind != DueKind::every || b_.due.kind != DueKind::every))
      doubt(kEdges);
    const Step step = due();
    const bool either_way = a_.due.kind == b_.due.kind || (is_within(a_.due) && is_within(b_.due));
    if (either_way) {
      say(due_word(b_.due), due_text(old_.due), due_text(now_.due), step);
    } else {
      count(step);
      show(due_word(a_.due), due_text(old_.due), "", step);
      show(due_word(b_.due), "", due_text(now_.due), step);
    }
    if (step == Step::differs) doubt(kNeither);
  }

  // Fewer answers count: tighter.
  Step answers() {
    const bool every = a_.due.kind == DueKind::every && b_.due.kind == DueKind::every;
    const auto covered = [&](const model::Rule& some, const model::Rule& all) {
      return std::all_of(some.answers.begin(), some.answers.end(), [&](const model::Answer& x) {
        return std::any_of(all.answers.begin(), all.answers.end(), [&](const model::Answer& y) {
          if (x.stream != y.stream) return false;
          // A state that is held answers at once; a sample only when it comes.
          const bool signal = ground_.common().streams[static_cast<std::size_t>(x.stream)].signal;
          if (signal && !every && (x.where == nullptr) != (y.where == nullptr)) return false;
          return follows_(x.where.get(), y.where.get());
        });
      });
    };
    const bool fewer = covered(b_, a_), more = covered(a_, b_);
    return fewer && more ? Step::same : fewer ? Step::tighter : more ? Step::looser : Step::differs;
  }

  static bool is_within(const model::Due& due) {
    return due.kind == DueKind::within || due.kind == DueKind::within_range;
  }

  Step due() {
    const model::Due &a = a_.due, &b = b_.due;
    if (is_within(a) && is_within(b))
      return both(less_is_tighter(a.span, b.span), less_is_tighter(b.from_span, a.from_span));
    if (a.kind != b.kind) return Step::differs;
    switch (a.kind) {
      case DueKind::every: return less_is_tighter(a.span, b.span);
      case DueKind::days:
      case DueKind::working_days:
      case DueKind::months:
      case DueKind::years:
      case DueKind::by_day_of_next_month: return less_is_tighter(a.count, b.count);
      case DueKind::by_end_of: {
        if (a.period == b.period) return Step::same;
        // A month may end within a week.
        const auto week = core::Period::week;
        const auto ends_sooner = [&](core::Period x, core::Period y) {
          return x == week ? false : y == week ? x < week : x < y;
        };
        return ends_sooner(b.period, a.period)   ? Step::tighter
               : ends_sooner(a.period, b.period) ? Step::looser
                                                 : Step::differs;
      }
      case DueKind::by_time: return lint::key_of(*a.by) == lint::key_of(*b.by) ? Step::same : Step::differs;
      case DueKind::within:
      case DueKind::within_range: break;
    }
    return Step::differs;
  }

  // ---------------------------------------------------------------- triggers

  void trigger() {
    if (condition_ != Step::same && begins_at_edges()) doubt(kEdges);
    say("raise to", level_text(*old_pack_.pack, old_), level_text(*new_pack_.pack, now_),
        less_is_tighter(-a_.level, -b_.level));
    const Step sooner = less_is_tighter(a_.span, b_.span);
    Step form = Step::same;
    if (a_.raise_for.has_value() != b_.raise_for.has_value() || a_.until.has_value() != b_.until.has_value()) {
      form = Step::differs;
      doubt(kNeither);
    } else if (a_.raise_for) {
      form = less_is_tighter(-*a_.raise_for, -*b_.raise_for);
      if (sooner != Step::same && !on_event_) {
        const core::Time old_end = core::add_clamped(a_.span, *a_.raise_for),
                         new_end = core::add_clamped(b_.span, *b_.raise_for);
        if (sooner == Step::tighter ? new_end < old_end : old_end < new_end) doubt(kDelays);
      }
    } else if (a_.until) {
      form = until();
      if (form == Step::differs) doubt(kNeither);
      if (sooner != Step::same) doubt(kDelays);
    }
    say("for", length(a_.span), length(b_.span), sooner);
    say(now_.until ? "until" : "raise for", held_text(*old_pack_.pack, old_), held_text(*new_pack_.pack, now_), form);
  }

  // Fewer things end it: tighter.
  Step until() {
    if (a_.until->stream != b_.until->stream || a_.until->raised != b_.until->raised) return Step::differs;
    const bool fewer = follows_(b_.until->where.get(), a_.until->where.get());
    const bool more = follows_(a_.until->where.get(), b_.until->where.get());
    return fewer && more ? Step::same : fewer ? Step::tighter : more ? Step::looser : Step::differs;
  }

  // ---------------------------------------------------------------- assessments

  void assessment() {
    const auto pace = [](const model::Rule& r) {
      return core::print_duration_literal(r.every) + " over " + core::print_duration_literal(r.over);
    };
    const bool paced = a_.every == b_.every && a_.over == b_.over;
    say("every", pace(a_), pace(b_), paced ? Step::same : Step::differs);
    const bool scored = lint::key_of(*a_.score) == lint::key_of(*b_.score);
    std::string before = old_.score->label, after = now_.score->label;
    if (before == after) {
      before += values_in(*old_pack_.pack, *old_.score, *new_pack_.pack);
      after += values_in(*new_pack_.pack, *now_.score, *old_pack_.pack);
    }
    say("score", before, after, scored ? Step::same : Step::differs);
    if (!paced || !scored) doubt(kNeither);
    const Step grade = grades();
    say("grades", grades_text(*old_pack_.pack, old_), grades_text(*new_pack_.pack, now_), grade);
    if (grade == Step::differs) doubt(kNeither);
    raise();
  }

  // Every score gets a grade that is no better: tighter.
  Step grades() const {
    if (a_.grades.size() != b_.grades.size()) return Step::differs;
    Step step = Step::same;
    for (std::size_t i = 0; i < a_.grades.size(); ++i) {
      const model::Grade &x = a_.grades[i], &y = b_.grades[i];
      if (x.name != y.name) return Step::differs;
      if (!x.least && !y.least) continue;
      if (!x.least || !y.least) {
        step = both(step, y.least ? Step::tighter : Step::looser);
        continue;
      }
      const auto p = lint::scalar_of(*x.least), q = lint::scalar_of(*y.least);
      if (!p || !q || p->index() != q->index()) return Step::differs;
      step = both(step, less_is_tighter(*q, *p));
    }
    return step;
  }

  void raise() {
    const Step higher = a_.level == kNone || b_.level == kNone ? Step::same : less_is_tighter(-a_.level, -b_.level);
    say("raise to", level_text(*old_pack_.pack, old_), level_text(*new_pack_.pack, now_), higher);
    Step step = Step::same;
    if (a_.raise_when && b_.raise_when) {
      Together was, is;
      was.parts.emplace_back(a_.raise_when.get(), true);
      is.parts.emplace_back(b_.raise_when.get(), true);
      step = step_of(was, is);
    } else if (a_.raise_when || b_.raise_when) {
      step = b_.raise_when ? Step::tighter : Step::looser;
    }
    say("raise when", old_.raise_when ? old_.raise_when->label : "", now_.raise_when ? now_.raise_when->label : "",
        step);
    if (step == Step::differs) doubt(kNeither);
  }

  // ---------------------------------------------------------------- what follows of it

  void consequences() {
    say("severity", severity_text(a_.severity), severity_text(b_.severity),
        less_is_tighter(-static_cast<int>(a_.severity), -static_cast<int>(b_.severity)));
    const bool kept = std::includes(b_.actions.begin(), b_.actions.end(), a_.actions.begin(), a_.actions.end());
    const bool all_old = std::includes(a_.actions.begin(), a_.actions.end(), b_.actions.begin(), b_.actions.end());
    const Step step = kept && all_old ? Step::same : kept ? Step::tighter : all_old ? Step::looser : Step::differs;
    say("action", actions_text(*old_pack_.pack, old_), actions_text(*new_pack_.pack, now_), step);
    if (step == Step::differs) doubt(kNeither);
  }

  void conclude() {
    if (tighter_ && looser_ && !differs_) doubt(kOpposite);
    out_.verdict = differs_                 ? Verdict::changed
                   : tighter_               ? Verdict::tightened
                   : looser_                ? Verdict::loosened
                   : old_.name != now_.name ? Verdict::renamed
                                            : Verdict::same;
  }

  Follows& follows_;
  const Compiled& old_pack_;
  const Compiled& new_pack_;
  const model::Rule& old_;
  const model::Rule& now_;
  const model::Rule a_, b_;  // the same on common ground
  const Ground& ground_;
  const bool on_event_;
  RuleDiff out_;
  Step condition_ = Step::same;
  bool tighter_ = false, looser_ = false, differs_ = false;
};

}  // namespace

RuleDiff compare_rules(const Ground& ground, Follows& follows, const Compiled& old_pack, const Compiled& new_pack,
                       const model::Rule& old_rule, const model::Rule& new_rule, std::vector<core::Text> outside) {
  return Pair(ground, follows, old_pack, new_pack, old_rule, new_rule).run(std::move(outside));
}

}  // namespace tripline::dsl::diff
