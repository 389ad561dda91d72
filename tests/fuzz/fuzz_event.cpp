// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a record of the log: they are read or refused, and what is read keeps its canonical
// text and its definitions.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/json.hpp"
#include "domain/fold/fold.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

template <class Definition, class Decode>
void require_round_trip(const Definition& definition, Decode decode) {
    const auto json = domain::codec::parse_json(domain::codec::encode(definition));
    require(json.has_value());
    const auto again = decode(*json, "");
    require(again.has_value() && *again == definition);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    if (const auto json = domain::codec::parse_json(bytes)) {
        const auto canonical = domain::codec::canonical(*json);
        const auto again = domain::codec::parse_json(canonical);
        require(again.has_value() && domain::codec::canonical(*again) == canonical);
    }
    const auto record = domain::decode(bytes);
    if (!record.data || !*record.data) return 0;
    if (const auto* policy = std::get_if<domain::PolicyDefinition>(&**record.data))
        require_round_trip(*policy, &domain::codec::decode_policy);
    if (const auto* indicator = std::get_if<domain::IndicatorDefinition>(&**record.data))
        require_round_trip(*indicator, &domain::codec::decode_indicator);
    return 0;
}
