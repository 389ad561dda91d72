// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/pilote/function_cases.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/pilote_csv.hpp"
#include "domain/rules/statistics.hpp"
#include "domain/rules/value_schema.hpp"
#include "tests/support/must.hpp"
#include "tests/vectors/pilote/rows.hpp"

namespace tests::vectors::pilote {
namespace {

namespace json = boost::json;
namespace codec = domain::codec;

// Compares `judge(input)` with what is expected, one by one.
template <class Judge>
Verdict judge_each(const json::value& inputs, const json::value& expected, Judge judge) {
    const auto& given = inputs.as_array();
    const auto& wanted = expected.as_array();
    if (given.size() != wanted.size()) return Verdict::failed("the case has unequal lists");
    for (std::size_t i = 0; i < given.size(); ++i) {
        const json::value found = judge(std::string_view{given[i].as_string()});
        if (found != wanted[i])
            return Verdict::failed(json::serialize(given[i]) + " gives " + json::serialize(found));
    }
    return Verdict::passed();
}

Verdict both(Verdict first, Verdict second) {
    return first.kind == Verdict::Kind::passed ? std::move(second) : std::move(first);
}

json::value date_text(std::string_view cell) {
    const auto date = codec::parse_csv_date(cell);
    return json::value(date ? date->text() : date.error().code);
}

json::value type_text(std::string_view cell) {
    constexpr std::array<std::string_view, domain::kind_count> types{"vi", "va", "vc"};
    const auto kind = codec::parse_csv_kind(cell);
    return json::value(kind ? types[static_cast<std::size_t>(*kind)]
                            : std::string_view{kind.error().code});
}

json::value zone_text(std::string_view cell) {
    const auto territory = codec::parse_csv_zone(cell);
    return json::value(territory ? territory->zone() : std::string_view{territory.error().code});
}

json::value is_indicator(std::string_view cell) {
    return json::value(codec::parse_csv_indicator(cell).has_value());
}

json::value is_zone(std::string_view cell) {
    return json::value(codec::parse_csv_zone(cell).has_value());
}

json::value is_percentage(std::string_view cell) {
    const auto value = codec::parse_csv_value(cell);
    return json::value(value && domain::rules::admits(domain::ValueSchema::percentage,
                                                      domain::Territory::nation(), *value));
}

json::value is_weight(std::string_view text) {
    return json::value(codec::parse_weight(text).has_value());
}

// The code of the header line in which one name is spelt as the case says.
json::value header_code(std::string_view spelling) {
    std::vector<std::string_view> names{"identifiant_indic", "zone_id", "date_valeur",
                                        "type_valeur", "valeur"};
    constexpr std::string_view instead = " instead of ";
    const auto replaces = spelling.find(instead);
    if (replaces == std::string_view::npos)
        names.back() = spelling;
    else
        std::replace(names.begin(), names.end(), spelling.substr(replaces + instead.size()),
                     spelling.substr(0, replaces));
    const auto header = codec::parse_csv_header(names);
    std::string code = header ? "accepted" : header.error().code;
    std::replace(code.begin(), code.end(), '-', '_');
    return json::value(code);
}

Verdict judge_import(std::string_view id, const json::object& inputs,
                     const json::object& expected) {
    if (id == "V-01") return judge_each(inputs.at("dates"), expected.at("dates"), date_text);
    if (id == "V-02")
        return both(judge_each(inputs.at("types"), expected.at("types"), type_text),
                    judge_each(inputs.at("zones"), expected.at("zones"), zone_text));
    if (id == "V-13")
        return judge_each(inputs.at("headers"), expected.at("error_codes"), header_code);
    if (id == "V-15") return judge_each(inputs.at("zones"), expected.at("valid"), is_zone);
    if (id == "V-16") return judge_each(inputs.at("ids"), expected.at("valid"), is_indicator);
    if (id == "V-18") return judge_each(inputs.at("values"), expected.at("valid"), is_percentage);
    if (id == "V-19") return judge_each(inputs.at("values"), expected.at("valid"), is_weight);
    return Verdict::left_out("about PILOTE's remote validator, its proposals or its screens");
}

Verdict judge_statistics(const json::object& inputs, const json::object& expected) {
    const auto& given = inputs.contains("values") ? inputs.at("values") : inputs.at("dept_ta");
    std::vector<std::optional<domain::Decimal>> values;
    for (const json::value& value : given.as_array()) {
        if (value.is_null())
            values.emplace_back();
        else
            values.emplace_back(support::must(domain::Decimal::parse(decimal_text(value))));
    }
    const auto found = domain::rules::statistics(values);
    json::object actual{
        {"mean",   number_of(found.mean)  },
        {"median", number_of(found.median)},
        {"min",    number_of(found.min)   },
        {"max",    number_of(found.max)   }
    };
    // The nation's own rate stands beside the statistics of its departments.
    if (const auto* nation = inputs.if_contains("nat_ta")) actual["global_"] = *nation;
    return Verdict::unless(difference({expected}, {actual}, Others::none));
}

}  // namespace

Verdict judge_function_case(std::string_view id, const json::object& of) {
    if (id.starts_with("V-"))
        return judge_import(id, of.at("inputs").as_object(), of.at("expected").as_object());
    if (id >= "U-02" && id <= "U-08")
        return judge_statistics(of.at("inputs").as_object(), of.at("expected").as_object());
    return Verdict::left_out("describes a screen");
}

}  // namespace tests::vectors::pilote
