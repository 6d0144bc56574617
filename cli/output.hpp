// Bytes to standard output or a file, each failure noticed: a full disk must not look like a short list.
//
// Input: bytes. Output: the same bytes at a descriptor, in order. Everything throws OutputError where it cannot. One
// thread.
#pragma once
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tripline::cli {

class OutputError : public std::runtime_error {
 public:
  OutputError(const std::string& what, bool reader_left) : std::runtime_error(what), reader_left_(reader_left) {}
  // The reader of a pipe closed it (`| head`): nobody is waiting for a message.
  bool reader_left() const { return reader_left_; }

 private:
  bool reader_left_;
};

// A program may be started without standard input, output or error: then the next file opened would be taken for it.
// Holds their places, so that using one fails. To be called first of all.
void hold_standard_descriptors();

class Output {
 public:
  static Output standard_output();
  // Creates or empties the file.
  static Output file(const std::string& path);

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();  // what was not flushed is lost; close() before

  void write(std::string_view bytes);  // gathered up to 64 KiB
  void flush();
  void close();  // flushes; a file's bytes are on the disk when this returns

 private:
  Output(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  [[noreturn]] void fail(int error) const;

  int descriptor_;
  std::string name_;
  std::string gathered_;
};

}  // namespace tripline::cli
