// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>

#include "cli/log_export.hpp"
#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace cli {

// The records of an export, folded again from the first one on into a read model of its own, in a
// temporary folder that goes with this.
class FoldedExport {
public:
    // Errors: invalid (a record that cannot be read or folded, by its number), not_found, io.
    static platform::Result<std::unique_ptr<FoldedExport>> make(const std::filesystem::path& folder,
                                                                const ExportProgress& progress);

    FoldedExport(const FoldedExport&) = delete;
    FoldedExport& operator=(const FoldedExport&) = delete;
    ~FoldedExport();

    const projector::read_model::Store& store() const { return *store_; }

private:
    FoldedExport() = default;

    std::filesystem::path temporary_;
    std::unique_ptr<projector::read_model::Store> store_;
};

}  // namespace cli
