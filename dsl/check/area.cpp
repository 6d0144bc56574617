#include "dsl/check/area.hpp"

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "dsl/check/polygon.hpp"

namespace tripline::dsl::check {
namespace {

using nlohmann::json;

constexpr int kMostNesting = 64;

// Whether brackets nest at most `most` deep; quick, before anything recursive looks at the text.
bool shallow(const std::string& text, int most) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > most) return false;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return true;
}

class Geometry {
 public:
  Geometry(model::Area& area, Said& why) : area_(area), why_(why) {}

  bool read(const json& node, const std::string& path) {
    const auto type = node.is_object() ? node.find("type") : node.end();
    if (!node.is_object() || type == node.end() || !type->is_string())
      return fail(path, {"an object with a `type` is expected", "此处应为带有`type`的对象"});
    const std::string& kind = type->get_ref<const std::string&>();
    if (kind == "FeatureCollection") return each(node, "features", path);
    if (kind == "GeometryCollection") return each(node, "geometries", path);
    if (kind == "Feature") {
      const auto geometry = node.find("geometry");
      if (geometry == node.end()) return fail(path, {"a feature has a `geometry`", "要素须有`geometry`"});
      if (geometry->is_null()) return true;
      return read(*geometry, path + ".geometry");
    }
    if (kind != "Polygon" && kind != "MultiPolygon") {
      return fail(path, {"an area is made of Polygon and MultiPolygon; this is {0}",
                         "区域由 Polygon 和 MultiPolygon 构成；这是 {0}", kind.substr(0, 40)});
    }
    const auto coordinates = node.find("coordinates");
    if (coordinates == node.end() || !coordinates->is_array())
      return fail(path, {"`coordinates` is missing", "缺少`coordinates`"});
    if (kind == "Polygon") return polygon(*coordinates, path + ".coordinates");
    for (std::size_t i = 0; i < coordinates->size(); ++i) {
      if (!polygon((*coordinates)[i], path + ".coordinates[" + std::to_string(i) + "]")) return false;
    }
    return true;
  }

 private:
  bool fail(const std::string& path, const Said& what) {
    why_ = path.empty() ? what : Said{"{0}: {1}", "{0}：{1}", path.substr(1), what};
    return false;
  }

  // The way along a map's whole edge, from -180 to 180, is none.
  static bool jumps(double from, double to) {
    return std::fabs(from - to) > 180 && !(std::fabs(from) == 180 && std::fabs(to) == 180);
  }

  bool each(const json& node, const char* member, const std::string& path) {
    const auto list = node.find(member);
    if (list == node.end() || !list->is_array())
      return fail(path, {"`{0}` is missing", "缺少`{0}`", std::string(member)});
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (!read((*list)[i], path + "." + member + "[" + std::to_string(i) + "]")) return false;
    }
    return true;
  }

  bool polygon(const json& rings, const std::string& path) {
    if (!rings.is_array() || rings.empty())
      return fail(path, {"a polygon is a list of rings", "多边形是由环组成的列表"});
    std::vector<model::Area::Ring> made;
    for (std::size_t i = 0; i < rings.size(); ++i) {
      model::Area::Ring ring;
      if (!read_ring(rings[i], path + "[" + std::to_string(i) + "]", ring)) return false;
      made.push_back(std::move(ring));
    }
    if (const std::optional<PolygonFault> fault = fault_of(made))
      return fail(path + "[" + std::to_string(fault->ring) + "]", fault->why);
    area_.polygons.push_back(std::move(made));
    return true;
  }

  bool read_ring(const json& points, const std::string& path, model::Area::Ring& ring) {
    if (!points.is_array() || points.size() < 4)
      return fail(
          path, {"a ring has at least four positions, the last the same as the first", "环至少有四个位置，且首尾相同"});
    for (std::size_t i = 0; i < points.size(); ++i) {
      const json& p = points[i];
      const std::string here = path + "[" + std::to_string(i) + "]";
      if (!p.is_array() || p.size() < 2 || !p[0].is_number() || !p[1].is_number())
        return fail(here, {"a position is [longitude, latitude]", "位置写作 [经度, 纬度]"});
      const double lon = p[0].get<double>(), lat = p[1].get<double>();
      if (!std::isfinite(lon) || !std::isfinite(lat) || std::fabs(lon) > 180)
        return fail(here, {"a longitude is between -180 and 180", "经度介于 -180 与 180 之间"});
      if (std::fabs(lat) > 90)
        return fail(
            here, {"a latitude is between -90 and 90 (longitude comes first)", "纬度介于 -90 与 90 之间（经度在前）"});
      if (!ring.empty() && jumps(ring.back().longitude, lon))
        return fail(
            here, {"it lies more than half way round from the position before it; a ring that crosses the antimeridian "
                   "is split there (RFC 7946, section 3.1.9), one that is so wide has a position between",
                   "与前一位置的经度相差超过半圈；跨越 180 度经线的环须在该处分开（RFC 7946 第 3.1.9 "
                   "节），跨度确实如此大的环须在中间加一个位置"});
      ring.push_back({lat, lon});
    }
    if (ring.front().latitude != ring.back().latitude || ring.front().longitude != ring.back().longitude) {
      return fail(
          path, {"a ring is closed: its last position is the same as its first", "环须闭合：最后一个位置与第一个相同"});
    }
    return true;
  }

  model::Area& area_;
  Said& why_;
};

// Notes the first member that stands twice in its object: of two, only the last would be read.
class Members {
 public:
  bool operator()(int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open_.emplace_back();
    if (event == json::parse_event_t::object_end) open_.pop_back();
    if (event == json::parse_event_t::key && !open_.back().insert(parsed.get<std::string>()).second && twice_.empty())
      twice_ = {"the member {0} stands twice in one object", "成员{0}在同一对象中出现两次",
                ticked(parsed.get<std::string>().substr(0, 40))};
    return true;
  }
  const Said& twice() const { return twice_; }

 private:
  std::vector<std::set<std::string>> open_;
  Said twice_;
};

}  // namespace

std::optional<model::Area> parse_area(const std::string& text, AreaFault& fault) {
  if (!shallow(text, kMostNesting)) {
    fault.message = {"this nests deeper than {0}", "嵌套层数超过 {0}", std::to_string(kMostNesting)};
    return std::nullopt;
  }
  const std::size_t mark = text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
  json document;
  Members members;
  try {
    document = json::parse(text.begin() + static_cast<std::ptrdiff_t>(mark), text.end(), std::ref(members));
  } catch (const json::parse_error& e) {
    fault.message = {"this is not JSON from here on", "从此处起不是有效的 JSON"};
    fault.at = static_cast<std::uint32_t>(mark + (e.byte == 0 ? 0 : e.byte - 1));
    return std::nullopt;
  } catch (const json::exception&) {
    fault.message = {"a number here is out of range", "此处的数超出范围"};
    return std::nullopt;
  }
  if (!members.twice().empty()) {
    fault.message = members.twice();
    return std::nullopt;
  }
  model::Area area;
  if (!Geometry(area, fault.message).read(document, "")) return std::nullopt;
  if (area.polygons.empty()) {
    fault.message = {"there is no polygon in it", "其中没有多边形"};
    return std::nullopt;
  }
  return area;
}

int find_area(Context& c, const ast::Text& file) {
  const auto [known, fresh] = c.areas.emplace(file.value, model::kNone);
  if (!fresh) return known->second;
  const std::optional<std::uint32_t> number = c.data_file(file.value, file.at);
  if (!number) return model::kNone;
  const std::string& text = c.sources.file(*number).text;
  AreaFault fault;
  std::optional<model::Area> area = parse_area(text, fault);
  if (!area) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t begin = std::min(fault.at, size);
    const std::uint32_t end = std::min(begin + 1, size);
    c.error("E0512", {*number, begin, end},
            {"{0} is no area: {1}", "{0}不是区域：{1}", ticked(file.value), fault.message}, {},
            {"an area is GeoJSON (RFC 7946): polygons of [longitude, latitude]",
             "区域须为 GeoJSON（RFC 7946）：由 [经度, 纬度] 构成的多边形"})
        .secondary.push_back({file.at, {"named here", "在此处引用"}});
    return model::kNone;
  }
  area->file = file.value;
  known->second = static_cast<int>(c.pack.areas.size());
  c.pack.areas.push_back(std::move(*area));
  return known->second;
}

}  // namespace tripline::dsl::check
