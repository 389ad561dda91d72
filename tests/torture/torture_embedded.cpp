// SPDX-License-Identifier: EUPL-1.2
// Kills a `barometre serve` again and again while many clients post to it, and proves after each
// restart that it lost nothing that it acknowledged, did nothing twice, and shows no half file.
#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tests/torture/arguments.hpp"
#include "tests/torture/client.hpp"
#include "tests/torture/figures.hpp"
#include "tests/torture/round_check.hpp"
#include "tests/torture/server_process.hpp"
#include "tests/torture/submission.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/serve_process.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::torture {
namespace {

using std::filesystem::path;

constexpr std::string_view usage =
    "usage: torture_embedded [--rounds N] [--seed S] [--barometre PATH]\n";

constexpr std::size_t clients_min = 8;
constexpr std::size_t clients_max = 16;
constexpr std::size_t kill_after_ms_min = 20;
constexpr std::size_t kill_after_ms_max = 800;
// A request is in flight nearly always; how long to wait for one.
constexpr std::chrono::seconds in_flight_wait_max{2};
// Rounds that did not kill a request in flight are repeated, but not for ever.
constexpr std::size_t repeats_max = 20;
// More than a client makes in a round: the numbers of two clients must not meet.
constexpr std::int64_t numbers_each = 10'000;
// Events of earlier rounds that each round asks for again.
constexpr std::size_t asked_again = 50;

struct Options {
    std::size_t rounds = 20;
    std::uint64_t seed = 0;
    path barometre;
};

platform::Result<Options> read_options(const std::vector<std::string_view>& arguments) {
    Options options{.seed = std::random_device{}(),
                    .barometre = vectors::barometre_beside_this_program()};
    for (std::size_t place = 0; place + 1 < arguments.size(); place += 2) {
        const auto name = arguments[place];
        if (name == "--barometre") {
            options.barometre = arguments[place + 1];
            continue;
        }
        const auto number = read_number(arguments[place + 1]);
        if (!number) return number.error();
        if (name == "--rounds") {
            options.rounds = static_cast<std::size_t>(*number);
        } else if (name == "--seed") {
            options.seed = *number;
        } else {
            return vectors::failure("cannot read the argument " + std::string(name));
        }
    }
    if (arguments.size() % 2 != 0) return vectors::failure("an argument without a value");
    if (options.rounds == 0) return vectors::failure("no rounds");
    return options;
}

// What a round's clients left behind.
struct Aftermath {
    std::vector<Entry> entries;
    std::size_t clients = 0;
    std::chrono::milliseconds killed_after{};
    // Requests that the kill found without an answer.
    std::size_t in_flight = 0;
};

// One data folder, killed and restarted.
class Torture {
public:
    Torture(Options options, path data)
        : options_(std::move(options)), data_(std::move(data)), random_(options_.seed) {}

    // Sends the definitions and learns the departments. Errors: as those of the server.
    platform::Status prepare();
    // Rounds until one counts, each verified.
    platform::Status run_round(std::size_t round);
    // Everything that was ever settled, then the digests before and after rebuilds.
    platform::Status finish();

    const Tally& total() const { return total_; }

private:
    std::size_t between(std::size_t low, std::size_t high) {
        return low + static_cast<std::size_t>(random_() % (high - low + 1));
    }

    platform::Status start();
    Aftermath kill_under_load();
    platform::Status verify(Aftermath& aftermath);
    platform::Status check_again(std::size_t count);
    platform::Result<std::string> digest() const;
    platform::Status rebuild(const std::string& batch, const std::string& parsers) const;

    Options options_;
    path data_;
    std::mt19937_64 random_;
    std::optional<ServerProcess> server_;
    std::vector<Department> departments_;
    std::optional<Figures> figures_;
    std::int64_t next_number_ = 0;
    std::vector<Settled> settled_;
    Tally last_;
    Tally total_;
};

platform::Status Torture::start() {
    auto server = ServerProcess::start(options_.barometre, data_);
    if (!server) return server.error();
    server_ = std::move(*server);
    return {};
}

platform::Status Torture::prepare() {
    const auto started = start();
    if (!started) return started;
    auto api = vectors::Api::open(server_->url());
    if (!api) return api.error();
    auto departments = torture::prepare(*api, *api);
    if (!departments) return departments.error();
    departments_ = std::move(*departments);
    figures_.emplace(departments_);
    return {};
}

Aftermath Torture::kill_under_load() {
    Aftermath aftermath;
    aftermath.clients = between(clients_min, clients_max);
    aftermath.killed_after =
        std::chrono::milliseconds(between(kill_after_ms_min, kill_after_ms_max));
    Round round{.urls = {server_->url()}, .ledger = {}};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < aftermath.clients; ++i) {
        SubmissionMaker maker(departments_, std::to_string(i), next_number_, random_());
        next_number_ += numbers_each;
        threads.emplace_back(run_client, std::ref(round), std::move(maker));
    }
    std::this_thread::sleep_for(aftermath.killed_after);
    const auto deadline = Clock::now() + in_flight_wait_max;
    while (round.in_flight == 0 && Clock::now() < deadline) std::this_thread::yield();
    const auto killed = Clock::now();
    server_->kill();
    round.over = true;
    for (std::thread& thread : threads) thread.join();
    aftermath.entries = round.ledger.take();
    for (const Entry& entry : aftermath.entries) {
        for (const Attempt& attempt : entry.attempts) {
            const bool cut = attempt.receipt.status == Receipt::Status::unanswered;
            if (cut && attempt.begun < killed) ++aftermath.in_flight;
        }
    }
    return aftermath;
}

platform::Status Torture::verify(Aftermath& aftermath) {
    auto api = vectors::Api::open(server_->url());
    if (!api) return api.error();
    const auto ready = api->get("/readyz");
    if (!ready) return ready.error();
    RoundCheck check(*api, *api, Sending::once);
    const auto checked = check.run(std::move(aftermath.entries), *figures_);
    last_ = check.tally();
    if (!checked) return checked;
    settled_.insert(settled_.end(), check.settled().begin(), check.settled().end());
    return check_again(asked_again);
}

// Asks for so many of all settled events, at random.
platform::Status Torture::check_again(std::size_t count) {
    auto api = vectors::Api::open(server_->url());
    if (!api) return api.error();
    RoundCheck check(*api, *api, Sending::once);
    for (std::size_t i = 0; i < count && !settled_.empty(); ++i) {
        const auto same = check.check_again(settled_[between(0, settled_.size() - 1)]);
        if (!same) return same;
    }
    return {};
}

platform::Status Torture::run_round(std::size_t round) {
    for (std::size_t repeat = 0; repeat < repeats_max; ++repeat) {
        const auto begun = Clock::now();
        Aftermath aftermath = kill_under_load();
        const auto started = start();
        if (!started) return started;
        const auto verified = verify(aftermath);
        if (!verified) return verified;
        total_ += last_;
        const std::chrono::duration<double> took = Clock::now() - begun;
        std::cout << "round " << round << ": " << aftermath.clients << " clients, killed after "
                  << aftermath.killed_after.count() << " ms with " << aftermath.in_flight
                  << " attempts in flight; " << in_words(last_) << "; "
                  << (aftermath.in_flight > 0 ? "counts" : "does not count") << ", " << took.count()
                  << " s\n"
                  << std::flush;
        if (aftermath.in_flight > 0) return {};
    }
    return vectors::failure("never a request in flight");
}

platform::Result<std::string> Torture::digest() const {
    const auto output =
        run_to_end({options_.barometre.string(), "digest", "--data", data_.string(), "--json"},
                   data_.parent_path() / "digest");
    if (!output) return output.error();
    const auto answer = vectors::parse_json(*output, {});
    if (!answer) return answer.error();
    const std::string digest(vectors::text_member(*answer, "digest"));
    if (digest.empty()) return vectors::failure("no digest in " + *output);
    return digest;
}

platform::Status Torture::rebuild(const std::string& batch, const std::string& parsers) const {
    const auto output = run_to_end({options_.barometre.string(), "rebuild", "--data",
                                    data_.string(), "--batch", batch, "--parsers", parsers},
                                   data_.parent_path() / "rebuild");
    if (!output) return output.error();
    return {};
}

platform::Status Torture::finish() {
    auto api = vectors::Api::open(server_->url());
    if (!api) return api.error();
    RoundCheck check(*api, *api, Sending::once);
    for (const Settled& event : settled_) {
        const auto same = check.check_again(event);
        if (!same) return same;
    }
    const auto compared = figures_->compare(*api);
    if (!compared) return compared;
    std::cout << settled_.size() << " events asked for once more: all as they were\n";
    const auto stopped = server_->stop();
    if (!stopped) return stopped;
    const auto live = digest();
    if (!live) return live.error();
    std::cout << "digest of the killed one: " << *live << '\n';
    constexpr std::array<std::pair<const char*, const char*>, 3> ways{
        {{"1000", "1"}, {"7", "1"}, {"256", "3"}}
    };
    for (const auto& [batch, parsers] : ways) {
        const auto rebuilt = rebuild(batch, parsers);
        if (!rebuilt) return rebuilt;
        const auto again = digest();
        if (!again) return again.error();
        std::cout << "rebuilt with batches of " << batch << ", " << parsers
                  << " parsers: " << *again << '\n';
        if (*again != *live) return vectors::failure("the digests differ");
    }
    return {};
}

// The folder is kept where something is wrong: it is the evidence.
void keep(const path& data) {
    const path kept = data.parent_path().string() + "-kept";
    std::error_code code;
    std::filesystem::rename(data.parent_path(), kept, code);
    std::cout << "the data folder is kept in " << kept.string() << '\n';
}

// How many rounds passed, and what went wrong in the end, if anything did.
struct Result {
    std::size_t passed = 0;
    platform::Status status;
};

Result torture(Torture& run, std::size_t rounds) {
    Result result;
    result.status = run.prepare();
    while (result.status && result.passed < rounds) {
        result.status = run.run_round(result.passed + 1);
        if (result.status) ++result.passed;
    }
    if (result.status) result.status = run.finish();
    return result;
}

int run(const Options& options) {
    std::cout << "seed " << options.seed << '\n' << std::flush;
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) {
        std::cerr << folder.error().detail << '\n';
        return 1;
    }
    const path data = folder->path() / "data";
    Result result;
    Tally total;
    {
        Torture run(options, data);
        result = torture(run, options.rounds);
        total = run.total();
    }
    if (!result.status) {
        std::cout << "FAILED: " << result.status.error().detail << '\n';
        keep(data);
    }
    std::cout << "total: " << in_words(total) << '\n'
              << "rounds " << options.rounds << " passed " << result.passed << " failed "
              << (result.status ? 0 : 1) << '\n';
    return result.status ? 0 : 1;
}

}  // namespace
}  // namespace tests::torture

int main(int argc, char** argv) {
    const auto options = tests::torture::read_options({argv + 1, argv + argc});
    if (!options) {
        std::cerr << options.error().detail << '\n' << tests::torture::usage;
        return 2;
    }
    return tests::torture::run(*options);
}
