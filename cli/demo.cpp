// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/demo_catalogue.hpp"
#include "cli/demo_figures.hpp"
#include "domain/codec/definition_json.hpp"
#include "domain/event.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

using domain::Instant;
using domain::Kind;
using domain::Level;
using domain::Month;
using domain::Source;
using domain::Territory;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3'600 * second;
constexpr std::int64_t day = 24 * hour;

struct Row {
    domain::IndicatorId indicator;
    Territory territory;
    Kind kind;
    std::string date;
    std::optional<std::string> value;
};

struct Event {
    std::string source;
    std::string id;
    std::string_view type;
    Instant recorded;
    std::string data;
};

struct Measures {
    std::vector<Row> rows;
    std::optional<domain::Identity> corrects;
    std::string_view reason;
};

std::string data_of(const Measures& measures) {
    std::string data;
    platform::JsonWriter json{data};
    json.begin_object().key("rows").begin_array();
    for (const Row& row : measures.rows) {
        json.begin_object().key("indicator").string(row.indicator.text());
        json.key("territory").string(row.territory.id());
        json.key("kind").string(name_of(row.kind)).key("date").string(row.date).key("value");
        row.value ? json.string(*row.value) : json.null();
        json.end_object();
    }
    json.end_array();
    if (measures.corrects)
        json.key("corrects")
            .begin_object()
            .key("source")
            .string(measures.corrects->source)
            .key("id")
            .string(measures.corrects->id)
            .end_object();
    if (!measures.reason.empty()) json.key("reason").string(measures.reason);
    json.end_object();
    return data;
}

std::string text_of(const Event& event, Instant received) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("specversion").string("1.0").key("id").string(event.id);
    json.key("source").string(event.source).key("type").string(event.type);
    json.key("datacontenttype").string("application/json");
    json.key("recordedtime").string(event.recorded.text());
    json.key("receivedtime").string(received.text());
    json.key("authid").string("demo").key("data").raw(event.data).end_object();
    return text;
}

Instant midnight(domain::Date date) {
    return Instant::from_microseconds(
        std::chrono::duration_cast<std::chrono::microseconds>(date.days().time_since_epoch())
            .count());
}

std::string last_day(Month month) {
    const Month next = Month::from_index(static_cast<std::uint16_t>(month.index() + 1));
    const domain::Date first{next, 1};
    return Instant::from_microseconds(midnight(first).microseconds() - day).date().text();
}

// Whether figures are reported for `month`; those of more than a year, in the first December only.
bool is_due(const domain::IndicatorDefinition& indicator, Month month, Month first) {
    const int period = demo_period_months(indicator.periodicity);
    if (period > 12) return month.month() == 12 && month.index() - first.index() < 12;
    return month.month() % period == 0;
}

class Demo {
public:
    Demo(std::uint64_t seed, domain::Date today)
        : chance_(seed),
          received_(midnight(today)),
          first_(Month::from_index(static_cast<std::uint16_t>(today.month.index() - demo_months))),
          policies_(demo_policies()),
          indicators_(demo_indicators()) {
        for (const auto& policy : policies_)
            ministries_.emplace(policy.definition.id,
                                "urn:ministere:" + std::string{policy.ministry_code});
        draw_figures();
    }

    // Everything, in the order of its time.
    std::vector<std::string> events() {
        define();
        set_targets();
        for (std::size_t k = 0; k < demo_months; ++k) {
            report_prefectures(k);
            report_ministries(k);
        }
        redefine();
        std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
            return std::tie(a.recorded, a.source, a.id) < std::tie(b.recorded, b.source, b.id);
        });
        std::vector<std::string> texts;
        for (const Event& event : events_) texts.push_back(text_of(event, received_));
        return texts;
    }

private:
    Month month(std::size_t k) const {
        return Month::from_index(static_cast<std::uint16_t>(first_.index() + k));
    }

    // Some moment of office hours, `days` after the first day of the month `k`.
    Instant office_hours(std::size_t k, std::int64_t days) {
        const auto start = midnight({month(k), 1}).microseconds() + days * day;
        return Instant::from_microseconds(start + 7 * hour +
                                          chance_.between(0, 10 * hour / 1'000) * 1'000);
    }

    const std::string& ministry_of(const DemoIndicator& indicator) const {
        return ministries_.at(indicator.definition.policy);
    }

    bool is_entered(const DemoIndicator& indicator, Territory territory) const {
        const auto& definition = indicator.definition;
        return definition.rule(Kind::actual, territory.level()).from == Source::entered &&
               definition.applies(territory);
    }

    // How large the territory is among those that enter this indicator.
    std::int64_t size_of(const DemoIndicator& indicator, Territory territory,
                         const std::vector<std::int64_t>& sizes) const {
        const std::int64_t size = sizes[territory.index()];
        const auto level = territory.level();
        const bool with_departments =
            indicator.definition.rule(Kind::actual, Level::department).from == Source::entered;
        if (!with_departments || level == Level::department) return size;
        if (level == Level::nation)
            return size * static_cast<std::int64_t>(territories_of(Level::department).size());
        return size * static_cast<std::int64_t>(territory.children().size());
    }

    void draw_figures() {
        const auto sizes = demo_sizes(chance_);
        for (const auto& indicator : indicators_) {
            auto& of_indicator = figures_.emplace_back(Territory::count);
            for (std::uint8_t i = 0; i < Territory::count; ++i) {
                const auto territory = Territory::from_index(i);
                if (!is_entered(indicator, territory)) continue;
                of_indicator[i] = demo_series(indicator, size_of(indicator, territory, sizes),
                                              first_.month(), chance_);
            }
        }
    }

    void add(Event event) {
        if (event.recorded <= received_) events_.push_back(std::move(event));
    }

    void define() {
        auto time = midnight({first_, 1}).microseconds() - 60 * day + 8 * hour;
        const auto next = [&time] { return Instant::from_microseconds(time += 47 * second); };
        const std::string source = "urn:ministere:transformation-publique";
        for (const auto& [policy, ministry] : policies_)
            add({source, "demo-" + policy.id.text(), domain::event_type::policy_defined, next(),
                 domain::codec::encode(policy)});
        for (const auto& indicator : indicators_)
            add({source, "demo-" + indicator.definition.id.text(),
                 domain::event_type::indicator_defined, next(),
                 domain::codec::encode(indicator.definition)});
    }

    // What a ministry decided later on.
    void redefine() {
        const std::string source = "urn:ministere:transformation-publique";
        auto policy = policies_.back().definition;
        policy.status = domain::PolicyStatus::archived;
        add({source, "demo-" + policy.id.text() + "-2", domain::event_type::policy_defined,
             office_hours(20, 3), domain::codec::encode(policy)});

        const auto found = std::find_if(indicators_.begin(), indicators_.end(),
                                        [](const DemoIndicator& indicator) {
                                            return indicator.definition.id.text() == "IND-813";
                                        });
        auto indicator = found->definition;
        indicator.annual = {domain::Decumulation::none, domain::Window::year, 0,
                            domain::ComparableOperation::sum};
        add({source, "demo-" + indicator.id.text() + "-2", domain::event_type::indicator_defined,
             office_hours(15, 10), domain::codec::encode(indicator)});
    }

    std::string december(int year) const { return std::to_string(year) + "-12-31"; }

    Row target_row(const DemoIndicator& indicator, Territory territory, std::size_t year,
                   std::int64_t units) const {
        return {indicator.definition.id, territory, Kind::target,
                december(first_.year() + static_cast<int>(year)),
                demo_text(units, indicator.decimals)};
    }

    Measures targets_of(std::size_t i) const {
        const auto& indicator = indicators_[i];
        // One ministry sets a national target alone: rule 544 shows it where nothing adds up.
        const bool national = i == 0;
        std::array<std::int64_t, demo_target_years> sums{};
        Measures measures;
        for (std::uint8_t t = 0; t < Territory::count; ++t) {
            const auto& series = figures_[i][t];
            if (!series) continue;
            const auto territory = Territory::from_index(t);
            measures.rows.push_back({indicator.definition.id, territory, Kind::baseline,
                                     december(first_.year() - 1),
                                     demo_text(series->baseline, indicator.decimals)});
            for (std::size_t year = 0; year < demo_target_years; ++year) {
                sums[year] += series->targets[year];
                if (!national)
                    measures.rows.push_back(
                        target_row(indicator, territory, year, series->targets[year]));
            }
        }
        for (std::size_t year = 0; national && year < demo_target_years; ++year)
            measures.rows.push_back(target_row(indicator, Territory::nation(), year, sums[year]));
        return measures;
    }

    void set_targets() {
        for (std::size_t i = 0; i < indicators_.size(); ++i) {
            const auto measures = targets_of(i);
            if (measures.rows.empty()) continue;
            const auto recorded = office_hours(0, -chance_.between(10, 40));
            add({ministry_of(indicators_[i]),
                 "demo-" + indicators_[i].definition.id.text() + "-cibles",
                 domain::event_type::measures_reported, recorded, data_of(measures)});
        }
    }

    Row actual_row(std::size_t i, Territory territory, std::size_t k) const {
        const auto& indicator = indicators_[i];
        return {indicator.definition.id, territory, Kind::actual, last_day(month(k)),
                demo_text(figures_[i][territory.index()]->actual[k], indicator.decimals)};
    }

    bool is_late(Territory department, std::size_t k) {
        // Mayotte was cut off for a while.
        if (department.id() == "DEPT-976" && k >= 9 && k < 14) return true;
        return chance_.one_in(k + 1 == demo_months ? 12 : 45);
    }

    void report_prefectures(std::size_t k) {
        for (const auto department : territories_of(Level::department)) {
            Measures measures;
            for (std::size_t i = 0; i < indicators_.size(); ++i) {
                const auto& indicator = indicators_[i];
                if (indicator.reporter == DemoReporter::prefectures &&
                    figures_[i][department.index()] &&
                    is_due(indicator.definition, month(k), first_))
                    measures.rows.push_back(actual_row(i, department, k));
            }
            const auto recorded = office_hours(k + 1, chance_.between(1, 19));
            if (measures.rows.empty() || is_late(department, k)) continue;
            send({"urn:prefecture:" + std::string{department.code()},
                  "demo-" + month(k).text(),
                  domain::event_type::measures_reported,
                  recorded,
                  {}},
                 measures);
        }
    }

    void report_ministries(std::size_t k) {
        for (std::size_t i = 0; i < indicators_.size(); ++i) {
            const auto& indicator = indicators_[i];
            if (indicator.reporter != DemoReporter::ministry ||
                !is_due(indicator.definition, month(k), first_))
                continue;
            Measures measures;
            for (std::uint8_t t = 0; t < Territory::count; ++t)
                if (figures_[i][t] && !chance_.one_in(60))
                    measures.rows.push_back(actual_row(i, Territory::from_index(t), k));
            if (measures.rows.empty()) continue;
            const auto delay = indicator.definition.publication_delay_months;
            const auto recorded = office_hours(k + 1 + delay, chance_.between(5, 25));
            Event event{ministry_of(indicator),
                        "demo-" + month(k).text() + "-" + indicator.definition.id.text(),
                        domain::event_type::measures_reported,
                        recorded,
                        {}};
            if (chance_.one_in(120)) send_by_mistake(event, measures);
            send(std::move(event), measures);
        }
    }

    void send(Event event, const Measures& measures) {
        if (chance_.one_in(50)) correct(event, measures);
        event.data = data_of(measures);
        add(std::move(event));
    }

    // One row of `event` is sent again, days or weeks later, with another value or none.
    void correct(const Event& event, const Measures& measures) {
        constexpr std::array<std::string_view, 4> reasons{
            "erreur de saisie", "dossiers reçus en retard", "double compte retiré",
            "chiffre consolidé par le service statistique"};
        const auto last = static_cast<std::int64_t>(measures.rows.size()) - 1;
        Measures correction;
        correction.corrects = domain::Identity{event.source, event.id};
        Row row = measures.rows[static_cast<std::size_t>(chance_.between(0, last))];
        if (chance_.one_in(8)) {
            row.value.reset();
            correction.reason = "chiffre provisoire, retiré en attendant mieux";
        } else {
            const auto value = *domain::Decimal::parse(*row.value);
            row.value = domain::Decimal::from_units(value.units() / 100 * chance_.between(90, 99))
                            .rounded(row.value->find('.') == std::string::npos ? 0 : 1)
                            .text();
            correction.reason = reasons[static_cast<std::size_t>(chance_.between(0, 3))];
        }
        correction.rows.push_back(std::move(row));
        const auto recorded = event.recorded.microseconds() + chance_.between(3, 60) * day;
        add({event.source, event.id + "-correction", event.type,
             Instant::from_microseconds(recorded), data_of(correction)});
    }

    // The file of another unit, taken back the next day, before the right one comes.
    void send_by_mistake(const Event& event, const Measures& measures) {
        Measures wrong = measures;
        for (Row& row : wrong.rows) {
            const auto value = *domain::Decimal::parse(*row.value);
            row.value = domain::Decimal::from_units(value.units() * 1'000).text();
        }
        const auto sent = event.recorded.microseconds() - 3 * day;
        const std::string id = event.id + "-erreur";
        add({event.source, id, event.type, Instant::from_microseconds(sent), data_of(wrong)});

        std::string data;
        platform::JsonWriter json{data};
        json.begin_object().key("source").string(event.source).key("id").string(id);
        json.key("reason").string("fichier dans une autre unité").end_object();
        add({event.source, id + "-retrait", domain::event_type::measures_withdrawn,
             Instant::from_microseconds(sent + day), std::move(data)});
    }

    Chance chance_;
    Instant received_;
    Month first_;
    std::vector<DemoPolicy> policies_;
    std::vector<DemoIndicator> indicators_;
    std::map<domain::PolicyId, std::string> ministries_;
    // By indicator, then territory; none where nothing is entered.
    std::vector<std::vector<std::optional<DemoSeries>>> figures_;
    std::vector<Event> events_;
};

}  // namespace

void generate_demo(std::uint64_t seed, domain::Date today,
                   const std::function<void(std::string event_json)>& tell) {
    for (auto& event : Demo{seed, today}.events()) tell(std::move(event));
}

}  // namespace cli
