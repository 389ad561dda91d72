// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/problem.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

#include "platform/json_writer.hpp"

namespace platform::http {
namespace {

constexpr std::string_view type_prefix = "https://barometre.example/problems/";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

// The part before `separator`, taken off `text` together with the separator.
std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part);
}

bool names_language(std::string_view range, std::string_view language) {
    if (range == "*") return true;
    if (range.size() < 2 || (range.size() > 2 && range[2] != '-')) return false;
    const auto lower = [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    };
    return lower(range[0]) == language[0] && lower(range[1]) == language[1];
}

// The weight of a language range in thousandths, from its parameters. An unreadable one counts 0.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string_view parameter = take_until(parameters, ';');
        if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q')) continue;
        const std::string_view number = parameter.substr(2);
        double weight = 0;
        const auto end = number.data() + number.size();
        const auto read = std::from_chars(number.data(), end, weight);
        if (read.ec != std::errc{} || read.ptr != end || !(weight >= 0 && weight <= 1)) return 0;
        return static_cast<int>(weight * 1000);
    }
    return 1000;
}

struct Preference {
    int weight = 0;
    int rank = 0;
    bool named = false;
};

// A range that names the language counts before "*".
Preference preference_for(std::string_view accept_language, std::string_view language) {
    Preference best;
    for (int rank = 0; !accept_language.empty(); ++rank) {
        std::string_view item = take_until(accept_language, ',');
        const std::string_view range = take_until(item, ';');
        if (!names_language(range, language)) continue;
        const bool named = range != "*";
        const int weight = weight_of(item);
        const bool better = named == best.named ? weight > best.weight : named;
        if (better) best = {weight, rank, named};
    }
    return best;
}

}  // namespace

Language preferred_language(std::string_view accept_language) {
    if (accept_language.empty()) return Language::english;
    const Preference french = preference_for(accept_language, "fr");
    const Preference english = preference_for(accept_language, "en");
    if (french.weight == 0 || french.weight < english.weight) return Language::english;
    if (french.weight > english.weight) return Language::french;
    return french.rank < english.rank ? Language::french : Language::english;
}

Response problem(const ProblemKind& kind, Language language, std::string_view detail,
                 std::string_view errors_json) {
    const bool in_french = language == Language::french;
    const std::string_view title = in_french ? kind.title_fr : kind.title_en;

    Response response;
    response.status = kind.status;
    response.content_type = "application/problem+json";
    response.headers.emplace_back("Content-Language", in_french ? "fr" : "en");
    response.headers.emplace_back("Cache-Control", "no-store");
    JsonWriter json{response.body};
    json.begin_object();
    json.key("type").string(std::string{type_prefix}.append(kind.code));
    json.key("title").string(title);
    json.key("status").integer(kind.status);
    json.key("detail").string(detail.empty() ? title : detail);
    json.key("errors").raw(errors_json.empty() ? "[]" : errors_json);
    json.end_object();
    return response;
}

}  // namespace platform::http
