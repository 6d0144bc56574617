// Which streams of a pack an element feeds, and its values in them.
//
// Input: the tokens that a format's reader found at the layout's places. Output: one Element, or one Rejection, for each stream.
// Invariant: an Element's fields are those of its stream, in order: a value of the field's type, Missing only where it is optional, Unknown only
// where nothing reads it; a field that nothing reads has been checked all the same. No value of a `personal` field stands in a Rejection but in its
// `bytes`. Immutable once made: many threads may use one Decoder, each with its own Scratch.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/model/model.hpp"
#include "engine/element.hpp"
#include "engine/ingest/token.hpp"

namespace tripline::engine {

struct Batch;

// A place in an element that the pack reads: a top-level member or column, or the end of a JSON pointer (RFC 6901).
struct Place {
  std::string from;                // as the pack writes it
  std::vector<std::string> steps;  // the members on the way, unescaped
  bool pointer = false;
  bool contents = false;  // some field wants an array or object that stands here
  bool personal = false;  // some field that is read from here is personal
};

class Decoder {
 public:
  // `fields_read`: for each stream and field whether any rule reads it; an empty vector, or an empty one for a stream: all of them.
  Decoder(std::shared_ptr<const dsl::model::Pack> pack, const std::vector<std::vector<bool>>& fields_read);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  const dsl::model::Pack& pack() const { return *pack_; }

  // Places that every format's reader knows by number; those of fields follow.
  enum KnownPlace : int {
    kType,
    kSpecversion,
    kId,
    kSource,
    kData,
    kDataBase64,
    kDataContentType,
    kTime,
    kFirstFieldPlace
  };
  const std::vector<Place>& places() const { return places_; }
  // The places that a stream reads, its time included.
  const std::vector<int>& places_of(int stream) const;

  // What is used again from element to element. One for each Input.
  struct Scratch {
    std::string text;  // a text without its escapes, a number with its point
    std::string other;
    std::string last_type;  // and the streams that it selected
    const std::vector<int>* last_streams = nullptr;
  };

  struct Source {
    std::uint32_t number = 0;
    int stream = -1;  // STREAM=, or -1
    char decimal_mark = '.';
    bool csv = false;
  };
  struct Received {
    std::string_view bytes;
    std::uint64_t position = 0;
    std::uint64_t offset = 0;
  };

  // Appends to the batch what this element gives. Never fails: whatever is wrong is a Rejection.
  void decode(const Slots&, const Source&, const Received&, Scratch&, Batch&) const;

 private:
  struct StreamPlan;
  struct View;

  int place(const std::string& from);
  void add_stream(int number, const std::vector<bool>& read);
  const std::vector<int>* streams_of(std::string_view type, Scratch&) const;
  void decode_stream(int stream, const View&, const Source&, const Received&, Scratch&, Batch&) const;

  std::shared_ptr<const dsl::model::Pack> pack_;
  std::vector<Place> places_;
  std::map<std::string, int> place_numbers_;
  std::vector<std::unique_ptr<StreamPlan>> streams_;  // null for derived ones and Violation
  std::map<std::string, std::vector<int>, std::less<>> by_type_;
};

}  // namespace tripline::engine
