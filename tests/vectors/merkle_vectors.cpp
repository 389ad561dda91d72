// SPDX-License-Identifier: EUPL-1.2
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "tests/vectors/merkle/notes.hpp"
#include "tests/vectors/merkle/trees.hpp"

namespace tests::vectors::merkle {

void Tally::count(const std::string& name, bool holds) {
    ++(holds ? passed : failed);
    if (!holds) std::printf("failed %s\n", name.c_str());
}

}  // namespace tests::vectors::merkle

namespace {

namespace json = boost::json;
using tests::vectors::merkle::Tally;

using Judge = void (*)(const json::object&, Tally&);

const std::map<std::string_view, Judge> judges{
    {"ct_reference_tree",       &tests::vectors::merkle::judge_reference_tree      },
    {"ct_real_world_inclusion", &tests::vectors::merkle::judge_real_world_inclusion},
    {"verifier_probes",         &tests::vectors::merkle::judge_verifier_probes     },
    {"accumulated",             &tests::vectors::merkle::judge_accumulated         },
    {"tile_boundary_tree",      &tests::vectors::merkle::judge_tile_boundary_tree  },
    {"tile_paths",              &tests::vectors::merkle::judge_tile_paths          },
    {"tiled_log",               &tests::vectors::merkle::judge_tiled_log           },
    {"signed_notes",            &tests::vectors::merkle::judge_signed_notes        },
};
const std::set<std::string_view> about_the_file{"about", "licences", "sources", "hashing"};
const std::set<std::string_view> left_out{"cosignatures", "witness_add_checkpoint"};

// A group that throws has failed: the others are still told.
void judge_safely(std::string_view name, const json::value& group, Tally& tally) {
    const std::string title{name};
    try {
        const int before = tally.passed + tally.failed;
        judges.at(name)(group.as_object(), tally);
        std::printf("%s: %d cases\n", title.c_str(), tally.passed + tally.failed - before);
    } catch (const std::exception& error) {
        tally.count(title + ": " + error.what(), false);
    }
}

int run(const char* file) {
    std::ifstream input{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{input}, {}};
    const json::value groups = json::parse(text);
    Tally tally;
    for (const auto& [key, group] : groups.as_object()) {
        const std::string_view name{key};
        if (about_the_file.contains(name)) continue;
        if (left_out.contains(name))
            std::printf("left out %s: there are no witnesses yet\n", std::string{name}.c_str());
        else
            judge_safely(name, group, tally);
    }
    for (const auto& [name, judge] : judges)
        if (!groups.as_object().contains(name))
            tally.count(std::string{name} + " is missing", false);
    std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed == 0 ? 0 : 1;
}

}  // namespace

// Judges the Merkle tree, its tiles and signed notes by vectors/merkle.json, in process.
// usage: merkle_vectors FILE.json
int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: merkle_vectors FILE.json\n", stderr);
        return 2;
    }
    try {
        return run(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "merkle_vectors: %s\n", error.what());
        return 2;
    }
}
