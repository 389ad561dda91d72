// SPDX-License-Identifier: EUPL-1.2
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/vectors/pilote/fold_cases.hpp"
#include "tests/vectors/pilote/function_cases.hpp"
#include "tests/vectors/pilote/published_cases.hpp"

namespace {

namespace json = boost::json;
using tests::vectors::pilote::Verdict;

Verdict judge(std::string_view id, const json::object& of) {
    using namespace tests::vectors::pilote;
    constexpr std::string_view folded[] = {"SEL", "AGG", "VAC", "VIG", "VC", "TA", "CH", "FR"};
    const std::string_view table = id.substr(0, id.find('-'));
    for (const std::string_view one : folded)
        if (one == table) return judge_fold_case(table, of);
    if (table == "REAL") return judge_published_case(of);
    if (table == "V" || table == "U") return judge_function_case(id, of);
    if (table == "PRO") return Verdict::left_out("proposals are events of a later version");
    if (table == "P") return Verdict::left_out("about the rights of PILOTE's profiles");
    if (table == "A") return Verdict::left_out("about PILOTE's own HTTP interface");
    return Verdict::failed("of no known table");
}

// A case that throws has failed: the others are still told.
Verdict judge_safely(std::string_view id, const json::object& of) {
    try {
        return judge(id, of);
    } catch (const std::exception& error) {
        return Verdict::failed(error.what());
    }
}

int run(const char* file) {
    std::ifstream input{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{input}, {}};
    const json::value cases = json::parse(text);
    int passed = 0;
    int failed = 0;
    for (const json::value& of : cases.as_array()) {
        const std::string id{of.at("id").as_string()};
        const Verdict verdict = judge_safely(id, of.as_object());
        if (verdict.kind == Verdict::Kind::left_out) {
            std::printf("left out %s: %s\n", id.c_str(), verdict.why.c_str());
        } else if (verdict.kind == Verdict::Kind::failed) {
            ++failed;
            std::printf("failed %s: %s\n", id.c_str(), verdict.why.c_str());
        } else {
            ++passed;
        }
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

}  // namespace

// Judges PILOTE's reference cases (vectors/pilote.json) in process, without any I/O of the product.
// usage: pilote_vectors FILE.json
int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: pilote_vectors FILE.json\n", stderr);
        return 2;
    }
    try {
        return run(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "pilote_vectors: %s\n", error.what());
        return 2;
    }
}
