// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/submission.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <set>
#include <utility>

#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::torture {
namespace {

constexpr std::string_view policy = "CH-801";
constexpr std::size_t first_indicator = 801;
constexpr std::string_view year = "2023-";
constexpr std::array<std::string_view, days> day_texts{"-10", "-20"};

constexpr std::size_t event_rows_max = 4;
constexpr std::size_t import_rows_max = 200;
// Of a hundred events.
constexpr std::size_t rejected_share = 4;
constexpr std::size_t conflict_share = 4;
constexpr std::size_t erased_share = 5;

// A revision that no log of a test reaches.
constexpr std::string_view no_such_revision = "999999999";
// What the altered content of an identity adds to its values.
constexpr std::int64_t altered_offset = 500'000'000;

constexpr std::string_view reported = "fr.barometre.measures.reported.v1";
constexpr std::string_view withdrawn = "fr.barometre.measures.withdrawn.v1";

std::string json_string(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string cloud_event(const std::string& source, const std::string& id, std::string_view type,
                        const std::string& data) {
    return R"({"specversion":"1.0","id":)" + json_string(id) + R"(,"source":)" +
           json_string(source) + R"(,"type":)" + json_string(type) +
           R"(,"datacontenttype":"application/json","data":)" + data + "}";
}

// A row whose place and day are known, ready for its value.
struct Line {
    std::string indicator;
    std::string territory;
    std::string date;
    std::optional<std::int64_t> value;
};

Line line_of(const Write& write, const std::vector<Department>& departments) {
    return {indicator_id(write.place.indicator), departments[write.place.department].id,
            month_text(write.place.month) + std::string(day_texts[write.day]), write.value};
}

std::string rows_data(const std::vector<Line>& lines, std::int64_t offset,
                      std::string_view expected_revision) {
    std::string text = R"({"rows":[)";
    for (const Line& line : lines) {
        if (text.back() != '[') text += ',';
        text += R"({"indicator":)" + json_string(line.indicator) + R"(,"territory":)" +
                json_string(line.territory) + R"(,"kind":"actual","date":)" +
                json_string(line.date) + R"(,"value":)" +
                (line.value ? json_string(std::to_string(*line.value + offset)) : "null");
        if (!expected_revision.empty()) {
            text += R"(,"expected_revision":)" + std::string(expected_revision);
        }
        text += '}';
    }
    return text + R"(],"reason":"torture )" + std::to_string(offset) + R"("})";
}

std::string file_text(const std::vector<Line>& lines, std::int64_t offset) {
    std::string text = "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";
    for (const Line& line : lines) {
        text += line.indicator + ';' + vectors::zone_of(line.territory) + ";;" + line.date +
                ";va;" + (line.value ? std::to_string(*line.value + offset) : "") + '\n';
    }
    return text;
}

}  // namespace

platform::Result<std::vector<Department>> read_departments(vectors::Api& api) {
    const auto body = api.get("/v1/territories");
    if (!body) return body.error();
    const auto answer = vectors::parse_json(*body, {});
    if (!answer) return answer.error();
    const auto* rows = vectors::member(*answer, "rows");
    if (rows == nullptr || !rows->is_array()) return vectors::failure("/v1/territories: no rows");
    std::vector<Department> departments;
    for (const auto& row : rows->get_array()) {
        if (vectors::text_member(row, "level") != "department") continue;
        departments.push_back({std::string(vectors::text_member(row, "id")),
                               std::string(vectors::text_member(row, "parent"))});
    }
    if (departments.empty()) return vectors::failure("/v1/territories: no department");
    return departments;
}

std::string indicator_id(std::size_t indicator) {
    return "IND-" + std::to_string(first_indicator + indicator);
}

std::string month_text(std::size_t month) {
    return std::string(year) + two_digits(month + 1);
}

std::vector<std::string> definition_events() {
    const std::string source = "urn:torture:definitions";
    std::vector<std::string> events{cloud_event(source, "policy", "fr.barometre.policy.defined.v1",
                                                R"({"id":)" + json_string(policy) + "}")};
    for (std::size_t i = 0; i < indicators; ++i) {
        const std::string id = indicator_id(i);
        events.push_back(cloud_event(
            source, id, "fr.barometre.indicator.defined.v1",
            R"({"id":)" + json_string(id) + R"(,"policy":)" + json_string(policy) +
                R"(,"roll_up":{"actual":{"department":{"from":"entered","operation":"none"},)"
                R"("region":{"from":"departments","operation":"sum"},)"
                R"("nation":{"from":"regions","operation":"sum"}}}})"));
    }
    return events;
}

SubmissionMaker::SubmissionMaker(const std::vector<Department>& departments, std::string client,
                                 std::int64_t first_number, std::uint64_t seed)
    : departments_(departments),
      source_("urn:torture:" + std::move(client)),
      number_(first_number),
      random_(seed) {}

Submission SubmissionMaker::start(Form form) {
    ++number_;
    Submission submission;
    submission.source = source_;
    submission.id = "event-" + std::to_string(number_);
    submission.form = form;
    return submission;
}

std::vector<Write> SubmissionMaker::writes(std::size_t count) {
    std::set<Place> places;
    while (places.size() < count) {
        places.insert({below(indicators), below(departments_.size()), below(months)});
    }
    std::vector<Write> made;
    for (const Place& place : places) made.push_back({place, below(days), number_});
    return made;
}

Submission SubmissionMaker::rejected() {
    Submission submission = start(Form::event);
    submission.outcome = Outcome::rejected;
    const auto taking_back = [&](std::string_view id) {
        return cloud_event(submission.source, submission.id, withdrawn,
                           R"({"source":"urn:torture:nobody","id":)" + json_string(id) + "}");
    };
    submission.body = taking_back("nothing");
    submission.altered_body = taking_back("nothing else");
    return submission;
}

Submission SubmissionMaker::event() {
    const std::size_t dice = below(100);
    if (dice < rejected_share) return rejected();
    Submission submission = start(Form::event);
    const bool is_conflict = dice < rejected_share + conflict_share;
    std::vector<Line> lines;
    for (Write& write : submission.writes = writes(1 + below(event_rows_max))) {
        if (below(100) < erased_share) write.value.reset();
        lines.push_back(line_of(write, departments_));
    }
    const auto with = [&](std::int64_t offset) {
        return cloud_event(
            submission.source, submission.id, reported,
            rows_data(lines, offset, is_conflict ? no_such_revision : std::string_view{}));
    };
    submission.body = with(0);
    submission.altered_body = with(altered_offset);
    if (is_conflict) {
        submission.outcome = Outcome::conflict;
        submission.writes.clear();
    }
    return submission;
}

Submission SubmissionMaker::import() {
    Submission submission = start(Form::import);
    submission.writes = writes(1 + below(import_rows_max));
    std::vector<Line> lines;
    for (const Write& write : submission.writes) {
        lines.push_back(line_of(write, departments_));
    }
    submission.body = file_text(lines, 0);
    submission.altered_body = file_text(lines, altered_offset);
    return submission;
}

}  // namespace tests::torture
