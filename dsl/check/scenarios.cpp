// What do the scenarios try? Streams, tables and parameters by name, values by type, instants, and how much it all comes to.
#include "dsl/model/scenario.hpp"

#include <algorithm>
#include <set>

#include "core/wide.hpp"
#include "dsl/check/context.hpp"
#include "dsl/check/expectations.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"

namespace tripline::dsl::check {
namespace {

using core::Duration;

// So long a scenario may be: a hundred years of 365.25 days.
constexpr Duration kMostLength = 36'525 * core::kDay;

// a + b * times, at most kNever.
Duration plus(Duration a, Duration b, std::int64_t times) {
  const core::Wide sum = static_cast<core::Wide>(a) + static_cast<core::Wide>(b) * times;
  return sum > core::kNever ? core::kNever : static_cast<Duration>(sum);
}

class Lowering {
 public:
  Lowering(Context& c, const RuleNames& rules, ScenarioEntry& entry, model::Scenario& out)
      : c_(c), rules_(rules), entry_(entry), tree_(std::get<ast::Scenario>(entry.declaration->body)), out_(out) {}

  void lower() {
    out_.name = tree_.name.value;
    out_.at = entry_.declaration->at;
    out_.doc = entry_.declaration->doc;
    start();
    const Block whole = block(tree_.steps, 1, false, out_.steps);
    out_.length = whole.latest;
    if (elements_ > model::kMostElements || expectations_ > model::kMostExpectations) {
      c_.error("E1006", tree_.name.at,
               elements_ > model::kMostElements
                   ? Said{"this scenario has more than 100,000 elements", "此算例的数据超过 100000 条"}
                   : Said{"this scenario has more than 10,000 expectations", "此算例的预期超过 10000 项"},
               {"repetitions written out", "展开重复之后"},
               {"repeat fewer times, or make several scenarios of it", "请减少重复次数，或拆分为多个算例"});
    }
    if (whole.latest > kMostLength || core::add_clamped(out_.start, whole.latest) >= core::kEndTime) {
      c_.error("E1006", tree_.name.at,
               {"this scenario is longer than 100 years, or goes past 2261", "此算例超过 100 年，或晚于 2261 年"});
    }
    if (expectations_ == 0 && !bad_expectation_) {
      c_.note("E1009", tree_.name.at, {"this scenario expects nothing", "此算例没有预期"},
              {"it cannot fail", "它不可能不通过"},
              {"say what must come of it: expect RULE violated at 3 s, or expect nothing else",
               "请写明应有的结果：`应见 〈规则〉 违规 时点 3 秒`，或`应见 别无其他`"})
          .severity = core::Severity::warning;
    }
  }

 private:
  // Instants of a block, after its beginning.
  struct Block {
    Duration previous = 0;  // of its last element: where an element without `at` stands
    Duration latest = 0;    // of all that it names
  };

  void start() {
    out_.start = c_.pack.zone.midnight(*core::parse_day("2026-01-01"));
    if (!tree_.starting) return;
    const std::optional<Literal> literal = read_instant(c_, *tree_.starting);
    if (!literal) return;
    const std::int64_t value = std::get<std::int64_t>(literal->value.value);
    out_.start =
        literal->type.kind == model::TypeKind::date ? c_.pack.zone.midnight(static_cast<core::Day>(value)) : value;
  }

  Block block(const std::vector<ast::Step>& steps, std::uint64_t times, bool repeated, std::vector<model::Step>& out) {
    Block b;
    for (const ast::Step& step : steps) {
      switch (step.kind) {
        case ast::StepKind::element: element(step, times, repeated, b, out); break;
        case ast::StepKind::repeat: repeat(step, times, b, out); break;
        case ast::StepKind::set: set(step, repeated); break;
        case ast::StepKind::expect: expect(step, times, b, out); break;
      }
    }
    return b;
  }

  void repeat(const ast::Step& step, std::uint64_t times, Block& b, std::vector<model::Step>& out) {
    model::RepeatStep made;
    const std::optional<int> count = read_count(c_, step.times, 1, static_cast<int>(model::kMostElements));
    const std::optional<Duration> every = read_duration(c_, step.every);
    made.times = count.value_or(1);
    made.every = every.value_or(core::kSecond);
    const std::uint64_t most = std::uint64_t{1} << 40;  // far past every bound, and far from overflowing
    const std::uint64_t all = std::min(times * static_cast<std::uint64_t>(made.times), most);
    const Block inner = block(step.steps, all, true, made.steps);
    b.latest = std::max(b.latest, plus(inner.latest, made.every, made.times - 1));
    const bool any = std::any_of(made.steps.begin(), made.steps.end(), [](const model::Step& s) {
      return !std::holds_alternative<model::Expectation>(s.what);
    });
    if (any) b.previous = plus(inner.previous, made.every, made.times - 1);
    out.push_back({std::move(made), step.at});
  }

  // ---------------------------------------------------------------- elements and rows

  void element(const ast::Step& step, std::uint64_t times, bool repeated, Block& b, std::vector<model::Step>& out) {
    const auto symbol = c_.symbols.find(step.name.text);
    const bool found = symbol != c_.symbols.end();
    if (found && symbol->second.kind == SymbolKind::table) {
      row(step, repeated, symbol->second.index);
      return;
    }
    if (!found || symbol->second.kind != SymbolKind::stream) {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < c_.streams.size(); ++i) {
        if (c_.streams[i].tree != nullptr) names.push_back(c_.streams[i].tree->name.text);
      }
      for (const TableEntry& t : c_.tables) names.push_back(t.tree->name.text);
      c_.error("E0108", step.name.at,
               {"there is no stream or table {0}", "没有数据流或台账{0}", ticked(step.name.text)}, {},
               c_.did_you_mean(step.name.text, names));
      return;
    }
    const StreamEntry& entry = c_.streams[static_cast<std::size_t>(symbol->second.index)];
    const model::Stream& stream = c_.pack.streams[static_cast<std::size_t>(symbol->second.index)];
    if (symbol->second.index == c_.violation) {
      c_.error("E1002", step.name.at, {"violations are made by the rules", "违规由规则产生"}, {},
               {"give the elements that lead to one", "请给出导致违规的数据"});
      return;
    }
    if (entry.derived != nullptr) {
      c_.error("E1002", step.name.at, {"{0} follows from other elements", "{0}由其他数据得出", ticked(step.name.text)},
               {"it is derived from {0}", "它派生自{0}", ticked(entry.derived->source.text)},
               {"give the element of {0} that it follows from", "请给出得出它的{0}数据",
                ticked(entry.derived->source.text)});
      return;
    }
    model::ElementStep made;
    made.stream = symbol->second.index;
    std::vector<std::optional<model::Constant>> values(stream.fields.size());
    std::vector<bool> said(stream.fields.size(), false);
    const bool good = entries(step, stream.name, stream.fields, entry.fields, entry.bad, values, said);
    for (std::size_t f = 0; f < said.size(); ++f) {
      if (said[f]) made.fields.emplace_back(static_cast<int>(f), std::move(values[f]));
    }
    if (mentioned_.insert(made.stream).second && good && !entry.bad) complete(step, stream.name, stream.fields, said);
    made.at = b.previous;
    if (step.has_offset) made.at = read_offset(c_, step.offset).value_or(0);
    b.previous = made.at;
    b.latest = std::max(b.latest, made.at);
    elements_ += times;
    out.push_back({std::move(made), step.at});
  }

  // The values between the braces. False: a mistake in them was reported.
  bool entries(const ast::Step& step, const std::string& owner, const std::vector<model::Field>& fields,
               const std::unordered_map<std::string, int>& numbers, bool fields_unknown,
               std::vector<std::optional<model::Constant>>& values, std::vector<bool>& said) {
    bool good = true;
    std::map<int, Range> places;
    for (const ast::Entry& entry : step.entries) {
      const auto number = numbers.find(entry.name.text);
      if (number == numbers.end()) {
        good = false;
        if (fields_unknown) continue;
        if (entry.name.text == "time") {
          c_.error("E1002", entry.name.at, {"the instant of an element stands after it", "数据的时刻写在其后"}, {},
                   {"write: {0} { … } at 3 s", "请写：`{0} { … } 时点 3 秒`", owner});
          continue;
        }
        std::vector<std::string> names;
        for (const model::Field& f : fields) names.push_back(f.name);
        c_.error("E0109", entry.name.at,
                 {"{0} has no field {1}", "{0}没有字段{1}", ticked(owner), ticked(entry.name.text)}, {},
                 c_.did_you_mean(entry.name.text, names));
        continue;
      }
      const auto f = static_cast<std::size_t>(number->second);
      const auto [first, fresh] = places.emplace(number->second, entry.name.at);
      if (!fresh) {
        c_.error("E0115", entry.name.at, {"{0} is given twice", "{0}给出了两次", ticked(entry.name.text)},
                 {"again here", "此处重复"})
            .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
        good = false;
        continue;
      }
      said[f] = true;
      if (entry.value->kind == ast::ExprKind::missing) {
        if (fields[f].type.optional) continue;
        c_.error("E1003", entry.value->at, {"{0} may not be missing", "{0}不能缺失", ticked(entry.name.text)}, {},
                 {"an element without it would be rejected", "缺少它的数据会被拒收"});
        good = false;
        continue;
      }
      values[f] = read_literal(c_, *entry.value, fields[f].type);
      good = good && values[f].has_value();
    }
    return good;
  }

  void complete(const ast::Step& step, const std::string& owner, const std::vector<model::Field>& fields,
                const std::vector<bool>& said) {
    std::vector<std::string> lacking;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (!said[f] && !fields[f].type.optional) lacking.push_back(ticked(fields[f].name));
    }
    if (lacking.empty()) return;
    c_.error("E1003", step.name.at, {"{0} lacks {1}", "{0}缺少{1}", ticked(owner), all_of(lacking)}, {},
             {"the first element of a stream, and each row of a table, gives all fields that may not be missing",
              "数据流的首条数据和台账的每一行，须给出所有不能缺失的字段"});
  }

  void row(const ast::Step& step, bool repeated, int number) {
    const auto index = static_cast<std::size_t>(number);
    const TableEntry& entry = c_.tables[index];
    const model::Table& table = c_.pack.tables[index];
    if (repeated || step.has_offset) {
      c_.error("E1007", step.name.at, {"a row of a table holds for the whole scenario", "台账的行在整个算例中有效"},
               repeated ? Said{"this would be repeated", "此处会重复"} : Said{"this has an `at`", "此处带有`时点`"},
               {"write it once, without `at`", "请只写一次，不带`时点`"});
      return;
    }
    std::vector<std::optional<model::Constant>> values(table.fields.size());
    std::vector<bool> said(table.fields.size(), false);
    if (!entries(step, table.name, table.fields, entry.fields, entry.bad, values, said) || entry.bad) return;
    const std::size_t before = c_.diagnostics.size();
    complete(step, table.name, table.fields, said);
    if (c_.diagnostics.size() != before) return;
    std::string key = std::to_string(number);
    for (const int k : table.keys) {
      const std::string part = canonical(*values[static_cast<std::size_t>(k)]);
      key += ":" + std::to_string(part.size()) + ":" + part;
    }
    const auto [first, fresh] = rows_.emplace(key, step.at);
    if (!fresh) {
      c_.error("E0504", step.at, {"two rows of {0} have the same key", "{0}有两行主键相同", ticked(table.name)},
               {"again here", "此处重复"})
          .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
      return;
    }
    auto in = std::find_if(out_.tables.begin(), out_.tables.end(),
                           [number](const model::StandIn& t) { return t.table == number; });
    if (in == out_.tables.end()) in = out_.tables.insert(in, {number, {}});
    in->rows.push_back(std::move(values));
  }

  void set(const ast::Step& step, bool repeated) {
    if (repeated) {
      c_.error("E1007", step.name.at, {"a parameter has one value in the whole scenario", "参数在整个算例中只有一个值"},
               {"this would be repeated", "此处会重复"},
               {"write it once, outside `repeat`", "请只写一次，写在`重复`之外"});
      return;
    }
    const auto symbol = c_.symbols.find(step.name.text);
    if (symbol == c_.symbols.end() || symbol->second.kind != SymbolKind::param) {
      std::vector<std::string> names;
      for (const model::Param& p : c_.pack.params) names.push_back(p.name);
      c_.error("E0107", step.name.at, {"there is no parameter {0}", "没有参数{0}", ticked(step.name.text)}, {},
               c_.did_you_mean(step.name.text, names));
      return;
    }
    const auto index = static_cast<std::size_t>(symbol->second.index);
    if (c_.bad_params[index]) return;
    for (const ast::Step* other : entry_.set) {
      if (other->name.text != step.name.text) continue;
      c_.error("E0120", step.name.at, {"the parameter {0} is set twice", "参数{0}设置了两次", ticked(step.name.text)},
               {"again here", "此处重复"})
          .secondary.push_back({other->name.at, {"first here", "首次出现在此处"}});
      return;
    }
    if (read_literal(c_, *step.value, c_.pack.params[index].type)) entry_.set.push_back(&step);
  }

  void expect(const ast::Step& step, std::uint64_t times, Block& b, std::vector<model::Step>& out) {
    std::optional<model::Expectation> made = lower_expectation(c_, rules_, step);
    bad_expectation_ = bad_expectation_ || !made;
    if (!made) return;
    b.latest = std::max(b.latest, made->at.value_or(0));
    expectations_ += times;
    out.push_back({std::move(*made), step.at});
  }

  Context& c_;
  const RuleNames& rules_;
  ScenarioEntry& entry_;
  const ast::Scenario& tree_;
  model::Scenario& out_;
  std::set<int> mentioned_;                        // streams
  std::map<std::string, Range> rows_;              // by table and key
  std::uint64_t elements_ = 0, expectations_ = 0;  // repetitions written out
  bool bad_expectation_ = false;
};

}  // namespace

void lower_scenarios(Context& c) {
  RuleNames rules;
  for (std::size_t i = 0; i < c.pack.rules.size(); ++i) rules.emplace(c.pack.rules[i].name, static_cast<int>(i));
  c.pack.scenarios.resize(c.scenarios.size());
  for (std::size_t i = 0; i < c.scenarios.size(); ++i) Lowering(c, rules, c.scenarios[i], c.pack.scenarios[i]).lower();
}

}  // namespace tripline::dsl::check
