#include "engine/state/value.hpp"

#include <functional>

namespace tripline::engine {

struct Value::Block {
  std::uint32_t count = 1;
  std::string text;
  std::vector<Value> items;
};

namespace {
constexpr std::size_t kInside = 22;
}

Value Value::text(std::string_view s) {
  Value v;
  if (s.size() <= kInside) {
    v.tag_ = Tag::small_text;
    v.aux_ = static_cast<std::uint8_t>(s.size());
    const std::size_t head = s.size() < 6 ? s.size() : 6;
    std::memcpy(v.pad_, s.data(), head);
    if (s.size() > 6) std::memcpy(v.word_, s.data() + 6, s.size() - 6);
    return v;
  }
  auto* b = new Block{1, std::string(s), {}};
  std::memcpy(&v.word_[0], &b, 8);
  v.tag_ = Tag::shared_text;
  return v;
}

Value Value::list(std::vector<Value> items) {
  Value v;
  auto* b = new Block{1, {}, std::move(items)};
  std::memcpy(&v.word_[0], &b, 8);
  v.tag_ = Tag::list;
  return v;
}

void Value::retain() const noexcept { ++block()->count; }

void Value::release() noexcept {
  if (Block* b = block(); --b->count == 0) delete b;
  tag_ = Tag::unknown;
}

std::string_view Value::as_text() const noexcept {
  // The short text lies across pad_ and word_, which follow one another without a gap.
  if (tag_ == Tag::small_text) return {reinterpret_cast<const char*>(this) + offsetof(Value, pad_), aux_};
  return block()->text;
}

const std::vector<Value>& Value::as_list() const noexcept { return block()->items; }

bool operator==(const Value& a, const Value& b) noexcept {
  if (a.is_text() && b.is_text()) return a.as_text() == b.as_text();
  if (a.tag_ != b.tag_) return false;
  switch (a.tag_) {
    case Tag::unknown:
    case Tag::missing: return true;
    case Tag::boolean:
    case Tag::integer: return a.word_[0] == b.word_[0];
    case Tag::number: return a.as_number() == b.as_number();
    case Tag::position: return a.latitude() == b.latitude() && a.longitude() == b.longitude();
    case Tag::list: return a.as_list() == b.as_list();
    case Tag::small_text:
    case Tag::shared_text: break;
  }
  return false;
}

std::size_t Value::hash() const noexcept {
  switch (tag_) {
    case Tag::unknown:
    case Tag::missing: return 0;
    case Tag::boolean:
    case Tag::integer: return std::hash<std::uint64_t>{}(word_[0]) * 0x9E3779B97F4A7C15ULL;
    case Tag::number: return std::hash<double>{}(as_number() == 0 ? 0.0 : as_number());
    case Tag::position: return std::hash<double>{}(latitude()) * 31 + std::hash<double>{}(longitude());
    case Tag::small_text:
    case Tag::shared_text: return std::hash<std::string_view>{}(as_text());
    case Tag::list: {
      std::size_t h = 17;
      for (const Value& v : as_list()) h = h * 31 + v.hash();
      return h;
    }
  }
  return 0;
}

}  // namespace tripline::engine
