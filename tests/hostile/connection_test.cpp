// SPDX-License-Identifier: EUPL-1.2
// Clients that are slow, or gone before they have said everything.
#include <chrono>
#include <deque>
#include <string>
#include <thread>

#include "tests/component/http/raw_connection.hpp"
#include "tests/hostile/victim.hpp"

namespace tests::hostile {
namespace {

constexpr std::size_t slow_connections = 500;
constexpr std::size_t reads_meanwhile = 200;
constexpr std::chrono::milliseconds silence{300};

std::string half_of_a_file() {
    const std::string file = file_text(2'000);
    return "POST /v1/imports?source=urn%3Ahostile&reason=test HTTP/1.1\r\nHost: x\r\n"
           "Content-Type: text/csv\r\nIdempotency-Key: half\r\nContent-Length: " +
           std::to_string(file.size()) + "\r\n\r\n" + file.substr(0, file.size() / 2);
}

class Connection : public Hostile {};

TEST_F(Connection, ThatEndsInTheMiddleOfAFileStoresNothing) {
    {
        RawConnection connection{port()};
        ASSERT_TRUE(connection.send(half_of_a_file()));
        std::this_thread::sleep_for(silence);
    }
    RawConnection connection{port()};
    ASSERT_TRUE(connection.send(half_of_a_file()));
    connection.end_sending();
    EXPECT_NE(connection.answer().status, 200);
    EXPECT_EQ(get("/v1/event?source=urn%3Ahostile&id=half").status, 404);
}

TEST_F(Connection, ThatEndsBeforeTheAnswerChangesNothingForOthers) {
    for (int i = 0; i < 50; ++i) {
        RawConnection connection{port()};
        ASSERT_TRUE(connection.send(raw_post(event_text("unheard-" + std::to_string(i)))));
    }
    // A reset may overtake the request: either is right, but the log must say which.
    for (int i = 0; i < 50; ++i) {
        const auto target = "/v1/event?source=urn%3Ahostile&id=unheard-" + std::to_string(i);
        for (int tries = 0; tries < 20 && get(target).status != 200; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (get(target).status == 200) stored(1);
    }
}

TEST_F(Connection, ThatIsSlowIsEndedAndNobodyWaitsForIt) {
    std::deque<RawConnection> connections;
    for (std::size_t i = 0; i < slow_connections; ++i) {
        auto& connection = connections.emplace_back(port());
        const bool in_header = i % 2 == 0;
        ASSERT_TRUE(
            connection.send(in_header ? "GET /v1/territories HTTP/1.1\r\nHo" : half_of_a_file()));
    }
    for (std::size_t i = 0; i < reads_meanwhile; ++i) {
        ASSERT_EQ(get("/v1/indicators/IND-302/barometer?level=department").status, 200);
    }
    EXPECT_EQ(get("/readyz").status, 200);
    for (auto& connection : connections) {
        EXPECT_EQ(connection.answer().status, 408);
        EXPECT_TRUE(connection.ends());
    }
}

TEST_F(Connection, ThatAsksAndDoesNotReadIsBounded) {
    std::deque<RawConnection> connections;
    std::string requests;
    for (int i = 0; i < 200; ++i) {
        requests +=
            "GET /v1/indicators/IND-302/barometer?level=department HTTP/1.1\r\nHost: x\r\n\r\n";
    }
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(connections.emplace_back(port()).send(requests));
    }
    std::this_thread::sleep_for(silence);
    EXPECT_EQ(get("/v1/territories").status, 200);
}

}  // namespace
}  // namespace tests::hostile
