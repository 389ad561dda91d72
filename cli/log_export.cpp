// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_export.hpp"

#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>
#include <vector>

#include "cli/exported_editions.hpp"
#include "cli/whole_file.hpp"
#include "domain/codec/definition_json.hpp"
#include "domain/merkle/tile.hpp"
#include "platform/event_log/ndjson_file.hpp"
#include "platform/json_writer.hpp"
#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/store.hpp"
#include "projector/read_model/versions.hpp"
#include "projector/read_model/view.hpp"
#include "projector/signer_folder.hpp"
#include "projector/store_folder.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
namespace merkle = domain::merkle;
using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;
using platform::event_log::NdjsonFile;
using platform::event_log::StoredRecord;
using projector::read_model::LogTree;
using projector::read_model::Store;
using projector::read_model::View;

constexpr std::size_t records_at_once = 256;

Status write_records(const View& view, const fs::path& target, const ExportProgress& progress) {
    const std::uint64_t size = view.published().head.next;
    auto file = NdjsonFile::open((target / export_file::records).string(), NdjsonFile::Mode::write);
    if (!file) return file.error();
    std::vector<StoredRecord> batch;
    for (std::uint64_t next = 0; next < size; ++next) {
        batch.push_back({next, view.known_record(next).record});
        if (batch.size() < records_at_once && next + 1 < size) continue;
        if (auto appended = (*file)->append(batch); !appended) return appended;
        batch.clear();
        progress(next + 1, size);
    }
    return (*file)->sync();
}

Status write_tiles(const Store& store, std::uint64_t size, const fs::path& target) {
    const LogTree tree{store, size};
    for (const merkle::Tile& tile : merkle::tiles_of(size)) {
        std::string bytes;
        for (const merkle::Hash& hash : tree.tile(tile)) bytes += merkle::bytes_of(hash);
        if (auto written = write_whole_file(target / merkle::path(tile), bytes); !written)
            return written;
    }
    for (const merkle::Bundle& bundle : merkle::bundles_of(size))
        if (auto written = write_whole_file(target / merkle::path(bundle),
                                            merkle::bundle_bytes(tree.entries(bundle)));
            !written)
            return written;
    return {};
}

// The checkpoints that the records reach; how many.
Result<std::uint64_t> write_checkpoints(const fs::path& signer, std::uint64_t size,
                                        const fs::path& target) {
    std::ifstream file{signer / export_file::checkpoints, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    std::string kept;
    std::string newest;
    std::uint64_t count = 0;
    for (const std::string_view text : projector::split_notes(bytes).notes) {
        const auto note = merkle::parse_note(text);
        const auto checkpoint = note ? merkle::parse_checkpoint(note->text) : note.error();
        if (checkpoint && checkpoint->size > size) break;
        kept.append(text).append("\n");
        newest = text;
        ++count;
    }
    if (auto written = write_whole_file(target / export_file::checkpoints, kept); !written)
        return written.error();
    if (newest.empty()) return count;
    if (auto written = write_whole_file(target / export_file::newest, newest); !written)
        return written.error();
    return count;
}

Status write_vkeys(const fs::path& signer, const fs::path& target) {
    const auto keys = projector::signer_verifiers(signer);
    if (!keys) return keys.error();
    std::string text;
    for (const auto& key : *keys) text += key.text() + "\n";
    return write_whole_file(target / export_file::vkeys, text);
}

}  // namespace

std::string exported_catalogue(const View& view) {
    std::string text;
    const auto line = [&text](std::string_view id, domain::Sequence since,
                              const std::string& definition) {
        platform::JsonWriter json{text};
        json.begin_object().key("id").string(id).key("since").unsigned_integer(since);
        json.key("definition").raw(definition).end_object();
        text.push_back('\n');
    };
    for (const auto& policy : view.policies())
        line(policy.definition->id.text(), policy.since, domain::codec::encode(*policy.definition));
    for (const auto& indicator : view.indicators())
        line(indicator.definition->id.text(), indicator.since,
             domain::codec::encode(*indicator.definition));
    return text;
}

namespace {

Status write_about(const Exported& exported, const fs::path& target) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("log").string(exported.log_id);
    json.key("records").unsigned_integer(exported.records);
    json.key("digest").string(exported.digest).end_object();
    return write_whole_file(target / export_file::about, text + "\n");
}

Result<Exported> write_all(const Store& store, const fs::path& signer, const fs::path& target,
                           const ExportProgress& progress) {
    const View view{store};
    Exported exported{.log_id = view.published().head.log_id,
                      .records = view.published().head.next,
                      .checkpoints = 0,
                      .digest = {}};
    if (auto written = write_records(view, target, progress); !written) return written.error();
    if (auto written = write_tiles(store, exported.records, target); !written)
        return written.error();
    const fs::path of_log = signer / exported.log_id;
    if (auto written = write_vkeys(of_log, target); !written) return written.error();
    auto checkpoints = write_checkpoints(of_log, exported.records, target);
    if (!checkpoints) return checkpoints.error();
    exported.checkpoints = *checkpoints;
    if (auto written = write_whole_file(target / export_file::catalogue, exported_catalogue(view));
        !written)
        return written.error();
    if (auto written = write_editions(view, target); !written) return written.error();
    auto digest = store.digest();
    if (!digest) return digest.error();
    exported.digest = std::move(*digest);
    if (auto written = write_about(exported, target); !written) return written.error();
    return exported;
}

}  // namespace

Result<Exported> export_log(const ExportSource& source, const fs::path& target,
                            const ExportProgress& progress) {
    std::error_code error;
    if (fs::exists(target, error))
        return Error{Errc::invalid, target.string() + ": it exists already"};
    platform::rocks::OpenOptions as_it_is;
    as_it_is.mode = platform::rocks::Mode::read_only;
    const fs::path folder = projector::read_model_folder(source.data);
    const auto store = Store::open(folder.string(), as_it_is);
    if (!store) return projector::explained(store.error(), folder);
    fs::create_directories(target, error);
    if (error) return Error{Errc::io, target.string() + ": " + error.message()};
    try {
        return write_all(**store, source.signer, target, progress);
    } catch (const projector::read_model::StoreFailure& failure) {
        return failure.error();
    }
}

}  // namespace cli
