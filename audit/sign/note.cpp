#include "audit/sign/note.hpp"

#include <charconv>

#include "audit/sign/base64.hpp"
#include "core/digest.hpp"
#include "core/source.hpp"
#include "core/utf8.hpp"

namespace tripline::audit {
namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr std::size_t kMostSignatures = 100;

std::string_view bytes_of(const auto& array) { return {reinterpret_cast<const char*>(array.data()), array.size()}; }

std::string big_endian(std::uint64_t number, std::size_t bytes) {
  std::string out;
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(number >> (8 * i) & 255U);
  return out;
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8U | static_cast<unsigned char>(c);
  return number;
}

std::string hex8(std::uint32_t id) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) text += kHex[id >> static_cast<unsigned>(shift) & 15U];
  return text;
}

std::string kind_byte(KeyKind kind) { return std::string(1, static_cast<char>(kind)); }

// NAME+ID+BASE64(kind ‖ 32 bytes): the base64 may hold a `+`, the name may not.
struct KeyText {
  std::string name, id;
  KeyKind kind;
  std::array<std::uint8_t, 32> key;
};

std::optional<KeyText> parse_key(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos || !is_key_name(text.substr(0, first))) return std::nullopt;
  auto bytes = from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33) return std::nullopt;
  KeyText parsed{
      std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)), KeyKind::log, {}};
  if ((*bytes)[0] == 4) {
    parsed.kind = KeyKind::witness;
  } else if ((*bytes)[0] != 1) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < 32; ++i) parsed.key[i] = static_cast<std::uint8_t>((*bytes)[i + 1]);
  wipe(*bytes);
  return parsed;
}

std::string cosigned(std::string_view text, std::uint64_t unix_time) {
  return "cosignature/v1\ntime " + std::to_string(unix_time) + "\n" + std::string(text);
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || core::find_invalid_utf8(name) != std::string_view::npos) return false;
  for (std::size_t i = 0; i < name.size();) {
    const core::CodePoint c = core::decode_utf8(name, i);
    const char32_t v = c.value;
    const bool blank = v <= 0x20 || v == 0x7F || v == 0x85 || v == 0xA0 || v == 0x1680 ||
                       (v >= 0x2000 && v <= 0x200A) || v == 0x2028 || v == 0x2029 || v == 0x202F || v == 0x205F ||
                       v == 0x3000;
    if (blank || v == '+') return false;
    i += c.length;
  }
  return true;
}

std::uint32_t VerifierKey::id() const {
  const core::Sha256 digest = core::sha256(name + "\n" + kind_byte(kind) + std::string(bytes_of(key)));
  return static_cast<std::uint32_t>(big_endian(bytes_of(digest).substr(0, 4)));
}

std::string VerifierKey::text() const {
  return name + "+" + hex8(id()) + "+" + base64(kind_byte(kind) + std::string(bytes_of(key)));
}

std::optional<VerifierKey> VerifierKey::parse(std::string_view text) {
  const auto parsed = parse_key(text);
  if (!parsed) return std::nullopt;
  VerifierKey key{parsed->name, parsed->kind, parsed->key};
  if (hex8(key.id()) != parsed->id) return std::nullopt;
  return key;
}

std::string SignerKey::text() const {
  const VerifierKey open = verifier();
  std::string secret = kind_byte(kind) + std::string(seed.bytes());
  std::string text = std::string(kPrivate) + name + "+" + hex8(open.id()) + "+" + base64(secret);
  wipe(secret);
  return text;
}

std::optional<SignerKey> SignerKey::parse(std::string_view text) {
  if (!text.starts_with(kPrivate)) return std::nullopt;
  const auto parsed = parse_key(text.substr(kPrivate.size()));
  if (!parsed) return std::nullopt;
  SignerKey key{parsed->name, parsed->kind, Seed(parsed->key)};
  if (hex8(key.verifier().id()) != parsed->id) return std::nullopt;
  return key;
}

std::string Note::written() const {
  std::string out = text + "\n";
  for (const NoteSignature& s : signatures)
    out += std::string(kDash) + s.name + " " + base64(big_endian(s.id, 4) + s.bytes) + "\n";
  return out;
}

std::optional<Note> Note::parse(std::string_view bytes) {
  if (core::find_invalid_utf8(bytes) != std::string_view::npos) return std::nullopt;
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return std::nullopt;
  }
  // The last empty line is the one that separates.
  const std::size_t gap = bytes.rfind("\n\n");
  if (gap == std::string_view::npos || !bytes.ends_with('\n')) return std::nullopt;
  Note note;
  note.text = bytes.substr(0, gap + 1);
  std::string_view rest = bytes.substr(gap + 2);
  if (rest.empty()) return std::nullopt;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (!line.starts_with(kDash)) return std::nullopt;
    const std::string_view signature = line.substr(kDash.size());
    const std::size_t blank = signature.find(' ');
    if (blank == std::string_view::npos || !is_key_name(signature.substr(0, blank))) return std::nullopt;
    const auto decoded = from_base64(signature.substr(blank + 1));
    if (!decoded || decoded->size() < 5 || note.signatures.size() == kMostSignatures) return std::nullopt;
    note.signatures.push_back({std::string(signature.substr(0, blank)),
                               static_cast<std::uint32_t>(big_endian(std::string_view(*decoded).substr(0, 4))),
                               decoded->substr(4)});
  }
  return note;
}

void Note::sign(const SignerKey& key) {
  const Signature made = audit::sign(key.seed, text);
  signatures.push_back({key.name, key.verifier().id(), std::string(bytes_of(made))});
}

void Note::cosign(const SignerKey& key, std::uint64_t unix_time) {
  const Signature made = audit::sign(key.seed, cosigned(text, unix_time));
  signatures.push_back({key.name, key.verifier().id(), big_endian(unix_time, 8) + std::string(bytes_of(made))});
}

bool Note::signed_by(const VerifierKey& key) const {
  const std::uint32_t id = key.id();
  bool found = false;
  for (const NoteSignature& s : signatures) {
    if (s.name != key.name || s.id != id) continue;
    const std::string_view bytes = s.bytes;
    switch (key.kind) {
      case KeyKind::log:
        if (!verify(key.key, text, bytes)) return false;
        break;
      case KeyKind::witness: {
        if (bytes.size() != 72) return false;
        const std::uint64_t time = big_endian(bytes.substr(0, 8));
        if (time >> 63U != 0 || !verify(key.key, cosigned(text, time), bytes.substr(8))) return false;
        break;
      }
    }
    found = true;
  }
  return found;
}

}  // namespace tripline::audit
