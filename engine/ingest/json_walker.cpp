#include "engine/ingest/json_walker.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <deque>
#include <map>
#include <new>
#include <string>
#include <unordered_map>

#include "engine/ingest/input.hpp"
#include "engine/ingest/text_forms.hpp"

namespace tripline::engine {

namespace ondemand = simdjson::ondemand;

namespace {

// A node of the tree of all steps on the way to the pack's places. A place is reached from the element itself (`top`) and, for CloudEvents,
// from its member `data`.
struct Plan {
  std::map<std::string, int, std::less<>> children;
  int top = -1;
  int data = -1;
  bool contents = false;
};

// An object's members in the order in which they were first seen; or what stands for an array.
struct Member {
  std::string key;    // without escapes
  bool plain = true;  // no character of it needs an escape: equal bytes are equal keys
  std::uint64_t seen = 0;
  int plan = -1;
  int shape = -1;  // of the object or array that stands here
};
struct Shape {
  std::vector<Member> members;
  std::unordered_map<std::string_view, std::size_t> index;  // keys: of the members' own texts
  std::uint64_t walk = 0;  // counts the objects of this shape: Member::seen == walk means seen in this one
  int items = -1;          // arrays: of all items that no place needs
  std::map<std::size_t, int> planned_items;  // arrays: of those on the way to a place
};

// A source with ever new keys must not grow the shapes for ever; beyond these, keys are compared within their object only.
constexpr std::size_t kMembersOfShape = 512;
constexpr std::size_t kShapes = 2048;
constexpr std::size_t kLearntBytes = std::size_t{4} << 20;

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// memcmp for keys: so short that the call would cost more than the comparison.
inline bool same_bytes(const char* a, const char* b, std::size_t n) {
  for (; n >= 8; n -= 8, a += 8, b += 8) {
    std::uint64_t x = 0, y = 0;
    std::memcpy(&x, a, 8);
    std::memcpy(&y, b, 8);
    if (x != y) return false;
  }
  for (; n > 0; --n, ++a, ++b)
    if (*a != *b) return false;
  return true;
}

JsonFault fault_of(simdjson::error_code e) {
  if (e == simdjson::UTF8_ERROR) return JsonFault::utf8;
  if (e == simdjson::DEPTH_ERROR) return JsonFault::too_deep;
  return JsonFault::syntax;
}

}  // namespace

struct JsonWalker::Impl {
  const std::vector<Place>& places;
  std::vector<Plan> plans;
  std::deque<Shape> shapes;  // stable: a walk holds references while it adds more
  std::size_t learnt_bytes = 0;
  ondemand::parser parser;
  Slots* slots = nullptr;
  std::string key_scratch;
  std::string text_scratch;
  std::string duplicate_key;
  const char* begin = nullptr;  // of the element
  const char* element_end = nullptr;
  const char* latest = nullptr;  // the key or value that was looked at last
  bool data_used = true;         // slots.data holds something of an earlier element
  const char* limit = nullptr;   // the end of what may be read: the element and its padding

  explicit Impl(const std::vector<Place>& all) : places(all) {
    plans.emplace_back();
    for (std::size_t p = 0; p < places.size(); ++p) {
      insert(0, static_cast<int>(p), &Plan::top);
      insert(step(0, "data"), static_cast<int>(p), &Plan::data);
    }
    shapes.emplace_back();
  }

  // Room for an element of this size, and for the next ones that are a little larger.
  void make_room(std::size_t bytes) {
    constexpr std::size_t kLeast = 4096;
    if (bytes <= parser.capacity()) return;
    const std::size_t room = std::min(std::max(2 * bytes, kLeast), std::max(bytes, Input::kMaxElement));
    if (parser.allocate(room, 2 * Input::kMaxNesting)) throw std::bad_alloc();
  }

  int step(int from, std::string_view name) {
    const auto found = plans[static_cast<std::size_t>(from)].children.find(name);
    if (found != plans[static_cast<std::size_t>(from)].children.end()) return found->second;
    const int fresh = static_cast<int>(plans.size());
    plans.emplace_back();
    plans[static_cast<std::size_t>(from)].children.emplace(name, fresh);
    return fresh;
  }

  void insert(int root, int place, int Plan::*slot) {
    const Place& p = places[static_cast<std::size_t>(place)];
    int node = root;
    for (const std::string& s : p.steps) node = step(node, s);
    Plan& plan = plans[static_cast<std::size_t>(node)];
    plan.*slot = place;
    plan.contents = plan.contents || p.contents;
  }

  int planned(int plan, std::string_view name) const {
    if (plan < 0) return -1;
    const auto& children = plans[static_cast<std::size_t>(plan)].children;
    const auto found = children.find(name);
    return found == children.end() ? -1 : found->second;
  }

  int new_shape() {
    if (shapes.size() >= kShapes) return -1;
    shapes.emplace_back();
    return static_cast<int>(shapes.size() - 1);
  }

  void put(int plan, const Token& token) {
    if (plan < 0) return;
    const Plan& p = plans[static_cast<std::size_t>(plan)];
    if (p.top >= 0) slots->top[static_cast<std::size_t>(p.top)] = token;
    if (p.data >= 0) {
      slots->data[static_cast<std::size_t>(p.data)] = token;
      data_used = true;
    }
  }

  // The member's place in the shape, learnt if it is new; npos where the shape is full.
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t find(Shape& shape, std::string_view key, int plan) {
    if (const auto found = shape.index.find(key); found != shape.index.end()) return found->second;
    if (shape.members.size() >= kMembersOfShape || learnt_bytes + key.size() > kLearntBytes) return npos;
    if (shape.members.size() ==
        shape.members.capacity()) {  // the members move, and with them the texts that the index points into
      shape.members.reserve(std::max<std::size_t>(8, 2 * shape.members.size()));
      shape.index.clear();
      for (std::size_t i = 0; i < shape.members.size(); ++i) shape.index.emplace(shape.members[i].key, i);
    }
    learnt_bytes += key.size();
    Member member;
    member.key = key;
    member.plain = std::none_of(key.begin(), key.end(),
                                [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    member.plan = planned(plan, key);
    shape.members.push_back(std::move(member));
    shape.index.emplace(shape.members.back().key, shape.members.size() - 1);
    return shape.members.size() - 1;
  }

  JsonFault twice(std::string_view key) {
    duplicate_key.clear();
    for (const Place& p : places)
      if (std::find(p.steps.begin(), p.steps.end(), key) != p.steps.end()) duplicate_key = key;
    return JsonFault::duplicate_key;
  }

  // `plan`: the node that this object stands at, or -1. `shape`: what is known of objects here, or -1. `taped`: the contents go to the tape.
  JsonFault object(ondemand::object& members, int plan, int shape_number, int depth, bool taped) {
    if (depth > Input::kMaxNesting) return JsonFault::too_deep;
    Shape* const shape = shape_number >= 0 ? &shapes[static_cast<std::size_t>(shape_number)] : nullptr;
    const std::uint64_t walk = shape != nullptr ? ++shape->walk : 0;
    std::size_t expected = 0;
    std::vector<std::string> strangers;  // keys that no shape holds
    for (auto next : members) {
      if (const auto e = next.error()) return fault_of(e);
      // Read where it stands: copying it before its stores are done would cost more than all the rest of a member.
      ondemand::field&& field = std::move(next).value_unsafe();
      const char* const raw = reinterpret_cast<const char*>(field.key().raw());
      latest = raw;
      Member* member = nullptr;
      std::string_view key;
      bool escaped = false;
      if (shape != nullptr && expected < shape->members.size()) {
        Member& guess = shape->members[expected];
        if (guess.plain && guess.key.size() < static_cast<std::size_t>(limit - raw) &&
            same_bytes(raw, guess.key.data(), guess.key.size()) && raw[guess.key.size()] == '"') {
          member = &guess;
          key = {raw, guess.key.size()};
        }
      }
      if (member == nullptr) {
        std::size_t size = 0;
        while (raw[size] != '"') {
          if (raw[size] == '\\') {
            escaped = true;
            ++size;
          }
          ++size;
        }
        key = {raw, size};
        std::string_view name = key;
        if (escaped) {
          key_scratch.clear();
          if (!unescape(key, key_scratch)) return JsonFault::syntax;
          name = key_scratch;
        }
        const std::size_t at = shape != nullptr ? find(*shape, name, plan) : npos;
        if (at != npos) {
          member = &shape->members[at];
          expected = at;
        } else {
          strangers.emplace_back(name);
        }
      }
      if (taped) slots->tape.push_back({key.data(), static_cast<std::uint32_t>(key.size()), TokenKind::key, escaped});
      ondemand::value& value = field.value();
      JsonFault f = JsonFault::none;
      if (member != nullptr) {
        if (member->seen == walk) return twice(member->key);
        member->seen = walk;
        ++expected;
        f = this->value(value, member->plan, &member->shape, depth, taped);
      } else {
        f = this->value(value, planned(plan, strangers.back()), nullptr, depth, taped);
      }
      if (f != JsonFault::none) return f;
    }
    if (!strangers.empty()) {
      std::sort(strangers.begin(), strangers.end());
      const auto same = std::adjacent_find(strangers.begin(), strangers.end());
      if (same != strangers.end()) return twice(*same);
    }
    if (taped) slots->tape.push_back({nullptr, 0, TokenKind::end_object, false});
    return JsonFault::none;
  }

  JsonFault array(ondemand::array& items, int plan, int shape_number, int depth, bool taped) {
    if (depth > Input::kMaxNesting) return JsonFault::too_deep;
    Shape* const shape = shape_number >= 0 ? &shapes[static_cast<std::size_t>(shape_number)] : nullptr;
    const bool has_places = plan >= 0 && !plans[static_cast<std::size_t>(plan)].children.empty();
    std::size_t i = 0;
    for (auto next : items) {
      if (const auto e = next.error()) return fault_of(e);
      ondemand::value&& item = std::move(next).value_unsafe();
      int item_plan = -1;
      if (has_places) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, i).ptr;
        item_plan = planned(plan, {digits, static_cast<std::size_t>(end - digits)});
      }
      int* item_shape = nullptr;
      if (shape != nullptr)
        item_shape = item_plan >= 0 ? &shape->planned_items.try_emplace(i, -1).first->second : &shape->items;
      if (const JsonFault f = value(item, item_plan, item_shape, depth, taped); f != JsonFault::none) return f;
      ++i;
    }
    if (taped) slots->tape.push_back({nullptr, 0, TokenKind::end_array, false});
    return JsonFault::none;
  }

  // `shape`: where the number of the shape of what stands here is kept; null: nothing is learnt here.
  JsonFault value(ondemand::value& v, int plan, int* shape, int depth, bool taped) {
    std::string_view raw = v.raw_json_token();
    // After what is never closed simdjson stands on a token that is not there, of any length.
    if (raw.data() >= element_end || raw.size() > static_cast<std::size_t>(element_end - raw.data()))
      return JsonFault::syntax;
    while (!raw.empty() && is_blank(raw.back())) raw.remove_suffix(1);
    latest = raw.data();
    if (raw.empty()) return JsonFault::syntax;
    Token token;
    token.begin = raw.data();
    token.size = static_cast<std::uint32_t>(raw.size());
    switch (raw.front()) {
      case '"':
        if (raw.size() < 2 || raw.back() != '"') return JsonFault::syntax;
        token.begin += 1;
        token.size -= 2;
        token.kind = TokenKind::text;
        token.escaped = std::memchr(token.begin, '\\', token.size) != nullptr;
        if (token.escaped) {
          text_scratch.clear();
          if (!unescape(token.text(), text_scratch)) return JsonFault::syntax;
        }
        break;
      case 't':
        if (raw != "true") return JsonFault::syntax;
        token.kind = TokenKind::true_;
        break;
      case 'f':
        if (raw != "false") return JsonFault::syntax;
        token.kind = TokenKind::false_;
        break;
      case 'n':
        if (raw != "null") return JsonFault::syntax;
        token.kind = TokenKind::null;
        break;
      case '{':
      case '[': return nested(v, raw.front() == '{', plan, shape, depth, taped);
      default:
        if (!is_decimal(raw, false)) return JsonFault::syntax;
        token.kind = TokenKind::number;
    }
    put(plan, token);
    if (taped) slots->tape.push_back(token);
    return JsonFault::none;
  }

  JsonFault nested(ondemand::value& v, bool is_object, int plan, int* shape, int depth, bool taped) {
    const bool wanted = plan >= 0 && plans[static_cast<std::size_t>(plan)].contents;
    Token token;
    token.kind = is_object ? TokenKind::begin_object : TokenKind::begin_array;
    token.size = kNotTaped;
    if (taped || wanted) token.size = static_cast<std::uint32_t>(slots->tape.size() + (taped ? 1 : 0));
    put(plan, token);
    if (taped) slots->tape.push_back(token);
    if (shape != nullptr && *shape < 0) *shape = new_shape();
    const int number = shape != nullptr ? *shape : -1;
    if (is_object) {
      ondemand::object members;
      if (const auto e = v.get_object().get(members)) return fault_of(e);
      return object(members, plan, number, depth + 1, taped || wanted);
    }
    ondemand::array items;
    if (const auto e = v.get_array().get(items)) return fault_of(e);
    return array(items, plan, number, depth + 1, taped || wanted);
  }
};

JsonWalker::JsonWalker(const std::vector<Place>& places) : impl_(std::make_unique<Impl>(places)) {}
JsonWalker::~JsonWalker() = default;

std::string_view JsonWalker::duplicate() const { return impl_->duplicate_key; }

std::size_t JsonWalker::fault_at() const { return static_cast<std::size_t>(impl_->latest - impl_->begin); }

JsonFault JsonWalker::walk(std::string_view bytes, Slots& slots) {
  Impl& w = *impl_;
  w.slots = &slots;
  slots.top.assign(w.places.size(), Token{});
  if (w.data_used || slots.data.size() != w.places.size()) slots.data.assign(w.places.size(), Token{});
  w.data_used = false;
  slots.tape.clear();
  w.begin = w.latest = bytes.data();
  w.element_end = bytes.data() + bytes.size();
  w.limit = bytes.data() + bytes.size() + kPadding;

  w.make_room(bytes.size());
  ondemand::document document;
  if (const auto e = w.parser.iterate(bytes.data(), bytes.size(), bytes.size() + kPadding).get(document))
    return fault_of(e);
  if (bytes.empty() || bytes.front() != '{') return JsonFault::not_an_object;
  ondemand::object members;
  if (const auto e = document.get_object().get(members)) return fault_of(e);
  if (const JsonFault f = w.object(members, 0, 0, 1, false); f != JsonFault::none) return f;
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? JsonFault::none : JsonFault::trailing;
}

bool is_utf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

}  // namespace tripline::engine
