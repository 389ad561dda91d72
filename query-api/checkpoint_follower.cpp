// SPDX-License-Identifier: EUPL-1.2
#include "query-api/checkpoint_follower.hpp"

#include <chrono>
#include <utility>

#include "platform/logging.hpp"
#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/versions.hpp"

namespace query_api {
namespace {

namespace merkle = domain::merkle;
using platform::Errc;
using platform::Error;

constexpr std::chrono::seconds fetch_interval{1};
// stop() waits as long as this.
constexpr std::chrono::seconds answer_max{2};
constexpr int status_ok = 200;

}  // namespace

platform::Result<std::unique_ptr<CheckpointFollower>> CheckpointFollower::open(
    const std::string& url, const std::vector<std::string>& vkeys,
    const projector::read_model::Store& store, projector::SignedLog& shown) {
    auto client = platform::http::Client::open(url, answer_max);
    if (!client) return client.error();
    std::vector<merkle::VerifierKey> keys;
    for (const std::string& text : vkeys) {
        auto key = merkle::parse_verifier_key(text);
        if (!key) return Error{Errc::invalid, "--log-vkey: " + key.error().detail};
        keys.push_back(std::move(*key));
    }
    if (keys.empty())
        return Error{Errc::invalid,
                     "--checkpoints-from needs --log-vkey, as `barometre log vkey` prints it where "
                     "the log is signed"};
    return std::unique_ptr<CheckpointFollower>{
        new CheckpointFollower{std::move(*client), std::move(keys), store, shown}
    };
}

CheckpointFollower::CheckpointFollower(platform::http::Client client,
                                       std::vector<merkle::VerifierKey> keys,
                                       const projector::read_model::Store& store,
                                       projector::SignedLog& shown)
    : client_(std::move(client)), keys_(std::move(keys)), store_(store), shown_(shown) {}

CheckpointFollower::~CheckpointFollower() {
    stop();
}

void CheckpointFollower::start() {
    thread_ = std::thread{[this] { work(); }};
}

void CheckpointFollower::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stop_told_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void CheckpointFollower::work() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        lock.unlock();
        step();
        lock.lock();
        stop_told_.wait_for(lock, fetch_interval, [this] { return stopping_; });
    }
}

void CheckpointFollower::step() {
    if (shown_.is_refused()) return;
    show_if_reached();
    // A newer one would be further ahead still.
    if (!ahead_) fetch();
    show_if_reached();
}

void CheckpointFollower::fetch() {
    const auto answer = client_.send_by({.target = "/log/checkpoint", .headers = {}, .body = {}},
                                        std::chrono::steady_clock::now() + answer_max);
    if (!answer) return complain(answer.error().detail);
    if (answer->status != status_ok)
        return complain("it answers " + std::to_string(answer->status) + ": " + answer->body);
    auto checkpoint = merkle::open_checkpoint(answer->body, keys_);
    if (!checkpoint) return complain(checkpoint.error().detail);
    const auto newest = shown_.newest();
    if (newest && checkpoint->size < newest->checkpoint.size)
        return complain("it shows an old checkpoint, of size " + std::to_string(checkpoint->size) +
                        " after one of size " + std::to_string(newest->checkpoint.size));
    complaint_.clear();
    ahead_ = {std::move(*checkpoint), answer->body};
}

void CheckpointFollower::show_if_reached() {
    if (!ahead_ || ahead_->checkpoint.size > store_.published()->head.next) return;
    projector::SignedCheckpoint reached = std::move(*ahead_);
    ahead_.reset();
    try {
        projector::read_model::LogTree tree{store_, reached.checkpoint.size};
        if (tree.root() == reached.checkpoint.root) return shown_.publish(std::move(reached));
        shown_.refuse("the checkpoint of size " + std::to_string(reached.checkpoint.size) +
                      " that was fetched is signed over other records than this replica has read: "
                      "keep it and this store, and compare the two logs");
    } catch (const projector::read_model::StoreFailure& failure) {
        shown_.refuse(failure.error().detail);
    }
}

// Once for each reason: it is tried again every second.
void CheckpointFollower::complain(const std::string& why) {
    if (why == complaint_) return;
    complaint_ = why;
    platform::log(platform::Level::warning, "the signed checkpoint cannot be fetched",
                  {
                      {"why", why}
    });
}

}  // namespace query_api
