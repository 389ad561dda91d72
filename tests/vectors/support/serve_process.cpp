// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/serve_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::vectors {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view ready_line = "listening on ";
constexpr std::string_view write_word = " ingest ";
constexpr std::chrono::seconds start_time_max{60};
constexpr std::chrono::seconds stop_time_max{60};
constexpr std::chrono::milliseconds stop_poll_interval{5};
// How much of the standard error a message shows.
constexpr std::size_t shown_bytes = 2'000;

// A file descriptor that is closed at the end.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    int number() const { return number_; }

private:
    int number_;
};

platform::Error io_error(std::string_view what) {
    return {platform::Errc::io, "serve: " + std::string(what) + ": " + std::strerror(errno)};
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

// Reads what is there, at most until `deadline`; nothing at the end of the stream or in time.
std::optional<std::string> read_some(int descriptor, Clock::time_point deadline) {
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0) return std::nullopt;
        pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
        std::array<char, 4096> buffer{};
        const auto count = ::read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        return std::string(buffer.data(), static_cast<std::size_t>(count));
    }
}

SiteUrls urls_of(std::string_view text) {
    const auto end = text.find(write_word);
    if (end == std::string_view::npos) return {.read = std::string(text), .write = {}};
    return {.read = std::string(text.substr(0, end)),
            .write = std::string(text.substr(end + write_word.size()))};
}

// The URLs of the line that says so, nothing as long as `output` has no such whole line.
std::optional<SiteUrls> ready_urls(std::string_view output) {
    std::size_t begin = 0;
    for (auto end = output.find('\n'); end != std::string_view::npos;
         end = output.find('\n', begin)) {
        const auto line = output.substr(begin, end - begin);
        if (line.starts_with(ready_line)) return urls_of(line.substr(ready_line.size()));
        begin = end + 1;
    }
    return std::nullopt;
}

// A full pipe would stop the server.
void drain(int descriptor) {
    std::array<char, 4096> buffer{};
    while (true) {
        const auto count = ::read(descriptor, buffer.data(), buffer.size());
        if (count == 0 || (count < 0 && errno != EINTR)) return;
    }
}

std::string how_it_ended(int status) {
    if (WIFEXITED(status)) return "exit " + std::to_string(WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "status " + std::to_string(status);
}

}  // namespace

struct ServeProcess::Child {
    Child(TemporaryDirectory directory_, Descriptor output_)
        : directory(std::move(directory_)), output(std::move(output_)) {}

    ~Child() {
        if (process > 0) {
            ::kill(process, SIGKILL);
            ::waitpid(process, nullptr, 0);
        }
        if (drainer.joinable()) drainer.join();
    }

    std::filesystem::path errors_path() const { return directory.path() / "stderr.log"; }

    std::string last_words() const {
        std::ifstream file(errors_path());
        std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        if (text.size() > shown_bytes) text.erase(0, text.size() - shown_bytes);
        return text;
    }

    platform::Error unavailable(std::string_view what) const {
        return {platform::Errc::unavailable,
                "serve: " + std::string(what) + "; its last words: " + last_words()};
    }

    // Forks and executes. Errors: io.
    platform::Status launch(std::vector<std::string> words, const Descriptor& write_end) {
        const Descriptor errors(
            ::open(errors_path().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        if (errors.number() < 0) return io_error("its directory");
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        process = ::fork();
        if (process < 0) return io_error("fork");
        if (process == 0) become(arguments.data(), write_end.number(), errors.number());
        return {};
    }

    // Errors: unavailable.
    platform::Status await_ready() {
        std::string text;
        const auto deadline = Clock::now() + start_time_max;
        while (true) {
            const auto more = read_some(output.number(), deadline);
            if (!more) return unavailable("not ready");
            text += *more;
            if (auto found = ready_urls(text)) {
                urls = std::move(*found);
                break;
            }
        }
        drainer = std::thread(drain, output.number());
        return {};
    }

    TemporaryDirectory directory;
    Descriptor output;
    // 0 while there is none to be waited for.
    pid_t process = 0;
    SiteUrls urls;
    std::thread drainer;
};

ServeProcess::ServeProcess(std::unique_ptr<Child> child) : child_(std::move(child)) {}
ServeProcess::ServeProcess(ServeProcess&&) noexcept = default;
ServeProcess& ServeProcess::operator=(ServeProcess&&) noexcept = default;
ServeProcess::~ServeProcess() = default;

const std::string& ServeProcess::url() const {
    return child_->urls.read;
}

const SiteUrls& ServeProcess::urls() const {
    return child_->urls;
}

platform::Result<ServeProcess> ServeProcess::start(const std::filesystem::path& program) {
    auto directory = TemporaryDirectory::create();
    if (!directory) return directory.error();
    const auto data = directory->path() / "data";
    std::error_code code;
    std::filesystem::create_directory(data, code);
    if (code) return io_error("its directory");
    return start(std::move(*directory), {program.string(), "serve", "--data", data.string(),
                                         "--port", "0", "--history-load"});
}

platform::Result<ServeProcess> ServeProcess::start_site(std::string_view command) {
    auto directory = TemporaryDirectory::create();
    if (!directory) return directory.error();
    std::istringstream words{std::string(command)};
    return start(std::move(*directory), {std::istream_iterator<std::string>(words), {}});
}

platform::Result<ServeProcess> ServeProcess::start(TemporaryDirectory directory,
                                                   std::vector<std::string> words) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return io_error("pipe");
    auto child = std::make_unique<Child>(std::move(directory), Descriptor(ends[0]));
    {
        const Descriptor write_end(ends[1]);
        const auto launched = child->launch(std::move(words), write_end);
        if (!launched) return launched.error();
    }
    const auto ready = child->await_ready();
    if (!ready) return ready.error();
    return ServeProcess(std::move(child));
}

platform::Status ServeProcess::stop() {
    ::kill(child_->process, SIGTERM);
    const auto deadline = Clock::now() + stop_time_max;
    int status = 0;
    while (::waitpid(child_->process, &status, WNOHANG) == 0) {
        if (Clock::now() > deadline) return child_->unavailable("does not end after SIGTERM");
        std::this_thread::sleep_for(stop_poll_interval);
    }
    child_->process = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return child_->unavailable(how_it_ended(status));
}

std::filesystem::path barometre_beside_this_program() {
    std::error_code code;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", code);
    return self.parent_path() / "barometre";
}

}  // namespace tests::vectors
