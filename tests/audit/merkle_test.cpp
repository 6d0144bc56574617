#include "audit/tree/merkle.hpp"

#include <openssl/sha.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "audit/tree/proof.hpp"
#include "core/digest.hpp"

using namespace tripline;
using audit::Hash;

namespace {

// The eight leaves by which implementations of RFC 6962 are compared.
const std::vector<std::string> kInputs = {"",
                                          std::string("\0", 1),
                                          "\x10",
                                          "\x20\x21",
                                          "\x30\x31",
                                          "\x40\x41\x42\x43",
                                          "\x50\x51\x52\x53\x54\x55\x56\x57",
                                          "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
const std::vector<std::string> kRoots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                         "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

// RFC 6962 as its definitions stand, recursive, through another entry to SHA-256: shares nothing with what is tested.
namespace oracle {

Hash sha(const std::string& bytes) {
  Hash hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hash;
}

std::string text(const Hash& h) { return {h.begin(), h.end()}; }

std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

Hash mth(const std::vector<std::string>& d, std::size_t begin, std::size_t end) {
  if (begin == end) return sha("");
  if (end - begin == 1) return sha(std::string("\0", 1) + d[begin]);
  const std::size_t k = split(end - begin);
  return sha("\1" + text(mth(d, begin, begin + k)) + text(mth(d, begin + k, end)));
}

std::vector<Hash> path(std::size_t m, const std::vector<std::string>& d, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return {};
  const std::size_t k = split(end - begin);
  std::vector<Hash> p;
  if (m < k) {
    p = path(m, d, begin, begin + k);
    p.push_back(mth(d, begin + k, end));
  } else {
    p = path(m - k, d, begin + k, end);
    p.push_back(mth(d, begin, begin + k));
  }
  return p;
}

std::vector<Hash> subproof(std::size_t m, const std::vector<std::string>& d, std::size_t begin, std::size_t end,
                           bool b) {
  const std::size_t n = end - begin;
  if (m == n) return b ? std::vector<Hash>{} : std::vector<Hash>{mth(d, begin, end)};
  const std::size_t k = split(n);
  std::vector<Hash> p;
  if (m <= k) {
    p = subproof(m, d, begin, begin + k, b);
    p.push_back(mth(d, begin + k, end));
  } else {
    p = subproof(m - k, d, begin + k, end, false);
    p.push_back(mth(d, begin, begin + k));
  }
  return p;
}

}  // namespace oracle

std::vector<std::string> letters(std::size_t n) {
  std::vector<std::string> d;
  for (std::size_t i = 0; i < n; ++i) d.push_back("record " + std::to_string(i * i));
  return d;
}

std::vector<Hash> leaves(const std::vector<std::string>& d) {
  std::vector<Hash> hashes;
  for (const std::string& s : d) hashes.push_back(audit::leaf_hash(s));
  return hashes;
}

std::vector<Hash> hashed(const std::vector<audit::LeafRange>& ranges, const std::vector<Hash>& all, std::size_t size) {
  audit::RangeHashes pass(ranges);
  for (std::size_t i = 0; i < size; ++i) pass.add(all[i]);
  return pass.hashes();
}

std::size_t log2_up(std::size_t n) {
  std::size_t bits = 0;
  while ((std::size_t{1} << bits) < n) ++bits;
  return bits;
}

std::vector<std::string> hex(const std::vector<Hash>& hashes) {
  std::vector<std::string> texts;
  for (const Hash& h : hashes) texts.push_back(core::hex(h));
  return texts;
}

}  // namespace

TEST_CASE("roots of the known eight leaves") {
  audit::Frontier tree;
  CHECK(core::hex(tree.root()) == kRoots[0]);
  for (std::size_t i = 0; i < kInputs.size(); ++i) {
    tree.add(audit::leaf_hash(kInputs[i]));
    CHECK(tree.size() == i + 1);
    CHECK(core::hex(tree.root()) == kRoots[i + 1]);
  }
}

TEST_CASE("known proofs of the known eight leaves") {
  using Texts = std::vector<std::string>;
  const auto all = leaves(kInputs);
  const auto consistency = [&](std::size_t m, std::size_t n) {
    return hex(hashed(audit::consistency_ranges(m, n), all, n));
  };
  CHECK(consistency(1, 1).empty());
  CHECK(consistency(1, 8) == Texts{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                   "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                   "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"});
  CHECK(consistency(6, 8) == Texts{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                   "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                   "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
  CHECK(consistency(2, 5) == Texts{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                   "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"});
  const auto inclusion = [&](std::size_t m, std::size_t n) {
    return hex(hashed(audit::inclusion_ranges(m, n), all, n));
  };
  CHECK(inclusion(5, 8) == Texts{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
  CHECK(inclusion(2, 3) == Texts{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"});
}

TEST_CASE("every proof of every tree up to 70 leaves is the definition's, and no longer than it may be") {
  const auto data = letters(70);
  const auto all = leaves(data);
  for (std::size_t n = 1; n <= data.size(); ++n) {
    audit::Frontier tree;
    for (std::size_t i = 0; i < n; ++i) tree.add(all[i]);
    const Hash root = oracle::mth(data, 0, n);
    REQUIRE(tree.root() == root);
    for (std::size_t m = 0; m < n; ++m) {
      const auto proof = hashed(audit::inclusion_ranges(m, n), all, n);
      REQUIRE(proof == oracle::path(m, data, 0, n));
      REQUIRE(proof.size() <= log2_up(n) + 1);
      REQUIRE(audit::check_inclusion(all[m], m, n, proof, root));
    }
    for (std::size_t m = 1; m <= n; ++m) {
      const auto proof = hashed(audit::consistency_ranges(m, n), all, n);
      REQUIRE(proof == oracle::subproof(m, data, 0, n, true));
      REQUIRE(proof.size() <= log2_up(n) + 1);
      REQUIRE(audit::check_consistency(m, oracle::mth(data, 0, m), n, root, proof));
    }
  }
}

TEST_CASE("proofs that were tampered with are refused") {
  const std::size_t n = 21;
  const auto data = letters(n);
  const auto all = leaves(data);
  const Hash root = oracle::mth(data, 0, n);
  for (std::size_t m = 0; m < n; ++m) {
    const auto proof = oracle::path(m, data, 0, n);
    CHECK_FALSE(audit::check_inclusion(all[(m + 1) % n], m, n, proof, root));
    CHECK_FALSE(audit::check_inclusion(all[m], m, n, proof, all[m]));
    CHECK_FALSE(audit::check_inclusion(all[m], n, n, proof, root));
    for (std::size_t other = 0; other < n; ++other) {
      if (other != m) CHECK_FALSE(audit::check_inclusion(all[m], other, n, proof, root));
    }
    auto longer = proof;
    longer.push_back(root);
    CHECK_FALSE(audit::check_inclusion(all[m], m, n, longer, root));
    for (std::size_t i = 0; i < proof.size(); ++i) {
      auto bad = proof;
      bad[i][7] ^= 4;
      CHECK_FALSE(audit::check_inclusion(all[m], m, n, bad, root));
      bad = proof;
      bad.erase(bad.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK_FALSE(audit::check_inclusion(all[m], m, n, bad, root));
    }
  }
  for (std::size_t m = 1; m < n; ++m) {
    const Hash shorter = oracle::mth(data, 0, m);
    const auto proof = oracle::subproof(m, data, 0, n, true);
    CHECK_FALSE(audit::check_consistency(m, root, n, root, proof));
    CHECK_FALSE(audit::check_consistency(m, shorter, n, shorter, proof));
    CHECK_FALSE(audit::check_consistency(n, root, m, shorter, proof));
    for (std::size_t i = 0; i < proof.size(); ++i) {
      auto bad = proof;
      bad[i][31] ^= 1;
      CHECK_FALSE(audit::check_consistency(m, shorter, n, root, bad));
      bad = proof;
      bad.erase(bad.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK_FALSE(audit::check_consistency(m, shorter, n, root, bad));
    }
    auto longer = proof;
    longer.push_back(root);
    CHECK_FALSE(audit::check_consistency(m, shorter, n, root, longer));
  }
  CHECK(audit::check_consistency(0, core::sha256(""), n, root, {}));
  CHECK_FALSE(audit::check_consistency(0, root, n, root, {}));
}

TEST_CASE("a leaf cannot pass for a node") {
  const Hash a = audit::leaf_hash("a"), b = audit::leaf_hash("b");
  const std::string joined = oracle::text(a) + oracle::text(b);
  CHECK(audit::leaf_hash(joined) != audit::node_hash(a, b));
  CHECK(audit::leaf_hash("\1" + joined) != audit::node_hash(a, b));
}
