#include "core/digest.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace tripline::core;

TEST_CASE("SHA-256 of known texts") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(std::string(1000000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("incremental digests start anew after each") {
  Hasher h;
  h.add("a").add("").add("bc");
  CHECK(h.finish() == sha256("abc"));
  CHECK(h.finish() == sha256(""));
  CHECK(h.add("abc").finish() == sha256("abc"));
}

TEST_CASE("framed parts do not run together") {
  Hasher h;
  const Sha256 first = h.add_framed("ab").add_framed("c").finish();
  CHECK(first != h.add_framed("a").add_framed("bc").finish());
  CHECK(first == sha256(std::string("\0\0\0\0\0\0\0\2ab\0\0\0\0\0\0\0\1c", 19)));
}
