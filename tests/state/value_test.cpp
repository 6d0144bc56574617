#include "engine/state/value.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <unordered_set>

namespace tripline::engine {

TEST_CASE("a value is 24 bytes") { CHECK(sizeof(Value) == 24); }

TEST_CASE("texts of every length come back, inside the value or shared") {
  for (std::size_t n = 0; n <= 64; ++n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += static_cast<char>('a' + i % 26);
    if (n > 3) text[3] = '\0';
    const Value v = Value::text(text);
    INFO(n);
    CHECK(v.is_text());
    CHECK(v.known());
    CHECK((v.tag() == Tag::small_text) == (n <= 22));
    CHECK(v.as_text() == text);
    const Value copy = v;  // NOLINT(performance-unnecessary-copy-initialization)
    CHECK(copy.as_text() == text);
    CHECK(copy == v);
    CHECK(copy.hash() == v.hash());
    CHECK_FALSE(v == Value::text(text + "x"));
  }
}

TEST_CASE("a copy outlives what it was copied from, however it is assigned") {
  const std::string text(100, 'x');
  const auto kinds = [&] {
    return std::vector<Value>{Value(),
                              Value::missing(),
                              Value::boolean(true),
                              Value::number(-0.5),
                              Value::integer(-7),
                              Value::text("short"),
                              Value::text(text),
                              Value::list({Value::text(text), Value::number(1)}),
                              Value::position(30.5, 104.25)};
  };
  for (const Value& from : kinds()) {
    for (const Value& onto : kinds()) {
      Value copied = onto, moved = onto, source = from;
      copied = from;
      CHECK(copied == from);
      moved = std::move(source);
      CHECK(moved == from);
      source = from;  // a value that was moved from can be used again
      CHECK(source == from);
      const Value& self = copied;
      copied = self;
      CHECK(copied == from);
      Value built(std::move(copied));
      CHECK(built == from);
    }
  }
  Value shared = Value::text(text);
  {
    Value second = shared;
    shared = Value::number(1);
    CHECK(second.as_text() == text);
    shared = second;
  }
  CHECK(shared.as_text() == text);
}

TEST_CASE("a list can be assigned one of its own items") {
  Value v = Value::list({Value::text(std::string(40, 'y')), Value::list({Value::number(2)})});
  const Value copy = v;
  v = v.as_list()[0];
  CHECK(v.as_text() == std::string(40, 'y'));
  v = copy;
  v = v.as_list()[1].as_list()[0];
  CHECK(v == Value::number(2));
  CHECK(copy.as_list().size() == 2);
}

TEST_CASE("each kind of value reads back and differs from the others") {
  CHECK(Value::boolean(true).is_true());
  CHECK(Value::boolean(false).is_false());
  CHECK_FALSE(Value::boolean(false).is_true());
  CHECK(Value::number(0.1).as_number() == 0.1);
  CHECK(Value::integer(-9'000'000'000'000'000'001).as_integer() == -9'000'000'000'000'000'001);
  CHECK(Value::position(30.5, -104.25).latitude() == 30.5);
  CHECK(Value::position(30.5, -104.25).longitude() == -104.25);
  CHECK_FALSE(Value::number(1) == Value::integer(1));
  CHECK_FALSE(Value::boolean(true) == Value::integer(1));
  CHECK_FALSE(Value::missing() == Value());
  CHECK_FALSE(Value::missing().known());
  CHECK_FALSE(Value().known());
}

TEST_CASE("an unknown value says why and about what") {
  const Value v = Value::unknown(Reason::stale, 7);
  CHECK(v.is_unknown());
  CHECK(v.reason() == Reason::stale);
  CHECK(v.about() == 7);
  CHECK(Value::unknown(Reason::no_row).about() == -1);
  CHECK(Value().reason() == Reason::none);
  CHECK(v == Value());
}

TEST_CASE("equal values have equal hashes: 0 and -0, equal lists") {
  CHECK(Value::number(0.0) == Value::number(-0.0));
  CHECK(Value::number(0.0).hash() == Value::number(-0.0).hash());
  const auto list = [] { return Value::list({Value::text("a"), Value::integer(3)}); };
  CHECK(list() == list());
  CHECK(list().hash() == list().hash());
  std::unordered_set<Value, ValueHash> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(Value::text("name " + std::to_string(i % 100)));
  CHECK(seen.size() == 100);
}

}  // namespace tripline::engine
