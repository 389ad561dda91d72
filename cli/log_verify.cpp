// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_verify.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <system_error>

#include "cli/exported_editions.hpp"
#include "cli/exported_log.hpp"
#include "cli/whole_file.hpp"
#include "domain/codec/json.hpp"
#include "domain/merkle/checkpoint.hpp"
#include "domain/merkle/tile.hpp"
#include "platform/event_log/ndjson_line.hpp"
#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/versions.hpp"
#include "projector/read_model/view.hpp"
#include "projector/signer_folder.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
namespace merkle = domain::merkle;
using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;
using projector::read_model::LogTree;
using projector::read_model::Store;

Error misfit(std::string text) {
    return {Errc::invalid, std::move(text)};
}

// What export.json says; nothing of it is believed.
struct About {
    std::string log_id;
    std::uint64_t records = 0;
    std::string digest;
};

Result<About> read_about(const fs::path& folder) {
    const fs::path path = folder / export_file::about;
    const auto bytes = read_whole_file(path);
    if (!bytes) return bytes.error();
    std::string_view text = *bytes;
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto json = domain::codec::parse_json(text);
    const auto member = [&](std::string_view name) { return json ? json->member(name) : nullptr; };
    const auto* log = member("log");
    const auto* digest = member("digest");
    const auto* records = member("records");
    if (log == nullptr || digest == nullptr || records == nullptr || log->string() == nullptr ||
        digest->string() == nullptr)
        return misfit(path.string() + ": it is not what an export writes");
    const std::string count = domain::codec::canonical(*records);
    About about{*log->string(), 0, *digest->string()};
    for (const char digit : count) {
        if (digit < '0' || digit > '9')
            return misfit(path.string() + ": it is not what an export writes");
        about.records = about.records * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return about;
}

// Every tile and bundle compared with the tree of the records; how many.
// A bundle that differs names the record, whichever of the two was changed.
class TileCheck {
public:
    TileCheck(const fs::path& folder, const LogTree& tree) : folder_(folder), tree_(tree) {}

    Result<std::uint64_t> run() {
        for (const merkle::Bundle& bundle : merkle::bundles_of(tree_.size()))
            if (auto fits = check(bundle); !fits) return fits.error();
        for (const merkle::Tile& tile : merkle::tiles_of(tree_.size())) {
            std::string wanted;
            for (const merkle::Hash& hash : tree_.tile(tile)) wanted += merkle::bytes_of(hash);
            if (auto fits = check(merkle::path(tile), wanted); !fits) return fits.error();
        }
        return count_;
    }

private:
    Status check(const std::string& path, std::string_view wanted) {
        const auto bytes = read_whole_file(folder_ / path);
        if (!bytes) return bytes.error();
        ++count_;
        if (*bytes != wanted) return misfit(path + ": it is not the tile of these records");
        return {};
    }

    Status check(const merkle::Bundle& bundle) {
        const auto bytes = read_whole_file(folder_ / merkle::path(bundle));
        if (!bytes) return bytes.error();
        ++count_;
        const auto wanted = tree_.entries(bundle);
        const auto found = merkle::bundle_entries(*bytes);
        if (!found || found->size() != wanted.size())
            return misfit(merkle::path(bundle) + ": it is no bundle of " +
                          std::to_string(wanted.size()) + " entries");
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if ((*found)[i] != wanted[i])
                return misfit("record " + std::to_string(bundle.index * merkle::tile_width + i) +
                              ": its value is not that of its entry in " + merkle::path(bundle));
        return {};
    }

    const fs::path& folder_;
    const LogTree& tree_;
    std::uint64_t count_ = 0;
};

// Every checkpoint against the tree of the records.
class CheckpointCheck {
public:
    CheckpointCheck(const fs::path& folder, LogTree& tree,
                    const std::vector<merkle::VerifierKey>& keys)
        : folder_(folder), tree_(tree), keys_(keys) {}

    Status run(Verified& found) {
        const auto bytes = read_whole_file(folder_ / export_file::checkpoints);
        if (!bytes) return bytes.error();
        const auto file = projector::split_notes(*bytes);
        if (!file.torn.empty() || file.notes.empty())
            return misfit(file.notes.empty() ? "checkpoints: there is none"
                                             : "checkpoints: the last one is cut");
        for (const std::string_view note : file.notes) {
            if (auto fits = check(note); !fits) return fits;
            ++found.checkpoints;
        }
        found.signed_records = last_;
        found.origin = keys_.front().name;
        const auto newest = read_whole_file(folder_ / export_file::newest);
        if (!newest) return newest.error();
        if (*newest != file.notes.back())
            return misfit(
                "checkpoint: it is not the last of `checkpoints`, but another or an old "
                "one");
        return {};
    }

private:
    Status check(std::string_view note) {
        const auto checkpoint = merkle::open_checkpoint(note, keys_);
        if (!checkpoint)
            return misfit("the checkpoint after the one of size " + std::to_string(last_) + ": " +
                          checkpoint.error().detail);
        const std::string name = "the checkpoint of size " + std::to_string(checkpoint->size);
        if (checkpoint->size <= last_)
            return misfit(name + ": it comes after the one of size " + std::to_string(last_) +
                          ": it is an old one");
        if (checkpoint->size > tree_.size())
            return misfit("record " + std::to_string(tree_.size()) +
                          ": it is missing, and all up "
                          "to " +
                          std::to_string(checkpoint->size - 1) + ": " + name +
                          " was signed over them");
        if (tree_.root_of(checkpoint->size) != checkpoint->root)
            return misfit(name +
                          ": it was signed over other records; the first that does not fit "
                          "is between record " +
                          std::to_string(last_) + " and record " +
                          std::to_string(checkpoint->size - 1));
        last_ = checkpoint->size;
        return {};
    }

    const fs::path& folder_;
    LogTree& tree_;
    const std::vector<merkle::VerifierKey>& keys_;
    std::uint64_t last_ = 0;
};

Result<Verified> verify_folded(const fs::path& folder, const Store& store,
                               const std::vector<merkle::VerifierKey>& keys) {
    const auto about = read_about(folder);
    if (!about) return about.error();
    Verified found;
    found.records = store.published()->head.next;
    if (found.records != about->records)
        return misfit("record " + std::to_string(std::min(found.records, about->records)) +
                      ": export.json tells of " + std::to_string(about->records) + " records, " +
                      std::to_string(found.records) + " are there");
    LogTree tree{store, found.records};
    auto tiles = TileCheck{folder, tree}.run();
    if (!tiles) return tiles.error();
    found.tiles = *tiles;
    if (auto fits = CheckpointCheck{folder, tree, keys}.run(found); !fits) return fits.error();
    if (about->log_id != store.published()->head.log_id ||
        !found.origin.ends_with("/log/" + about->log_id))
        return misfit("export.json: it is of another log");
    auto digest = store.digest();
    if (!digest) return digest.error();
    if (*digest != about->digest)
        return misfit(
            "export.json: the records make a read model of another digest: it was changed, or a "
            "key, header or timestamp of a record, which the tree does not cover");
    found.digest = std::move(*digest);
    const auto catalogue = read_whole_file(folder / export_file::catalogue);
    if (!catalogue) return catalogue.error();
    if (*catalogue != exported_catalogue(projector::read_model::View{store}))
        return misfit("catalogue.ndjson: it is not the catalogue that the records define");
    const auto editions = verify_editions(projector::read_model::View{store}, folder);
    if (!editions) return editions.error();
    found.editions = *editions;
    return found;
}

}  // namespace

Result<std::vector<merkle::VerifierKey>> exported_keys(const fs::path& folder) {
    return projector::signer_verifiers(folder);
}

Result<Verified> verify_export(const fs::path& folder, const std::vector<merkle::VerifierKey>& keys,
                               const ExportProgress& progress) {
    const auto folded = FoldedExport::make(folder, progress);
    if (!folded) return folded.error();
    try {
        return verify_folded(folder, (*folded)->store(), keys);
    } catch (const projector::read_model::StoreFailure& failure) {
        return failure.error();
    }
}

Result<VerifiedEvent> verify_event(const fs::path& proof, const fs::path& event,
                                   const std::vector<merkle::VerifierKey>& keys) {
    const auto proof_text = read_whole_file(proof);
    if (!proof_text) return proof_text.error();
    const auto parsed = merkle::parse_log_proof(*proof_text);
    if (!parsed) return misfit(proof.string() + ": " + parsed.error().detail);
    auto value = read_whole_file(event);
    if (!value) return value.error();
    std::string_view line = *value;
    if (line.ends_with('\n')) line.remove_suffix(1);
    auto stored = platform::event_log::read_line(line);
    const std::string_view bytes = stored ? std::string_view{stored->record.value} : line;
    const auto entry = projector::read_model::entry_of(bytes);
    const auto checkpoint = merkle::open_log_proof(*parsed, merkle::bytes_of(entry), keys);
    if (!checkpoint) return misfit(proof.string() + ": " + checkpoint.error().detail);
    return VerifiedEvent{checkpoint->origin, parsed->index, checkpoint->size};
}

}  // namespace cli
