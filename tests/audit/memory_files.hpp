// A file system in memory that keeps only what was synced: of everything else a crash leaves any part, in any order.
//
// Input: what a log asks of Files. Output: the same answers as a disk's; crash() gives the folder as a power cut might leave it: each write that was not synced
// survives, is lost, or survives in pieces, whatever became of those before it; so does each truncation; a file whose name was not synced in its folder may be gone.
// `fault` is asked before each operation that changes or syncs something: an errno other than 0 is its result (a write may first write a part).
#pragma once
#include <algorithm>
#include <cerrno>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "audit/log/files.hpp"

namespace tripline::tests {

class MemoryFiles : public audit::Files {
 public:
  enum class Operation : std::uint8_t { create, write, truncate, sync, sync_folder, remove };
  std::function<int(Operation, const std::string&)> fault;  // none: all goes well
  std::size_t short_writes = 0;                             // other than 0: at most so many bytes a write

  struct Change {
    bool truncation = false;
    std::uint64_t offset = 0;
    std::string bytes;
  };
  struct Content {
    std::string now, synced;
    std::vector<Change> unsynced;
    bool name_synced = false;
  };
  std::map<std::string, std::shared_ptr<Content>> content;
  std::set<std::string> folders{""};
  bool locked = false;

  audit::Io<std::unique_ptr<audit::File>> open(const std::string& path, Mode mode) override {
    const auto at = content.find(path);
    if (mode == Mode::create) {
      if (const int error = ask(Operation::create, path)) return tl::unexpected(error);
      if (at != content.end()) return tl::unexpected(EEXIST);
      return std::make_unique<Open>(*this, path, content[path] = std::make_shared<Content>());
    }
    if (at == content.end()) return tl::unexpected(ENOENT);
    return std::make_unique<Open>(*this, path, at->second);
  }
  audit::Done make_folder(const std::string& path) override {
    folders.insert(path);
    return {};
  }
  audit::Done sync_folder(const std::string& path) override {
    if (const int error = ask(Operation::sync_folder, path)) return tl::unexpected(error);
    for (auto& [name, file] : content) {
      if (folder_of(name) == path) file->name_synced = true;
    }
    return {};
  }
  audit::Done remove(const std::string& path) override {
    if (const int error = ask(Operation::remove, path)) return tl::unexpected(error);
    content.erase(path);
    return {};
  }
  audit::Done rename(const std::string& from, const std::string& to) override {
    content[to] = content.at(from);
    content.erase(from);
    return {};
  }
  audit::Io<std::vector<std::string>> list(const std::string& folder) override {
    if (folders.count(folder) == 0) return tl::unexpected(ENOENT);
    std::set<std::string> names;
    for (const auto& [name, file] : content) {
      if (folder_of(name) == folder) names.insert(name.substr(folder.empty() ? 0 : folder.size() + 1));
    }
    for (const std::string& name : folders) {
      if (!name.empty() && folder_of(name) == folder) names.insert(name);
    }
    return std::vector<std::string>(names.begin(), names.end());
  }
  audit::Io<std::unique_ptr<audit::Lock>> lock(const std::string&) override {
    if (locked) return tl::unexpected(EWOULDBLOCK);
    locked = true;
    return std::make_unique<Held>(*this);
  }

  // What a power cut might leave.
  std::unique_ptr<MemoryFiles> crash(std::mt19937_64& random) const {
    auto after = std::make_unique<MemoryFiles>();
    after->folders = folders;
    const auto chance = [&](unsigned of) { return random() % of == 0; };
    for (const auto& [path, file] : content) {
      if (!file->name_synced && chance(2)) continue;
      std::vector<const Change*> changes;
      for (const Change& change : file->unsynced) changes.push_back(&change);
      if (chance(2)) std::shuffle(changes.begin(), changes.end(), random);
      std::string bytes = file->synced;
      for (const Change* change : changes) {
        if (chance(3)) continue;
        if (change->truncation) {
          bytes.resize(change->offset, '\0');
          continue;
        }
        std::size_t begin = 0, end = change->bytes.size();
        if (chance(2)) {
          begin = chance(2) ? 0 : random() % end;
          end = begin + 1 + random() % (end - begin);
        }
        put(bytes, change->offset + begin, std::string_view(change->bytes).substr(begin, end - begin));
        // A hole inside it.
        if (end - begin > 2 && chance(3)) {
          const std::size_t hole = change->offset + begin + random() % (end - begin - 1);
          bytes[hole] = '\0';
        }
      }
      auto left = std::make_shared<Content>();
      left->now = left->synced = std::move(bytes);
      left->name_synced = true;
      after->content[path] = std::move(left);
    }
    return after;
  }
  // The same as it is: a process was killed, the machine goes on.
  std::unique_ptr<MemoryFiles> copy() const {
    auto after = std::make_unique<MemoryFiles>();
    after->folders = folders;
    for (const auto& [path, file] : content) after->content[path] = std::make_shared<Content>(*file);
    return after;
  }

 private:
  class Held : public audit::Lock {
   public:
    explicit Held(MemoryFiles& files) : files_(files) {}
    ~Held() override { files_.locked = false; }

   private:
    MemoryFiles& files_;
  };

  class Open : public audit::File {
   public:
    Open(MemoryFiles& files, std::string path, std::shared_ptr<Content> content)
        : files_(files), path_(std::move(path)), content_(std::move(content)) {}
    audit::Io<std::uint64_t> size() override { return content_->now.size(); }
    audit::Io<std::size_t> read(std::uint64_t offset, std::size_t most, std::string& out) override {
      if (offset >= content_->now.size()) return std::size_t{0};
      const std::size_t count = std::min<std::size_t>(most, content_->now.size() - offset);
      out.append(content_->now, offset, count);
      return count;
    }
    audit::Io<std::size_t> write(std::uint64_t offset, std::string_view bytes) override {
      if (files_.short_writes > 0) bytes = bytes.substr(0, files_.short_writes);
      const int error = files_.ask(Operation::write, path_);
      if (error != 0) bytes = bytes.substr(0, bytes.size() / 2);  // a part of it got there
      if (!bytes.empty()) {
        put(content_->now, offset, bytes);
        content_->unsynced.push_back({false, offset, std::string(bytes)});
      }
      if (error != 0) return tl::unexpected(error);
      return bytes.size();
    }
    audit::Done truncate(std::uint64_t size) override {
      if (const int error = files_.ask(Operation::truncate, path_)) return tl::unexpected(error);
      content_->now.resize(size, '\0');
      content_->unsynced.push_back({true, size, {}});
      return {};
    }
    audit::Done sync() override {
      if (const int error = files_.ask(Operation::sync, path_)) return tl::unexpected(error);
      content_->synced = content_->now;
      content_->unsynced.clear();
      return {};
    }

   private:
    MemoryFiles& files_;
    std::string path_;
    std::shared_ptr<Content> content_;
  };

  static std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
  }
  static void put(std::string& bytes, std::uint64_t offset, std::string_view with) {
    if (bytes.size() < offset + with.size()) bytes.resize(offset + with.size(), '\0');
    bytes.replace(offset, with.size(), with);
  }
  int ask(Operation operation, const std::string& path) const { return fault ? fault(operation, path) : 0; }
};

}  // namespace tripline::tests
