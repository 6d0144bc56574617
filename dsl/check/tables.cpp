// What do the tables say? Their fields, the rows of their files, the holidays, and the table that gives the stage.
#include <algorithm>

#include "core/decimal.hpp"
#include "dsl/check/cells.hpp"
#include "dsl/check/context.hpp"
#include "dsl/check/csv.hpp"
#include "dsl/check/fields.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/types.hpp"

namespace tripline::dsl::check {
namespace {

using model::kNone;
using model::TypeKind;

constexpr std::size_t kMostMistakes = 20;  // reported of one data file

Range in_file(std::uint32_t file, const Cell& cell) { return {file, cell.begin, cell.end}; }

// The CSV of a file with its header. nullopt: reported.
std::optional<Csv> open(Context& c, const ast::Text& name, std::uint32_t& file) {
  const std::optional<std::uint32_t> number = c.data_file(name.value, name.at);
  if (!number) return std::nullopt;
  file = *number;
  Csv csv = parse_csv(c.sources.file(file).text);
  if (csv.broken) {
    const auto end = std::min<std::size_t>(csv.broken_at + 1, c.sources.file(file).text.size());
    c.error("E0501", {file, csv.broken_at, static_cast<std::uint32_t>(end)},
            {"this is not comma-separated text", "这不是以逗号分隔的文本"}, csv.why);
    return std::nullopt;
  }
  if (csv.rows.empty()) {
    c.error("E0501", name.at, {"{0} is empty", "{0}为空", ticked(name.value)}, {},
            {"its first line names the columns", "首行须写明各列名称"});
    return std::nullopt;
  }
  return csv;
}

class Rows {
 public:
  Rows(Context& c, const TableEntry& entry, model::Table& table) : c_(c), entry_(entry), table_(table) {}

  void read() {
    std::optional<Csv> csv = open(c_, entry_.tree->file, file_);
    if (!csv || !find_columns(csv->rows.front())) return;
    std::unordered_map<std::string, Range> keys;
    table_.rows.reserve(csv->rows.size() - 1);
    for (std::size_t r = 1; r < csv->rows.size() && mistakes_ < kMostMistakes; ++r)
      row(csv->rows[r], csv->rows.front().size(), keys);
    if (mistakes_ >= kMostMistakes) {
      c_.error("E0502", entry_.tree->file.at,
               {"there are more mistakes in {0}", "{0}中还有更多错误", ticked(table_.file)},
               {"the first {0} are shown", "仅显示前 {0} 处", std::to_string(kMostMistakes)});
    }
  }

 private:
  bool find_columns(const std::vector<Cell>& header) {
    std::unordered_map<std::string, std::size_t> numbers;
    std::vector<std::string> names;
    bool good = true;
    for (std::size_t i = 0; i < header.size(); ++i) {
      names.push_back(header[i].text);
      if (!numbers.emplace(header[i].text, i).second) {
        c_.error("E0503", in_file(file_, header[i]),
                 {"two columns are called {0}", "有两列都名为{0}", ticked(header[i].text)});
        good = false;
      }
    }
    for (const model::Field& field : table_.fields) {
      std::vector<std::size_t> columns;
      for (const std::string& from : field.from) {
        const auto found = numbers.find(from);
        if (found == numbers.end()) {
          Range first_line = in_file(file_, header.front());
          first_line.end = header.back().end;
          c_.error("E0503", field.at, {"{0} has no column {1}", "{0}没有列{1}", ticked(table_.file), ticked(from)}, {},
                   c_.did_you_mean(from, names))
              .secondary.push_back({first_line, {"its columns", "各列"}});
          good = false;
          continue;
        }
        columns.push_back(found->second);
      }
      columns_.push_back(std::move(columns));
    }
    return good;
  }

  void wrong(Range at, Said message, Said label) {
    ++mistakes_;
    c_.error("E0502", at, std::move(message), std::move(label));
  }

  void row(const std::vector<Cell>& cells, std::size_t width, std::unordered_map<std::string, Range>& keys) {
    Range whole = in_file(file_, cells.front());
    whole.end = cells.back().end;
    if (cells.size() != width) {
      wrong(whole,
            {"this row has {0} cells and the first line {1}", "此行有 {0} 个单元格，而首行有 {1} 个",
             std::to_string(cells.size()), std::to_string(width)},
            {});
      return;
    }
    std::vector<std::optional<model::Constant>> values;
    bool good = true;
    for (std::size_t f = 0; f < table_.fields.size(); ++f) {
      std::optional<model::Constant> value;
      good = cell(table_.fields[f], columns_[f], cells, value) && good;
      values.push_back(std::move(value));
    }
    if (!good) return;
    std::string key;
    for (const int k : table_.keys) {
      const std::string part = canonical(*values[static_cast<std::size_t>(k)]);
      key += std::to_string(part.size()) + ":" + part;
    }
    const auto [first, fresh] = keys.emplace(key, whole);
    if (!fresh) {
      ++mistakes_;
      c_.error("E0504", whole, {"two rows of {0} have the same key", "{0}有两行主键相同", ticked(table_.file)},
               {"again here", "此处重复"})
          .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
      return;
    }
    table_.rows.push_back(std::move(values));
  }

  bool cell(const model::Field& field, const std::vector<std::size_t>& columns, const std::vector<Cell>& cells,
            std::optional<model::Constant>& out) {
    const Cell& first = cells[columns.front()];
    const bool empty =
        std::all_of(columns.begin(), columns.end(), [&](std::size_t i) { return cells[i].text.empty(); });
    if (empty) {
      if (field.type.optional) return true;
      wrong(in_file(file_, first), {"{0} is empty in this row", "{0}在此行为空", ticked(field.name)},
            {"expected: {0}", "应为{0}", describe(c_, field.type)});
      return false;
    }
    Said why;
    if (field.type.kind == TypeKind::position) {
      double part[2] = {0, 0};
      for (std::size_t i = 0; i < 2; ++i) {
        const core::Number n = core::read_decimal(cells[columns[i]].text, core::Unit{});
        if (n.fault != core::NumberFault::none || n.value < (i == 0 ? -90 : -180) || n.value > (i == 0 ? 90 : 180)) {
          wrong(in_file(file_, cells[columns[i]]), {"{0} cannot be read here", "此处无法读取{0}", ticked(field.name)},
                i == 0 ? Said{"a latitude in degrees is expected", "应为以度计的纬度"}
                       : Said{"a longitude in degrees is expected", "应为以度计的经度"});
          return false;
        }
        part[i] = n.value;
      }
      out = model::Constant{model::Position{part[0], part[1]}};
      return true;
    }
    out = read_cell(c_, field, first.text, why);
    if (!out) wrong(in_file(file_, first), {"{0} cannot be read here", "此处无法读取{0}", ticked(field.name)}, why);
    return out.has_value();
  }

  Context& c_;
  const TableEntry& entry_;
  model::Table& table_;
  std::uint32_t file_ = 0;
  std::vector<std::vector<std::size_t>> columns_;
  std::size_t mistakes_ = 0;
};

void lower_table(Context& c, TableEntry& entry, model::Table& table) {
  const ast::Table& tree = *entry.tree;
  table.name = tree.name.text;
  table.file = tree.file.value;
  table.doc = entry.declaration->doc;
  table.at = entry.declaration->at;
  for (const ast::Field& field : tree.fields) {
    std::optional<model::Field> made = lower_field(c, field, true);
    if (!made) {
      entry.bad = true;
      continue;
    }
    if (made->type.kind == TypeKind::list || (made->type.kind == TypeKind::position && made->from.size() != 2)) {
      c.error("E0507", field.type.at,
              {"a table's cell cannot hold {0}", "台账的单元格不能存放{0}", describe(c, made->type)}, {},
              made->type.kind == TypeKind::position ? Said{"name two columns: position from (\"lat\", \"lon\")",
                                                           "请写明两列：`位置 取自（\"lat\"，\"lon\"）`"}
                                                    : Said());
      entry.bad = true;
      continue;
    }
    const auto [first, fresh] = entry.fields.emplace(made->name, static_cast<int>(table.fields.size()));
    if (!fresh) {
      c.error("E0115", field.name.at,
              {"{0} has two fields called {1}", "{0}有两个字段都名为{1}", ticked(table.name), ticked(made->name)},
              {"again here", "此处重复"})
          .secondary.push_back(
              {table.fields[static_cast<std::size_t>(first->second)].at, {"first here", "首次出现在此处"}});
      continue;
    }
    if (made->key) table.keys.push_back(static_cast<int>(table.fields.size()));
    table.fields.push_back(std::move(*made));
  }
  if (table.fields.size() > kMostFields)
    c.error("E0104", tree.name.at, {"{0} has more than 1,000 fields", "{0}的字段超过 1000 个", ticked(table.name)});
  if (table.keys.empty() && !entry.bad) {
    c.error("E0507", tree.name.at, {"a table needs a key", "台账须有主键"}, {},
            {"mark the field that a row is found by: vehicle : text key", "请标注用来查找行的字段：`车辆：文本 主体`"});
    entry.bad = true;
  }
  if (!entry.bad) Rows(c, entry, table).read();
}

// The field that gives the stage takes the type of the stages, so that its values are stages.
void lower_stage_source(Context& c) {
  if (c.stage_from == nullptr) return;
  const ast::StageFrom& tree = *c.stage_from;
  if (c.stages == nullptr) {
    c.error("E0116", c.stage_from_at, {"no stages are declared", "没有声明阶段"}, {},
            {"declare them: stages sandbox < pilot < scaled", "请声明：`阶段序列 封闭测试 < 试点 < 推广`"});
    return;
  }
  model::StageSource source;
  if (tree.otherwise) {
    const auto found = c.stage_numbers.find(tree.otherwise->text);
    if (found == c.stage_numbers.end()) {
      c.error("E0116", tree.otherwise->at, {"there is no stage {0}", "没有阶段{0}", ticked(tree.otherwise->text)}, {},
              c.did_you_mean(tree.otherwise->text, c.pack.stages));
    } else {
      source.otherwise = found->second;
    }
  }
  const auto symbol = c.symbols.find(tree.table.text);
  if (symbol == c.symbols.end() || symbol->second.kind != SymbolKind::table) {
    std::vector<std::string> names;
    for (const model::Table& t : c.pack.tables) names.push_back(t.name);
    c.error("E0108", tree.table.at, {"there is no table {0}", "没有台账{0}", ticked(tree.table.text)}, {},
            c.did_you_mean(tree.table.text, names));
    return;
  }
  source.table = symbol->second.index;
  const TableEntry& entry = c.tables[static_cast<std::size_t>(source.table)];
  model::Table& table = c.pack.tables[static_cast<std::size_t>(source.table)];
  const auto field = entry.fields.find(tree.field.text);
  if (field == entry.fields.end()) {
    if (entry.bad) return;
    std::vector<std::string> names;
    for (const model::Field& f : table.fields) names.push_back(f.name);
    c.error("E0109", tree.field.at,
            {"{0} has no field {1}", "{0}没有字段{1}", ticked(table.name), ticked(tree.field.text)}, {},
            c.did_you_mean(tree.field.text, names));
    return;
  }
  source.field = field->second;
  model::Field& f = table.fields[static_cast<std::size_t>(source.field)];
  std::vector<std::int64_t> stage_of;
  if (f.type.kind == TypeKind::enumerated) {
    for (const std::string& name : member_names(c, f.type.enumeration)) {
      const auto stage = c.stage_numbers.find(name);
      stage_of.push_back(stage == c.stage_numbers.end() ? kNone : stage->second);
    }
  }
  if (stage_of.empty() || std::find(stage_of.begin(), stage_of.end(), kNone) != stage_of.end()) {
    c.error("E0511", tree.field.at, {"the values of this field are not all stages", "此字段的取值并非都是阶段"},
            {"it is {0}", "其类型为{0}", describe(c, f.type)},
            {"its type is one of ({0})", "其类型应为`取值（…）`，取值为：{0}", any_of(c.pack.stages)});
    return;
  }
  for (auto& row : table.rows) {
    std::optional<model::Constant>& value = row[static_cast<std::size_t>(source.field)];
    if (value) value->value = stage_of[static_cast<std::size_t>(std::get<std::int64_t>(value->value))];
  }
  f.type.enumeration = c.pack.stage_enum;
  c.pack.stage_source = source;
}

}  // namespace

void lower_tables(Context& c) {
  c.pack.tables.resize(c.tables.size());
  for (std::size_t i = 0; i < c.tables.size(); ++i) lower_table(c, c.tables[i], c.pack.tables[i]);
  lower_stage_source(c);
}

void lower_holidays(Context& c) {
  if (c.holidays == nullptr) return;
  c.pack.has_holidays = true;
  std::uint32_t file = 0;
  const std::optional<Csv> csv = open(c, c.holidays->file, file);
  if (!csv) return;
  const std::vector<Cell>& header = csv->rows.front();
  std::size_t date = header.size(), kind = header.size();
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text == "date") date = i;
    if (header[i].text == "kind") kind = i;
  }
  if (date == header.size() || kind == header.size()) {
    Range at = in_file(file, header.front());
    at.end = header.back().end;
    c.error("E0503", at, {"holidays have the columns `date` and `kind`", "节假日文件须有`date`和`kind`两列"}, {},
            {"begin the file with: date,kind", "请以此行作为文件开头：`date,kind`"});
    return;
  }
  std::unordered_map<core::Day, Range> seen;
  std::size_t mistakes = 0;
  for (std::size_t r = 1; r < csv->rows.size() && mistakes < kMostMistakes; ++r) {
    const std::vector<Cell>& row = csv->rows[r];
    const std::size_t before = c.diagnostics.size();
    if (row.size() != header.size()) {
      Range at = in_file(file, row.front());
      at.end = row.back().end;
      c.error("E0502", at,
              {"this row has {0} cells and the first line {1}", "此行有 {0} 个单元格，而首行有 {1} 个",
               std::to_string(row.size()), std::to_string(header.size())});
      ++mistakes;
      continue;
    }
    const std::optional<core::Day> day = core::parse_day(row[date].text);
    if (!day)
      c.error("E0502", in_file(file, row[date]), {"`date` cannot be read here", "此处无法读取`date`"},
              {"a date is expected, such as 2026-10-01", "应为日期，例如 2026-10-01"});
    const bool worked = row[kind].text == "work";
    if (!worked && row[kind].text != "off")
      c.error("E0502", in_file(file, row[kind]), {"`kind` cannot be read here", "此处无法读取`kind`"},
              {"off or work is expected", "应为`off`或`work`"});
    if (day) {
      const auto [first, fresh] = seen.emplace(*day, in_file(file, row[date]));
      if (!fresh)
        c.error("E0504", in_file(file, row[date]), {"this day stands twice", "此日写了两次"},
                {"again here", "此处重复"})
            .secondary.push_back({first->second, {"first here", "首次出现在此处"}});
    }
    if (c.diagnostics.size() != before)
      ++mistakes;
    else
      c.pack.holidays.emplace_back(*day, worked);
  }
  std::sort(c.pack.holidays.begin(), c.pack.holidays.end());
}

}  // namespace tripline::dsl::check
