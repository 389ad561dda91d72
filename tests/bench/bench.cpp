// SPDX-License-Identifier: EUPL-1.2
// Measures the product beside what it is to be compared with, in the same minutes on the same
// machine: only the ratios mean something elsewhere. Nothing is asserted.
#include <iostream>
#include <string_view>
#include <vector>

#include "tests/bench/benches.hpp"
#include "tests/bench/report.hpp"
#include "tests/vectors/support/serve_process.hpp"

namespace tests::bench {
namespace {

constexpr std::string_view usage =
    "usage: bench [--short] [--barometre PATH] [--golden DIRECTORY] [--kafka DIRECTORY]\n"
    "             [reads | writes | rebuild | as-of | history | redefinition |\n"
    "              kafka | readable | kafka-rebuild]…\n"
    "Without a name all but the last three, which start a broker with the scripts in DIRECTORY.\n";

struct Bench {
    std::string_view name;
    platform::Status (*run)(const Options&);
};
constexpr Bench embedded_benches[] = {
    {"reads",        bench_reads       },
    {"writes",       bench_writes      },
    {"rebuild",      bench_rebuild     },
    {"as-of",        bench_as_of       },
    {"history",      bench_history     },
    {"redefinition", bench_redefinition}
};
constexpr Bench kafka_benches[] = {
    {"kafka",         bench_kafka        },
    {"readable",      bench_readable     },
    {"kafka-rebuild", bench_kafka_rebuild}
};

// What to run; false where the arguments cannot be read.
struct Choice {
    Options options;
    std::vector<Bench> chosen;
    bool understood = true;
};

Choice read_choice(const std::vector<std::string_view>& arguments) {
    Choice choice;
    choice.options.barometre = vectors::barometre_beside_this_program();
    choice.options.golden = BAROMETRE_SHARED_DIR "/data/golden";
    choice.options.history = BAROMETRE_SHARED_DIR "/data/ditp-barometre-history";
    choice.options.kafka = "deploy/kafka";
    for (std::size_t place = 0; place < arguments.size(); ++place) {
        const auto word = arguments[place];
        const bool has_value = place + 1 < arguments.size();
        if (word == "--short") {
            choice.options.length = Length::brief;
        } else if (word == "--barometre" && has_value) {
            choice.options.barometre = arguments[++place];
        } else if (word == "--golden" && has_value) {
            choice.options.golden = arguments[++place];
        } else if (word == "--kafka" && has_value) {
            choice.options.kafka = arguments[++place];
        } else {
            const auto known = choice.chosen.size();
            for (const Bench& bench : embedded_benches) {
                if (bench.name == word) choice.chosen.push_back(bench);
            }
            for (const Bench& bench : kafka_benches) {
                if (bench.name == word) choice.chosen.push_back(bench);
            }
            if (choice.chosen.size() == known) choice.understood = false;
        }
    }
    if (choice.chosen.empty())
        choice.chosen.assign(std::begin(embedded_benches), std::end(embedded_benches));
    return choice;
}

int run(const Choice& choice) {
    print_head();
    int code = 0;
    for (const Bench& bench : choice.chosen) {
        const auto status = bench.run(choice.options);
        if (status) continue;
        std::cerr << bench.name << ": " << status.error().detail << '\n';
        code = 1;
    }
    return code;
}

}  // namespace
}  // namespace tests::bench

int main(int argc, char** argv) {
    const auto choice = tests::bench::read_choice({argv + 1, argv + argc});
    if (!choice.understood) {
        std::cerr << tests::bench::usage;
        return 2;
    }
    return tests::bench::run(choice);
}
