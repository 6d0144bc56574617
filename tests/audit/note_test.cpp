#include "audit/sign/note.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "audit/sign/base64.hpp"
#include "audit/sign/checkpoint.hpp"
#include "core/digest.hpp"

using namespace tripline::audit;

namespace {

std::string unhex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_of(const std::string& bytes) {
  std::array<std::uint8_t, N> out{};
  REQUIRE(bytes.size() == N);
  for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<std::uint8_t>(bytes[i]);
  return out;
}

// The example of the note package of Go's module mirror, where this format comes from. Not written by us.
const std::string kKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string kSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const std::string kText =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const std::string kNote =
    kText +
    "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

}  // namespace

TEST_CASE("Ed25519 of RFC 8032, section 7.1") {
  struct Vector {
    const char *seed, *key, *message, *signature;
  };
  const Vector vectors[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                             "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
                             "cf9b46bd25bf5f0595bbe24"
                             "655141438e7a100b"},
                            {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
                             "0f11d8c387b2eaeb4302aee"
                             "b00d291612bb0c00"},
                            {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                             "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                             "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
                             "84dc6594a7c15e9716ed28d"
                             "c027beceea1ec40a"}};
  for (const Vector& v : vectors) {
    const Seed seed(array_of<32>(unhex(v.seed)));
    CHECK(public_key(seed) == array_of<32>(unhex(v.key)));
    CHECK(sign(seed, unhex(v.message)) == array_of<64>(unhex(v.signature)));
    CHECK(verify(public_key(seed), unhex(v.message), unhex(v.signature)));
    std::string bad = unhex(v.signature);
    bad[40] = static_cast<char>(bad[40] ^ 1);
    CHECK_FALSE(verify(public_key(seed), unhex(v.message), bad));
    CHECK_FALSE(verify(public_key(seed), unhex(v.message) + "x", unhex(v.signature)));
  }
}

TEST_CASE("base64 has one text for each sequence of bytes") {
  for (const auto& [bytes, text] : std::initializer_list<std::pair<std::string, std::string>>{{"", ""},
                                                                                              {"f", "Zg=="},
                                                                                              {"fo", "Zm8="},
                                                                                              {"foo", "Zm9v"},
                                                                                              {"foob", "Zm9vYg=="},
                                                                                              {"fooba", "Zm9vYmE="},
                                                                                              {"foobar", "Zm9vYmFy"}}) {
    CHECK(base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
  for (const char* bad : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", "Zg==Zg==", "Zm-v", "Z g="})
    CHECK_FALSE(from_base64(bad));
}

TEST_CASE("a note that others signed verifies, and signing it again gives the same bytes") {
  const auto key = VerifierKey::parse(kKey);
  REQUIRE(key);
  CHECK(key->text() == kKey);
  const auto note = Note::parse(kNote);
  REQUIRE(note);
  CHECK(note->text == kText);
  CHECK(note->written() == kNote);
  CHECK(note->signed_by(*key));

  const auto secret = SignerKey::parse(kSecret);
  REQUIRE(secret);
  CHECK(secret->text() == kSecret);
  CHECK(secret->verifier() == *key);
  Note again{kText, {}};
  again.sign(*secret);
  CHECK(again.written() == kNote);
}

TEST_CASE("no other text of a key is a key") {
  for (std::size_t i = 0; i <= kKey.size(); ++i) {
    for (std::size_t j = i + 1; j <= kKey.size(); ++j) {
      if (i != 0 || j != kKey.size()) CHECK_FALSE(VerifierKey::parse(kKey.substr(i, j - i)));
    }
  }
  for (std::size_t i = 0; i < kKey.size(); ++i) {
    std::string bad = kKey;
    ++bad[i];
    CHECK_FALSE(VerifierKey::parse(bad));
  }
  CHECK_FALSE(VerifierKey::parse("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
  CHECK_FALSE(VerifierKey::parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  CHECK_FALSE(SignerKey::parse(kKey));
}

TEST_CASE("every flipped bit and every truncation of a note is noticed") {
  const auto key = VerifierKey::parse(kKey);
  for (std::size_t bit = 0; bit < 8 * kNote.size(); ++bit) {
    std::string bad = kNote;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
    const auto note = Note::parse(bad);
    CHECK_FALSE((note && note->signed_by(*key)));
  }
  for (std::size_t length = 0; length < kNote.size(); ++length) {
    const auto note = Note::parse(kNote.substr(0, length));
    CHECK_FALSE((note && note->signed_by(*key)));
  }
}

TEST_CASE("lines by unknown keys mean nothing, a bad line by the known key spoils the note") {
  const auto key = VerifierKey::parse(kKey);
  Note note = *Note::parse(kNote);
  const SignerKey other{"example.org/other", KeyKind::log, Seed::random()};
  note.sign(other);
  CHECK(Note::parse(note.written())->signed_by(*key));
  CHECK(note.signed_by(other.verifier()));
  note.signatures.push_back(note.signatures[0]);
  note.signatures.back().bytes[3] = '?';
  CHECK_FALSE(note.signed_by(*key));
}

TEST_CASE("a witness cosigns the text and the time") {
  const SignerKey witness{"witness.example.org/w1", KeyKind::witness, Seed::random()};
  CHECK(VerifierKey::parse(witness.verifier().text()) == witness.verifier());
  Note note = *Note::parse(kNote);
  note.cosign(witness, 1679315147);
  const auto read = Note::parse(note.written());
  REQUIRE(read);
  CHECK(read->signed_by(witness.verifier()));
  for (const std::size_t at : {std::size_t{7}, std::size_t{20}}) {  // the time; the signature
    Note bad = *read;
    bad.signatures[1].bytes[at] = static_cast<char>(bad.signatures[1].bytes[at] ^ 1);
    CHECK_FALSE(bad.signed_by(witness.verifier()));
  }
  // The same key as a log's key has another id: one cannot stand for the other.
  CHECK_FALSE(read->signed_by({witness.name, KeyKind::log, public_key(witness.seed)}));
}

TEST_CASE("the checkpoint of the C2SP specification") {
  const std::string body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const auto note = Note::parse(
      body +
      "\n\u2014 example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
      "\u2014 witness.example.com/w1 "
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n");
  REQUIRE(note);
  CHECK(note->signatures.size() == 2);
  const auto checkpoint = Checkpoint::parse(note->text);
  REQUIRE(checkpoint);
  CHECK(checkpoint->origin == "example.com/behind-the-sofa");
  CHECK(checkpoint->size == 20852163);
  CHECK(checkpoint->text() == body);
  for (const char* bad :
       {"", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n", "a\n1\nCsUY\n",
        "a\n18446744073709551616\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"})
    CHECK_FALSE(Checkpoint::parse(bad));
}
