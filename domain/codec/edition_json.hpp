// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "domain/codec/json.hpp"
#include "domain/edition.hpp"

namespace domain::codec {

// Reads the data of an edition, every member judged; `pointer` is where it stands.
// Errors: data-malformed, member-unknown, text-too-long and the codes of the values inside;
// edition-malformed (a name, a digest, a list that is out of order or too long).
Result<EditionPublished> decode_edition(const Json& data, const std::string& pointer);

// The same as canonical JSON.
std::string encode(const EditionPublished& edition);

}  // namespace domain::codec
