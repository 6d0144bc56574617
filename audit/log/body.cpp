#include "audit/log/body.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/digest.hpp"
#include "core/json.hpp"

namespace tripline::audit {
namespace {

constexpr int kMostNesting = 64;

// Walks over JSON without blanks and without building anything.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  std::size_t at() const { return at_; }
  bool take(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  bool value(int depth) {
    if (at_end() || depth > kMostNesting) return false;
    switch (text_[at_]) {
      case '{': return members(depth, [](std::string_view, std::string_view) { return true; });
      case '[': return elements(depth);
      case '"': return string();
      case 't': return take("true");
      case 'f': return take("false");
      case 'n': return take("null");
      default: return number();
    }
  }

  // Calls visit(name with its quotes, value) for each member.
  template <class Visit>
  bool members(int depth, Visit visit) {
    if (!take("{")) return false;
    if (take("}")) return true;
    do {
      const std::size_t name = at_;
      if (!string()) return false;
      const std::size_t name_end = at_;
      if (!take(":")) return false;
      const std::size_t begin = at_;
      if (!value(depth + 1) || !visit(text_.substr(name, name_end - name), text_.substr(begin, at_ - begin)))
        return false;
    } while (take(","));
    return take("}");
  }

 private:
  bool elements(int depth) {
    if (!take("[")) return false;
    if (take("]")) return true;
    do {
      if (!value(depth + 1)) return false;
    } while (take(","));
    return take("]");
  }

  bool string() {
    if (!take("\"")) return false;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\') {
        if (at_end()) return false;
        const char escaped = text_[at_++];
        if (escaped == 'u') {
          for (int i = 0; i < 4; ++i, ++at_) {
            if (at_end() || std::string_view("0123456789abcdefABCDEF").find(text_[at_]) == std::string_view::npos)
              return false;
          }
        } else if (std::string_view("\"\\/bfnrt").find(escaped) == std::string_view::npos) {
          return false;
        }
      }
    }
    return false;
  }

  bool digits() {
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > begin;
  }

  bool number() {
    take("-");
    if (!take("0") && !digits()) return false;
    if (take(".") && !digits()) return false;
    if (take("e") || take("E")) {
      if (!take("+")) take("-");
      return digits();
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Without its quotes; empty where it holds an escape (none of the texts that are read here does).
std::string_view plain(std::string_view quoted) {
  if (quoted.size() < 2 || quoted.front() != '"' || quoted.find('\\') != std::string_view::npos) return {};
  return quoted.substr(1, quoted.size() - 2);
}

std::optional<Hash> from_hex(std::string_view text) {
  Hash hash{};
  if (text.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const char* const begin = text.data() + 2 * i;
    const auto [end, error] = std::from_chars(begin, begin + 2, hash[i], 16);
    if (error != std::errc() || end != begin + 2) return std::nullopt;
  }
  if (core::hex(hash) != text) return std::nullopt;
  return hash;
}

}  // namespace

Hash commitment_hash(std::string_view salt, std::string_view value) {
  core::Hasher hasher;
  return hasher.add("\2").add(salt).add(value).finish();
}

void append_body(std::string& out, std::uint64_t index, core::Time time, std::string_view host,
                 const std::vector<Commitment>& commitments, std::string_view record) {
  out += "{\"machine\":{";
  if (!commitments.empty()) {
    out += "\"commitments\":[";
    for (const Commitment& c : commitments) {
      if (&c != commitments.data()) out += ',';
      out += "{\"hash\":\"" + core::hex(c.hash) + "\",\"token\":";
      core::write_string(out, c.token);
      out += '}';
    }
    out += "],";
  }
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), index).ptr;
  out.append("\"host\":").append(host).append(",\"index\":").append(digits.data(), end).append(",\"time\":\"");
  core::append_rfc3339(out, time);
  out.append("\"},\"record\":").append(record).append("}");
}

std::optional<BodyFacts> read_body(std::string_view body) {
  BodyFacts facts;
  Walker walker(body);
  int seen = 0;
  const bool machine =
      walker.take("{\"machine\":") && walker.members(1, [&](std::string_view name, std::string_view v) {
        // In their order, each once: one form only.
        if (name == "\"commitments\"" && seen == 0) {
          facts.commitments = v;
          return v.front() == '[';
        }
        if (name == "\"host\"" && seen == 0) {
          seen = 1;
          return v.front() == '"';
        }
        if (name == "\"index\"" && seen == 1) {
          seen = 2;
          const auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), facts.index);
          return error == std::errc() && end == v.data() + v.size();
        }
        if (name == "\"time\"" && seen == 2) {
          seen = 3;
          const auto time = core::parse_rfc3339(plain(v));
          if (time) facts.time = *time;
          return time.has_value();
        }
        return false;
      });
  if (!machine || seen != 3 || !walker.take(",\"record\":")) return std::nullopt;
  const std::size_t begin = walker.at();
  const bool record = walker.members(1, [&](std::string_view name, std::string_view value) {
    if (name == "\"kind\"") facts.kind = plain(value);
    return true;
  });
  if (!record || facts.kind.empty()) return std::nullopt;
  facts.record = body.substr(begin, walker.at() - begin);
  if (!walker.take("}") || !walker.at_end()) return std::nullopt;
  return facts;
}

std::optional<std::vector<Commitment>> read_commitments(std::string_view array) {
  const auto json = nlohmann::json::parse(array, nullptr, false);
  if (!json.is_array()) return std::nullopt;
  std::vector<Commitment> commitments;
  for (const auto& item : json) {
    if (!item.is_object() || item.size() != 2) return std::nullopt;
    const auto token = item.find("token"), hash = item.find("hash");
    if (token == item.end() || hash == item.end() || !token->is_string() || !hash->is_string()) return std::nullopt;
    const auto bytes = from_hex(hash->get_ref<const std::string&>());
    if (!bytes) return std::nullopt;
    commitments.push_back({token->get<std::string>(), *bytes});
  }
  return commitments;
}

}  // namespace tripline::audit
