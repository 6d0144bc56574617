// What could have stood somewhere and is no single word: as the grammar notes it, and as people read it.
//
// Input: its English words, known while the program is compiled, or an error of it. Output: the phrase. Constant; many threads.
#pragma once
#include <array>
#include <stdexcept>
#include <string_view>

#include "core/phrase.hpp"

namespace tripline::dsl::grammar {

inline constexpr std::array<core::Phrase, 24> kThings{{
    {"a clause", "条款"},
    {"a date such as 2026-03-01", "日期，例如 2026-03-01"},
    {"a deadline: `within`, `by` or `every`", "期限：`限期`、`截至`或`每隔`"},
    {"a declaration", "声明"},
    {"a duration such as 10 s", "时长，例如`10 秒`"},
    {"a field", "字段"},
    {"a name", "名称"},
    {"a number", "数"},
    {"a number, a text, true or false", "数、文本、`是`或`否`"},
    {"a point such as 10: 1.2", "点，例如`10：1.2`"},
    {"a step", "步骤"},
    {"a text in quotes", "引号中的文本"},
    {"a time of day such as 07:00", "一天中的时刻，例如`07:00`"},
    {"a type", "类型"},
    {"a unit", "单位"},
    {"a unit such as km/h", "单位，例如`公里/小时`"},
    {"a value", "值"},
    {"a version such as 1.2.0", "版本号，例如`1.2.0`"},
    {"a whole number", "整数"},
    {"`title`, `authority`, `timezone`, `lateness` or `max ahead`",
     "`名称`、`发布机关`、`时区`、`迟到容限`或`最大超前`"},
    {"an expression", "表达式"},
    {"an outcome such as `violated`, `met` or `raised`", "结果，例如`违规`、`履行`或`升级`"},
    {"no second comparison", "不能再写比较"},
    {"the end", "结尾"},
}};

// Null: it is no thing.
constexpr const core::Phrase* find_thing(std::string_view english) {
  for (const core::Phrase& thing : kThings) {
    if (thing.in(core::Language::en) == english) return &thing;
  }
  return nullptr;
}

class Thing {
 public:
  consteval Thing(const char* english) : what_(english) {
    if (find_thing(english) == nullptr) throw std::logic_error("a thing that people cannot read in every language");
  }
  constexpr std::string_view what() const { return what_; }

 private:
  std::string_view what_;
};

}  // namespace tripline::dsl::grammar
