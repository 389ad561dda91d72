// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/edition_json.hpp"

#include <algorithm>
#include <utility>

#include "domain/codec/reader.hpp"
#include "domain/event.hpp"

namespace domain::codec {
namespace {

constexpr std::uint64_t sequence_max = 9'007'199'254'740'991;

Error malformed(std::string pointer, std::string detail) {
    return {"edition-malformed", std::move(pointer), std::move(detail)};
}

Result<std::string> parse_name(std::string_view text) {
    const bool right = !text.empty() && text.size() <= edition_name_characters_max &&
                       std::all_of(text.begin(), text.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                       });
    if (!right) return malformed("", "a-z, 0-9 and hyphens, at most 40");
    return std::string{text};
}

std::optional<std::uint8_t> digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    return std::nullopt;
}

Result<Sha256> parse_digest(std::string_view text) {
    Sha256 digest{};
    if (text.size() != 2 * digest.size()) return malformed("", "64 digits of 0-9, a-f");
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto high = digit_of(text[2 * i]);
        const auto low = digit_of(text[2 * i + 1]);
        if (!high || !low) return malformed("", "64 digits of 0-9, a-f");
        digest[i] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return digest;
}

Result<Date> parse_day(std::string_view text) {
    return Date::parse(text);
}

// The list `name`, or nothing where it is missing; each element read by `read(value, pointer)`.
template <class Read>
void read_list(Reader& reader, std::string_view name, std::size_t size_max, Problem& problem,
               Read read) {
    const Json* list = reader.take(name);
    if (list == nullptr) return;
    if (list->array() == nullptr) return reader.wrong(name, "expected a list");
    if (list->array()->size() > size_max)
        return problem.found(malformed(reader.pointer_to(name), "too many"));
    std::size_t index = 0;
    for (const Json& value : *list->array())
        read(value, reader.pointer_to(name) + "/" + std::to_string(index++));
}

std::optional<EditionTable> read_table(const Json& value, std::string pointer, Problem& problem) {
    Reader reader{value, std::move(pointer), problem};
    const auto indicator = reader.required("indicator", &IndicatorId::parse);
    const auto digest = reader.required("sha256", &parse_digest);
    reader.finish();
    if (!indicator || !digest) return std::nullopt;
    return EditionTable{*indicator, *digest};
}

std::optional<EditionExclusion> read_exclusion(const Json& value, std::string pointer,
                                               Problem& problem) {
    Reader reader{value, std::move(pointer), problem};
    const auto indicator = reader.required("indicator", &IndicatorId::parse);
    const Json* where = reader.take("territory");
    const auto territory =
        where == nullptr ? std::nullopt : reader.parsed(*where, "territory", &Territory::parse);
    auto reason = reader.optional_string("reason", reason_characters_max);
    if (!reason || reason->empty()) reader.wrong("reason", "expected a string that is not empty");
    reader.finish();
    if (!indicator || !reason) return std::nullopt;
    return EditionExclusion{*indicator, territory, std::move(*reason)};
}

std::optional<Error> check_order(const EditionPublished& edition) {
    const auto unordered = std::adjacent_find(
        edition.tables.begin(), edition.tables.end(),
        [](const auto& a, const auto& b) { return !(a.indicator < b.indicator); });
    if (unordered == edition.tables.end()) return std::nullopt;
    return malformed("/data/tables", "by indicator, each once");
}

std::string quoted(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

std::string encode_table(const EditionTable& table) {
    return R"({"indicator":)" + quoted(table.indicator.text()) + R"(,"sha256":)" +
           quoted(hex(table.digest)) + "}";
}

std::string encode_exclusion(const EditionExclusion& exclusion) {
    return R"({"indicator":)" + quoted(exclusion.indicator.text()) + R"(,"reason":)" +
           quoted(exclusion.reason) + R"(,"territory":)" +
           (exclusion.territory ? quoted(exclusion.territory->id()) : "null") + "}";
}

template <class T>
std::string encode_list(const std::vector<T>& all, std::string (*encode_one)(const T&)) {
    std::string out = "[";
    for (const T& one : all) {
        if (out.size() > 1) out += ',';
        out += encode_one(one);
    }
    return out + "]";
}

}  // namespace

Result<EditionPublished> decode_edition(const Json& data, const std::string& pointer) {
    Problem problem;
    Reader reader{data, pointer, problem};
    auto name = reader.required("name", &parse_name);
    auto title = reader.optional_string("title", edition_title_characters_max);
    const auto position = reader.integer("position", sequence_max);
    if (!position) reader.wrong("position", "required");
    const auto root = reader.required("root", &parse_digest);
    const auto engine = reader.integer("engine", UINT32_MAX);
    if (!engine) reader.wrong("engine", "required");
    const auto on = reader.required("on", &parse_day);
    const bool needs_reason = reader.boolean("change_needs_reason", false);
    std::vector<EditionTable> tables;
    read_list(reader, "tables", edition_tables_max, problem,
              [&](const Json& value, std::string where) {
                  if (auto table = read_table(value, std::move(where), problem))
                      tables.push_back(*table);
              });
    std::vector<EditionExclusion> exclusions;
    read_list(reader, "exclusions", edition_exclusions_max, problem,
              [&](const Json& value, std::string where) {
                  if (auto exclusion = read_exclusion(value, std::move(where), problem))
                      exclusions.push_back(std::move(*exclusion));
              });
    reader.finish();
    if (problem.any()) return problem.first();
    EditionPublished edition{.name = std::move(*name),
                             .title = title.value_or(std::string{}),
                             .position = *position,
                             .root = *root,
                             .engine = static_cast<std::uint32_t>(*engine),
                             .on = *on,
                             .tables = std::move(tables),
                             .exclusions = std::move(exclusions),
                             .change_needs_reason = needs_reason};
    if (edition.title.empty()) edition.title = edition.name;
    if (auto wrong = check_order(edition)) return *wrong;
    return edition;
}

std::string encode(const EditionPublished& edition) {
    return std::string{R"({"change_needs_reason":)"} +
           (edition.change_needs_reason ? "true" : "false") + R"(,"engine":)" +
           std::to_string(edition.engine) + R"(,"exclusions":)" +
           encode_list(edition.exclusions, &encode_exclusion) + R"(,"name":)" +
           quoted(edition.name) + R"(,"on":)" + quoted(edition.on.text()) + R"(,"position":)" +
           std::to_string(edition.position) + R"(,"root":)" + quoted(hex(edition.root)) +
           R"(,"tables":)" + encode_list(edition.tables, &encode_table) + R"(,"title":)" +
           quoted(edition.title) + "}";
}

}  // namespace domain::codec
