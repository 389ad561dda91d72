// SPDX-License-Identifier: EUPL-1.2
#include "cli/exported_editions.hpp"

#include <functional>
#include <set>
#include <string>
#include <system_error>

#include "cli/whole_file.hpp"
#include "domain/codec/edition_json.hpp"
#include "query-api/editions/edition.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;
using projector::read_model::View;
using query_api::editions::Edition;

constexpr std::size_t page_rows = 1'000;
constexpr const char* manifest_file = "manifest.json";

fs::path folder_of(const fs::path& folder, const Edition& edition) {
    return folder / "editions" / std::to_string(edition.cause.decision.sequence);
}

fs::path table_file(domain::IndicatorId indicator) {
    return indicator.text() + ".csv";
}

std::string manifest_text(const Edition& edition) {
    return domain::codec::encode(edition.manifest) + "\n";
}

// The files that an export has of an edition, by their place in it.
void add_files(std::set<fs::path>& files, const Edition& edition) {
    const fs::path folder = folder_of({}, edition);
    files.insert(folder / manifest_file);
    for (const auto& table : edition.manifest.tables)
        files.insert(folder / table_file(table.indicator));
}

// A table that nobody published must not pass for one that was.
Status check_names(const fs::path& folder, const std::set<fs::path>& files) {
    std::error_code error;
    const fs::path all = folder / "editions";
    if (!fs::exists(all, error)) return {};
    for (const auto& entry : fs::recursive_directory_iterator{all, error}) {
        const fs::path name = fs::relative(entry.path(), folder, error);
        if (!entry.is_directory() && !files.contains(name))
            return Error{Errc::invalid, name.string() + ": it is of no edition in the log"};
    }
    if (error) return Error{Errc::io, all.string() + ": " + error.message()};
    return {};
}

// Every edition in the order of the log, until one fails.
Status for_each_edition(const View& view, const std::function<Status(const Edition&)>& visit) {
    query_api::Page page{0, page_rows};
    for (;;) {
        const auto editions = query_api::editions::read_editions(view, page);
        for (const auto& row : editions.rows)
            if (auto done = visit(row.edition); !done) return done;
        if (!editions.next) return {};
        page.after = *editions.next;
    }
}

Status write_edition(const View& view, const Edition& edition, const fs::path& folder) {
    if (auto written = write_whole_file(folder / manifest_file, manifest_text(edition)); !written)
        return written;
    for (const auto& table : edition.manifest.tables) {
        const auto text = query_api::editions::read_table(view, edition, table.indicator);
        // What is not what was published is told by who verifies.
        if (!text) continue;
        if (auto written = write_whole_file(folder / table_file(table.indicator), *text); !written)
            return written;
    }
    return {};
}

Status compare_file(const fs::path& path, const std::string& expected, const std::string& name) {
    const auto bytes = read_whole_file(path);
    if (!bytes) return bytes.error();
    if (*bytes == expected) return {};
    return Error{Errc::invalid, name + ": " + path.filename().string() +
                                    " is not what the records make; it was changed"};
}

Status verify_edition(const View& view, const Edition& edition, const fs::path& folder) {
    const std::string name = "edition " + std::to_string(edition.cause.decision.sequence) + " (" +
                             edition.manifest.name + ")";
    const auto misfit = [&name](const std::string& what) {
        return Error{Errc::invalid,
                     name + ": " + what + " is not what was published: the log says another"};
    };
    if (view.at(edition.manifest.position).root() != edition.manifest.root)
        return misfit("the root of the log");
    if (auto same = compare_file(folder / manifest_file, manifest_text(edition), name); !same)
        return same;
    for (const auto& table : edition.manifest.tables) {
        const auto text = query_api::editions::read_table(view, edition, table.indicator);
        if (!text) return misfit("the table of " + table.indicator.text());
        if (auto same = compare_file(folder / table_file(table.indicator), *text, name); !same)
            return same;
    }
    return {};
}

}  // namespace

Status write_editions(const View& view, const fs::path& folder) {
    return for_each_edition(view, [&](const Edition& edition) {
        return write_edition(view, edition, folder_of(folder, edition));
    });
}

Result<std::uint64_t> verify_editions(const View& view, const fs::path& folder) {
    std::uint64_t count = 0;
    std::set<fs::path> files;
    const auto verified = for_each_edition(view, [&](const Edition& edition) {
        ++count;
        add_files(files, edition);
        return verify_edition(view, edition, folder_of(folder, edition));
    });
    if (!verified) return verified.error();
    if (auto known = check_names(folder, files); !known) return known.error();
    return count;
}

}  // namespace cli
