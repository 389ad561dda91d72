// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/server.hpp"

#include "platform/worker_pool.hpp"
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

#include <future>
#include <thread>

namespace tests {
namespace {

using namespace platform::http;

std::string get(const std::string& target, const std::string& headers = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

Route raw_route(std::string path, Handler handler) {
    return {Method::get, std::move(path), 0, std::move(handler)};
}

TEST(Server, AddsTheHeadersOfEveryAnswer) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/hello")));
    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type"), "text/plain");
    EXPECT_EQ(answer.headers.at("content-length"), "5");
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.headers.at("content-security-policy"), "default-src 'none'");
    EXPECT_EQ(answer.headers.at("date").size(),
              std::string{"Sun, 06 Nov 1994 08:49:37 GMT"}.size());
    EXPECT_FALSE(answer.headers.contains("server"));
    EXPECT_FALSE(answer.headers.contains("connection"));
}

TEST(Server, GivesTheHandlerTheWholeRequest) {
    const auto dump = [](const Request& request) {
        std::string text = request.target + "|" + request.path + "|";
        for (const auto& [name, value] : request.query) text += name + "=" + value + ";";
        for (const auto& part : request.path_parameters) text += "|" + part;
        text += "|" + std::string{request.header("x-thing")} + "|" + request.body;
        return text;
    };
    TestServer server{{}, {route(Method::put, "/a/{b}/c/{d}", 100, dump)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(
        connection.send("PUT /a/%C3%A9%2F/c/2+2?x=1+1&y=%26&x= HTTP/1.1\r\nHost: x\r\n"
                        "X-THING:  spaced \r\nContent-Length: 4\r\n\r\nbody"));
    EXPECT_EQ(connection.answer().body,
              "/a/%C3%A9%2F/c/2+2?x=1+1&y=%26&x=|/a/%C3%A9%2F/c/2+2|x=1 1;y=&;x=;|é/|2+2|spaced|"
              "body");
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    TestServer server;
    RawConnection connection{server.port()};
    std::string requests;
    for (int i = 0; i < 200; ++i) {
        const std::string body = std::to_string(i);
        requests +=
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body + get("/hello");
    }
    ASSERT_TRUE(connection.send(requests));
    for (int i = 0; i < 200; ++i) {
        ASSERT_EQ(connection.answer().body, std::to_string(i));
        ASSERT_EQ(connection.answer().body, "hello");
    }
}

TEST(Server, AnAnswerOfAnotherThreadKeepsItsPlace) {
    platform::WorkerPool pool{2, 100};
    const auto later = [&pool](const Request&, const Respond& respond) {
        ASSERT_TRUE(pool.post([respond] { respond({200, "text/plain", {}, "later"}); }));
    };
    TestServer server{{}, {raw_route("/later", later)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/later") + get("/hello") + get("/later") + get("/hello")));
    EXPECT_EQ(connection.answer().body, "later");
    EXPECT_EQ(connection.answer().body, "hello");
    EXPECT_EQ(connection.answer().body, "later");
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, AnAnswerThatIsReadyLeavesBeforeTheNextOneIs) {
    std::promise<Respond> asked;
    const auto later = [&asked](const Request&, const Respond& respond) {
        asked.set_value(respond);
    };
    TestServer server{{}, {raw_route("/later", later)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/hello") + get("/later")));
    EXPECT_EQ(connection.answer().body, "hello");
    asked.get_future().get()({200, "text/plain", {}, "later"});
    EXPECT_EQ(connection.answer().body, "later");
}

TEST(Server, ManyThreadsAndConnectionsGetTheirOwnAnswers) {
    platform::WorkerPool pool{4, 1000};
    const auto later = [&pool](const Request& request, const Respond& respond) {
        const std::string text{request.parameter("n").value_or("")};
        ASSERT_TRUE(pool.post([respond, text] { respond({200, "text/plain", {}, text}); }));
    };
    TestServer server{{}, {raw_route("/later", later)}};
    std::vector<std::future<int>> clients;
    for (int c = 0; c < 8; ++c) {
        clients.push_back(std::async(std::launch::async, [&server, c] {
            RawConnection connection{server.port()};
            int right = 0;
            for (int i = 0; i < 100; ++i) {
                const std::string number = std::to_string(c * 1000 + i);
                connection.send(get("/later?n=" + number));
                if (connection.answer().body == number) ++right;
            }
            return right;
        }));
    }
    for (auto& client : clients) EXPECT_EQ(client.get(), 100);
}

TEST(Server, HeadIsGetWithoutTheBody) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + get("/hello")));
    const RawAnswer head = connection.answer(Method::head);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "5");
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, AnswersWithoutABodyHaveNoLength) {
    const auto with_status = [](int status) {
        return [status](const Request&, const Respond& respond) {
            respond({status, "text/plain", {{"ETag", "\"a\""}}, "not sent"});
        };
    };
    TestServer server{
        {},
        {raw_route("/304", with_status(304)), raw_route("/204", with_status(204))}
    };
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/304") + get("/204") + get("/hello")));
    for (const int status : {304, 204}) {
        const RawAnswer answer = connection.answer();
        EXPECT_EQ(answer.status, status);
        EXPECT_FALSE(answer.headers.contains("content-length"));
        EXPECT_FALSE(answer.headers.contains("content-type"));
        EXPECT_EQ(answer.headers.at("etag"), "\"a\"");
    }
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, KeepsTheContentSecurityPolicyOfAPage) {
    const auto page = [](const Request&, const Respond& respond) {
        respond({200, "text/html", {{"content-security-policy", "default-src 'self'"}}, ""});
    };
    TestServer server{{}, {raw_route("/page", page)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/page")));
    EXPECT_EQ(connection.answer().headers.at("content-security-policy"), "default-src 'self'");
}

TEST(Server, NotFoundAndMethodNotAllowedKeepTheConnection) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/nothing") + get("/hello/") + "DELETE /hello HTTP/1.1\r\n" +
                                "Host: x\r\n\r\n" + get("/thing/1") + get("/hello")));
    const RawAnswer nothing = connection.answer();
    EXPECT_EQ(nothing.status, 404);
    EXPECT_NE(nothing.body.find(type_of("not-found")), std::string::npos);
    EXPECT_EQ(connection.answer().status, 404);
    const RawAnswer get_only = connection.answer();
    EXPECT_EQ(get_only.status, 405);
    EXPECT_EQ(get_only.headers.at("allow"), "GET, HEAD");
    EXPECT_NE(get_only.body.find(type_of("method-not-allowed")), std::string::npos);
    EXPECT_EQ(connection.answer().headers.at("allow"), "DELETE");
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, NotFoundWithABodyClosesTheConnection) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 33\r\n\r\n" +
                                get("/hello")));
    EXPECT_EQ(connection.answer().status, 404);
    EXPECT_TRUE(connection.ends());
    EXPECT_EQ(server.handled(), 0);
}

TEST(Server, MalformedEscapesAreBadTargets) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/hello?a=%4") + get("/hello?a=%C3") + get("/hello?=1") +
                                "DELETE /thing/%zz HTTP/1.1\r\nHost: x\r\n\r\n" + get("/hello")));
    for (int i = 0; i < 4; ++i) {
        const RawAnswer answer = connection.answer();
        EXPECT_EQ(answer.status, 400);
        EXPECT_NE(answer.body.find(type_of("bad-target")), std::string::npos);
    }
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, ProblemsSpeakTheLanguageAskedFor) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/nothing", "Accept-Language: fr-FR,fr;q=0.9,en;q=0.8\r\n")));
    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.headers.at("content-language"), "fr");
    EXPECT_NE(answer.body.find("Il n'y a rien à cette adresse"), std::string::npos);
}

TEST(Server, AsksForTheBodyOfWhoExpectsIt) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(
        connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\n"
                        "Content-Length: 5\r\n\r\n"));
    EXPECT_EQ(connection.answer().status, 100);
    ASSERT_TRUE(connection.send("hello"));
    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
}

TEST(Server, DoesNotAskForABodyThatHasCome) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(
        connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                        "Content-Length: 5\r\n\r\nhello"));
    EXPECT_EQ(connection.answer().status, 200);
}

TEST(Server, ClosesWhenAskedTo) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/hello", "Connection: close\r\n") + get("/hello")));
    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(connection.ends());
    EXPECT_EQ(server.handled(), 1);
}

TEST(Server, ClosesAfterHttp10UnlessAskedToStay) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(
        connection.send("GET /hello HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"));
    EXPECT_EQ(connection.answer().headers.at("connection"), "keep-alive");
    ASSERT_TRUE(connection.send("GET /hello HTTP/1.0\r\nHost: x\r\n\r\n"));
    EXPECT_EQ(connection.answer().headers.at("connection"), "close");
    EXPECT_TRUE(connection.ends());
}

TEST(Server, AHandlerThatFailsIsA500AndTheConnectionGoesOn) {
    const auto throws = [](const Request&, const Respond&) {
        throw std::runtime_error{"the inside"};
    };
    const auto drops = [](const Request&, const Respond&) {};
    const auto breaks_out = [](const Request&, const Respond& respond) {
        respond({200, "text/plain", {{"A", "b\r\nSet-Cookie: c"}}, "hello"});
    };
    TestServer server{
        {},
        {raw_route("/throws", throws), raw_route("/drops", drops),
         raw_route("/breaks-out", breaks_out)}
    };
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/throws") + get("/drops") + get("/breaks-out")));
    for (int i = 0; i < 3; ++i) {
        const RawAnswer answer = connection.answer();
        EXPECT_EQ(answer.status, 500);
        EXPECT_NE(answer.body.find(type_of("internal-error")), std::string::npos);
        EXPECT_EQ(answer.body.find("the inside"), std::string::npos);
        EXPECT_FALSE(answer.headers.contains("set-cookie"));
    }
    ASSERT_TRUE(connection.send(get("/hello")));
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, ATaskThatDropsItsRespondIsA500) {
    platform::WorkerPool pool{1, 10};
    const auto throws_later = [&pool](const Request&, const Respond& respond) {
        ASSERT_TRUE(pool.post([respond] { throw std::runtime_error{"later"}; }));
    };
    TestServer server{{}, {raw_route("/throws-later", throws_later)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/throws-later")));
    EXPECT_EQ(connection.answer().status, 500);
}

TEST(Server, OnlyTheFirstAnswerCounts) {
    const auto twice = [](const Request&, const Respond& respond) {
        const Respond copy = respond;
        respond({200, "text/plain", {}, "first"});
        copy({200, "text/plain", {}, "second"});
        throw std::runtime_error{"third"};
    };
    TestServer server{{}, {raw_route("/twice", twice)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get("/twice") + get("/hello")));
    EXPECT_EQ(connection.answer().body, "first");
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Server, AnAnswerForAClientThatLeftDoesNoHarm) {
    std::promise<Respond> asked;
    const auto later = [&asked](const Request&, const Respond& respond) {
        asked.set_value(respond);
    };
    ServerOptions options;
    options.connections_max = 1;
    TestServer server{options, {raw_route("/later", later)}};
    {
        RawConnection connection{server.port()};
        ASSERT_TRUE(connection.send(get("/later")));
        Respond respond = asked.get_future().get();
        connection.end_sending();
        respond({200, "text/plain", {}, std::string(1 << 20U, 'a')});
    }
    int status = 503;
    while (status == 503) {
        RawConnection next{server.port()};
        next.send(get("/hello"));
        status = next.answer().status;
    }
    EXPECT_EQ(status, 200);
}

TEST(Server, ListensOnLoopbackOnly) {
    for (const char* address : {"0.0.0.0", "192.0.2.1", "::", "localhost", ""}) {
        ServerOptions options;
        options.address = address;
        const auto started = Server::start(options, {});
        ASSERT_FALSE(started) << address;
        EXPECT_EQ(started.error().code, platform::Errc::invalid);
    }
}

TEST(Server, SaysWhenThePortIsTaken) {
    TestServer server;
    ServerOptions options;
    options.port = server.port();
    const auto started = Server::start(options, {});
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, platform::Errc::io);
}

}  // namespace
}  // namespace tests
