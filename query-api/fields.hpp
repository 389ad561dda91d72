// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/decimal.hpp"
#include "domain/month.hpp"
#include "platform/json_writer.hpp"

namespace query_api {

// A list inside a row: JSON has each element as a value of its own, CSV all in one cell, joined by
// spaces.
struct List {
    std::size_t size = 0;
    std::function<void(platform::JsonWriter&, std::size_t)> json;
    std::function<std::string(std::size_t)> text;
};

enum class Presence : std::uint8_t { absent, present };
template <class T>
Presence presence_of(const std::optional<T>& value) {
    return value ? Presence::present : Presence::absent;
}

// Takes the fields of a row in order and writes them down in one format. A row is described once,
// for all formats: its describe() names every field each time, whether it has a value or not.
class Fields {
public:
    Fields() = default;
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;
    virtual ~Fields() = default;

    virtual void text(std::string_view name, std::string_view value) = 0;
    // A number as JSON has it.
    virtual void number(std::string_view name, std::string_view digits) = 0;
    virtual void flag(std::string_view name, bool value) = 0;
    virtual void null(std::string_view name) = 0;
    virtual void list(std::string_view name, const List& list) = 0;

    void integer(std::string_view name, std::uint64_t value);
    void decimal(std::string_view name, const std::optional<domain::Decimal>& value);
    void month(std::string_view name, const std::optional<domain::Month>& value);
    void optional_text(std::string_view name, const std::optional<std::string>& value);

    // Fields inside a field: an object of JSON, columns with a dotted name of CSV. `describe` may
    // be called for an absent group too, and must then give its fields no value.
    template <class Describe>
    void group(std::string_view name, Presence presence, Describe describe) {
        if (!enter(name, presence)) return;
        describe();
        leave();
    }

private:
    // False when the group is done with.
    virtual bool enter(std::string_view name, Presence presence) = 0;
    virtual void leave() = 0;
};

// Members of the JSON object that `json` has open.
class JsonFields final : public Fields {
public:
    explicit JsonFields(platform::JsonWriter& json) : json_(json) {}

    void text(std::string_view name, std::string_view value) override;
    void number(std::string_view name, std::string_view digits) override;
    void flag(std::string_view name, bool value) override;
    void null(std::string_view name) override;
    void list(std::string_view name, const List& list) override;

private:
    bool enter(std::string_view name, Presence presence) override;
    void leave() override { json_.end_object(); }

    platform::JsonWriter& json_;
};

// Cells of one line of CSV (RFC 4180), without its end. Nothing is an empty cell; text that a
// spreadsheet would run as a formula gets a leading apostrophe.
class CsvCells final : public Fields {
public:
    explicit CsvCells(std::string& out) : out_(out) {}

    void text(std::string_view name, std::string_view value) override;
    void number(std::string_view name, std::string_view digits) override;
    void flag(std::string_view name, bool value) override;
    void null(std::string_view name) override;
    void list(std::string_view name, const List& list) override;

private:
    bool enter(std::string_view, Presence) override { return true; }
    void leave() override {}
    void cell(std::string_view bytes);

    std::string& out_;
    bool first_ = true;
};

// The names of the columns of CsvCells.
class CsvNames final : public Fields {
public:
    explicit CsvNames(std::string& out) : out_(out) {}

    void text(std::string_view name, std::string_view) override { add(name); }
    void number(std::string_view name, std::string_view) override { add(name); }
    void flag(std::string_view name, bool) override { add(name); }
    void null(std::string_view name) override { add(name); }
    void list(std::string_view name, const List&) override { add(name); }

private:
    bool enter(std::string_view name, Presence presence) override;
    void leave() override;
    void add(std::string_view name);

    std::string& out_;
    std::string prefix_;
    bool first_ = true;
};

}  // namespace query_api
