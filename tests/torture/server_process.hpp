// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "platform/result.hpp"

namespace tests::torture {

// A server of ours on a data folder that outlives it, to be stopped or killed. Start it on a thread
// that lives as long as it: it is killed when that thread ends.
// Threads: one at a time.
class ServerProcess {
public:
    // Runs `words`, a program and its arguments, and waits until it says that it listens. What it
    // writes goes to files beside `data`.
    // Errors: io (cannot start), unavailable (it ended or said nothing in time).
    static platform::Result<ServerProcess> launch(std::vector<std::string> words,
                                                  const std::filesystem::path& data);

    // Launches a `barometre serve` of `program` on a free port, with the arguments `more` at the
    // end.
    static platform::Result<ServerProcess> start(const std::filesystem::path& program,
                                                 const std::filesystem::path& data,
                                                 const std::vector<std::string>& more = {});

    ServerProcess(ServerProcess&& other) noexcept;
    ServerProcess& operator=(ServerProcess&& other) noexcept;
    // Kills the process if it still runs.
    ~ServerProcess();

    // http://127.0.0.1:PORT
    const std::string& url() const { return url_; }
    pid_t process() const { return process_; }

    // SIGKILL: it gets to do nothing more. Returns when it is gone.
    void kill();

    // Whether it still runs: it may have ended by itself.
    bool alive();

    // SIGTERM, and waits. Errors: unavailable (it does not end, or not with 0).
    platform::Status stop();

private:
    ServerProcess(std::string name, pid_t process, std::filesystem::path data);

    platform::Status await_ready();
    platform::Error unavailable(const std::string& what) const;

    std::string name_;
    // 0 while there is none to be waited for.
    pid_t process_ = 0;
    std::filesystem::path data_;
    std::string url_;
};

// Runs a program to its end and returns what it wrote on its standard output; `log` gets its
// standard error and, on the way, its output.
// Errors: io (cannot start), unavailable (it does not end with 0; the detail shows its last words).
platform::Result<std::string> run_to_end(const std::vector<std::string>& words,
                                         const std::filesystem::path& log);

// The resident memory of a process. Units: bytes. Edge: 0 if it is gone.
std::size_t resident_bytes(pid_t process);

// The processor time that a process has used, in user and kernel mode. Units: seconds.
// Edge: 0 if it is gone.
double processor_seconds(pid_t process);

}  // namespace tests::torture
