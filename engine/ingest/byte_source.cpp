#include "engine/ingest/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "engine/ingest/phrases.hpp"

namespace tripline::engine {

struct ByteSource::Inflater {
  z_stream stream{};
  std::vector<char> stored;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool between_members = false;

  Inflater() : stored(std::size_t{256} << 10) {
    constexpr int kGzip = 16 + MAX_WBITS;
    if (inflateInit2(&stream, kGzip) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

ByteSource::ByteSource(std::size_t capacity) : capacity_(capacity), buffer_(capacity + kPadding) {}

ByteSource::~ByteSource() {
  if (close_) ::close(descriptor_);
}

tl::expected<std::unique_ptr<ByteSource>, std::string> ByteSource::open(const std::string& path,
                                                                        std::function<bool()> stopped) {
  std::unique_ptr<ByteSource> source(new ByteSource(kWindow));
  source->stopped_ = std::move(stopped);
  if (path == "-") {
    source->descriptor_ = STDIN_FILENO;
  } else {
    do source->descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    while (source->descriptor_ < 0 && errno == EINTR && source->waits_on());
    if (source->descriptor_ < 0) {
      const int why = errno;
      if (why == EINTR)
        return tl::unexpected(path + " was not waited for any longer: nobody had opened it for writing");
      if (why == ENOENT)
        return tl::unexpected("there is no file " + path + "; check the name, or give - for standard input");
      if (why == EACCES) return tl::unexpected(path + " cannot be read: you are not allowed to; check its permissions");
      return tl::unexpected(path + " cannot be opened: " + std::strerror(why));
    }
    source->close_ = true;
  }
  struct stat about {};
  if (::fstat(source->descriptor_, &about) != 0)
    return tl::unexpected((path == "-" ? "standard input" : path) + " cannot be read: " + std::strerror(errno));
  if (S_ISDIR(about.st_mode))
    return tl::unexpected((path == "-" ? "standard input" : path) + " is a folder; name the files in it, for example " +
                          path + "/*.jsonl");
  if (S_ISREG(about.st_mode)) source->total_ = static_cast<std::uint64_t>(about.st_size);
  return source;
}

std::unique_ptr<ByteSource> ByteSource::of_memory(std::string_view bytes) {
  std::unique_ptr<ByteSource> source(new ByteSource(std::min(kWindow, bytes.size() + 1)));
  source->memory_ = bytes;
  source->total_ = bytes.size();
  return source;
}

void ByteSource::skip(std::size_t bytes) {
  begin_ += bytes;
  offset_ += bytes;
}

void ByteSource::break_off(const char* code, core::Text text) {
  fault_ = Fault{code, std::move(text)};
  ended_ = true;
}

bool ByteSource::more() {
  if (ended_ || full()) return false;
  if (!started_) {
    started_ = true;
    find_gzip();
    if (end_ > begin_) return true;
    if (ended_) return false;
  }
  // The window moves to the front only when a block no longer fits: each byte moves about once.
  if (begin_ > 0 && capacity_ - end_ < kBlock) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t room = std::min(kBlock, capacity_ - end_);
  char* const to = buffer_.data() + end_;
  const std::size_t got = inflater_ ? read_inflated(to, room) : read_stored(to, room);
  end_ += got;
  std::memset(buffer_.data() + end_, 0, kPadding);
  if (got == 0) ended_ = true;
  return got > 0;
}

bool ByteSource::waits_on() const { return !stopped_ || !stopped_(); }

// The magic number decides, whatever the file is called.
void ByteSource::find_gzip() {
  constexpr std::size_t kMagic = 2;
  while (end_ < kMagic && !ended_) {
    const std::size_t got = read_stored(buffer_.data() + end_, std::min(kBlock, capacity_ - end_));
    end_ += got;
    if (got == 0) ended_ = true;
  }
  if (end_ < kMagic || buffer_[0] != '\x1f' || buffer_[1] != '\x8b') return;
  inflater_ = std::make_unique<Inflater>();
  inflater_->stored.resize(std::max(inflater_->stored.size(), end_));
  std::memcpy(inflater_->stored.data(), buffer_.data(), end_);
  inflater_->end = end_;
  end_ = 0;
  ended_ = false;
  capacity_ = kWindow;
  buffer_.resize(kWindow + kPadding);
}

std::size_t ByteSource::read_stored(char* to, std::size_t room) {
  if (descriptor_ < 0) {
    const std::size_t got = std::min(room, memory_.size());
    if (got > 0) std::memcpy(to, memory_.data(), got);
    memory_.remove_prefix(got);
    stored_read_ += got;
    return got;
  }
  ssize_t got = 0;
  do got = ::read(descriptor_, to, room);
  while (got < 0 && errno == EINTR && waits_on());
  if (got < 0 && errno == EINTR) return 0;
  if (got < 0) {
    break_off("read_error", {input_phrases::kBrokeOff, std::strerror(errno)});
    return 0;
  }
  stored_read_ += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

std::size_t ByteSource::read_inflated(char* to, std::size_t room) {
  Inflater& in = *inflater_;
  in.stream.next_out = reinterpret_cast<Bytef*>(to);
  in.stream.avail_out = static_cast<uInt>(room);
  const auto written = [&] { return room - in.stream.avail_out; };
  while (written() == 0) {
    if (in.begin == in.end) {
      in.begin = 0;
      in.end = read_stored(in.stored.data(), in.stored.size());
      if (in.end == 0) {
        if (!in.between_members && !fault_) break_off("truncated_gzip", input_phrases::kTruncatedGzip);
        return 0;
      }
    }
    if (in.between_members) {
      // gzip itself takes zeros after the last member for padding.
      while (in.begin < in.end && in.stored[in.begin] == 0) ++in.begin;
      if (in.begin == in.end) continue;
      inflateReset(&in.stream);
      in.between_members = false;
    }
    in.stream.next_in = reinterpret_cast<Bytef*>(in.stored.data() + in.begin);
    in.stream.avail_in = static_cast<uInt>(in.end - in.begin);
    const int result = inflate(&in.stream, Z_NO_FLUSH);
    in.begin = in.end - in.stream.avail_in;
    if (result == Z_STREAM_END) {
      in.between_members = true;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      break_off("bad_gzip",
                {input_phrases::kDamagedGzip,
                 in.stream.msg != nullptr ? core::Text(in.stream.msg) : core::Text(input_phrases::kNoReason)});
      break;
    }
  }
  return written();
}

}  // namespace tripline::engine
