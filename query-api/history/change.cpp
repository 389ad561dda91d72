// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/change.hpp"

namespace query_api::history {
namespace {

void write_believed(platform::JsonWriter& json, std::string_view name, const Believed& believed) {
    json.key(name);
    believed && *believed ? json.number_text((*believed)->text()) : json.null();
}

std::string text_of(const Believed& believed) {
    if (!believed) return "none";
    return *believed ? (*believed)->text() : "erased";
}

}  // namespace

std::string_view name_of_change(const Believed& before, const Believed& after) {
    if (!before) return "added";
    return after ? "changed" : "removed";
}

void write_change(platform::JsonWriter& json, const Change& change) {
    json.begin_object();
    json.key("kind").string(domain::name_of(change.kind));
    json.key("month").string(change.month.text());
    json.key("change").string(name_of_change(change.before, change.after));
    write_believed(json, "before", change.before);
    write_believed(json, "after", change.after);
    json.end_object();
}

std::string text_of(const Change& change) {
    return std::string{domain::name_of(change.kind)} + ":" + change.month.text() + "=" +
           text_of(change.before) + ">" + text_of(change.after);
}

List list_of(const Changes& changes) {
    return {
        changes.size(),
        [&changes](platform::JsonWriter& json, std::size_t i) { write_change(json, changes[i]); },
        [&changes](std::size_t i) { return text_of(changes[i]); }};
}

}  // namespace query_api::history
