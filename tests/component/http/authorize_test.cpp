// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/authorize.hpp"

#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

#include <atomic>

namespace tests {
namespace {

using namespace platform::http;
using platform::access::Identity;
using platform::access::Right;
using platform::access::Rights;

// Knows "Bearer NAME" of whoever it was told.
class Callers {
public:
    void add(std::string name, Rights rights) { known_.push_back({std::move(name), rights, {}}); }
    void forget_all() { forgotten_ = true; }

    Identify identify() {
        return [this](std::string_view authorization) -> std::shared_ptr<const Identity> {
            if (forgotten_) return nullptr;
            for (const Identity& one : known_)
                if (authorization == "Bearer " + one.name)
                    return std::make_shared<const Identity>(one);
            return nullptr;
        };
    }

private:
    std::vector<Identity> known_;
    std::atomic<bool> forgotten_ = false;
};

Route who_asks(Method method, std::string path, Rights needs) {
    return {method, std::move(path), method == Method::post ? 100U : 0U,
            [](const Request& request, const Respond& respond) {
                Response response;
                response.headers.emplace_back("Cache-Control", "public, max-age=9");
                response.body = request.caller ? request.caller->name : "nobody";
                respond(std::move(response));
            },
            needs};
}

std::vector<Route> some_routes() {
    return {who_asks(Method::get, "/open", {}), who_asks(Method::get, "/read", {Right::read}),
            who_asks(Method::post, "/write", {Right::report, Right::define})};
}

RawAnswer ask(std::uint16_t port, const std::string& head, const std::string& more) {
    RawConnection connection{port};
    connection.send(head + " HTTP/1.1\r\nHost: x\r\n" + more);
    return connection.answer();
}

class AuthorizeTest : public testing::Test {
protected:
    AuthorizeTest() {
        callers.add("reader", {Right::read});
        callers.add("definer", {Right::define});
    }
    RawAnswer get(const std::string& path, const std::string& fields) const {
        return ask(server.port(), "GET " + path, fields + "\r\n");
    }

    Callers callers;
    TestServer server{{.identify = callers.identify()}, some_routes()};
};

TEST_F(AuthorizeTest, LetsInWhoHasOneOfTheRights) {
    EXPECT_EQ(get("/read", "Authorization: Bearer reader\r\n").body, "reader");
    const auto answer = ask(server.port(), "POST /write",
                            "Authorization: Bearer definer\r\nContent-Length: 2\r\n\r\nab");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "definer");
}

TEST_F(AuthorizeTest, AsksNobodyWhereNoRightIsNeeded) {
    const auto answer = get("/open", "Authorization: Bearer nobody-knows\r\n");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "nobody");
    EXPECT_EQ(answer.headers.at("cache-control"), "public, max-age=9");
}

TEST_F(AuthorizeTest, Answers401ToWhomItDoesNotKnow) {
    const auto missing = get("/read", "");
    EXPECT_EQ(missing.status, 401);
    EXPECT_EQ(missing.headers.at("www-authenticate"), "Bearer");
    EXPECT_NE(missing.body.find(type_of("key-needed")), std::string::npos);
    const auto wrong = get("/read", "Authorization: Bearer me\r\nAccept-Language: fr\r\n");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.headers.at("www-authenticate"), R"(Bearer error="invalid_token")");
    EXPECT_EQ(wrong.headers.at("content-language"), "fr");
    EXPECT_EQ(wrong.body.find("me\""), std::string::npos);
}

TEST_F(AuthorizeTest, Answers403WithoutTheRight) {
    const auto answer = ask(server.port(), "POST /write",
                            "Authorization: Bearer reader\r\nContent-Length: 2\r\n\r\nab");
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.headers.at("www-authenticate"),
              R"(Bearer error="insufficient_scope", scope="report define")");
    EXPECT_NE(answer.body.find(type_of("right-missing")), std::string::npos);
}

TEST_F(AuthorizeTest, RefusesBeforeTheBodyComes) {
    const auto answer = ask(server.port(), "POST /write", "Content-Length: 100\r\n\r\n");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.headers.at("connection"), "close");
}

TEST_F(AuthorizeTest, GoesOnAfterARefusalWithoutABody) {
    RawConnection connection{server.port()};
    connection.send("GET /read HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(connection.answer().status, 401);
    connection.send("GET /read HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer reader\r\n\r\n");
    EXPECT_EQ(connection.answer().body, "reader");
}

TEST_F(AuthorizeTest, TellsNothingOfAKeyThatComesTwice) {
    EXPECT_EQ(get("/read", "Authorization: Bearer reader\r\nAuthorization: Bearer me\r\n").status,
              400);
}

TEST_F(AuthorizeTest, KeepsAnswersOutOfSharedCaches) {
    const auto answer = get("/read", "Authorization: Bearer reader\r\n");
    EXPECT_EQ(answer.headers.at("cache-control"), "private, max-age=9");
}

TEST(Authorize, KnowsEverybodyAsLocalWhereNobodyIsAsked) {
    TestServer server{{}, some_routes()};
    EXPECT_EQ(ask(server.port(), "GET /read", "\r\n").body, "local");
    const auto answer = ask(server.port(), "GET /read", "Authorization: Bearer x\r\n\r\n");
    EXPECT_EQ(answer.body, "local");
    EXPECT_EQ(answer.headers.at("cache-control"), "public, max-age=9");
}

// Never ends by itself.
class Endless final : public BodySource {
public:
    void next(GivePiece give) override {
        if (std::exchange(started_, true)) {
            owed_ = std::move(give);
        } else {
            give({"begun\n", Piece::Then::more});
        }
    }
    void stop() override { owed_ = {}; }

private:
    bool started_ = false;
    GivePiece owed_;
};

TEST(Authorize, EndsWhatIsBeingSentWhenTheCallerIsNoLongerKnown) {
    Callers callers;
    callers.add("reader", {Right::read});
    Route endless{Method::get,
                  "/endless",
                  0,
                  [](const Request&, const Respond& respond) {
                      Response response;
                      response.source = std::make_shared<Endless>();
                      respond(std::move(response));
                  },
                  {Right::read}};
    TestServer server{{.identify = callers.identify()}, {endless}};
    RawConnection connection{server.port()};
    connection.send("GET /endless HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer reader\r\n\r\n");
    EXPECT_NE(connection.up_to("begun\n"), "");
    callers.forget_all();
    EXPECT_EQ(connection.rest().find("0\r\n\r\n"), std::string::npos);
}

TEST(Authorize, ListensBeyondLoopbackOnlyWhereCallersAreKnown) {
    const auto refused = Server::start({.address = "0.0.0.0"}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, platform::Errc::invalid);
    EXPECT_NE(refused.error().detail.find("--keys"), std::string::npos);
    Callers callers;
    EXPECT_TRUE(Server::start({.address = "0.0.0.0", .identify = callers.identify()}, {}));
    EXPECT_TRUE(Server::start({.address = "::1"}, {}));
    EXPECT_FALSE(Server::start({.address = "localhost", .identify = callers.identify()}, {}));
}

}  // namespace
}  // namespace tests
