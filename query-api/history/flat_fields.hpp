// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "domain/codec/json.hpp"
#include "query-api/fields.hpp"

namespace query_api::history {

// The fields of a row, or the members of a JSON object, that have a value, by their dotted names:
// each a JSON value on one line. A list of a row is a string, joined by spaces as in CSV.
using Flat = std::map<std::string, std::string, std::less<>>;

// Gathers the fields of a row.
class FlatFields final : public Fields {
public:
    void text(std::string_view name, std::string_view value) override;
    void number(std::string_view name, std::string_view digits) override;
    void flag(std::string_view name, bool value) override;
    void null(std::string_view) override {}
    void list(std::string_view name, const List& list) override;

    Flat take() { return std::move(flat_); }

private:
    bool enter(std::string_view name, Presence presence) override;
    void leave() override;
    void put(std::string_view name, std::string json);

    Flat flat_;
    std::string prefix_;
};

template <class Row>
Flat flat_of(const Row& row) {
    FlatFields fields;
    describe(fields, row);
    return fields.take();
}

// The members of an object, those of objects inside it with dotted names; arrays are one value.
Flat flat_of(const domain::codec::Json& object);

}  // namespace query_api::history
