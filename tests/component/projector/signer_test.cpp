// SPDX-License-Identifier: EUPL-1.2
#include "projector/signer.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "projector/read_model/log_tree.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

namespace fs = std::filesystem;
namespace merkle = domain::merkle;
using ::projector::SignedLog;
using ::projector::Signer;
using ::projector::SignerFolder;
using ::projector::split_notes;
using ::projector::read_model::Store;
using support::must;

const std::string log_id = "test";
const std::string origin = "example.org";

std::string bytes_in(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const fs::path& path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary} << bytes;
}

// A log that grows, a store of it, and what a signer shows of it.
class Signing : public testing::Test {
protected:
    Signing() : events(make_events()), log(make_log(folder.path() / "log", {})) {}

    static std::vector<std::string> make_events() {
        std::mt19937_64 random{7};
        return random_events(random, 400);
    }

    // The store of the first `size` records.
    void grow_to(std::size_t size) {
        store.reset();
        for (std::size_t next = log->end(); next < size; ++next) append(*log, events[next - 1]);
        store = make_store(folder.path() / "store", *log);
    }

    // Another log in the place of the one there was.
    void replace_log(const std::vector<std::string>& of) {
        store.reset();
        log.reset();
        fs::remove_all(folder.path() / "log");
        fs::remove_all(folder.path() / "store");
        log = make_log(folder.path() / "log", of);
        store = make_store(folder.path() / "store", *log);
    }

    platform::Result<std::unique_ptr<SignerFolder>> open() {
        return SignerFolder::open(folder.path() / "signer", log_id, origin);
    }

    // A signer started on what is there, asked once.
    void sign() {
        shown = std::make_unique<SignedLog>();
        Signer signer{*store, must(open()), *shown, [this] { return not_live; }};
        signer.step();
    }

    std::uint64_t signed_size() const {
        const auto newest = shown->newest();
        return newest ? newest->checkpoint.size : 0;
    }

    fs::path kept(const std::string& name) const {
        return folder.path() / "signer" / log_id / name;
    }

    const support::TemporaryDirectory folder;
    const std::vector<std::string> events;
    std::unique_ptr<platform::event_log::EmbeddedLog> log;
    std::unique_ptr<Store> store;
    std::unique_ptr<SignedLog> shown = std::make_unique<SignedLog>();
    std::optional<std::string> not_live;
};

TEST_F(Signing, ShowsCheckpointsThatItsVkeyVerifies) {
    for (const std::size_t size : {1U, 2U, 255U, 256U, 300U}) {
        grow_to(size);
        sign();
        ASSERT_EQ(signed_size(), size) << shown->why_none();
        const auto keys = must(::projector::signer_verifiers(kept("")));
        const auto checkpoint = must(merkle::open_checkpoint(shown->newest()->note, keys));
        EXPECT_EQ(checkpoint.origin, "example.org/log/test");
        EXPECT_EQ(checkpoint.root, (::projector::read_model::LogTree{*store, size}.root()));
    }
    EXPECT_EQ(split_notes(bytes_in(kept("checkpoints"))).notes.size(), 5U);
    EXPECT_EQ(bytes_in(kept("last")), shown->newest()->note);
}

TEST_F(Signing, KeepsItsKeyToItself) {
    grow_to(1);
    sign();
    struct stat about{};
    ASSERT_EQ(::stat(kept("1.key").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(Signing, SignsOneSizeOnce) {
    grow_to(10);
    sign();
    const std::string before = bytes_in(kept("checkpoints"));
    sign();
    EXPECT_EQ(signed_size(), 10U);
    EXPECT_EQ(bytes_in(kept("checkpoints")), before);
}

TEST_F(Signing, AcceptsARebuildOfTheSameLog) {
    grow_to(100);
    sign();
    grow_to(300);
    sign();
    replace_log({events.begin(), events.begin() + 299});
    sign();
    EXPECT_EQ(signed_size(), 300U) << shown->why_none();
}

TEST_F(Signing, RefusesALogInWhichARecordWasChanged) {
    grow_to(100);
    sign();
    grow_to(200);
    sign();
    std::vector<std::string> changed{events.begin(), events.begin() + 250};
    changed[149].back() = ' ';
    replace_log(changed);
    sign();
    EXPECT_EQ(signed_size(), 0U);
    EXPECT_NE(shown->why_none().find("between record 100 and record 199"), std::string::npos)
        << shown->why_none();
    EXPECT_EQ(split_notes(bytes_in(kept("checkpoints"))).notes.size(), 2U);
}

TEST_F(Signing, RefusesALogWithARecordDroppedOrTwoSwapped) {
    grow_to(100);
    sign();
    std::vector<std::string> dropped{events.begin(), events.begin() + 150};
    dropped.erase(dropped.begin() + 40);
    replace_log(dropped);
    sign();
    EXPECT_NE(shown->why_none().find("was signed over other records"), std::string::npos);
    std::vector<std::string> swapped{events.begin(), events.begin() + 150};
    std::swap(swapped[40], swapped[41]);
    replace_log(swapped);
    sign();
    EXPECT_NE(shown->why_none().find("was signed over other records"), std::string::npos);
}

TEST_F(Signing, RefusesALogThatWasCut) {
    grow_to(100);
    sign();
    replace_log({events.begin(), events.begin() + 50});
    not_live = "reading the log: 49 records to go";
    sign();
    EXPECT_FALSE(shown->is_refused());
    EXPECT_EQ(signed_size(), 0U);
    not_live.reset();
    sign();
    EXPECT_NE(shown->why_none().find("the log has 51 records, but the checkpoint of size 100"),
              std::string::npos)
        << shown->why_none();
}

TEST_F(Signing, SaysWhichOfItsFilesWasChanged) {
    for (const std::size_t size : {10U, 20U, 30U}) {
        grow_to(size);
        sign();
    }
    const std::string history = bytes_in(kept("checkpoints"));
    const std::string last = bytes_in(kept("last"));
    const auto expect_refused = [&](const std::string& name) {
        const auto opened = open();
        ASSERT_FALSE(opened) << name;
        EXPECT_NE(opened.error().detail.find(kept(name).string()), std::string::npos)
            << opened.error().detail;
    };
    write(kept("checkpoints"), split_notes(history).notes.front());
    expect_refused("last");
    write(kept("checkpoints"), history);
    // An old checkpoint in the place of the last one.
    write(kept("last"), split_notes(history).notes.front());
    expect_refused("last");
    fs::remove(kept("last"));
    expect_refused("last");
    for (std::size_t i = 0; i < last.size(); ++i) {
        std::string flipped = last;
        flipped[i] ^= 1;
        write(kept("last"), flipped);
        expect_refused("last");
    }
    write(kept("last"), last);
    EXPECT_TRUE(open());
    write(kept("vkeys"), "");
    EXPECT_FALSE(open());
}

TEST_F(Signing, MendsWhatACrashLeft) {
    grow_to(10);
    sign();
    const std::string before = bytes_in(kept("last"));
    grow_to(20);
    sign();
    const std::string history = bytes_in(kept("checkpoints"));
    // Written to the history, not yet to `last`.
    write(kept("last"), before);
    sign();
    EXPECT_EQ(signed_size(), 20U);
    // Cut within the next checkpoint.
    write(kept("checkpoints"), history + history.substr(0, 50));
    grow_to(30);
    sign();
    EXPECT_EQ(signed_size(), 30U);
    EXPECT_TRUE(bytes_in(kept("checkpoints")).starts_with(history));
    EXPECT_EQ(split_notes(bytes_in(kept("checkpoints"))).notes.size(), 3U);
}

TEST_F(Signing, HasOneSignerForEachLog) {
    const auto first = must(open());
    const auto second = open();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, platform::Errc::unavailable);
}

TEST_F(Signing, SignsWithTheOldKeyAndTheNewOne) {
    grow_to(10);
    sign();
    const auto old_key = must(::projector::signer_verifiers(kept(""))).front();
    const auto new_key = must(::projector::add_signing_key(kept("")));
    grow_to(20);
    sign();
    const std::string note = shown->newest()->note;
    EXPECT_TRUE(merkle::open_checkpoint(note, std::vector{old_key}));
    EXPECT_TRUE(merkle::open_checkpoint(note, std::vector{new_key}));
    // The old one is retired.
    fs::remove(kept("1.key"));
    grow_to(30);
    sign();
    EXPECT_FALSE(merkle::open_checkpoint(shown->newest()->note, std::vector{old_key}));
    EXPECT_TRUE(merkle::open_checkpoint(shown->newest()->note, std::vector{new_key}));
    fs::remove(kept("2.key"));
    EXPECT_NE(open().error().detail.find("its keys are gone"), std::string::npos);
}

TEST_F(Signing, RefusesAnotherOriginAndABadOne) {
    must(open());
    const auto signer = folder.path() / "signer";
    EXPECT_NE(SignerFolder::open(signer, log_id, "elsewhere").error().detail.find("--origin"),
              std::string::npos);
    EXPECT_FALSE(SignerFolder::open(signer, log_id, "a b"));
    EXPECT_FALSE(SignerFolder::open(signer, log_id, ""));
}

}  // namespace
}  // namespace tests::projector
