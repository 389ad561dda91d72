// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/cli/program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace cli_tests {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds start_time_max{60};
constexpr std::chrono::milliseconds poll_interval{20};
constexpr std::string_view ready_line = "listening on ";

std::string contents(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

// Starts the program with its output in the files `out` and `err`.
pid_t start(const std::vector<std::string>& arguments, const Environment& environment,
            const std::string& out, const std::string& err) {
    std::vector<std::string> words{BAROMETRE_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment)
        variables.push_back(fmt::format("{}={}", name, value));

    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    constexpr int mode = O_WRONLY | O_CREAT | O_TRUNC;
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), mode, 0600);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), mode, 0600);
    pid_t process = -1;
    const int failed = ::posix_spawn(&process, words.front().c_str(), &files, nullptr,
                                     pointers(words).data(), pointers(variables).data());
    ::posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error("cannot start " + words.front());
    return process;
}

int wait_for(pid_t process) {
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Ran run(const std::vector<std::string>& arguments, const Environment& environment) {
    const support::TemporaryDirectory folder;
    const std::string out = folder / "out";
    const std::string err = folder / "err";
    const int code = wait_for(start(arguments, environment, out, err));
    if (code < 0) throw std::runtime_error("a signal ended the program: " + contents(err));
    return {code, contents(out), contents(err)};
}

Site::Site(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"serve", "--data", data(), "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::string out = folder_ / "out";
    process_ = start(arguments, {}, out, folder_ / "err");
    const auto deadline = Clock::now() + start_time_max;
    for (std::string text; Clock::now() < deadline; text = contents(out)) {
        const auto end = text.find('\n');
        if (text.starts_with(ready_line) && end != std::string::npos) {
            url_ = text.substr(ready_line.size(), end - ready_line.size());
            return;
        }
        std::this_thread::sleep_for(poll_interval);
    }
    stop();
    throw std::runtime_error("serve does not come up: " + contents(folder_ / "err"));
}

Site::~Site() {
    stop();
}

int Site::stop() {
    if (process_ < 0) return 0;
    ::kill(process_, SIGTERM);
    return wait_for(std::exchange(process_, -1));
}

Ran Site::run(const std::vector<std::string>& arguments) const {
    return cli_tests::run(arguments, {
                                         {"BAROMETRE_URL", url_}
    });
}

}  // namespace cli_tests
