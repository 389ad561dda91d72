// SPDX-License-Identifier: EUPL-1.2
#include "domain/territory.hpp"

#include <string>
#include <unordered_map>
#include <vector>

#include "domain/territory_data.hpp"

namespace domain {
namespace {

using territory_data::entries;

constexpr std::uint8_t first_region = 1;
constexpr std::uint8_t first_department = 19;
static_assert(entries.size() == Territory::count);
static_assert(entries[first_region].id.starts_with("REG-"));
static_assert(entries[first_department - 1].id.starts_with("REG-"));
static_assert(entries[first_department].id.starts_with("DEPT-"));

constexpr std::array<Territory, Territory::count> in_order =
    []<std::size_t... i>(std::index_sequence<i...>) {
        return std::array<Territory, Territory::count>{Territory::from_index(i)...};
    }(std::make_index_sequence<Territory::count>{});

std::vector<std::vector<Territory>> group_children() {
    std::vector<std::vector<Territory>> children(Territory::count);
    for (std::uint8_t i = first_region; i < Territory::count; ++i)
        children[entries[i].parent].push_back(Territory::from_index(i));
    return children;
}

std::unordered_map<std::string_view, std::uint8_t> index_names() {
    std::unordered_map<std::string_view, std::uint8_t> names;
    for (std::uint8_t i = 0; i < Territory::count; ++i) {
        names.emplace(entries[i].id, i);
        names.emplace(entries[i].zone, i);
    }
    return names;
}

}  // namespace

std::string_view name_of(Level level) {
    constexpr std::array<std::string_view, level_count> names{"nation", "region", "department"};
    return names[static_cast<std::size_t>(level)];
}

Result<Level> parse_level(std::string_view text) {
    for (const Level level : all_levels)
        if (name_of(level) == text) return level;
    return Error{"level-unknown", "", "expected nation, region or department"};
}

Result<Territory> Territory::parse(std::string_view text) {
    static const auto names = index_names();
    const auto found = names.find(text);
    if (found == names.end())
        return Error{"territory-unknown", "", "expected NAT-FR, REG- or DEPT- and an INSEE code"};
    return Territory{found->second};
}

Level Territory::level() const {
    if (index_ < first_region) return Level::nation;
    return index_ < first_department ? Level::region : Level::department;
}

std::string_view Territory::id() const {
    return entries[index_].id;
}
std::string_view Territory::zone() const {
    return entries[index_].zone;
}
std::string_view Territory::code() const {
    return entries[index_].code;
}
std::string_view Territory::name() const {
    return entries[index_].name;
}
Territory Territory::parent() const {
    return Territory{entries[index_].parent};
}

std::span<const Territory> Territory::children() const {
    static const auto children = group_children();
    return children[index_];
}

std::span<const Territory> territories_of(Level level) {
    const std::span<const Territory> all{in_order};
    switch (level) {
        case Level::nation:
            return all.first(first_region);
        case Level::region:
            return all.subspan(first_region, first_department - first_region);
        case Level::department:
            return all.subspan(first_department);
    }
    return {};
}

std::string territories_text() {
    std::string text;
    for (const auto& entry : entries) {
        text.append(entry.id).append(";").append(entries[entry.parent].id).append(";");
        text.append(entry.name).append("\n");
    }
    return text;
}

}  // namespace domain
