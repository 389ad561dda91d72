// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/cluster.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <sstream>
#include <utility>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::torture {
namespace {

using std::filesystem::path;

constexpr std::uint16_t first_port = 20'000;
constexpr std::uint16_t last_port = 32'000;
constexpr std::size_t port_tries = 100;
// Brokers listen on as many ports as they are, their controllers on as many more.
constexpr std::size_t ports_each_broker = 2;

bool can_listen(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const int reuse = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    // The socket API's own shape of an address.
    const bool bound =
        ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return bound;
}

// The words of the first line that starts with `words`, after them; nothing if there is none.
std::vector<std::string> words_after(const std::string& text, const std::string& words) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(words)) continue;
        std::istringstream rest(line.substr(words.size()));
        std::vector<std::string> found;
        for (std::string word; rest >> word;) found.push_back(word);
        return found;
    }
    return {};
}

std::string local(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

}  // namespace

Programs programs_here() {
    std::error_code error;
    return {.bin = std::filesystem::read_symlink("/proc/self/exe", error).parent_path(),
            .kafka = "deploy/kafka"};
}

platform::Result<std::uint16_t> free_ports(std::size_t count) {
    std::random_device random;
    for (std::size_t i = 0; i < port_tries; ++i) {
        const auto first =
            static_cast<std::uint16_t>(first_port + random() % (last_port - first_port));
        std::size_t free = 0;
        while (free < count && can_listen(static_cast<std::uint16_t>(first + free))) ++free;
        if (free == count) return first;
    }
    return platform::Error{platform::Errc::unavailable, "no free ports"};
}

Brokers::Brokers(Programs programs, path folder, std::size_t count)
    : programs_(std::move(programs)), folder_(std::move(folder)), count_(count) {}

Brokers::Brokers(Brokers&& other) noexcept
    : programs_(std::move(other.programs_)),
      folder_(std::exchange(other.folder_, {})),
      count_(other.count_),
      bootstrap_(std::move(other.bootstrap_)) {}

Brokers::~Brokers() {
    if (folder_.empty()) return;
    // A suspended broker would not hear that it is to stop.
    if (const auto stopped = script("stop", {}); !stopped) return;
}

platform::Result<std::string> Brokers::script(const std::string& name,
                                              const std::vector<std::string>& more) const {
    std::vector<std::string> words{(programs_.kafka / name).string(), "--dir", folder_.string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_to_end(words, folder_.string() + "." + name);
}

platform::Result<Brokers> Brokers::start(const Programs& programs, const path& folder,
                                         std::size_t count) {
    const auto port = free_ports(count * ports_each_broker);
    if (!port) return port.error();
    Brokers brokers(programs, folder, count);
    const auto said = brokers.script(
        "start", {"--brokers", std::to_string(count), "--port", std::to_string(*port)});
    if (!said) return said.error();
    const auto bootstrap = words_after(*said, "BOOTSTRAP");
    if (bootstrap.size() != 1) return vectors::failure("kafka's start names no broker: " + *said);
    brokers.bootstrap_ = bootstrap.front();
    return brokers;
}

platform::Result<pid_t> Brokers::process(std::size_t number) const {
    const auto said = script("status", {});
    // It fails when a broker is dead, which is no news.
    const std::string text = said ? *said : said.error().detail;
    const auto words = words_after(text, "broker " + std::to_string(number) + " ");
    // port PORT pid PID STATE
    constexpr std::size_t pid_place = 3;
    if (words.size() <= pid_place || words[pid_place] == "-") {
        return platform::Error{platform::Errc::unavailable,
                               "broker " + std::to_string(number) + " is dead: " + text};
    }
    return static_cast<pid_t>(std::stoi(words[pid_place]));
}

platform::Result<std::size_t> Brokers::leader(const std::string& topic) const {
    const auto said = run_to_end({"/usr/bin/kcat", "-L", "-b", bootstrap_, "-t", topic},
                                 folder_.string() + ".kcat");
    if (!said) return said.error();
    const auto words = words_after(*said, "    partition 0, leader");
    if (words.empty()) return vectors::failure("no leader: " + *said);
    return static_cast<std::size_t>(std::stoul(words.front()));
}

platform::Status Brokers::restore() const {
    const auto said = script("start", {});
    if (!said) return said.error();
    return {};
}

ClusterSite::ClusterSite(Programs programs, std::string bootstrap, path folder)
    : programs_(std::move(programs)),
      bootstrap_(std::move(bootstrap)),
      folder_(std::move(folder)),
      prefix_(folder_.filename().string()),
      stores_{folder_ / "query-1", folder_ / "query-2"} {}

std::string ClusterSite::program(const std::string& name) const {
    return (programs_.bin / name).string();
}

platform::Result<ClusterSite> ClusterSite::start(const Programs& programs, const Brokers& brokers,
                                                 const path& folder,
                                                 std::optional<path> second_store) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return platform::Error{platform::Errc::io, folder.string() + ": " + error.message()};
    ClusterSite site(programs, brokers.bootstrap(), folder);
    if (second_store) site.stores_.back() = std::move(*second_store);
    const auto created =
        run_to_end({site.program("barometre"), "topics", "create", "--bootstrap", site.bootstrap_,
                    "--prefix", site.prefix_, "--replication", std::to_string(brokers.count())},
                   folder / "topics");
    if (!created) return created.error();

    const auto port = free_ports(3 * replicas);
    if (!port) return port.error();
    auto next = *port;
    for (std::size_t replica = 0; replica < replicas; ++replica) {
        site.ingest_ports_.at(replica) = next++;
        site.query_ports_.at(replica) = next++;
        site.admin_ports_.at(replica) = next++;
    }
    for (std::size_t replica = 0; replica < replicas; ++replica)
        if (auto started = site.start_query(replica); !started) return started.error();
    for (std::size_t replica = 0; replica < replicas; ++replica)
        if (auto started = site.start_ingest(replica); !started) return started.error();
    return site;
}

std::vector<std::string> ClusterSite::ingest_urls() const {
    std::vector<std::string> urls;
    for (const auto port : ingest_ports_) urls.push_back("http://" + local(port));
    return urls;
}

std::vector<std::string> ClusterSite::query_urls() const {
    std::vector<std::string> urls;
    for (const auto port : query_ports_) urls.push_back("http://" + local(port));
    return urls;
}

path ClusterSite::errors_of_query(std::size_t replica) const {
    return folder_ / ("query-log-" + std::to_string(replica + 1) + ".stderr");
}

platform::Status ClusterSite::start_ingest(std::size_t replica) {
    auto started = ServerProcess::launch(
        {program("barometre-ingest"), "--bootstrap", bootstrap_, "--prefix", prefix_, "--port",
         std::to_string(ingest_ports_.at(replica)), "--admin-port", "0", "--query-url",
         query_urls().front() + "," + query_urls().back()},
        folder_ / ("ingest-log-" + std::to_string(replica + 1)));
    if (!started) return started.error();
    ingests_.at(replica) = std::move(*started);
    return {};
}

platform::Status ClusterSite::start_query(std::size_t replica) {
    auto started = ServerProcess::launch(
        {program("barometre-query-api"), "--bootstrap", bootstrap_, "--prefix", prefix_, "--data",
         stores_.at(replica).string(), "--port", std::to_string(query_ports_.at(replica)),
         "--admin-port", std::to_string(admin_ports_.at(replica))},
        folder_ / ("query-log-" + std::to_string(replica + 1)));
    if (!started) return started.error();
    queries_.at(replica) = std::move(*started);
    return {};
}

platform::Result<ClusterSite::Digest> ClusterSite::read_digest(
    const std::vector<std::string>& words) const {
    const auto output = run_to_end(words, folder_ / "digest");
    if (!output) return output.error();
    const auto answer = vectors::parse_json(*output, {});
    if (!answer) return answer.error();
    Digest digest{std::string(vectors::text_member(*answer, "position")),
                  std::string(vectors::text_member(*answer, "digest"))};
    if (digest.digest.empty()) return vectors::failure("no digest in " + *output);
    return digest;
}

platform::Result<ClusterSite::Digest> ClusterSite::digest(std::size_t replica) const {
    return read_digest({program("barometre-projector"), "digest", "--admin-url",
                        "http://" + local(admin_ports_.at(replica)), "--json"});
}

platform::Result<ClusterSite::Digest> ClusterSite::digest_of_rebuild() const {
    const path fresh = folder_ / "rebuilt";
    std::error_code error;
    std::filesystem::remove_all(fresh, error);
    return read_digest({program("barometre-projector"), "rebuild", "--bootstrap", bootstrap_,
                        "--prefix", prefix_, "--data", fresh.string(), "--json"});
}

platform::Status ClusterSite::stop() {
    for (auto* group : {&ingests_, &queries_}) {
        for (auto& server : *group) {
            if (!server || !server->alive()) continue;
            if (auto stopped = server->stop(); !stopped) return stopped;
        }
    }
    return {};
}

}  // namespace tests::torture
