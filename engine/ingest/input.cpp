#include "engine/ingest/input.hpp"

#include "core/nearest.hpp"

#include <algorithm>
#include <limits>

#include "engine/ingest/byte_source.hpp"
#include "engine/ingest/csv_header.hpp"
#include "engine/ingest/csv_reader.hpp"
#include "engine/ingest/json_framer.hpp"
#include "engine/ingest/json_walker.hpp"
#include "engine/ingest/phrases.hpp"

namespace tripline::engine {

using namespace input_phrases;  // NOLINT(google-build-using-namespace): the table of what is said

namespace model = dsl::model;

void Batch::clear() {
  while (!elements.empty()) take_back();
  rejections.clear();
  unread.clear();
}

Element& Batch::add() {
  if (spare_.empty()) return elements.emplace_back();
  elements.push_back(std::move(spare_.back()));
  spare_.pop_back();
  return elements.back();
}

void Batch::take_back() {
  spare_.push_back(std::move(elements.back()));
  elements.pop_back();
}

struct Input::Impl {
  const Decoder& decoder;
  std::unique_ptr<ByteSource> bytes;
  Decoder::Source source;
  Decoder::Scratch scratch;
  Slots slots;
  Frame frame;
  std::uint64_t position = 0;
  // one or the other
  std::unique_ptr<JsonFramer> framer;
  std::unique_ptr<JsonWalker> walker;
  std::unique_ptr<CsvReader> csv;
  CsvHeader header;

  explicit Impl(const Decoder& d) : decoder(d) {}

  std::optional<std::string> start(const std::string& name, const InputOptions& options);
  std::optional<std::string> start_csv(const std::string& name, const InputOptions& options);
  void reject(Batch& batch) const;
  void json(Batch& batch);
  void row(Batch& batch);
};

namespace {

// "did you mean Motion?", or which there are; at most eight.
std::string offer(const std::string& wrong, const std::vector<std::string>& names) {
  if (names.empty()) return "there are none";
  if (const std::string near = core::nearest(wrong, names); !near.empty()) return "did you mean " + near + "?";
  std::string out = "there are: ";
  constexpr std::size_t kShown = 8;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) out += (i > 0 ? ", " : "") + names[i];
  return names.size() > kShown ? out + ", …" : out;
}

enum class Format { json, csv, unknown };

bool ends_with_ignoring_case(std::string_view text, std::string_view ending) {
  if (text.size() < ending.size()) return false;
  text.remove_prefix(text.size() - ending.size());
  return std::equal(text.begin(), text.end(), ending.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

Format format_of_name(std::string_view name) {
  if (ends_with_ignoring_case(name, ".gz")) name.remove_suffix(3);
  if (ends_with_ignoring_case(name, ".csv")) return Format::csv;
  for (const char* ending : {".json", ".jsonl", ".ndjson"})
    if (ends_with_ignoring_case(name, ending)) return Format::json;
  return Format::unknown;
}

// The encoding that is not UTF-8, by a byte order mark or by where the zeros stand among the first four bytes (of text that begins with ASCII).
std::string other_encoding(std::string_view first) {
  const auto zeros = [&](std::string_view pattern) {
    for (std::size_t i = 0; i < first.size(); ++i)
      if ((first[i] == '\0') != (pattern[i] == '0')) return false;
    return first.size() == 4;
  };
  using namespace std::string_view_literals;
  if (first.starts_with("\xFF\xFE\0\0"sv) || first.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF")) return "UTF-16";
  if (zeros("x000")) return "UTF-32LE";
  if (zeros("000x")) return "UTF-32BE";
  if (zeros("x0x0")) return "UTF-16LE";
  if (zeros("0x0x")) return "UTF-16BE";
  return {};
}

// A carriage return outside quotes, in a row without its line end: a line end of old.
bool has_bare_return(std::string_view row) {
  bool quoted = false;
  for (const char c : row) {
    if (c == '"') quoted = !quoted;
    if (c == '\r' && !quoted) return true;
  }
  return false;
}

// By the first character that is no blank. Nothing at all is JSON without an element.
Format format_of_bytes(ByteSource& bytes) {
  for (;;) {
    for (const char c : bytes.window())
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return c == '{' || c == '[' ? Format::json : Format::csv;
    if (!bytes.more()) return Format::json;
  }
}

}  // namespace

std::optional<std::string> Input::Impl::start(const std::string& name, const InputOptions& options) {
  const model::Pack& pack = decoder.pack();
  if (!options.stream.empty()) {
    std::vector<std::string> names;
    for (std::size_t s = 0; s < pack.streams.size(); ++s) {
      const model::Stream& stream = pack.streams[s];
      const bool fed = !stream.violation && stream.derived_from == model::kNone;
      if (fed) names.push_back(stream.name);
      if (stream.name != options.stream) continue;
      if (!fed) {
        return options.stream + " cannot be read from " + name + ": the pack derives it" +
               (stream.violation
                    ? " from its rules"
                    : " from " + pack.streams[static_cast<std::size_t>(stream.derived_from)].name + "; name that");
      }
      source.stream = static_cast<int>(s);
    }
    if (source.stream < 0)
      return "the pack has no stream " + options.stream + " to read " + name + " as; " + offer(options.stream, names);
  }
  const auto wants_mark = [](char c) { return c == '.' || c == ','; };
  if (!wants_mark(options.csv_decimal))
    return std::string("the decimal mark of CSV is . or , and not ") + options.csv_decimal;

  while (bytes->window().size() < 4 && bytes->more()) {
  }
  if (bytes->window().starts_with("\xEF\xBB\xBF")) bytes->skip(3);
  if (const std::string encoding = other_encoding(bytes->window().substr(0, 4)); !encoding.empty())
    return name + " is " + encoding + "; save it as UTF-8, for example with: iconv -f " + encoding + " -t UTF-8";
  if (bytes->window().substr(0, 4).find('\0') != std::string_view::npos)
    return name + " is no text: there is a zero among its first bytes; give JSON lines, CloudEvents or CSV";

  Format format = format_of_name(name);
  if (format == Format::unknown) format = format_of_bytes(*bytes);
  if (format == Format::csv) return start_csv(name, options);
  framer = std::make_unique<JsonFramer>(*bytes);
  walker = std::make_unique<JsonWalker>(decoder.places());
  return std::nullopt;
}

std::optional<std::string> Input::Impl::start_csv(const std::string& name, const InputOptions& options) {
  const char d = options.csv_delimiter;
  if (d == '"' || d == '\n' || d == '\r' || d == '.' || (d >= '0' && d <= '9') ||
      (static_cast<unsigned char>(d) & 0x80) != 0 || d == '\0')
    return std::string("the delimiter of CSV cannot be that character; usual ones are , ; | and the tab");
  if (d == options.csv_decimal)
    return name + ": delimiter and decimal mark of the CSV are both \"" + d +
           "\"; say --csv-delimiter ';' or --csv-decimal .";
  source.csv = true;
  source.decimal_mark = options.csv_decimal;
  csv = std::make_unique<CsvReader>(*bytes, d);
  if (!csv->next(frame)) return name + " is empty: a CSV file begins with a line that names its columns";
  if (has_bare_return(frame.bytes))
    return name +
           ": the line that names the columns has a bare carriage return in it; lines end in LF or CRLF, convert " +
           "them, for example with: tr '\\r' '\\n'";
  if (!frame.code.empty())
    return name + ": the line that names the columns cannot be read: " + frame.text.in(core::Language::en);
  auto read = CsvHeader::read(csv->cells(), decoder, source.stream, name, d);
  if (!read) return std::move(read).error();
  header = std::move(*read);
  slots.top.assign(decoder.places().size(), Token{});
  return std::nullopt;
}

void Input::Impl::reject(Batch& batch) const {
  Rejection r;
  r.source = source.number;
  r.position = position;
  r.offset = frame.offset;
  r.stream = source.stream;
  r.code = frame.code;
  r.text = frame.text;
  r.bytes.assign(frame.bytes);
  batch.rejections.push_back(std::move(r));
}

void Input::Impl::json(Batch& batch) {
  JsonFault fault = walker->walk(frame.bytes, slots);
  if (fault != JsonFault::none && frame.may_go_on && fault != JsonFault::duplicate_key && framer->extend(frame))
    fault = walker->walk(frame.bytes, slots);
  switch (fault) {
    case JsonFault::none: return decoder.decode(slots, source, {frame.bytes, position, frame.offset}, scratch, batch);
    case JsonFault::syntax:
      frame.code = "bad_json";
      frame.text = {kBadJson, std::to_string(walker->fault_at())};
      break;
    case JsonFault::not_an_object:
      frame.code = "not_an_object";
      frame.text = kNotAnObject;
      break;
    case JsonFault::trailing:
      frame.code = kTrailingCode;
      frame.text = kTrailing;
      break;
    case JsonFault::utf8:
      frame.code = "bad_utf8";
      frame.text = kElementUtf8;
      break;
    case JsonFault::too_deep:
      frame.code = "too_deep";
      frame.text = kTooDeep;
      break;
    case JsonFault::duplicate_key:
      frame.code = "duplicate_key";
      frame.text =
          walker->duplicate().empty() ? core::Text(kSomeTwice) : core::Text(kTwice, std::string(walker->duplicate()));
      break;
  }
  reject(batch);
}

void Input::Impl::row(Batch& batch) {
  const std::vector<Token>& cells = csv->cells();
  if (cells.size() != header.columns()) {
    frame.code = "wrong_cell_count";
    frame.text = {kCellCount, std::to_string(cells.size()), std::to_string(header.columns())};
    return reject(batch);
  }
  header.fill(cells, slots.top);
  decoder.decode(slots, source, {frame.bytes, position, frame.offset}, scratch, batch);
}

bool Input::next(Batch& batch) {
  Impl& in = *impl_;
  batch.clear();
  if (!(in.csv ? in.csv->next(in.frame) : in.framer->next(in.frame))) return false;
  ++in.position;
  if (!in.frame.code.empty()) {
    in.reject(batch);
  } else if (in.csv) {
    in.row(batch);
  } else {
    in.json(batch);
  }
  return true;
}

Input::Input(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Input::~Input() = default;

std::uint64_t Input::bytes_read() const { return impl_->bytes->bytes_read(); }
std::optional<std::uint64_t> Input::total_bytes() const { return impl_->bytes->total_bytes(); }
bool Input::broke_off() const {
  const auto& fault = impl_->bytes->fault();
  return fault && fault->code == "read_error";
}

tl::expected<std::unique_ptr<Input>, std::string> Input::open(const std::string& path, const InputOptions& options,
                                                              const Decoder& decoder, std::uint32_t source) {
  auto bytes = ByteSource::open(path, options.stopped);
  if (!bytes) return tl::unexpected(std::move(bytes).error());
  auto impl = std::make_unique<Impl>(decoder);
  impl->bytes = std::move(*bytes);
  impl->source.number = source;
  if (auto why = impl->start(path == "-" ? "standard input" : path, options)) return tl::unexpected(std::move(*why));
  return std::unique_ptr<Input>(new Input(std::move(impl)));
}

tl::expected<std::unique_ptr<Input>, std::string> Input::from_memory(std::string_view bytes, const std::string& name,
                                                                     const InputOptions& options,
                                                                     const Decoder& decoder, std::uint32_t source) {
  auto impl = std::make_unique<Impl>(decoder);
  impl->bytes = ByteSource::of_memory(bytes);
  impl->source.number = source;
  if (auto why = impl->start(name, options)) return tl::unexpected(std::move(*why));
  return std::unique_ptr<Input>(new Input(std::move(impl)));
}

}  // namespace tripline::engine
