// What is said of elements that cannot be taken, in every language: `reason.text` of `rejected` (docs/input.md has the codes).
//
// Holes take names and text of the input, as they are. Constants; any number of threads.
#pragma once
#include "core/phrase.hpp"

namespace tripline::engine::input_phrases {

using core::Phrase;

// ---------------------------------------------------------------- bytes and framing

inline constexpr Phrase kBrokeOff{"reading broke off here: {0}", "读取在此处中断：{0}"};
inline constexpr Phrase kTruncatedGzip{
    "the gzip stream ends before its end: what came after this place is lost; fetch the file again",
    "gzip 数据流不完整：此处之后的内容已丢失；请重新获取该文件"};
inline constexpr Phrase kDamagedGzip{"the gzip stream is damaged here: {0}; what came after this place is lost",
                                     "gzip 数据流在此处损坏：{0}；此处之后的内容已丢失"};
inline constexpr Phrase kNoReason{"no reason given", "原因不明"};
inline constexpr Phrase kTooLarge{"the element is longer than 1 MiB (1048576 bytes); its first 1048576 bytes are kept",
                                  "该条数据超过 1 MiB（1048576 字节）；保留其前 1048576 字节"};

// ---------------------------------------------------------------- JSON

inline constexpr Phrase kTrailing{"more text follows the object on its line; an element has a line of its own",
                                  "对象之后同一行还有其他文本；每条数据应独占一行"};
inline constexpr Phrase kBatchNotClosed{"the batch is not closed: its ] is missing", "批次没有结束：缺少 ]"};
inline constexpr Phrase kCommaForElement{"a comma stands in the batch where an element should",
                                         "批次中应为一条数据之处是逗号"};
inline constexpr Phrase kCommaAtEnd{"the batch ends after a comma, where an element should stand",
                                    "批次以逗号结尾，其后应有一条数据"};
inline constexpr Phrase kNoComma{"a comma is missing before this element of the batch", "批次中这条数据之前缺少逗号"};
inline constexpr Phrase kBadJson{"this is not JSON (RFC 8259): it can be read up to its byte {0}, but no further",
                                 "这不是 JSON（RFC 8259）：只能读到第 {0} 字节"};
inline constexpr Phrase kNotAnObject{"an element is a JSON object { … }; this is something else",
                                     "一条数据应为 JSON 对象 { … }；这里不是"};
inline constexpr Phrase kElementUtf8{"the element is not UTF-8", "该条数据不是 UTF-8 编码"};
inline constexpr Phrase kTooDeep{"objects and arrays stand more than 64 deep in one another",
                                 "对象和数组的嵌套超过 64 层"};
inline constexpr Phrase kSomeTwice{"a member stands twice in one object; which of them counts is not defined",
                                   "同一对象中有成员重复出现；以哪一个为准没有规定"};
inline constexpr Phrase kTwice{"the member \"{0}\" stands twice in one object; which of them counts is not defined",
                               "同一对象中成员“{0}”重复出现；以哪一个为准没有规定"};

// ---------------------------------------------------------------- CSV

inline constexpr Phrase kRowUtf8{"the row is not UTF-8; save the file as UTF-8",
                                 "该行不是 UTF-8 编码；请将文件另存为 UTF-8"};
inline constexpr Phrase kQuoteInside{
    "a quote stands inside a cell that does not begin with one; quote the cell and double the quote (RFC 4180, "
    "section 2)",
    "单元格不以引号开头，其中却有引号；请给单元格加引号，并将其中的引号写成两个（RFC 4180 第 2 节）"};
inline constexpr Phrase kBehindQuote{"after a cell's closing quote comes neither a delimiter nor the line's end",
                                     "单元格的结束引号之后既非分隔符，也非行尾"};
inline constexpr Phrase kOpenQuote{"a cell's quote is never closed", "单元格的引号没有结束"};
inline constexpr Phrase kCellCount{"the row has {0} cells, the header {1}", "该行有 {0} 个单元格，表头有 {1} 个"};

// ---------------------------------------------------------------- envelope

inline constexpr Phrase kVersion{"specversion is not \"1.0\", the one version of CloudEvents that is read",
                                 "specversion 不是“1.0”；只读取这一版本的 CloudEvents"};
inline constexpr Phrase kNoAttribute{"the CloudEvent has no `{0}`; it must be a text that is not empty",
                                     "该 CloudEvent 没有 `{0}`；它应为非空文本"};
inline constexpr Phrase kBase64{"the CloudEvent carries data_base64; its data must be JSON, in the member `data`",
                                "该 CloudEvent 使用了 data_base64；其数据应为 JSON，并写在成员 `data` 中"};
inline constexpr Phrase kContentType{"the CloudEvent's datacontenttype is not JSON",
                                     "该 CloudEvent 的 datacontenttype 不是 JSON"};
inline constexpr Phrase kNoType{
    "which stream the element belongs to is not said: its {0} {1}; without it, name the stream: STREAM=INPUT",
    "没有说明该条数据属于哪个数据流：其{0}{1}；没有它时，请指明数据流：STREAM=INPUT"};
inline constexpr Phrase kTypeColumn{"column `type`", "列 `type` "};
inline constexpr Phrase kTypeMember{"member `type`", "成员 `type` "};
inline constexpr Phrase kIsNoText{"is not a text", "不是文本"};
inline constexpr Phrase kTimeName{"the element's time (read from \"{0}\")", "该条数据的时刻（取自“{0}”）"};
inline constexpr Phrase kNoTime{"{0} is missing{1}", "{0}缺失{1}"};
inline constexpr Phrase kBadTime{"{0} {1}{2}{3}", "{0}{1}{2}{3}"};

// ---------------------------------------------------------------- what stands there

inline constexpr Phrase kIsAbsent{"is missing", "缺失"};
inline constexpr Phrase kIsTruth{"is true or false", "是 true 或 false"};
inline constexpr Phrase kIsTrue{"is true", "是 true"};
inline constexpr Phrase kIsFalse{"is false", "是 false"};
inline constexpr Phrase kIsSomeNumber{"is a number", "是数"};
inline constexpr Phrase kIsNumber{"is the number {0}", "是数 {0}"};
inline constexpr Phrase kIsSomeText{"is a text", "是文本"};
inline constexpr Phrase kIsText{"is the text \"{0}\"", "是文本“{0}”"};
inline constexpr Phrase kIsAnotherText{"is another text", "是其他文本"};
inline constexpr Phrase kIs{"is \"{0}\"", "是“{0}”"};
inline constexpr Phrase kIsArray{"is an array", "是数组"};
inline constexpr Phrase kIsObject{"is an object", "是对象"};
inline constexpr Phrase kBothStand{"{0} and {1}", "{0}，且{1}"};

// ---------------------------------------------------------------- what was expected

inline constexpr Phrase kExpected{"; expected {0}", "；应为{0}"};
inline constexpr Phrase kTruth{"true or false", " true 或 false"};
inline constexpr Phrase kNumber{"a number", "数"};
inline constexpr Phrase kNumberIn{"a number in {0}", "以 {0} 为单位的数"};
inline constexpr Phrase kText{"a text", "文本"};
inline constexpr Phrase kOneOf{"one of {0}", "下列之一：{0}"};
inline constexpr Phrase kNext{", ", "、"};
inline constexpr Phrase kAndSoOn{", …", "……"};
inline constexpr Phrase kPatternTime{"a time in the pattern that the pack gives", "符合规则包所给格式的时刻"};
inline constexpr Phrase kTime{"a time such as 2026-03-01T08:00:00Z", "时刻，例如 2026-03-01T08:00:00Z"};
inline constexpr Phrase kCountSince{"a count of {0} since 1970 as a number", "自 1970 年起以 {0} 计的数"};
inline constexpr Phrase kPatternDate{"a date in the pattern that the pack gives", "符合规则包所给格式的日期"};
inline constexpr Phrase kDate{"a date such as 2026-03-01", "日期，例如 2026-03-01"};
inline constexpr Phrase kDuration{"a duration such as \"1.5 s\", exact to the nanosecond",
                                  "精确到纳秒的时长，例如“1.5 s”"};
inline constexpr Phrase kDurationIn{"a number in {0}, exact to the nanosecond", "以 {0} 为单位、精确到纳秒的数"};
inline constexpr Phrase kTwoAngles{"a latitude within -90 .. 90 and a longitude within -180 .. 180",
                                   "在 -90 .. 90 之内的纬度和在 -180 .. 180 之内的经度"};
inline constexpr Phrase kPosition{
    "{\"lat\": …, \"lon\": …} with a latitude within -90 .. 90 and a longitude within -180 .. 180",
    " {\"lat\": …, \"lon\": …}，纬度在 -90 .. 90 之内，经度在 -180 .. 180 之内"};
inline constexpr Phrase kListOf{"a list, each of its items {0}", "列表，其每一项应为{0}"};
inline constexpr Phrase kYearsHeld{"; times from 1678 to 2261 can be held", "；可表示 1678 年至 2261 年的时刻"};
inline constexpr Phrase kYearsHeldExactly{"; times from 1678 to 2261 can be held, to the nanosecond",
                                          "；可表示 1678 年至 2261 年的时刻，精确到纳秒"};

// ---------------------------------------------------------------- a field: its name, what stands there, what was expected

inline constexpr Phrase kField{"field {0}", "字段“{0}”"};
inline constexpr Phrase kFieldFrom{"field {0} (read from \"{1}\")", "字段“{0}”（取自“{1}”）"};
inline constexpr Phrase kFieldFromTwo{"field {0} (read from \"{1}\" and \"{2}\")", "字段“{0}”（取自“{1}”和“{2}”）"};
inline constexpr Phrase kLacksAngle{"{0} lacks its lat or its lon{1}", "{0}缺少 lat 或 lon{1}"};
inline constexpr Phrase kLacks{"{0} lacks \"{1}\"{2}", "{0}缺少“{1}”{2}"};
inline constexpr Phrase kRequired{"{0} is missing, but required{1}", "{0}缺失，但为必填{1}"};
inline constexpr Phrase kWrong{"{0} {1}{2}", "{0}{1}{2}"};
inline constexpr Phrase kNotFinite{"{0} {1}, which is no finite double{2}", "{0}{1}，不是有限的双精度数{2}"};
inline constexpr Phrase kRounded{"{0} {1}: an integer beyond 9007199254740992 (2^53) would be rounded",
                                 "{0}{1}：绝对值超过 9007199254740992（2^53）的整数会被舍入"};
inline constexpr Phrase kZeroed{"{0} {1}, which a double could only hold as zero", "{0}{1}，双精度数只能将其存为零"};
inline constexpr Phrase kTooLong{"{0} has {1} bytes; a key, group or id has at most {2}",
                                 "{0}有 {1} 字节；主体、所属和编号至多 {2} 字节"};
// The same of one of the items of a list, which is not quoted.
inline constexpr Phrase kWrongItem{"{0} has an item that cannot be taken{1}", "{0}中有一项无法接受{1}"};
inline constexpr Phrase kNotFiniteItem{"{0} has an item that is no finite double{1}",
                                       "{0}中有一项不是有限的双精度数{1}"};
inline constexpr Phrase kRoundedItem{
    "{0} has an item that cannot be taken: an integer beyond 9007199254740992 (2^53) would be rounded",
    "{0}中有一项无法接受：绝对值超过 9007199254740992（2^53）的整数会被舍入"};
inline constexpr Phrase kZeroedItem{"{0} has an item that a double could only hold as zero",
                                    "{0}中有一项双精度数只能存为零"};

}  // namespace tripline::engine::input_phrases
