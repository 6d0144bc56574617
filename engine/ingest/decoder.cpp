#include "engine/ingest/decoder.hpp"

#include <algorithm>

#include "engine/ingest/field_value.hpp"
#include "engine/ingest/input.hpp"
#include "engine/ingest/phrases.hpp"
#include "engine/ingest/text_forms.hpp"
#include "engine/ingest/wording.hpp"

namespace tripline::engine {

using namespace input_phrases;  // NOLINT(google-build-using-namespace): the table of what is said

namespace model = dsl::model;

namespace {

struct FieldPlan {
  int place = -1;
  int second = -1;  // a position's longitude
  bool wanted = true;
  bool personal = false;  // it, or another field that is read from the same place
  std::vector<EnumCode> codes;
};

// RFC 6901: "/a~1b/c" -> "a/b", "c".
std::vector<std::string> pointer_steps(std::string_view pointer) {
  std::vector<std::string> steps;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      steps.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size() && (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      steps.back().push_back(pointer[++i] == '0' ? '~' : '/');
    } else {
      steps.back().push_back(pointer[i]);
    }
  }
  return steps;
}

bool nothing(const Token& t) { return t.kind == TokenKind::absent || t.kind == TokenKind::null; }

// A media type whose data is JSON: application/json, text/json, anything ending in +json; parameters do not matter.
bool is_json_type(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  std::string lower(type);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower == "application/json" || lower == "text/json" || lower.ends_with("+json");
}

}  // namespace

struct Decoder::StreamPlan {
  const model::Stream* stream = nullptr;
  int time_place = -1;
  bool envelope_time = false;  // the default `time`, which a CloudEvent carries in its envelope
  bool personal_time = false;
  std::vector<FieldPlan> fields;
  std::vector<int> places;
};

// An element's tokens as a stream's fields see them.
struct Decoder::View {
  const Slots& slots;
  const std::vector<Place>& places;
  bool cloud_event = false;

  // Of a CloudEvent: inside `data`; a name that is not there, among the envelope's attributes.
  const Token& at(int place) const {
    const auto i = static_cast<std::size_t>(place);
    if (!cloud_event) return slots.top[i];
    const Token& inside = slots.data[i];
    if (inside.kind != TokenKind::absent || places[i].pointer || place == kData) return inside;
    return slots.top[i];
  }
  const Token& time(const StreamPlan& plan) const {
    if (cloud_event && plan.envelope_time) {
      const Token& t = slots.top[static_cast<std::size_t>(plan.time_place)];
      if (!nothing(t)) return t;
    }
    return at(plan.time_place);
  }
};

Decoder::Decoder(std::shared_ptr<const model::Pack> pack, const std::vector<std::vector<bool>>& fields_read)
    : pack_(std::move(pack)) {
  for (const char* name : {"type", "specversion", "id", "source", "data", "data_base64", "datacontenttype", "time"})
    place(name);
  for (std::size_t s = 0; s < pack_->streams.size(); ++s) {
    streams_.emplace_back();
    const model::Stream& stream = pack_->streams[s];
    if (stream.violation || stream.derived_from != model::kNone) continue;
    add_stream(static_cast<int>(s), s < fields_read.size() ? fields_read[s] : std::vector<bool>{});
    by_type_[stream.from].push_back(static_cast<int>(s));
  }
  // What stands inside something personal is personal too.
  for (const Place& outer : places_) {
    if (!outer.personal) continue;
    for (Place& inner : places_)
      if (std::mismatch(outer.steps.begin(), outer.steps.end(), inner.steps.begin(), inner.steps.end()).first ==
          outer.steps.end())
        inner.personal = true;
  }
  for (const auto& plan : streams_) {
    if (!plan) continue;
    plan->personal_time = places_[static_cast<std::size_t>(plan->time_place)].personal;
    for (FieldPlan& field : plan->fields) {
      field.personal = places_[static_cast<std::size_t>(field.place)].personal;
      if (field.second >= 0)
        field.personal = field.personal || places_[static_cast<std::size_t>(field.second)].personal;
    }
  }
}

Decoder::~Decoder() = default;

int Decoder::place(const std::string& from) {
  const auto [at, fresh] = place_numbers_.try_emplace(from, static_cast<int>(places_.size()));
  if (fresh) {
    Place p;
    p.from = from;
    p.pointer = !from.empty() && from[0] == '/';
    p.steps = p.pointer ? pointer_steps(from) : std::vector<std::string>{from};
    places_.push_back(std::move(p));
  }
  return at->second;
}

void Decoder::add_stream(int number, const std::vector<bool>& read) {
  const model::Stream& stream = pack_->streams[static_cast<std::size_t>(number)];
  auto plan = std::make_unique<StreamPlan>();
  plan->stream = &stream;
  plan->time_place = place(stream.time_from);
  plan->envelope_time = stream.time_from == "time";
  plan->places.push_back(plan->time_place);
  for (std::size_t f = 0; f < stream.fields.size(); ++f) {
    const model::Field& field = stream.fields[f];
    FieldPlan p;
    p.place = place(field.from.empty() ? field.name : field.from[0]);
    plan->places.push_back(p.place);
    if (field.from.size() == 2) {
      p.second = place(field.from[1]);
      plan->places.push_back(p.second);
    }
    p.wanted = f >= read.size() || read[f];
    const model::Type* type = &field.type;
    while (type->kind == model::TypeKind::list) type = type->element.get();
    if (type->kind == model::TypeKind::enumerated)
      p.codes = enum_codes(pack_->enums[static_cast<std::size_t>(type->enumeration)]);
    if (field.type.kind == model::TypeKind::list || (field.type.kind == model::TypeKind::position && p.second < 0))
      places_[static_cast<std::size_t>(p.place)].contents = true;
    if (field.personal) {
      places_[static_cast<std::size_t>(p.place)].personal = true;
      if (p.second >= 0) places_[static_cast<std::size_t>(p.second)].personal = true;
    }
    plan->fields.push_back(std::move(p));
  }
  streams_[static_cast<std::size_t>(number)] = std::move(plan);
}

const std::vector<int>& Decoder::places_of(int stream) const {
  return streams_[static_cast<std::size_t>(stream)]->places;
}

const std::vector<int>* Decoder::streams_of(std::string_view type, Scratch& scratch) const {
  if (scratch.last_streams != nullptr && scratch.last_type == type) return scratch.last_streams;
  const auto found = by_type_.find(type);
  if (found == by_type_.end()) return nullptr;
  scratch.last_type = type;
  scratch.last_streams = &found->second;
  return scratch.last_streams;
}

namespace {

Rejection& reject(Batch& batch, const Decoder::Source& source, const Decoder::Received& received, int stream,
                  const char* code, core::Text text) {
  Rejection r;
  r.source = source.number;
  r.position = received.position;
  r.offset = received.offset;
  r.stream = stream;
  r.code = code;
  r.text = std::move(text);
  r.bytes.assign(received.bytes);
  batch.rejections.push_back(std::move(r));
  return batch.rejections.back();
}

// A text's bytes with its escapes resolved.
std::string_view plain(const Token& t, std::string& scratch) {
  if (!t.escaped) return t.text();
  scratch.clear();
  unescape(t.text(), scratch);
  return scratch;
}

struct EnvelopeFault {
  const char* code;
  core::Text text;
};

// CloudEvents 1.0: section 3.1 (required attributes), and the JSON format's section 3.1 (data and data_base64).
std::optional<EnvelopeFault> check_envelope(const std::vector<Token>& top, std::string& scratch) {
  const auto& version = top[Decoder::kSpecversion];
  if (version.kind != TokenKind::text || plain(version, scratch) != "1.0")
    return EnvelopeFault{"cloudevent_version", kVersion};
  for (const auto& [place, name] : {std::pair{Decoder::kId, "id"}, std::pair{Decoder::kSource, "source"}}) {
    const Token& t = top[static_cast<std::size_t>(place)];
    if (t.kind != TokenKind::text || t.size == 0) return EnvelopeFault{"bad_cloudevent", {kNoAttribute, name}};
  }
  if (!nothing(top[Decoder::kDataBase64])) return EnvelopeFault{"cloudevent_content", kBase64};
  const Token& content = top[Decoder::kDataContentType];
  if (!nothing(content) && (content.kind != TokenKind::text || !is_json_type(plain(content, scratch))))
    return EnvelopeFault{"cloudevent_content", kContentType};
  return std::nullopt;
}

}  // namespace

void Decoder::decode(const Slots& slots, const Source& source, const Received& received, Scratch& scratch,
                     Batch& batch) const {
  const View view{slots, places_, !source.csv && slots.top[kSpecversion].kind != TokenKind::absent};
  if (view.cloud_event) {
    if (auto fault = check_envelope(slots.top, scratch.text)) {
      Rejection& r = reject(batch, source, received, source.stream, fault->code, std::move(fault->text));
      if (const Token& t = slots.top[kTime]; t.kind == TokenKind::text)
        r.time = core::parse_rfc3339(plain(t, scratch.text));
      return;
    }
  }
  if (source.stream >= 0) return decode_stream(source.stream, view, source, received, scratch, batch);

  const Token& type = slots.top[kType];
  if (type.kind != TokenKind::text && type.kind != TokenKind::cell) {
    reject(batch, source, received, -1, "no_type",
           {kNoType, source.csv ? kTypeColumn : kTypeMember, nothing(type) ? kIsAbsent : kIsNoText});
    return;
  }
  const std::string_view name = plain(type, scratch.text);
  const std::vector<int>* const streams = streams_of(name, scratch);
  if (streams == nullptr) {
    batch.unread.push_back(places_[kType].personal ? "(personal)" : shortened(name, 100));
    return;
  }
  for (const int stream : *streams) decode_stream(stream, view, source, received, scratch, batch);
}

void Decoder::decode_stream(int number, const View& view, const Source& source, const Received& received,
                            Scratch& scratch, Batch& batch) const {
  const StreamPlan& plan = *streams_[static_cast<std::size_t>(number)];
  const model::Stream& stream = *plan.stream;
  FieldContext context;
  context.zone = &pack_->zone;
  context.tape = &view.slots.tape;
  context.decimal_mark = source.decimal_mark;
  context.scratch = &scratch.text;
  context.other = &scratch.other;

  core::Time time = 0;
  const Token& time_token = view.time(plan);
  if (const FieldFault f = time_value(context, stream.time_unit, stream.time_pattern, time_token, time);
      f != FieldFault::none) {
    const core::Text expected(kExpected, expected_time(stream.time_unit, stream.time_pattern.has_value()));
    const core::Text name(kTimeName, stream.time_from);
    if (f == FieldFault::missing) {
      reject(batch, source, received, number, "no_time", {kNoTime, name, expected});
    } else {
      reject(batch, source, received, number, "bad_time",
             {kBadTime, name, what_stands_there(time_token, plan.personal_time), expected, years_held(time_token)});
    }
    return;
  }

  Element& element = batch.add();
  element.fields.resize(plan.fields.size());
  for (std::size_t i = 0; i < plan.fields.size(); ++i) {
    const FieldPlan& field = plan.fields[i];
    const model::Field& declared = stream.fields[i];
    context.field = &declared;
    context.codes = &field.codes;
    context.wanted = field.wanted;
    Value unwanted;
    Value& out = field.wanted ? element.fields[i] : unwanted;
    const Token& first = view.at(field.place);
    const Token& second = field.second >= 0 ? view.at(field.second) : first;
    const FieldFault f = field.second >= 0 ? position_value(context, declared.type, first, second, out)
                                           : field_value(context, declared.type, first, out);
    if (f != FieldFault::none) {
      batch.take_back();
      reject(batch, source, received, number, fault_code(f),
             field_sentence(f, declared, field.codes, first, second, field.personal))
          .time = time;
      return;
    }
    if (!field.wanted) element.fields[i] = Value();
  }
  element.stream = number;
  element.time = time;
  element.source = source.number;
  element.position = received.position;
  element.bytes.assign(received.bytes);
  element.received.reset();
}

}  // namespace tripline::engine
