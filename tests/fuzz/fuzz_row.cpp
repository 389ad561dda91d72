// SPDX-License-Identifier: EUPL-1.2
// Any bytes as rows of the read model: refused, or rows that are written with the same meaning.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/codec/row.hpp"

namespace {

// What was decoded, encoded and decoded again, is encoded alike.
template <class Decode, class Encode>
void require_stable(std::string_view bytes, Decode decode, Encode encode) {
    const auto row = decode(bytes);
    if (!row) return;
    const auto encoded = encode(*row);
    const auto again = decode(encoded);
    if (!again || encode(*again) != encoded) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace domain::codec;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    constexpr domain::Sequence sequence = 7;
    const domain::Date date{domain::Month::from_index(0), 1};
    require_stable(bytes, &decode_cell, &encode_cell);
    require_stable(bytes, &decode_state, &encode_state);
    require_stable(bytes, &decode_level, &encode_level);
    require_stable(bytes, &decode_head, &encode_head);
    require_stable(
        bytes, [&](std::string_view row) { return decode_day(row, date, sequence); }, &encode_day);
    require_stable(
        bytes, [&](std::string_view row) { return decode_record_row(row, sequence); },
        &encode_record_row);
    return 0;
}
