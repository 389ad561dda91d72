// SPDX-License-Identifier: EUPL-1.2
#include "projector/signer_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "platform/durable_file.hpp"

namespace projector {
namespace {

namespace fs = std::filesystem;
namespace merkle = domain::merkle;
using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;

constexpr ::mode_t secret_mode = 0600;
constexpr ::mode_t public_mode = 0644;
constexpr std::size_t tail_notes = 2;

Error io_error(const fs::path& path, std::string_view what) {
    return {Errc::io, "signer: " + path.string() + ": cannot " + std::string{what} + ": " +
                          std::strerror(errno)};
}

Error corrupt(const fs::path& path, std::string_view what) {
    return {Errc::corrupt, "signer: " + path.string() + ": " + std::string{what} +
                               "; nothing is signed: restore the folder from a backup"};
}

Result<std::string> read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return io_error(path, "read it");
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return io_error(path, "read it");
    return bytes;
}

Result<merkle::SigningKey> new_key(const std::string& name) {
    merkle::SigningKey key{name, {}};
    if (::getrandom(key.seed.data(), key.seed.size(), 0) != static_cast<::ssize_t>(key.seed.size()))
        return Error{Errc::io, std::string{"signer: the system gives no random numbers: "} +
                                   std::strerror(errno)};
    return key;
}

// Numbers of the keys that are there, ascending.
std::vector<int> key_numbers(const fs::path& folder) {
    std::vector<int> numbers;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{folder, error}) {
        const std::string stem = entry.path().stem().string();
        const bool is_number =
            !stem.empty() && stem.size() < 6 &&
            std::all_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (entry.path().extension() == ".key" && is_number) numbers.push_back(std::stoi(stem));
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

fs::path key_path(const fs::path& folder, int number) {
    return folder / (std::to_string(number) + ".key");
}

Result<std::vector<merkle::SigningKey>> read_keys(const fs::path& folder) {
    std::vector<merkle::SigningKey> keys;
    for (const int number : key_numbers(folder)) {
        auto text = read_file(key_path(folder, number));
        if (!text) return text.error();
        if (text->ends_with('\n')) text->pop_back();
        auto key = merkle::parse_signing_key(*text);
        if (!key) return corrupt(key_path(folder, number), "it is no signing key");
        keys.push_back(std::move(*key));
    }
    return keys;
}

Result<std::vector<merkle::VerifierKey>> read_verifiers(const fs::path& folder) {
    std::vector<merkle::VerifierKey> verifiers;
    const fs::path path = folder / "vkeys";
    if (!fs::exists(path)) return verifiers;
    auto text = read_file(path);
    if (!text) return text.error();
    for (std::string_view rest = *text; !rest.empty();) {
        const auto end = rest.find('\n');
        auto key = merkle::parse_verifier_key(rest.substr(0, end));
        if (!key || end == std::string_view::npos) return corrupt(path, "a line is no vkey");
        verifiers.push_back(std::move(*key));
        rest.remove_prefix(end + 1);
    }
    return verifiers;
}

Status write_verifiers(const fs::path& folder, const std::vector<merkle::VerifierKey>& keys) {
    std::string text;
    for (const auto& key : keys) text += key.text() + "\n";
    return platform::replace_file(folder / "vkeys", text, public_mode);
}

// The vkey is known before the key can sign.
Status keep_key(const fs::path& folder, const merkle::SigningKey& key,
                std::vector<merkle::VerifierKey> verifiers) {
    verifiers.push_back(key.verifier());
    if (auto written = write_verifiers(folder, verifiers); !written) return written;
    const auto numbers = key_numbers(folder);
    const int number = numbers.empty() ? 1 : numbers.back() + 1;
    return platform::replace_file(key_path(folder, number), key.text() + "\n", secret_mode);
}

}  // namespace

NotesInFile split_notes(std::string_view file) {
    constexpr std::string_view blank = "\n\n";
    NotesInFile found;
    while (!file.empty()) {
        const auto text_end = file.find(blank);
        const auto end = text_end == std::string_view::npos
                             ? std::string_view::npos
                             : file.find(blank, text_end + blank.size());
        if (end == std::string_view::npos) break;
        found.notes.push_back(file.substr(0, end + 1));
        file.remove_prefix(end + blank.size());
    }
    found.torn = file;
    return found;
}

SignerFolder::SignerFolder(fs::path folder, std::string name)
    : folder_(std::move(folder)), name_(std::move(name)) {}

SignerFolder::~SignerFolder() {
    if (file_ >= 0) ::close(file_);
    if (lock_ >= 0) ::close(lock_);
}

Result<std::unique_ptr<SignerFolder>> SignerFolder::open(const fs::path& signer,
                                                         const std::string& log_id,
                                                         const std::string& origin) {
    const std::string name = origin + "/log/" + log_id;
    if (origin.empty() || !merkle::is_key_name(name))
        return Error{Errc::invalid,
                     "signer: the origin must be a name such as "
                     "barometre.example.org, without spaces and \"+\""};
    std::unique_ptr<SignerFolder> folder{
        new SignerFolder{signer / log_id, name}
    };
    std::error_code error;
    fs::create_directories(folder->folder_, error);
    if (error)
        return Error{Errc::io, "signer: " + folder->folder_.string() + ": " + error.message()};
    if (auto locked = folder->lock(); !locked) return locked.error();
    if (auto loaded = folder->load_keys(); !loaded) return loaded.error();
    if (auto loaded = folder->load_history(); !loaded) return loaded.error();
    if (auto checked = folder->check_last(); !checked) return checked.error();
    return folder;
}

Status SignerFolder::lock() {
    const fs::path path = folder_ / "lock";
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, secret_mode);
    if (lock_ < 0) return io_error(path, "make it");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
        return Error{Errc::unavailable, "signer: " + folder_.string() +
                                            ": another program signs this log; a log has one "
                                            "signer"};
    return {};
}

Status SignerFolder::load_keys() {
    auto verifiers = read_verifiers(folder_);
    if (!verifiers) return verifiers.error();
    auto keys = read_keys(folder_);
    if (!keys) return keys.error();
    if (keys->empty()) {
        if (!verifiers->empty())
            return Error{Errc::invalid, "signer: " + folder_.string() +
                                            ": its keys are gone; restore N.key from a backup, or "
                                            "make a new one with `barometre log vkey --rotate`"};
        auto key = new_key(name_);
        if (!key) return key.error();
        if (auto kept = keep_key(folder_, *key, *verifiers); !kept) return kept;
        verifiers->push_back(key->verifier());
        keys->push_back(std::move(*key));
    }
    for (const auto& key : *keys) {
        if (key.name != name_)
            return Error{Errc::invalid, "signer: " + folder_.string() + ": it has a key of " +
                                            key.name + ", not of " + name_ +
                                            "; start with that --origin"};
        if (std::find(verifiers->begin(), verifiers->end(), key.verifier()) == verifiers->end())
            return corrupt(folder_ / "vkeys", "the vkey of a key is missing");
    }
    keys_ = std::move(*keys);
    verifiers_ = std::move(*verifiers);
    return {};
}

// What was cut short was never shown: it is taken away.
Status SignerFolder::load_history() {
    const fs::path path = folder_ / "checkpoints";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, public_mode);
    if (file_ < 0) return io_error(path, "open it");
    const auto bytes = read_file(path);
    if (!bytes) return bytes.error();
    const NotesInFile found = split_notes(*bytes);
    for (const std::string_view text : found.notes) {
        const auto note = merkle::parse_note(text);
        auto checkpoint = note ? merkle::parse_checkpoint(note->text) : note.error();
        if (!checkpoint || checkpoint->origin != name_)
            return corrupt(path, "a checkpoint cannot be read");
        if (!history_.empty() && checkpoint->size <= history_.back().size)
            return corrupt(path, "the sizes of the checkpoints do not rise");
        history_.push_back(std::move(*checkpoint));
    }
    for (std::size_t i = found.notes.size() - std::min(tail_notes, found.notes.size());
         i < found.notes.size(); ++i)
        tail_.emplace_back(found.notes[i]);
    if (found.torn.empty()) return {};
    const auto whole = static_cast<::off_t>(bytes->size() - found.torn.size());
    if (::ftruncate(file_, whole) != 0 || ::fsync(file_) != 0) return io_error(path, "mend it");
    return {};
}

// `last` is written after `checkpoints`: it may be one behind, never ahead.
Status SignerFolder::check_last() {
    const fs::path path = folder_ / "last";
    if (fs::exists(path)) {
        auto last = read_file(path);
        if (!last) return last.error();
        if (std::find(tail_.begin(), tail_.end(), *last) == tail_.end())
            return corrupt(path,
                           "it is not among the newest of `checkpoints`: one of the two "
                           "was cut or changed");
    } else if (history_.size() > 1) {
        return corrupt(path, "it is missing");
    }
    if (history_.empty()) return {};
    last_ = tail_.back();
    if (!merkle::open_checkpoint(last_, verifiers_)) return corrupt(path, "its signature is wrong");
    return platform::replace_file(path, last_, public_mode);
}

Status SignerFolder::add(const merkle::Checkpoint& checkpoint, const std::string& note) {
    const fs::path path = folder_ / "checkpoints";
    if (auto written = platform::write_all(file_, note + "\n", path); !written) return written;
    if (::fsync(file_) != 0) return io_error(path, "write it to the disk");
    if (auto written = platform::replace_file(folder_ / "last", note, public_mode); !written)
        return written;
    history_.push_back(checkpoint);
    last_ = note;
    return {};
}

Result<merkle::VerifierKey> add_signing_key(const fs::path& folder) {
    auto verifiers = signer_verifiers(folder);
    if (!verifiers) return verifiers.error();
    auto key = new_key(verifiers->back().name);
    if (!key) return key.error();
    if (auto kept = keep_key(folder, *key, *verifiers); !kept) return kept.error();
    return key->verifier();
}

Result<std::vector<merkle::VerifierKey>> signer_verifiers(const fs::path& folder) {
    auto verifiers = read_verifiers(folder);
    if (!verifiers) return verifiers.error();
    if (verifiers->empty())
        return Error{Errc::not_found, "signer: " + folder.string() +
                                          ": no log was ever signed from there; start `barometre "
                                          "serve`, or barometre-query-api with --signer-dir"};
    return verifiers;
}

}  // namespace projector
