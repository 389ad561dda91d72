// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/log_verify.hpp"
#include "cli/subcommands.hpp"

namespace cli {
namespace {

using domain::merkle::VerifierKey;
using platform::Errc;
using platform::Error;

struct VerifyOptions {
    std::vector<std::string> paths;
    std::vector<std::string> vkeys;
};

platform::Result<std::vector<VerifierKey>> given_keys(const VerifyOptions& options) {
    std::vector<VerifierKey> keys;
    for (const std::string& text : options.vkeys) {
        auto key = domain::merkle::parse_verifier_key(text);
        if (!key) return Error{Errc::invalid, "--vkey: " + key.error().detail};
        keys.push_back(std::move(*key));
    }
    return keys;
}

ExitCode run_verify_export(const VerifyOptions& options, std::vector<VerifierKey> keys) {
    const std::string& folder = options.paths.front();
    if (keys.empty()) {
        auto exported = exported_keys(folder);
        if (!exported) return fail_here(exported.error());
        keys = std::move(*exported);
        std::cout << "the keys are those of the export itself: compare them with what the keeper "
                     "of the log has published\n";
        for (const auto& key : keys) std::cout << "vkey         " << key.text() << "\n";
    }
    std::optional<Progress> bar;
    const auto found = verify_export(folder, keys, [&bar](std::uint64_t done, std::uint64_t total) {
        if (!bar) bar.emplace("folding", total);
        bar->show(done);
    });
    bar.reset();
    if (!found) return fail_here(found.error());
    std::cout << "log          " << found->origin << "\nrecords      " << found->records
              << "\nsigned       " << found->signed_records << "\ncheckpoints  "
              << found->checkpoints << "\ntiles        " << found->tiles << "\ndigest       "
              << found->digest << "\neditions     " << found->editions << "\neverything fits\n";
    return ExitCode::ok;
}

ExitCode run_verify_event(const VerifyOptions& options, const std::vector<VerifierKey>& keys) {
    if (keys.empty())
        return fail_here(
            {Errc::invalid, "a proof is checked with --vkey, as `barometre log vkey` prints it"});
    const auto found = verify_event(options.paths.front(), options.paths.back(), keys);
    if (!found) return fail_here(found.error());
    std::cout << "record " << found->index << " of " << found->origin
              << ", in the checkpoint of size " << found->size << "\n";
    return ExitCode::ok;
}

ExitCode run_verify(const VerifyOptions& options) {
    auto keys = given_keys(options);
    if (!keys) return fail_here(keys.error());
    const bool is_export =
        options.paths.size() == 1 && std::filesystem::is_directory(options.paths.front());
    if (is_export) return run_verify_export(options, std::move(*keys));
    constexpr std::size_t proof_and_event = 2;
    if (options.paths.size() == proof_and_event) return run_verify_event(options, *keys);
    complain("expected the folder of an export, or a proof and the file of its event");
    return ExitCode::usage;
}

}  // namespace

void register_verify(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command =
        app.add_subcommand("verify", "Check an export, or the proof of one event, offline");
    command->footer(
        "\nDIR is what `export` wrote: the tree is made again from the records, every tile and\n"
        "checkpoint compared with it, the signatures verified, the records folded again.\n"
        "PROOF is an answer of /v1/event/proof, EVENT the stored event or its line of an export.\n"
        "What does not fit is named; docs/audit.md says what is proved and what is not.");
    command->add_option("PATH", options->paths, "DIR, or PROOF and EVENT")
        ->required()
        ->expected(1, 2);
    command->add_option("--vkey", options->vkeys,
                        "What verifies the log's signatures; may be repeated");
    command->callback([options, &exit] { exit.code = run_verify(*options); });
}

}  // namespace cli
