// SPDX-License-Identifier: EUPL-1.2
// Breaks one part of a real cluster after another while many clients post to it, and proves after
// each time that nothing acknowledged is lost, nothing is done twice, what was told as unknown is
// known by its URL, and both query APIs show what a new fold of the log shows.
#include <atomic>
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
#include "tests/torture/cluster.hpp"
#include "tests/torture/fault.hpp"
#include "tests/torture/figures.hpp"
#include "tests/torture/round_check.hpp"
#include "tests/torture/submission.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::torture {
namespace {

using std::filesystem::path;

constexpr std::string_view usage =
    "usage: torture_cluster [--rounds N] [--minutes M] [--seed S] [--brokers 1|3] [--fault NAME]\n"
    "                       [--bin FOLDER] [--kafka FOLDER]\n"
    "Ends after N rounds that count, or M minutes. NAME: ingest-killed, query-killed,\n"
    "broker-killed, leader-moved, broker-suspended, disk-filled; all in turn by default.\n";

constexpr std::size_t clients_min = 16;
constexpr std::size_t clients_max = 24;
constexpr std::size_t fault_after_ms_min = 200;
constexpr std::size_t fault_after_ms_max = 1'200;
// A round with fewer does not count.
constexpr std::size_t acknowledged_min = 1'000;
// The load goes on until there are so many, but not for ever.
constexpr std::chrono::seconds load_time_max{60};
// How long everything may take to be as it was.
constexpr std::chrono::seconds recovery_time_max{90};
constexpr std::chrono::milliseconds poll_interval{50};
// An answer that takes longer is one that the fault held up: without one it takes some 20 ms.
constexpr std::chrono::milliseconds slow_answer{200};
// More than a client makes in a round: the numbers of two clients must not meet.
constexpr std::int64_t numbers_each = 100'000;
// A new fold of the log takes as long as the log: after so many rounds another one is begun.
constexpr std::size_t rounds_each_site = 10;
// Rounds that do not count are repeated, but not for ever.
constexpr std::size_t repeats_max = 5;
constexpr std::size_t asked_again = 50;

struct Options {
    std::size_t rounds = 6;
    std::size_t minutes = 24 * 60;
    std::uint64_t seed = 0;
    std::size_t brokers = 3;
    std::vector<Fault> faults{all_faults.begin(), all_faults.end()};
    Programs programs;
};

platform::Status read_option(Options& options, std::string_view name, std::string_view value) {
    if (name == "--bin") {
        options.programs.bin = value;
        return {};
    }
    if (name == "--kafka") {
        options.programs.kafka = value;
        return {};
    }
    if (name == "--fault") {
        const auto fault = fault_named(value);
        if (!fault) return vectors::failure("no such fault: " + std::string(value));
        options.faults = {*fault};
        return {};
    }
    const auto number = read_number(value);
    if (!number) return number.error();
    if (name == "--rounds")
        options.rounds = static_cast<std::size_t>(*number);
    else if (name == "--minutes")
        options.minutes = static_cast<std::size_t>(*number);
    else if (name == "--seed")
        options.seed = *number;
    else if (name == "--brokers" && (*number == 1 || *number == 3))
        options.brokers = static_cast<std::size_t>(*number);
    else
        return vectors::failure("cannot read the argument " + std::string(name));
    return {};
}

platform::Result<Options> read_options(const std::vector<std::string_view>& arguments) {
    Options options{.seed = std::random_device{}(), .programs = programs_here()};
    for (std::size_t place = 0; place < arguments.size(); place += 2) {
        if (place + 1 == arguments.size()) return vectors::failure("an argument without a value");
        const auto read = read_option(options, arguments[place], arguments[place + 1]);
        if (!read) return read.error();
    }
    if (options.rounds == 0) return vectors::failure("no rounds");
    return options;
}

// Reads from all query APIs in turn until told to end, and counts what it is not answered.
class Reader {
public:
    explicit Reader(std::vector<std::string> urls) : urls_(std::move(urls)) {
        thread_ = std::thread{[this] { read_until_over(); }};
    }
    ~Reader() { end(); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // How many requests failed.
    std::size_t end() {
        over_ = true;
        if (thread_.joinable()) thread_.join();
        return failures_;
    }

private:
    void read_until_over() {
        for (std::size_t i = 0; !over_; ++i) {
            auto api = vectors::Api::open(urls_[i % urls_.size()]);
            if (!api || !api->get("/v1/territories/NAT-FR/barometer")) ++failures_;
            std::this_thread::sleep_for(poll_interval);
        }
    }

    std::vector<std::string> urls_;
    std::atomic<bool> over_ = false;
    std::atomic<std::size_t> failures_ = 0;
    std::thread thread_;
};

// What a round's clients left behind.
struct Aftermath {
    std::vector<Entry> entries;
    // Requests that were not answered as if nothing were wrong.
    std::size_t saw = 0;
};

bool shows_fault(const Attempt& attempt) {
    const Receipt::Status status = attempt.receipt.status;
    return status == Receipt::Status::unanswered || status == Receipt::Status::unknown ||
           status == Receipt::Status::refused || attempt.took > slow_answer;
}

// One Baromètre after another on one cluster.
class Torture {
public:
    Torture(Options options, path folder, Brokers brokers, std::optional<SmallDisk> disk)
        : options_(std::move(options)),
          folder_(std::move(folder)),
          brokers_(std::move(brokers)),
          disk_(std::move(disk)),
          random_(options_.seed) {}

    // Rounds until one counts, each verified.
    platform::Status run_round(std::size_t round, Fault fault);
    // Ends the present site: every program must stop as it should.
    platform::Status end_site();

    const Tally& total() const { return total_; }

private:
    std::size_t between(std::size_t low, std::size_t high) {
        return low + static_cast<std::size_t>(random_() % (high - low + 1));
    }

    // Whether the second store is on the small disk, which it would fill up in time by itself.
    enum class Stores { roomy, one_on_small_disk };

    platform::Status begin_site(Stores stores);
    platform::Status ready_site(Fault fault);
    platform::Status define();
    platform::Result<Aftermath> break_under_load(Fault fault);
    platform::Result<std::string> await_recovery();
    platform::Status verify(Aftermath& aftermath);
    platform::Status compare_digests();

    Options options_;
    path folder_;
    Brokers brokers_;
    std::optional<SmallDisk> disk_;
    std::mt19937_64 random_;

    std::size_t sites_ = 0;
    Stores stores_ = Stores::roomy;
    std::size_t rounds_of_site_ = 0;
    std::optional<ClusterSite> site_;
    std::vector<Department> departments_;
    std::optional<Figures> figures_;
    std::int64_t next_number_ = 0;
    std::size_t markers_ = 0;
    std::vector<Settled> settled_;
    Tally last_;
    Tally total_;
};

platform::Status Torture::begin_site(Stores stores) {
    rounds_of_site_ = 0;
    stores_ = stores;
    settled_.clear();
    const std::string name = "site-" + std::to_string(++sites_);
    std::optional<path> second_store;
    if (stores == Stores::one_on_small_disk) second_store = disk_->folder() / name;
    auto site = ClusterSite::start(options_.programs, brokers_, folder_ / name, second_store);
    if (!site) return site.error();
    site_ = std::move(*site);
    return define();
}

platform::Status Torture::define() {
    auto query = vectors::Api::open(site_->query_urls().front());
    auto ingest = vectors::Api::open(site_->ingest_urls().front());
    if (!query || !ingest) return vectors::failure("a URL cannot be read");
    auto departments = prepare(*ingest, *query);
    if (!departments) return departments.error();
    departments_ = std::move(*departments);
    figures_.emplace(departments_);
    return {};
}

platform::Status Torture::end_site() {
    if (!site_) return {};
    const auto stopped = site_->stop();
    const path store = site_->store(ClusterSite::replicas - 1);
    site_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(store, ignored);
    return stopped;
}

platform::Result<Aftermath> Torture::break_under_load(Fault fault) {
    Round round{.urls = site_->ingest_urls(), .ledger = {}};
    // A store writes on for a while into what it reserved of a disk: only load uses that up.
    if (fault != Fault::disk_filled) round.plenty = 2 * acknowledged_min;
    std::vector<std::thread> threads;
    const std::size_t clients = between(clients_min, clients_max);
    for (std::size_t i = 0; i < clients; ++i) {
        SubmissionMaker maker(departments_, std::to_string(i), next_number_, random_());
        next_number_ += numbers_each;
        threads.emplace_back(run_client, std::ref(round), std::move(maker));
    }
    Reader reader(site_->query_urls());
    std::this_thread::sleep_for(
        std::chrono::milliseconds(between(fault_after_ms_min, fault_after_ms_max)));
    Victim victim{*site_, brokers_, disk_ ? &*disk_ : nullptr, random_};
    const auto inflicted = inflict(fault, victim);
    const auto deadline = Clock::now() + load_time_max;
    while (inflicted && round.ledger.acknowledged() < acknowledged_min && Clock::now() < deadline)
        std::this_thread::sleep_for(poll_interval);
    round.over = true;
    for (std::thread& thread : threads) thread.join();
    Aftermath aftermath;
    aftermath.saw = reader.end();
    if (!inflicted) return inflicted.error();
    aftermath.entries = round.ledger.take();
    for (const Entry& entry : aftermath.entries)
        for (const Attempt& attempt : entry.attempts)
            if (shows_fault(attempt)) ++aftermath.saw;
    return aftermath;
}

// Waits until an event goes all the way to both query APIs; its position.
platform::Result<std::string> Torture::await_recovery() {
    const auto deadline = Clock::now() + recovery_time_max;
    std::string position;
    while (position.empty()) {
        if (Clock::now() > deadline) return vectors::failure("no event comes through any more");
        SubmissionMaker maker(departments_, "marker-" + std::to_string(++markers_), 0, random_());
        const Submission marker = maker.rejected();
        const auto urls = site_->ingest_urls();
        auto ingest = vectors::Api::open(urls[markers_ % urls.size()]);
        if (!ingest) return ingest.error();
        const Receipt receipt = post(*ingest, marker, Content::original, Patience::longest);
        if (receipt.status == Receipt::Status::rejected) position = receipt.position;
    }
    for (const std::string& url : site_->query_urls()) {
        auto query = vectors::Api::open(url);
        if (!query) return query.error();
        for (int status = 0; status != 200;) {
            if (Clock::now() > deadline)
                return vectors::failure(url + " does not come to " + position);
            const auto answer = query->ask("/v1/territories?at_least=" + position);
            status = answer ? answer->status : 0;
            if (status != 200) std::this_thread::sleep_for(poll_interval);
        }
    }
    return position;
}

platform::Status Torture::compare_digests() {
    const auto first = site_->digest(0);
    if (!first) return first.error();
    const auto second = site_->digest(1);
    if (!second) return second.error();
    const auto rebuilt = site_->digest_of_rebuild();
    if (!rebuilt) return rebuilt.error();
    if (*first == *second && *first == *rebuilt) return {};
    return vectors::failure("the digests differ: " + first->position + " " + first->digest + ", " +
                            second->position + " " + second->digest + ", made again " +
                            rebuilt->position + " " + rebuilt->digest);
}

platform::Status Torture::verify(Aftermath& aftermath) {
    const auto position = await_recovery();
    if (!position) return position.error();
    const auto ingest_urls = site_->ingest_urls();
    const auto query_urls = site_->query_urls();
    auto ingest = vectors::Api::open(ingest_urls[between(0, ingest_urls.size() - 1)]);
    auto query = vectors::Api::open(query_urls[between(0, query_urls.size() - 1)]);
    if (!ingest || !query) return vectors::failure("a URL cannot be read");
    RoundCheck check(*ingest, *query, Sending::repeated);
    const auto checked = check.run(std::move(aftermath.entries), *figures_);
    last_ = check.tally();
    if (!checked) return checked;
    settled_.insert(settled_.end(), check.settled().begin(), check.settled().end());
    for (std::size_t i = 0; i < asked_again && !settled_.empty(); ++i) {
        const auto same = check.check_again(settled_[between(0, settled_.size() - 1)]);
        if (!same) return same;
    }
    // What was sent again is at both before they are compared.
    if (const auto again = await_recovery(); !again) return again.error();
    return compare_digests();
}

// Begins another site where the fault needs one of its own, or the present one has grown old.
platform::Status Torture::ready_site(Fault fault) {
    const Stores stores = fault == Fault::disk_filled ? Stores::one_on_small_disk : Stores::roomy;
    const bool is_done = rounds_of_site_ == rounds_each_site || stores != stores_ ||
                         stores == Stores::one_on_small_disk;
    if (site_ && is_done)
        if (const auto ended = end_site(); !ended) return ended;
    if (!site_)
        if (const auto begun = begin_site(stores); !begun) return begun;
    ++rounds_of_site_;
    return {};
}

platform::Status Torture::run_round(std::size_t round, Fault fault) {
    for (std::size_t repeat = 0; repeat < repeats_max; ++repeat) {
        if (const auto ready = ready_site(fault); !ready) return ready;
        const auto begun = Clock::now();
        auto aftermath = break_under_load(fault);
        if (!aftermath) return aftermath.error();
        const auto verified = verify(*aftermath);
        if (!verified) return verified;
        const bool counts = aftermath->saw > 0 && last_.acknowledged >= acknowledged_min;
        const std::chrono::duration<double> took = Clock::now() - begun;
        std::cout << "round " << round << ": " << name_of(fault) << "; " << in_words(last_)
                  << "; seen " << aftermath->saw << " times; "
                  << (counts ? "counts" : "does not count") << ", " << took.count() << " s\n"
                  << std::flush;
        if (!counts) continue;
        total_ += last_;
        return {};
    }
    return vectors::failure("no round of " + std::string(name_of(fault)) + " counts");
}

// How many rounds passed, and what went wrong in the end, if anything did.
struct Result {
    std::size_t passed = 0;
    platform::Status status;
};

Result torture(Torture& run, const Options& options) {
    Result result;
    const auto deadline = Clock::now() + std::chrono::minutes(options.minutes);
    while (result.status && result.passed < options.rounds && Clock::now() < deadline) {
        const Fault fault = options.faults[result.passed % options.faults.size()];
        result.status = run.run_round(result.passed + 1, fault);
        if (result.status) ++result.passed;
    }
    if (result.status) result.status = run.end_site();
    return result;
}

// The folder is kept where something is wrong: it is the evidence.
void keep(const path& folder) {
    const path kept = folder.string() + "-kept";
    std::error_code code;
    std::filesystem::copy(folder, kept, std::filesystem::copy_options::recursive, code);
    std::cout << "what the programs said is kept in " << kept.string() << '\n';
}

// Nothing where there can be no small disk: then that fault is left out, loudly.
std::optional<SmallDisk> small_disk(Options& options, const path& folder) {
    auto disk = SmallDisk::mount(folder);
    if (disk) return std::move(*disk);
    std::erase(options.faults, Fault::disk_filled);
    std::cout << "SKIPPED: the rounds of disk-filled: " << disk.error().detail << '\n';
    return std::nullopt;
}

int fail(const platform::Error& error) {
    std::cerr << error.detail << '\n';
    return 1;
}

int run(Options options) {
    std::cout << "seed " << options.seed << '\n' << std::flush;
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return fail(folder.error());
    auto disk = small_disk(options, folder->path() / "small-disk");
    if (options.faults.empty()) return 0;
    auto brokers = Brokers::start(options.programs, folder->path() / "kafka", options.brokers);
    if (!brokers) return fail(brokers.error());
    Torture run(options, folder->path(), std::move(*brokers), std::move(disk));
    const Result result = torture(run, options);
    if (!result.status) {
        std::cout << "FAILED: " << result.status.error().detail << '\n';
        keep(folder->path());
    }
    std::cout << "total: " << in_words(run.total()) << '\n'
              << "rounds " << result.passed + (result.status ? 0 : 1) << " passed " << result.passed
              << " failed " << (result.status ? 0 : 1) << '\n';
    return result.status ? 0 : 1;
}

}  // namespace
}  // namespace tests::torture

int main(int argc, char** argv) {
    auto options = tests::torture::read_options({argv + 1, argv + argc});
    if (!options) {
        std::cerr << options.error().detail << '\n' << tests::torture::usage;
        return 2;
    }
    return tests::torture::run(std::move(*options));
}
