#include "dsl/check/owner.hpp"

#include <algorithm>

namespace tripline::dsl::check {
namespace {

using model::Access;
using model::AggregateKind;
using model::Op;

Text key_words(const Context& c, int set) {
  const std::vector<std::string>& names = c.pack.key_sets[static_cast<std::size_t>(set)].names;
  if (names.empty()) return Phrase{"the pack as a whole", "整个规则包"};
  std::vector<std::string> words;
  for (const std::string& name : names) words.push_back(ticked(name));
  return all_of(words);
}

const std::string& name_of(const Context& c, int stream) {
  return c.pack.streams[static_cast<std::size_t>(stream)].name;
}

int keys_of(const Context& c, int stream) { return c.streams[static_cast<std::size_t>(stream)].keys; }

bool carries(const Context& c, int set, int owner) {
  const std::set<std::string>& has = c.provides[static_cast<std::size_t>(set)];
  for (const std::string& name : c.pack.key_sets[static_cast<std::size_t>(owner)].names) {
    if (has.count(name) == 0) return false;
  }
  return true;
}

}  // namespace

void collect_reads(const Context& c, const model::Mark& mark, Range at, std::vector<Read>& out) {
  if (mark.raised) return;
  out.push_back({Read::Kind::mark, mark.stream, at, mark.where.get(), Access::element});
  if (mark.where) collect_reads(c, *mark.where, out);
}

void collect_reads(const Context& c, const model::Expr& e, std::vector<Read>& out) {
  // Of a violation judged, the rule's `on` says which it may be: its `when` decides.
  const bool judged_violation = e.stream == c.violation && e.access == Access::on;
  if (e.op == Op::field && !judged_violation && (e.access == Access::on || e.access == Access::last)) {
    out.push_back({Read::Kind::field, e.stream, e.at, nullptr, Access::element});
  }
  for (const ExprPtr& child : e.children) collect_reads(c, *child, out);
  if (!e.aggregate) return;
  const model::Aggregate& a = *e.aggregate;
  out.push_back({Read::Kind::aggregate, a.stream, e.at, a.where.get(), Access::element});
  if (a.argument) collect_reads(c, *a.argument, out);
  if (a.where) collect_reads(c, *a.where, out);
  for (const auto& [_, wanted] : a.correlations) collect_reads(c, *wanted, out);
  for (const model::Mark& m : a.window.marks) collect_reads(c, m, e.at, out);
}

int shared_owner(Context& c, const Holder& holder, const std::vector<Read>& reads, bool& failed) {
  const Read* first = nullptr;
  for (const Read& read : reads) {
    if (read.stream == c.violation || read.stream == kNone) continue;
    if (first == nullptr) {
      first = &read;
      continue;
    }
    if (keys_of(c, read.stream) == keys_of(c, first->stream)) continue;
    failed = true;
    const int a = keys_of(c, first->stream), b = keys_of(c, read.stream);
    std::vector<std::string> both;
    for (const std::string& name : c.provides[static_cast<std::size_t>(a)]) {
      if (c.provides[static_cast<std::size_t>(b)].count(name) != 0) both.push_back(name);
    }
    c.error("E0702", read.at,
            {"these streams have different keys: whose is this rule?", "这些数据流的主键不同：这条规则属于谁？"},
            {"{0} is kept by {1}", "{0}按{1}区分", ticked(name_of(c, read.stream)), key_words(c, b)},
            both.empty() ? Said{"say it: per all", "请写明：`按 全体`"}
                         : Said{"say it: per {0}, or per all", "请写明按哪一项：{0}，或`按 全体`", any_of(both)})
        .secondary.push_back(
            {first->at, {"{0} is kept by {1}", "{0}按{1}区分", ticked(name_of(c, first->stream)), key_words(c, a)}});
    return kNone;
  }
  (void)holder;
  return first == nullptr ? kNone : keys_of(c, first->stream);
}

bool Finish::coarse(int stream) const {
  if (stream != c_.violation) return keys_of(c_, stream) != holder_.owner;
  for (const int rule : holder_.violation_rules) {
    if (c_.pack.rules[static_cast<std::size_t>(rule)].owner != holder_.owner) return true;
  }
  return false;
}

void Finish::note_read(int stream) {
  if (std::find(holder_.reads.begin(), holder_.reads.end(), stream) == holder_.reads.end())
    holder_.reads.push_back(stream);
}

bool Finish::stream(int stream, Range at) {
  note_read(stream);
  if (stream == c_.violation) return true;
  const int set = keys_of(c_, stream);
  if (set == holder_.owner) return true;
  if (holder_.per && carries(c_, set, holder_.owner)) return true;
  if (!holder_.per) {
    std::vector<std::string> both;
    for (const std::string& name : c_.provides[static_cast<std::size_t>(holder_.owner)]) {
      if (c_.provides[static_cast<std::size_t>(set)].count(name) != 0) both.push_back(name);
    }
    c_.error("E0702", at,
             {"{0} does not have the keys that {1} is kept by", "{0}没有{1}所依据的主键", ticked(name_of(c_, stream)),
              ticked(holder_.name)},
             {"{0} is kept by {1}", "{0}按{1}区分", ticked(name_of(c_, stream)), key_words(c_, set)},
             holder_.selected != kNone ? Said{"a derived event reads streams with the keys of its source",
                                              "派生事件读取的数据流须有其来源的主键"}
             : both.empty() ? Said{"streams with different keys meet in a rule `per` what they share: per all",
                                   "主键不同的数据流须在规则中以共有的主键汇合：`按 全体`"}
                            : Said{"streams with different keys meet in a rule `per` what they share: per {0}",
                                   "主键不同的数据流须在规则中以共有的主键汇合，用`按`写明：{0}", any_of(both)})
        .secondary.push_back({holder_.name_at, {"this is kept by {0}", "此处按{0}区分", key_words(c_, holder_.owner)}});
    return false;
  }
  std::string lacking;
  for (const std::string& name : c_.pack.key_sets[static_cast<std::size_t>(holder_.owner)].names) {
    if (c_.provides[static_cast<std::size_t>(set)].count(name) == 0) lacking = name;
  }
  c_.error("E0705", at,
           {"{0} has no key or group {1}", "{0}没有主键或所属{1}", ticked(name_of(c_, stream)), ticked(lacking)}, {},
           {"mark the field that says it as a group: {0} : text group", "请将相应字段标注为所属：`{0}：文本 所属`",
            lacking})
      .secondary.push_back({holder_.name_at, {"this is kept per {0}", "此处按{0}区分", key_words(c_, holder_.owner)}});
  return false;
}

bool Finish::field(const model::Expr& e, const Place& place) {
  if (e.access == Access::element || e.access == Access::opener) return true;
  if (place.aggregate != kNone && e.access == Access::last) {
    // What held then, for the member that the element is of.
    note_read(e.stream);
    const int wanted = place.aggregate == c_.violation ? holder_.owner : keys_of(c_, place.aggregate);
    if (e.stream != c_.violation && keys_of(c_, e.stream) == wanted) return true;
    c_.error("E0702", e.at, {"these streams have different keys", "这些数据流的主键不同"},
             e.stream == c_.violation ? Said{"`Violation` has no keys of its own", "`违规`没有自己的主键"}
                                      : Said{"{0} is kept by {1}", "{0}按{1}区分", ticked(name_of(c_, e.stream)),
                                             key_words(c_, keys_of(c_, e.stream))},
             {"inside an aggregate over {0} other streams have its keys: {1}",
              "统计{0}时，其中读取的其他数据流须有相同的主键：{1}", ticked(name_of(c_, place.aggregate)),
              key_words(c_, wanted)});
    return false;
  }
  if (!stream(e.stream, e.at)) return false;
  if (!coarse(e.stream) || (place.any_on_field && e.access == Access::on)) return true;
  c_.error("E0706", e.at,
           c_.pack.key_sets[static_cast<std::size_t>(holder_.owner)].names.empty()
               ? Said{"kept as a whole, a rule reads aggregates only", "对整个规则包判定的规则只能读取统计"}
               : Said{"kept per {0}, a rule reads aggregates only", "按{0}判定的规则只能读取统计",
                      key_words(c_, holder_.owner)},
           {"{0} has many members here: whose value is meant?", "{0}在此处有许多成员：指的是谁的值？",
            ticked(name_of(c_, e.stream))},
           is_numeric(e.type)
               ? Said{"aggregate it over the members: avg({0}) now, max({1}) now",
                      "请对各成员作统计：`均值（{0}）当前`、`最大（{1}）当前`", e.label, e.label}
               : Said{"aggregate over the members what is asked of it: once(CONDITION) now, share(CONDITION) over 1 h",
                      "请对各成员统计所要判断的条件：`曾（〈条件〉）当前`、`占比（〈条件〉）近 1 小时`"});
  return false;
}

bool Finish::table_keys(model::Expr& e, const Place& place) {
  if (!e.children.empty()) return true;
  const model::Table& table = c_.pack.tables[static_cast<std::size_t>(e.index)];
  for (const int k : table.keys) {
    const model::Field& key = table.fields[static_cast<std::size_t>(k)];
    auto made = std::make_unique<model::Expr>();
    made->at = e.at;
    made->type = key.type;
    made->label = key.name;
    const auto from_stream = [&](int stream, Access access) {
      if (stream == kNone) return false;
      const auto& fields = c_.streams[static_cast<std::size_t>(stream)].fields;
      const auto found = fields.find(key.name);
      if (found == fields.end()) return false;
      const model::Field& f =
          c_.pack.streams[static_cast<std::size_t>(stream)].fields[static_cast<std::size_t>(found->second)];
      if ((f.type.optional && stream != c_.violation) || !same_type(c_, f.type, key.type)) return false;
      made->op = Op::field;
      made->type = f.type;
      made->type.optional = false;
      made->access = access;
      made->stream = stream;
      made->index = found->second;
      return true;
    };
    const auto from_owner = [&] {
      const std::vector<std::string>& names = c_.pack.key_sets[static_cast<std::size_t>(holder_.owner)].names;
      const auto found = std::find(names.begin(), names.end(), key.name);
      if (found == names.end() || !same_type(c_, c_.key_types.at(key.name), key.type)) return false;
      made->op = Op::owner_key;
      made->type = c_.key_types.at(key.name);
      made->index = static_cast<int>(found - names.begin());
      return true;
    };
    bool found = from_stream(place.selected, Access::element);
    const bool on_readable = place.on != kNone && place.aggregate == kNone &&
                             (!coarse(place.on) || place.any_on_field || place.on_access == Access::opener);
    if (!found && on_readable) found = from_stream(place.on, place.on_access);
    if (!found && (place.aggregate == kNone || !coarse(place.aggregate))) found = from_owner();
    if (!found) {
      c_.error("E0708", e.at, {"which row of {0} is meant?", "指的是{0}的哪一行？", ticked(table.name)},
               {"nothing here gives its key {0}", "此处没有给出其主键{0}", ticked(key.name)},
               {"it is found by a field of that name and type in the stream that is judged or selected, or by the key "
                "of the rule",
                "行由所判定或所统计的数据流中名称和类型相同的字段确定，或由规则的主键确定"})
          .secondary.push_back({key.at, {"the key", "主键"}});
      return false;
    }
    e.children.push_back(std::move(made));
  }
  return true;
}

bool Finish::aggregate(model::Expr& e, const Place& place) {
  model::Aggregate& a = *e.aggregate;
  a.owner = holder_.owner;
  if (!stream(a.stream, e.at)) return false;
  for (const int s : a.reads) note_read(s);
  a.coarse = coarse(a.stream);
  const model::Stream& s = c_.pack.streams[static_cast<std::size_t>(a.stream)];
  if (a.coarse) {
    holder_.coarse = true;
    a.stages = holder_.stages;
    if (s.signal &&
        (a.kind == AggregateKind::first || a.kind == AggregateKind::last || a.kind == AggregateKind::change)) {
      c_.error("E0704", e.at, {"of many members, which is the first or the last?", "许多成员之中，哪个是首个或末个？"},
               {"{0} has many members here", "{0}在此处有许多成员", ticked(s.name)},
               {"avg, min, max, share and sum … now have a meaning over members",
                "对各成员有意义的是带`当前`的`均值`、`最小`、`最大`、`占比`和`合计`"});
      return false;
    }
  } else if (a.window.kind == model::WindowKind::now) {
    c_.error(
        "E0709", e.at,
        {"the window `now` is over the members of a coarser `per`", "窗口`当前`统计的是较粗的`按`之下的各成员"},
        {"{0} has one member here", "{0}在此处只有一个成员", ticked(s.name)},
        {"read the value itself, or say `per GROUP` or `per all`", "请直接读取该值，或写明`按 〈所属〉`或`按 全体`"});
    return false;
  }
  Place inside;
  inside.selected = a.stream;
  inside.aggregate = a.stream;
  bool good = true;
  if (a.argument) good = walk(*a.argument, inside) && good;
  if (a.where) good = walk(*a.where, inside) && good;
  Place outside = place;
  outside.any_on_field = true;  // the element judged gives what the elements are matched with
  for (auto& [_, wanted] : a.correlations) good = walk(*wanted, outside) && good;
  for (model::Mark& m : a.window.marks) good = mark(m, e.at) && good;
  return good;
}

bool Finish::mark(model::Mark& m, Range at) {
  if (m.raised) return true;
  if (!stream(m.stream, at)) return false;
  if (!m.where) return true;
  Place place;
  place.selected = m.stream;
  place.aggregate = m.stream;
  return walk(*m.where, place);
}

bool Finish::walk(model::Expr& e, const Place& place) {
  bool good = true;
  if (e.op == Op::level) holder_.reads_level = true;
  if (e.op == Op::field) good = field(e, place);
  if (e.op == Op::table_field) return table_keys(e, place);
  if (e.aggregate) return aggregate(e, place);
  if (e.op == Op::stage && good) {
    const model::Table& table = c_.pack.tables[static_cast<std::size_t>(c_.pack.stage_source->table)];
    const int set =
        place.aggregate != kNone && place.aggregate != c_.violation ? keys_of(c_, place.aggregate) : holder_.owner;
    for (const int k : table.keys) {
      const std::string& key = table.fields[static_cast<std::size_t>(k)].name;
      if (c_.provides[static_cast<std::size_t>(set)].count(key) != 0) continue;
      c_.error("E0708", e.at, {"whose stage is meant?", "指的是谁的阶段？"},
               {"nothing here gives the key {0} of {1}", "此处没有给出{1}的主键{0}", ticked(key), ticked(table.name)},
               {"with a coarser `per`, `during` chooses the members", "`按`的范围较粗时，`适用阶段`用来选择成员"});
      return false;
    }
  }
  for (const ExprPtr& child : e.children) good = walk(*child, place) && good;
  return good;
}

bool Finish::expression(model::Expr& e) {
  Place place;
  place.on = holder_.on;
  place.selected = holder_.selected;
  return walk(e, place);
}

bool Finish::deadline(model::Expr& e) {
  Place place;
  place.on = holder_.on;
  place.any_on_field = true;
  return walk(e, place);
}

bool Finish::answer(int answering, model::Expr& where, Range at) {
  (void)at;
  Place place;
  place.selected = answering;
  place.on = holder_.on;
  place.on_access = Access::opener;
  return walk(where, place);
}

namespace {

bool makes_violations(model::RuleKind kind) {
  switch (kind) {
    case model::RuleKind::redline:
    case model::RuleKind::limit:
    case model::RuleKind::duty: return true;
    case model::RuleKind::trigger:
    case model::RuleKind::warning:
    case model::RuleKind::assessment: return false;
  }
  return false;
}

// Three-valued: what a condition on violations says where only rule, kind and severity are known.
class Static {
 public:
  Static(const Context& c, const model::Rule& rule, int rule_number, Access access)
      : c_(c), rule_(rule), number_(rule_number), access_(access) {}

  std::optional<bool> truth(const model::Expr& e) const {
    switch (e.op) {
      case Op::constant: {
        const bool* b = std::get_if<bool>(&e.constant.value);
        return b == nullptr ? std::nullopt : std::optional<bool>(*b);
      }
      case Op::not_: {
        const auto x = truth(*e.children[0]);
        if (!x) return std::nullopt;
        return !*x;
      }
      case Op::and_:
      case Op::or_: {
        const bool decides = e.op == Op::or_;
        const auto x = truth(*e.children[0]), y = truth(*e.children[1]);
        if ((x && *x == decides) || (y && *y == decides)) return decides;
        if (x && y) return !decides;
        return std::nullopt;
      }
      case Op::eq:
      case Op::ne:
      case Op::lt:
      case Op::le:
      case Op::gt:
      case Op::ge: {
        const auto a = number(*e.children[0]), b = number(*e.children[1]);
        if (!a || !b) return std::nullopt;
        switch (e.op) {
          case Op::eq: return *a == *b;
          case Op::ne: return *a != *b;
          case Op::lt: return *a < *b;
          case Op::le: return *a <= *b;
          case Op::gt: return *a > *b;
          default: return *a >= *b;
        }
      }
      case Op::in_set: {
        const auto a = number(*e.children[0]);
        if (!a) return std::nullopt;
        for (std::size_t i = 1; i < e.children.size(); ++i) {
          const auto b = number(*e.children[i]);
          if (!b) return std::nullopt;
          if (*a == *b) return true;
        }
        return false;
      }
      case Op::in_range: {
        const auto a = number(*e.children[0]), low = number(*e.children[1]), high = number(*e.children[2]);
        if (!a || !low || !high) return std::nullopt;
        return *low <= *a && *a <= *high;
      }
      default: return std::nullopt;
    }
  }

 private:
  std::optional<std::int64_t> number(const model::Expr& e) const {
    if (e.op == Op::constant && e.type.kind == model::TypeKind::enumerated)
      return std::get<std::int64_t>(e.constant.value);
    if (e.op != Op::field || e.stream != c_.violation || e.access != access_) return std::nullopt;
    if (e.index == 0) return number_;
    if (e.index == 1) return static_cast<std::int64_t>(rule_.kind);
    if (e.index == 2) return static_cast<std::int64_t>(rule_.severity);
    return std::nullopt;
  }

  const Context& c_;
  const model::Rule& rule_;
  std::int64_t number_;
  Access access_;
};

}  // namespace

std::vector<int> may_see(const Context& c, const Read& read) {
  std::vector<int> out;
  for (std::size_t i = 0; i < c.rules.size(); ++i) {
    const int index = c.rules[i].index;
    if (index == kNone) continue;
    const model::Rule& rule = c.pack.rules[static_cast<std::size_t>(index)];
    if (!makes_violations(rule.kind)) continue;
    if (read.where != nullptr) {
      const std::optional<bool> said = Static(c, rule, static_cast<int>(i), read.where_access).truth(*read.where);
      if (said && !*said) continue;
    }
    out.push_back(index);
  }
  return out;
}

}  // namespace tripline::dsl::check
