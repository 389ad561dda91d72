// SPDX-License-Identifier: EUPL-1.2
// Files that are too large, too long or not in UTF-8.
#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "tests/component/http/raw_connection.hpp"
#include "tests/hostile/victim.hpp"

namespace tests::hostile {
namespace {

using std::string_literals::operator""s;
using Clock = std::chrono::steady_clock;

constexpr std::size_t rows_max = 5'000;
constexpr std::size_t million = 1'000'000;
constexpr std::size_t line_bytes_max = 8 * 1024;
constexpr std::size_t long_line_bytes = 100 * million;
// What a refusal before the body is read may take, on a machine under load.
constexpr std::chrono::seconds at_once{5};

constexpr std::string_view header_line =
    "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";

std::string import_head(const std::string& framing) {
    return "POST /v1/imports?source=urn%3Ahostile&reason=test HTTP/1.1\r\nHost: x\r\n"
           "Content-Type: text/csv\r\nIdempotency-Key: large\r\n" +
           framing + "\r\n\r\n";
}

std::string utf16(std::string_view ascii) {
    std::string text = "\xFF\xFE";
    for (const char character : ascii) text += {character, '\0'};
    return text;
}

class File : public Hostile {
protected:
    // Sends the pieces of a body, as long as they are taken, and expects to be told that they are
    // too many.
    void expect_too_large(const std::string& head, const std::string& piece, std::size_t pieces) {
        RawConnection connection{port()};
        ASSERT_TRUE(connection.send(head));
        for (std::size_t i = 0; i < pieces && connection.send(piece); ++i) continue;
        EXPECT_EQ(connection.answer().status, 413);
    }
};

TEST_F(File, OfTheGreatestSizeIsTaken) {
    const auto answer = post_file("greatest", file_text(rows_max));
    EXPECT_EQ(answer.status, 200) << answer.body;
    stored(1);
}

TEST_F(File, WithOneRowMoreIsRefused) {
    const auto answer = post_file("one-more", file_text(rows_max + 1));
    EXPECT_EQ(answer.status, 413);
    EXPECT_NE(answer.body.find("5002"), std::string::npos) << answer.body;
    EXPECT_EQ(get("/v1/event?source=urn%3Ahostile&id=one-more").status, 404);
}

TEST_F(File, OfAMillionRowsIsRefusedBeforeItIsRead) {
    const std::size_t bytes = file_text(1'000).size() * 1'000;
    const auto begun = Clock::now();
    RawConnection connection{port()};
    ASSERT_TRUE(connection.send(import_head("Content-Length: " + std::to_string(bytes))));
    EXPECT_EQ(connection.answer().status, 413);
    EXPECT_LT(Clock::now() - begun, at_once);
}

TEST_F(File, OfAMillionRowsIsRefusedWhileItIsSent) {
    const std::string rows = file_text(1'000);
    expect_too_large(import_head("Content-Length: " + std::to_string(rows.size() * 1'000)), rows,
                     1'000);
}

TEST_F(File, OfUnknownLengthIsRefusedWhereItIsTooLong) {
    const std::string rows = file_text(256);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string size;
    for (std::size_t rest = rows.size(); rest > 0; rest /= 16) {
        size.insert(0, 1, digits[rest % 16]);
    }
    expect_too_large(import_head("Transfer-Encoding: chunked"), size + "\r\n" + rows + "\r\n",
                     4'000);
}

TEST_F(File, OnOneLineIsRefused) {
    const std::string piece(million, 'x');
    expect_too_large(import_head("Content-Length: " + std::to_string(long_line_bytes)), piece,
                     long_line_bytes / piece.size());
}

TEST_F(File, HasLinesOfALimitedLength) {
    const std::string begin = "IND-303;D35;";
    const std::string end = ";2024-09-30;va;5";
    const std::string name(line_bytes_max - begin.size() - end.size(), 'x');
    const auto longest = post_file("longest-line", std::string(header_line) + begin + name + end);
    EXPECT_EQ(longest.status, 200) << longest.body;
    stored(1);
    expect_problem(post_file("longer-line", std::string(header_line) + begin + name + 'x' + end),
                   413, "line-too-long");
    EXPECT_EQ(post_file("no-lines", std::string(million, 'x')).status, 413);
    EXPECT_EQ(
        post_file("open-quote", std::string(header_line) + '"' + std::string(million, 'x')).status,
        413);
}

TEST_F(File, IsInUtf8) {
    const std::string row = "IND-303;D35;Finist\xE8re;2024-09-30;va;5\n";
    for (const std::string& text :
         {std::string(header_line) + row, utf16(std::string(header_line)), utf16(file_text(3)),
          std::string(header_line) + "IND-303;D35;\xC0\xAF;;va;5\n", "\xFE\xFF" + file_text(1),
          std::string(header_line) + "IND-303;D35;\xED\xA0\x80;;va;5\n"}) {
        const auto answer = post_file("latin", text);
        EXPECT_EQ(answer.status, 422);
        EXPECT_NE(answer.body.find("encoding-not-utf8"), std::string::npos) << answer.body;
    }
}

TEST_F(File, WithAnyErrorIsRefusedAsAWhole) {
    for (const char* row :
         {"IND-303;D35;;2024-09-30;va;1e400", "IND-303;D35;;2024-09-30;va;NaN",
          "IND-303;D35;;2024-02-30;va;5", "IND-303;D999;;2024-09-30;va;5", "IND-303;D35;;;va;5",
          "=cmd;D35;;2024-09-30;va;5", "IND-303;D35;;2024-09-30;va", ";;;;;",
          "\"IND-303;D35;;2024-09-30;va;5"}) {
        const auto answer = post_file("with-error", file_text(10) + row + "\n");
        EXPECT_EQ(answer.status, 422) << row << answer.body;
    }
    EXPECT_EQ(post_file("nul", file_text(10) + "IND-303;D35;;2024-09-30;va;5\0\n"s).status, 422);
    EXPECT_EQ(post_file("nothing", "").status, 422);
    EXPECT_EQ(post_file("no-row", std::string(header_line)).status, 422);
}

}  // namespace
}  // namespace tests::hostile
