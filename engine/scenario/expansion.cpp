#include "engine/scenario/expansion.hpp"

#include <algorithm>
#include <map>

#include "engine/plan/program.hpp"

namespace tripline::engine {

using core::Time;

namespace {

class Writer {
 public:
  Writer(const model::Scenario& scenario, const model::Pack& pack) : pack_(pack), last_(pack.streams.size()) {
    block(scenario.steps, scenario.start, true);
    if (!arrives_as_written_)
      std::stable_sort(out_.elements.begin(), out_.elements.end(),
                       [](const Element& a, const Element& b) { return a.time < b.time; });
    std::uint64_t position = 0;
    for (Element& e : out_.elements) e.position = ++position;
  }

  Expansion take() { return std::move(out_); }

 private:
  struct Last {
    std::vector<Value> of_stream;  // empty: not mentioned yet
    std::map<std::string, std::vector<Value>> of_subject;
  };

  // `first`: the first time that this block is written out.
  void block(const std::vector<model::Step>& steps, Time begin, bool first) {
    for (const model::Step& step : steps) {
      if (const auto* element = std::get_if<model::ElementStep>(&step.what)) {
        out_.elements.push_back(made(*element, begin + element->at));
      } else if (const auto* repeat = std::get_if<model::RepeatStep>(&step.what)) {
        for (int i = 0; i < repeat->times; ++i) block(repeat->steps, begin + i * repeat->every, first && i == 0);
      } else {
        const auto& expectation = std::get<model::Expectation>(step.what);
        arrives_as_written_ =
            arrives_as_written_ || (!expectation.nothing_else && expectation.outcome == model::Outcome::late);
        if (!first && !expectation.at) continue;
        out_.expectations.push_back({&expectation, std::nullopt, step.at});
        if (expectation.at) out_.expectations.back().at = begin + *expectation.at;
      }
    }
  }

  Element made(const model::ElementStep& step, Time at) {
    const model::Stream& stream = pack_.streams[static_cast<std::size_t>(step.stream)];
    Last& last = last_[static_cast<std::size_t>(step.stream)];
    if (last.of_stream.empty()) last.of_stream.assign(stream.fields.size(), Value::missing());
    std::vector<Value> fields = last.of_stream;
    give(step, fields);
    const auto before = last.of_subject.find(subject(stream, fields));
    if (before != last.of_subject.end()) {
      fields = before->second;
      give(step, fields);
    }
    last.of_stream = fields;
    last.of_subject[subject(stream, fields)] = fields;
    Element e;
    e.stream = step.stream;
    e.time = at;
    e.bytes = stream.name + " " + core::print_rfc3339(at) + " ";
    for (const Value& v : fields) append_key_text(e.bytes, v);
    e.fields = std::move(fields);
    return e;
  }

  static void give(const model::ElementStep& step, std::vector<Value>& fields) {
    for (const auto& [field, value] : step.fields)
      fields[static_cast<std::size_t>(field)] = value ? to_value(*value) : Value::missing();
  }

  static std::string subject(const model::Stream& stream, const std::vector<Value>& fields) {
    std::string key;
    for (const int k : stream.keys) append_key_text(key, fields[static_cast<std::size_t>(k)]);
    return key;
  }

  const model::Pack& pack_;
  std::vector<Last> last_;  // by stream
  bool arrives_as_written_ = false;
  Expansion out_;
};

}  // namespace

Expansion expand(const model::Scenario& scenario, const model::Pack& pack) { return Writer(scenario, pack).take(); }

}  // namespace tripline::engine
