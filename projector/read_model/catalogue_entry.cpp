// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/catalogue_entry.hpp"

#include <charconv>
#include <limits>
#include <optional>

#include "domain/codec/definition_json.hpp"

namespace projector::read_model {
namespace {

using domain::codec::Json;

constexpr std::string_view policy_prefix = "CH-";

std::string start_of_row(std::string_view log_id, std::uint32_t engine) {
    std::string row{R"({"log":)"};
    domain::codec::append_quoted(row, log_id);
    return row + R"(,"engine":)" + std::to_string(engine);
}

std::optional<std::string> text_member(const Json& object, std::string_view name) {
    const Json* member = object.member(name);
    if (member == nullptr || member->string() == nullptr) return std::nullopt;
    return *member->string();
}

std::optional<std::uint64_t> count_member(const Json& object, std::string_view name) {
    const Json* member = object.member(name);
    if (member == nullptr || member->number() == nullptr) return std::nullopt;
    const std::string& text = member->number()->text;
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return count;
}

domain::Result<Definition> decode_definition(std::string_view key, const Json& definition) {
    if (key.starts_with(policy_prefix)) {
        auto policy = domain::codec::decode_policy(definition, "/definition");
        if (!policy) return policy.error();
        return Definition{*std::move(policy)};
    }
    auto indicator = domain::codec::decode_indicator(definition, "/definition");
    if (!indicator) return indicator.error();
    return Definition{*std::move(indicator)};
}

}  // namespace

std::string key_of(const Definition& definition) {
    return std::visit([](const auto& one) { return one.id.text(); }, definition);
}

std::string encode(const CatalogueEntry& entry) {
    const auto definition =
        std::visit([](const auto& one) { return domain::codec::encode(one); }, entry.definition);
    return start_of_row(entry.log_id, entry.engine) + R"(,"sequence":)" +
           std::to_string(entry.sequence) + R"(,"definition":)" + definition + "}";
}

std::string encode(const CataloguePosition& position) {
    return start_of_row(position.log_id, position.engine) + R"(,"next":)" +
           std::to_string(position.next) + "}";
}

platform::Result<CatalogueRow> decode_catalogue_row(std::string_view key, std::string_view value) {
    const auto corrupt = [key](std::string_view why) {
        return platform::Error{platform::Errc::corrupt,
                               "catalogue: entry " + std::string{key} + ": " + std::string{why}};
    };
    const auto row = domain::codec::parse_json(value);
    if (!row) return corrupt(row.error().code);
    auto log_id = text_member(*row, "log");
    const auto engine = count_member(*row, "engine");
    if (!log_id || !engine || *engine > std::numeric_limits<std::uint32_t>::max())
        return corrupt("its log or engine cannot be read");
    const auto known_engine = static_cast<std::uint32_t>(*engine);

    if (key == catalogue_position_key) {
        const auto next = count_member(*row, "next");
        if (!next) return corrupt("its position cannot be read");
        return CatalogueRow{
            CataloguePosition{*std::move(log_id), known_engine, *next}
        };
    }
    const auto sequence = count_member(*row, "sequence");
    const Json* stated = row->member("definition");
    if (!sequence || stated == nullptr) return corrupt("its sequence or definition is missing");
    auto definition = decode_definition(key, *stated);
    if (!definition) return corrupt(definition.error().code + " " + definition.error().pointer);
    if (key_of(*definition) != key) return corrupt("it defines another id");
    return CatalogueRow{
        CatalogueEntry{*std::move(log_id), known_engine, *sequence, *std::move(definition)}
    };
}

}  // namespace projector::read_model
