// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/merkle/notes.hpp"

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "domain/merkle/checkpoint.hpp"
#include "domain/merkle/tile.hpp"
#include "tests/vectors/merkle/read.hpp"

namespace tests::vectors::merkle {
namespace {

namespace json = boost::json;
using namespace domain::merkle;

bool is_signed(std::string_view note, std::string_view vkey) {
    const auto key = parse_verifier_key(vkey);
    const auto parsed = parse_note(note);
    return key && parsed && key->text() == vkey && verify_note(*parsed, std::vector{*key});
}

}  // namespace

void judge_tiled_log(const json::object& group, Tally& tally) {
    const auto key = parse_verifier_key(std::string_view{group.at("vkey").as_string()});
    tally.count("the key is read", key.has_value());
    if (!key) return;
    std::vector<std::string> entries;
    Frontier frontier;
    std::string tile;
    const auto& checkpoints = group.at("checkpoints").as_array();
    for (std::size_t size = 0; size < checkpoints.size(); ++size) {
        const std::string name = "checkpoint of size " + std::to_string(size);
        const std::string note{checkpoints[size].as_string()};
        const auto checkpoint = open_checkpoint(note, std::vector{*key});
        tally.count(name + " is accepted", checkpoint.has_value());
        if (!checkpoint) continue;
        const Checkpoint wanted{std::string{group.at("origin").as_string()}, size, frontier.root()};
        tally.count(name, *checkpoint == wanted);
        tally.count(name + " is written the same", note.starts_with(checkpoint_text(wanted)));
        tally.count("root of " + std::to_string(size),
                    hash_of(group.at("roots_hex").as_array().at(size)) == frontier.root());
        if (size + 1 == checkpoints.size()) break;
        entries.emplace_back(group.at("entries_utf8").as_array().at(size).as_string());
        tile += bytes_of(leaf_hash(entries.back()));
        frontier.append(leaf_hash(entries.back()));
    }
    const std::string bundle = bytes_of_hex(group.at("entry_bundle_000_p_15_hex").as_string());
    tally.count("the bundle is made", bundle == bundle_bytes(entries));
    tally.count("the bundle is read", bundle_entries(bundle) == entries);
    tally.count("the tile is made",
                bytes_of_hex(group.at("tile_0_000_p_15_hex").as_string()) == tile);
}

void judge_signed_notes(const json::object& group, Tally& tally) {
    for (const auto& of : group.at("valid").as_array())
        tally.count("valid: " + std::string{of.at("name").as_string()},
                    is_signed(of.at("note").as_string(), of.at("vkey").as_string()));
    for (const auto& of : group.at("invalid_derived").as_array())
        tally.count("invalid: " + std::string{of.at("name").as_string()},
                    !is_signed(of.at("note").as_string(), of.at("vkey").as_string()));
}

}  // namespace tests::vectors::merkle
