// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/server_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>
#include <utility>

namespace tests::torture {
namespace {

using Clock = std::chrono::steady_clock;
using std::filesystem::path;

constexpr std::string_view ready_line = "listening on ";
constexpr std::chrono::seconds start_time_max{120};
constexpr std::chrono::seconds stop_time_max{120};
constexpr std::chrono::milliseconds poll_interval{2};
// How much of the standard error a message shows.
constexpr std::size_t shown_bytes = 2'000;

class Descriptor {
public:
    Descriptor(const path& file, int flags)
        : number_(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    int number() const { return number_; }

private:
    int number_;
};

platform::Error io_error(const std::string& what) {
    return {platform::Errc::io, what + ": " + std::strerror(errno)};
}

std::string contents(const path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string last_words(const path& file) {
    std::string text = contents(file);
    if (text.size() > shown_bytes) text.erase(0, text.size() - shown_bytes);
    return "; its last words: " + text;
}

std::string how_it_ended(int status) {
    if (WIFEXITED(status)) return "exit " + std::to_string(WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "status " + std::to_string(status);
}

// What the child does between fork and exec: only calls that are safe after fork.
[[noreturn]] void become(char* const* arguments, int standard_output, int standard_error) {
    // A test that is killed must not leave its servers behind.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(standard_output, STDOUT_FILENO);
    ::dup2(standard_error, STDERR_FILENO);
    ::execv(arguments[0], arguments);
    ::_exit(127);
}

// Errors: io.
platform::Result<pid_t> spawn(std::vector<std::string> words, const path& output,
                              const path& errors) {
    const Descriptor standard_output(output, O_TRUNC);
    const Descriptor standard_error(errors, O_APPEND);
    if (standard_output.number() < 0 || standard_error.number() < 0) {
        return io_error("files beside " + output.string());
    }
    std::vector<char*> arguments;
    std::ranges::transform(words, std::back_inserter(arguments),
                           [](std::string& word) { return word.data(); });
    arguments.push_back(nullptr);
    const pid_t process = ::fork();
    if (process < 0) return io_error("fork");
    if (process == 0) {
        become(arguments.data(), standard_output.number(), standard_error.number());
    }
    return process;
}

path output_of(const path& data) {
    return data.string() + ".stdout";
}

path errors_of(const path& data) {
    return data.string() + ".stderr";
}

// The URL of the line that says so, empty as long as `output` has no such whole line.
std::string ready_url(const std::string& output) {
    const auto begin = output.find(ready_line);
    if (begin == std::string::npos) return {};
    const auto line_end = output.find('\n', begin);
    if (line_end == std::string::npos) return {};
    // Another address may follow a comma.
    const auto end = std::min(line_end, output.find(',', begin));
    return output.substr(begin + ready_line.size(), end - begin - ready_line.size());
}

}  // namespace

ServerProcess::ServerProcess(std::string name, pid_t process, path data)
    : name_(std::move(name)), process_(process), data_(std::move(data)) {}

ServerProcess::ServerProcess(ServerProcess&& other) noexcept
    : name_(std::move(other.name_)),
      process_(std::exchange(other.process_, 0)),
      data_(std::move(other.data_)),
      url_(std::move(other.url_)) {}

ServerProcess& ServerProcess::operator=(ServerProcess&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(process_, other.process_);
    std::swap(data_, other.data_);
    std::swap(url_, other.url_);
    return *this;
}

ServerProcess::~ServerProcess() {
    kill();
}

platform::Error ServerProcess::unavailable(const std::string& what) const {
    return {platform::Errc::unavailable, name_ + ": " + what + last_words(errors_of(data_))};
}

platform::Result<ServerProcess> ServerProcess::start(const path& program, const path& data,
                                                     const std::vector<std::string>& more) {
    std::vector<std::string> words{program.string(), "serve",  "--data",
                                   data.string(),    "--port", "0"};
    words.insert(words.end(), more.begin(), more.end());
    return launch(std::move(words), data);
}

platform::Result<ServerProcess> ServerProcess::launch(std::vector<std::string> words,
                                                      const path& data) {
    std::string name = path(words.front()).filename().string();
    const auto process = spawn(std::move(words), output_of(data), errors_of(data));
    if (!process) return process.error();
    ServerProcess server(std::move(name), *process, data);
    const auto ready = server.await_ready();
    if (!ready) return ready.error();
    return server;
}

platform::Status ServerProcess::await_ready() {
    const auto deadline = Clock::now() + start_time_max;
    while (url_.empty()) {
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) != 0) {
            process_ = 0;
            return unavailable("ended with " + how_it_ended(status));
        }
        if (Clock::now() > deadline) return unavailable("not ready in time");
        std::this_thread::sleep_for(poll_interval);
        url_ = ready_url(contents(output_of(data_)));
    }
    return {};
}

void ServerProcess::kill() {
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

bool ServerProcess::alive() {
    if (process_ == 0) return false;
    if (::waitpid(process_, nullptr, WNOHANG) == 0) return true;
    process_ = 0;
    return false;
}

platform::Status ServerProcess::stop() {
    ::kill(process_, SIGTERM);
    const auto deadline = Clock::now() + stop_time_max;
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
        if (Clock::now() > deadline) return unavailable("does not end after SIGTERM");
        std::this_thread::sleep_for(poll_interval);
    }
    process_ = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return unavailable("stopped, it ended with " + how_it_ended(status));
}

platform::Result<std::string> run_to_end(const std::vector<std::string>& words, const path& log) {
    const auto process = spawn(words, output_of(log), errors_of(log));
    if (!process) return process.error();
    int status = 0;
    ::waitpid(*process, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return contents(output_of(log));
    std::string line;
    for (const std::string& word : words) line += word + " ";
    return platform::Error{
        platform::Errc::unavailable,
        line + "ended with " + how_it_ended(status) + last_words(errors_of(log))};
}

std::size_t resident_bytes(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    constexpr std::string_view name = "VmRSS:";
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name)) return std::stoul(line.substr(name.size())) * 1024;
    }
    return 0;
}

double processor_seconds(pid_t process) {
    const std::string stat = contents("/proc/" + std::to_string(process) + "/stat");
    // The name, in parentheses, may hold anything; user and kernel time are fields 14 and 15.
    const auto after_name = stat.rfind(')');
    if (after_name == std::string::npos) return 0;
    std::istringstream fields(stat.substr(after_name + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field) fields >> skipped;
    double user = 0;
    double kernel = 0;
    fields >> user >> kernel;
    return (user + kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace tests::torture
