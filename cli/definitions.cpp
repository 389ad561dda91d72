// SPDX-License-Identifier: EUPL-1.2
#include "cli/definitions.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include "domain/codec/definition_json.hpp"
#include "domain/sha256.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

using domain::IndicatorDefinition;
using domain::PolicyDefinition;
using domain::codec::Json;
using domain::codec::JsonObject;
using platform::Errc;
using platform::Error;

constexpr std::string_view defined_member = "defined";

// The members of `json` that a definition has; a newer server may show more.
template <class Definition>
Json only_known_members(const Json& json, const Definition& example) {
    const auto known = *domain::codec::parse_json(domain::codec::encode(example));
    JsonObject kept;
    for (const auto& member : *json.object())
        if (known.member(member.name) != nullptr) kept.push_back(member);
    return Json{std::move(kept)};
}

template <class Definition, class Id>
using Known = std::map<Id, KnownDefinition<Definition>>;

template <class Definition, class Id>
platform::Status read_known(const Json& answer, const Definition& example,
                            domain::Result<Definition> (*decode)(const Json&, const std::string&),
                            Known<Definition, Id>& into) {
    const Json* rows = answer.member("rows");
    if (rows == nullptr || rows->array() == nullptr)
        return Error{Errc::corrupt, "catalogue: the answer has no rows"};
    for (const Json& row : *rows->array()) {
        if (row.object() == nullptr) return Error{Errc::corrupt, "catalogue: a row is no object"};
        auto definition = decode(only_known_members(row, example), "");
        if (!definition)
            return Error{Errc::corrupt,
                         "catalogue: a definition cannot be read: " + definition.error().detail};
        const Json* defined = row.member(defined_member);
        const bool is_text = defined != nullptr && defined->string() != nullptr;
        const Id id = definition->id;
        into.emplace(id, KnownDefinition<Definition>{std::move(*definition),
                                                     is_text ? *defined->string() : std::string{}});
    }
    return {};
}

Error malformed(const std::string& where, const domain::Error& error) {
    return {Errc::invalid, where + ": " + error.code + " " + error.pointer + ": " + error.detail};
}

platform::Status add_definition(const Json& json, const std::string& where, Definitions& into) {
    if (json.object() == nullptr) return Error{Errc::invalid, where + ": expected a JSON object"};
    JsonObject members;
    for (const auto& member : *json.object())
        if (member.name != defined_member) members.push_back(member);
    const Json data{std::move(members)};
    if (data.member("policy") != nullptr) {
        auto indicator = domain::codec::decode_indicator(data, "");
        if (!indicator) return malformed(where, indicator.error());
        into.indicators.push_back(std::move(*indicator));
        return {};
    }
    auto policy = domain::codec::decode_policy(data, "");
    if (!policy) return malformed(where, policy.error());
    into.policies.push_back(std::move(*policy));
    return {};
}

platform::Result<Definitions> of_list(const domain::codec::JsonArray& list) {
    Definitions definitions;
    for (std::size_t i = 0; i < list.size(); ++i)
        if (auto added =
                add_definition(list[i], "definition " + std::to_string(i + 1), definitions);
            !added)
            return added.error();
    return definitions;
}

platform::Result<Definitions> of_lines(std::string_view text) {
    Definitions definitions;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const std::string where = "line " + std::to_string(number);
        const auto json = domain::codec::parse_json(line);
        if (!json) return malformed(where, json.error());
        if (auto added = add_definition(*json, where, definitions); !added) return added.error();
    }
    return definitions;
}

// One definition to send, and what it replaces.
struct Sending {
    std::string id;
    std::string_view type;
    std::string data;
    // Whether the server would show it were it in force.
    bool shown = true;
    std::string replaces;
};

OutgoingEvent event_of(const std::string& source, const Sending& sending) {
    domain::Identity identity{
        source,
        sending.id + "-" + domain::hex(domain::sha256(sending.data + "\n" + sending.replaces))};
    std::string json = cloud_event(identity, sending.type, sending.data);
    return {std::move(identity), std::move(json)};
}

template <class Definition, class Id>
std::vector<Sending> differing(const std::vector<Definition>& wanted,
                               const Known<Definition, Id>& known, std::string_view type,
                               std::size_t& unchanged) {
    std::vector<Sending> all;
    for (const Definition& definition : wanted) {
        const auto found = known.find(definition.id);
        if (found != known.end() && found->second.definition == definition) {
            ++unchanged;
            continue;
        }
        Sending sending{definition.id.text(), type, domain::codec::encode(definition), true, {}};
        if constexpr (requires { definition.hidden; }) sending.shown = !definition.hidden;
        if (found != known.end()) sending.replaces = found->second.defined;
        all.push_back(std::move(sending));
    }
    return all;
}

platform::Status send_all(Remote& remote, const std::string& source, std::vector<Sending> all,
                          const KnownCatalogue& known, DefinitionReport& report) {
    const auto send = [&](const std::vector<Sending>& some) {
        std::vector<OutgoingEvent> events;
        for (const auto& sending : some) events.push_back(event_of(source, sending));
        return remote.submit_events(events);
    };
    auto receipts = send(all);
    if (!receipts) return receipts.error();

    // A duplicate that the catalogue does not show was in force once and is hidden now.
    std::vector<Sending> again;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!(*receipts)[i].duplicate || !all[i].shown || !all[i].replaces.empty()) continue;
        all[i].replaces = known.position;
        again.push_back(all[i]);
        places.push_back(i);
    }
    if (!again.empty()) {
        auto second = send(again);
        if (!second) return second.error();
        for (std::size_t i = 0; i < places.size(); ++i)
            (*receipts)[places[i]] = std::move((*second)[i]);
    }
    std::move(receipts->begin(), receipts->end(), std::back_inserter(report.receipts));
    return {};
}

}  // namespace

platform::Result<KnownCatalogue> read_catalogue(Remote& remote) {
    KnownCatalogue known;
    const auto policies = remote.get_json("/v1/policies");
    if (!policies) return policies.error();
    const auto indicators = remote.get_json("/v1/indicators");
    if (!indicators) return indicators.error();
    const PolicyDefinition policy{domain::PolicyId::from_key("000")};
    const IndicatorDefinition indicator{domain::IndicatorId::from_key("0000"), policy.id};
    if (auto read = read_known(*policies, policy, &domain::codec::decode_policy, known.policies);
        !read)
        return read.error();
    if (auto read =
            read_known(*indicators, indicator, &domain::codec::decode_indicator, known.indicators);
        !read)
        return read.error();
    const Json* position = indicators->member("position");
    if (position != nullptr && position->string() != nullptr) known.position = *position->string();
    return known;
}

platform::Result<Definitions> parse_definitions(const std::string& text) {
    const auto json = domain::codec::parse_json(text);
    if (!json) return of_lines(text);
    if (json->array() != nullptr) return of_list(*json->array());
    const Json* rows = json->member("rows");
    if (rows != nullptr && rows->array() != nullptr) return of_list(*rows->array());
    return of_list({*json});
}

std::size_t DefinitionReport::applied() const {
    return static_cast<std::size_t>(
        std::count_if(receipts.begin(), receipts.end(),
                      [](const Receipt& receipt) { return receipt.applied(); }));
}

platform::Result<DefinitionReport> send_definitions(Remote& remote, const std::string& source,
                                                    const Definitions& wanted,
                                                    const KnownCatalogue& known) {
    DefinitionReport report;
    auto policies = differing(wanted.policies, known.policies, domain::event_type::policy_defined,
                              report.unchanged);
    if (auto sent = send_all(remote, source, std::move(policies), known, report); !sent)
        return sent.error();
    auto indicators = differing(wanted.indicators, known.indicators,
                                domain::event_type::indicator_defined, report.unchanged);
    if (auto sent = send_all(remote, source, std::move(indicators), known, report); !sent)
        return sent.error();
    return report;
}

std::string cloud_event(const domain::Identity& identity, std::string_view type,
                        std::string_view data) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("specversion").string("1.0").key("id").string(identity.id);
    json.key("source").string(identity.source).key("type").string(type);
    json.key("datacontenttype").string("application/json").key("data").raw(data).end_object();
    return text;
}

}  // namespace cli
