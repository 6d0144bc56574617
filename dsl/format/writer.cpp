#include "dsl/format/writer.hpp"

#include <utility>

#include "core/dimension.hpp"
#include "core/json.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::format {

using ast::Language;

std::vector<Word> Writer::take() {
  blank_ = true;
  return std::exchange(words_, {});
}

void Writer::plain(std::string text, std::uint32_t source, bool blank) {
  Word w;
  w.text = std::move(text);
  w.blank = blank && blank_;
  w.source = source;
  words_.push_back(std::move(w));
  blank_ = true;
}

void Writer::key(std::string_view id, std::uint32_t source) {
  const std::string_view word = grammar::word(id, style_.language);
  if (!word.empty()) plain(std::string(word), source);
}

void Writer::sign(std::string_view id, bool blank_before, bool blank_after) {
  plain(std::string(grammar::word(id, style_.language)), kNowhere, blank_before);
  blank_ = blank_after;
}

void Writer::name(const ast::Name& n) {
  if (grammar::is_a(n.text, grammar::kReserved, style_.language)) conflicts_.push_back(n.at);
  plain(n.text, n.at.begin);
}

void Writer::built_in(std::string_view id, const ast::Name& n) {
  if (grammar::spells(id, n.text) && declared_.free(id)) {
    plain(std::string(grammar::word(id, style_.language)), n.at.begin);
  } else {
    name(n);
  }
}

void Writer::text(const ast::Text& t) {
  if (style_.bare) return plain(core::Json(t.value).canonical(), t.at.begin);
  const std::string_view written = sources_.text(t.at);
  if (written.starts_with('"') || style_.language == Language::zh) return plain(std::string(written), t.at.begin);
  constexpr std::size_t kQuote = std::string_view("“").size();
  std::string out = "\"";
  for (std::size_t i = kQuote; i + kQuote < written.size(); ++i) {
    if (written[i] == '"') out += '\\';
    out += written[i];
    if (written[i] == '\\') out += written[++i];
  }
  plain(out + "\"", t.at.begin);
}

void Writer::quantity(const ast::Quantity& q) {
  std::string out = q.number;
  if (!q.unit.text.empty()) {
    const auto unit = core::parse_unit(q.unit.text);
    const std::string& english = style_.bare && unit ? unit->text : q.unit.text;
    const std::string shown = grammar::unit_word(english, style_.language);
    out += (shown == "%" ? "" : " ") + shown;
  }
  plain(std::move(out), q.at.begin);
}

void Writer::instant(const ast::Instant& i) { plain(i.text, i.at.begin); }

void Writer::span(const ast::Span& s) {
  if (s.name.text.empty()) {
    quantity(s.literal);
  } else {
    name(s.name);
  }
}

void Writer::names(const std::vector<ast::Name>& list, std::string_view between) {
  for (const ast::Name& n : list) {
    if (&n != &list.front()) sign(between, between != ",", true);
    name(n);
  }
}

void Writer::selection(const ast::Selection& s) {
  const bool violation = grammar::spells("Violation", s.stream.text);
  built_in("Violation", s.stream);
  if (!s.where) return;
  key("where");
  const bool outside = std::exchange(about_violation_, violation);
  expression(*s.where, 1);
  about_violation_ = outside;
}

void Writer::entries(const std::vector<ast::Entry>& list, bool position) {
  for (const ast::Entry& e : list) {
    if (&e != &list.front()) sign(",", false, true);
    if (position && grammar::spells("lat", e.name.text)) {
      plain(std::string(grammar::word("lat", style_.language)), e.name.at.begin);
    } else if (position && grammar::spells("lon", e.name.text)) {
      plain(std::string(grammar::word("lon", style_.language)), e.name.at.begin);
    } else {
      name(e.name);
    }
    sign(":", false, true);
    literal(*e.value);
  }
}

// ---------------------------------------------------------------- types

void Writer::type(const ast::Type& t) {
  using ast::TypeKind;
  const auto at = t.at.begin;
  switch (t.kind) {
    case TypeKind::bool_: key("bool", at); break;
    case TypeKind::number: key("number", at); break;
    case TypeKind::text: key("text", at); break;
    case TypeKind::time: key("time (type)", at); break;
    case TypeKind::date: key("date (type)", at); break;
    case TypeKind::duration: key("duration (type)", at); break;
    case TypeKind::position: key("position", at); break;
    case TypeKind::unit: {
      const auto unit = core::parse_unit(t.name.text);
      plain(grammar::unit_word(style_.bare && unit ? unit->text : t.name.text, style_.language), at);
      break;
    }
    case TypeKind::named: {
      const bool like_unit = grammar::match_unit(t.name.text, style_.language).length == t.name.text.size();
      name(t.name);
      words_.back().breaks = like_unit;  // a name on a line of its own is no unit (L4)
      break;
    }
    case TypeKind::one_of:
      key("one", at);
      key("of (one)");
      sign("(", true, false);
      for (const ast::Member& m : t.members) {
        // Mixed signs are a mistake of the checker's: the last one is the other.
        const bool less = t.ordered != (t.mixed && &m == &t.members.back());
        if (&m != &t.members.front()) sign(less ? "<" : ",", less, true);
        name(m.name);
        if (m.code.index() != 0) sign("=", true, true);
        if (const auto* q = std::get_if<ast::Quantity>(&m.code)) quantity(*q);
        if (const auto* x = std::get_if<ast::Text>(&m.code)) text(*x);
        if (const auto* b = std::get_if<bool>(&m.code)) key(*b ? "true" : "false");
      }
      sign(")", false, true);
      break;
    case TypeKind::list:
      key("list", at);
      key("of (list)");
      type(*t.element);
      break;
  }
  if (t.optional) sign("?", false, true);
}

void Writer::encoding(const ast::Encoding& e) {
  switch (e.kind) {
    case ast::Encoding::Kind::none: return;
    case ast::Encoding::Kind::in_unit: {
      key("in (encoding)", e.at.begin);
      const auto unit = core::parse_unit(e.unit.text);
      plain(grammar::unit_word(style_.bare && unit ? unit->text : e.unit.text, style_.language), e.unit.at.begin);
      return;
    }
    case ast::Encoding::Kind::as_pattern:
      key("as (encoding)", e.at.begin);
      text(e.pattern);
      return;
  }
}

void Writer::modifier(const ast::Modifier& m) {
  const auto at = m.at.begin;
  switch (m.kind) {
    case ast::ModifierKind::key: return key("key", at);
    case ast::ModifierKind::group: return key("group", at);
    case ast::ModifierKind::personal: return key("personal", at);
    case ast::ModifierKind::id: return key("id", at);
    case ast::ModifierKind::unique_for:
      key("unique", at);
      key("for (unique)");
      return quantity(m.duration);
    case ast::ModifierKind::from:
      key("from", at);
      if (m.from.size() == 1) {
        text(m.from.front());
      } else {
        sign("(", true, false);
        for (const ast::Text& t : m.from) {
          if (&t != &m.from.front()) sign(",", false, true);
          text(t);
        }
        sign(")", false, true);
      }
      return encoding(m.encoding);
  }
}

}  // namespace tripline::dsl::format
