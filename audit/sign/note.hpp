// Signed notes (C2SP signed-note): a text, and below it lines that say who signed it.
//
//   text, each line ended by LF
//                                  an empty line
//   — NAME BASE64(KEY_ID ‖ SIGNATURE)
//
// Input: texts and keys as people pass them on. Output: notes, and which keys signed one. NAME has no blank and no `+`. A key id is the beginning of
// SHA-256(NAME ‖ LF ‖ kind ‖ public key). Two kinds of keys are known: a log's own (0x01, Ed25519 over the text) and a witness's (0x04, C2SP tlog-cosignature v1:
// Ed25519 over an instant and the text). Lines by keys that are not asked about are kept and mean nothing. Plain values; many threads.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/sign/ed25519.hpp"

namespace tripline::audit {

enum class KeyKind : std::uint8_t { log = 1, witness = 4 };

// "NAME+KEY_ID+BASE64": may be shown to everybody.
struct VerifierKey {
  std::string name;
  KeyKind kind = KeyKind::log;
  PublicKey key{};

  std::uint32_t id() const;
  std::string text() const;
  static std::optional<VerifierKey> parse(std::string_view text);
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// "PRIVATE+KEY+NAME+KEY_ID+BASE64": to be kept secret.
struct SignerKey {
  std::string name;
  KeyKind kind = KeyKind::log;
  Seed seed;

  VerifierKey verifier() const { return {name, kind, public_key(seed)}; }
  std::string text() const;  // to be wiped after use
  static std::optional<SignerKey> parse(std::string_view text);
};

// Whether a key may be called so: not empty, UTF-8, no blank, no control character, no `+`.
bool is_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t id = 0;
  std::string bytes;  // without the id
};

struct Note {
  std::string text;  // ends with LF
  std::vector<NoteSignature> signatures;

  std::string written() const;
  // Nothing where it is no note: no signature, a line that is none, control characters, more than 100 signatures.
  static std::optional<Note> parse(std::string_view bytes);

  void sign(const SignerKey& key);                             // Requires a key of a log
  void cosign(const SignerKey& key, std::uint64_t unix_time);  // Requires a key of a witness
  // Whether there is a line by that key and every such line is a good signature.
  bool signed_by(const VerifierKey& key) const;
};

}  // namespace tripline::audit
