#include "audit/verify/proof_file.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <vector>

#include "audit/log/heads.hpp"
#include "audit/log/line.hpp"
#include "audit/log/segments.hpp"
#include "audit/sign/base64.hpp"
#include "audit/tree/proof.hpp"

namespace tripline::audit {
namespace {

using Refusal = tl::unexpected<std::string>;

constexpr std::string_view kRecordProof = "c2sp.org/tlog-proof@v1\n";

std::string_view bytes_of(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

tl::expected<Head, std::string> last_head(Files& files) {
  auto file = files.open(kCheckpoints, Files::Mode::read);
  const auto bytes = file ? read_all(**file) : Io<std::string>(tl::unexpected(file.error()));
  if (!bytes) return Refusal(std::string("cannot read checkpoints: ") + std::strerror(bytes.error()));
  Heads heads = read_heads(*bytes);
  if (heads.rest == Heads::Rest::bad)
    return Refusal(std::string("its checkpoints are damaged: tripline verify says more"));
  if (heads.heads.empty()) return Refusal(std::string("nothing in it was signed yet"));
  return std::move(heads.heads.back());
}

// Calls visit(index, leaf, body) for each of the first `size` records; they must be what the head says.
template <class Visit>
tl::expected<void, std::string> walk(Files& files, const Checkpoint& head, Visit visit) {
  auto reader = SegmentReader::open(files);
  if (!reader) return Refusal(reader.error());
  Frontier tree;
  Piece piece;
  while (tree.size() < head.size) {
    const auto more = reader->next(piece);
    if (!more) return Refusal(more.error());
    if (!*more) break;
    for (const RecordLine& line : read_lines(piece).lines) {
      if (tree.size() == head.size) break;
      if (line.index != tree.size()) break;
      visit(line.index, line.leaf,
            std::string_view(piece.text).substr(line.offset - piece.offset + kLineHead, line.length - kLineHead - 1));
      tree.add(line.leaf);
    }
  }
  if (tree.size() != head.size || tree.root() != head.root)
    return Refusal(std::string("its records are not those that were signed: tripline verify says more"));
  return {};
}

std::string lines_of(const std::vector<Hash>& hashes) {
  std::string text;
  for (const Hash& hash : hashes) text += base64(bytes_of(hash)) + "\n";
  return text;
}

// What stands behind `word` on the next line; moves `rest` behind that.
std::optional<std::string_view> field(std::string_view& rest, std::string_view word) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos || !rest.substr(0, end).starts_with(word)) return std::nullopt;
  const std::string_view value = rest.substr(word.size(), end - word.size());
  rest.remove_prefix(end + 1);
  return value;
}

std::optional<std::uint64_t> number_field(std::string_view& rest, std::string_view word) {
  const auto text = field(rest, word);
  std::uint64_t number = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || std::to_string(number) != *text)
    return std::nullopt;
  return number;
}

struct Rest {
  std::vector<Hash> hashes;
  Checkpoint checkpoint;
};

tl::expected<Rest, std::string> read_rest(std::string_view rest, const VerifierKey& key) {
  Rest read;
  while (!rest.starts_with('\n')) {
    const auto line = field(rest, "");
    const auto bytes = line ? from_base64(*line) : std::nullopt;
    if (!bytes || bytes->size() != 32 || read.hashes.size() == 64)
      return Refusal(std::string("it is no proof: a hash is damaged or missing"));
    Hash& hash = read.hashes.emplace_back();
    std::transform(bytes->begin(), bytes->end(), hash.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  }
  rest.remove_prefix(1);
  const auto note = Note::parse(rest);
  const auto checkpoint = note ? Checkpoint::parse(note->text) : std::nullopt;
  if (!checkpoint) return Refusal(std::string("it is no proof: its checkpoint is damaged"));
  if (checkpoint->origin != key.name || !note->signed_by(key))
    return Refusal("its checkpoint is not signed by " + key.text());
  read.checkpoint = *checkpoint;
  return read;
}

}  // namespace

tl::expected<std::string, std::string> prove_record(Files& files, std::uint64_t index) {
  const auto head = last_head(files);
  if (!head) return Refusal(head.error());
  if (index >= head->checkpoint.size)
    return Refusal("there is no signed record " + std::to_string(index) + ": the last is " +
                   std::to_string(head->checkpoint.size - 1));
  RangeHashes pass(inclusion_ranges(index, head->checkpoint.size));
  std::string body;
  const auto walked = walk(files, head->checkpoint, [&](std::uint64_t at, const Hash& leaf, std::string_view text) {
    pass.add(leaf);
    if (at == index) body = text;
  });
  if (!walked) return Refusal(walked.error());
  return std::string(kRecordProof) + "extra " + base64(body) + "\nindex " + std::to_string(index) + "\n" +
         lines_of(pass.hashes()) + "\n" + head->note.written();
}

tl::expected<std::string, std::string> prove_growth(Files& files, std::uint64_t size) {
  const auto head = last_head(files);
  if (!head) return Refusal(head.error());
  if (size == 0 || size > head->checkpoint.size)
    return Refusal("a checkpoint of " + std::to_string(size) + " records is none before the last, of " +
                   std::to_string(head->checkpoint.size));
  RangeHashes pass(consistency_ranges(size, head->checkpoint.size));
  const auto walked =
      walk(files, head->checkpoint, [&](std::uint64_t, const Hash& leaf, std::string_view) { pass.add(leaf); });
  if (!walked) return Refusal(walked.error());
  return "old " + std::to_string(size) + "\n" + lines_of(pass.hashes()) + "\n" + head->note.written();
}

tl::expected<ProvenRecord, std::string> check_record_proof(std::string_view file, const VerifierKey& key) {
  if (!file.starts_with(kRecordProof)) return Refusal(std::string("it is no proof of a record"));
  std::string_view rest = file.substr(kRecordProof.size());
  const auto extra = field(rest, "extra ");
  const auto body = extra ? from_base64(*extra) : std::nullopt;
  const auto index = number_field(rest, "index ");
  if (!body || !index) return Refusal(std::string("it is no proof: the record or its index is damaged or missing"));
  const auto read = read_rest(rest, key);
  if (!read) return Refusal(read.error());
  if (!check_inclusion(leaf_hash(*body), *index, read->checkpoint.size, read->hashes, read->checkpoint.root))
    return Refusal("the record is not the log's record " + std::to_string(*index));
  return ProvenRecord{*index, *body, read->checkpoint};
}

tl::expected<Checkpoint, std::string> check_growth_proof(std::string_view file, const Checkpoint& before,
                                                         const VerifierKey& key) {
  std::string_view rest = file;
  const auto size = number_field(rest, "old ");
  if (!size) return Refusal(std::string("it is no proof that a log grew"));
  const auto read = read_rest(rest, key);
  if (!read) return Refusal(read.error());
  if (*size != before.size || read->checkpoint.origin != before.origin)
    return Refusal("it speaks of another checkpoint: of " + std::to_string(*size) + " records");
  if (!check_consistency(before.size, before.root, read->checkpoint.size, read->checkpoint.root, read->hashes))
    return Refusal(std::string("the longer log does not continue the shorter one"));
  return read->checkpoint;
}

}  // namespace tripline::audit
