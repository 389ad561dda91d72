// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo_catalogue.hpp"

#include <array>
#include <cassert>
#include <string>

namespace cli {
namespace {

using domain::ComparableOperation;
using domain::ComparableRule;
using domain::Decumulation;
using domain::IndicatorDefinition;
using domain::Kind;
using domain::Level;
using domain::LevelRule;
using domain::Periodicity;
using domain::PolicyDefinition;
using domain::RollUpOperation;
using domain::Source;
using domain::Trend;
using domain::Window;

struct Ministry {
    std::string_view code;
    std::string_view name;
};

constexpr std::array<Ministry, 8> ministries{
    {{"solidarites", "Ministère des Solidarités"},
     {"logement", "Ministère du Logement"},
     {"sante", "Ministère de la Santé"},
     {"education", "Ministère de l'Éducation nationale"},
     {"transition-ecologique", "Ministère de la Transition écologique"},
     {"interieur", "Ministère de l'Intérieur"},
     {"travail", "Ministère du Travail"},
     {"transformation-publique", "Ministère de la Transformation publique"}}
};

constexpr std::array<std::string_view, 5> axes{
    "Protéger les plus fragiles", "Réussir la transition écologique",
    "Rendre le service public plus proche", "Vivre en sécurité", "Former et employer"};

struct PolicyLine {
    std::string_view id;
    std::string_view title;
    std::size_t axis;
    std::size_t ministry;
};

constexpr std::array<PolicyLine, 20> policy_lines{
    {{"CH-003", "Ouvrir des places en crèche", 0, 0},
     {"CH-007", "Loger d'abord les personnes sans domicile", 0, 1},
     {"CH-012", "Donner à chacun un médecin traitant", 0, 2},
     {"CH-016", "Accompagner le grand âge à domicile", 0, 0},
     {"CH-021", "Rénover les logements mal isolés", 1, 4},
     {"CH-024", "Développer les énergies renouvelables", 1, 4},
     {"CH-029", "Économiser l'eau", 1, 4},
     {"CH-033", "Aménager des pistes cyclables", 1, 4},
     {"CH-038", "Planter des haies et des arbres", 1, 4},
     {"CH-045", "Rapprocher les services publics des habitants", 2, 7},
     {"CH-049", "Raccourcir les délais des démarches", 2, 7},
     {"CH-052", "Couvrir le territoire en très haut débit", 2, 7},
     {"CH-058", "Inclure les personnes éloignées du numérique", 2, 7},
     {"CH-063", "Prévenir les cambriolages", 3, 5},
     {"CH-066", "Protéger les victimes de violences", 3, 5},
     {"CH-071", "Rendre les routes plus sûres", 3, 5},
     {"CH-078", "Développer l'apprentissage", 4, 6},
     {"CH-081", "Réussir l'école des fondamentaux", 4, 3},
     {"CH-086", "Ramener vers l'emploi les chômeurs de longue durée", 4, 6},
     {"CH-090", "Accueillir les grands événements sportifs", 4, 5}}
};

// How a figure reaches each level.
enum class Scheme : std::uint8_t {
    departments_sum,
    departments_mean,
    departments_moy,
    // The nation adds up departments, not regions.
    nation_of_departments,
    regions_sum,
    regions_mean,
    every_level,
    nation_only,
    sub_indicators
};

// How it is made comparable.
enum class Comparison : std::uint8_t {
    as_entered,
    sum_of_year,
    sum_of_12,
    mean_of_3,
    mean_of_6,
    sum_of_48,
    sum_of_series,
    year_to_date,
    series_to_date
};

struct IndicatorLine {
    std::string_view id;
    std::string_view name;
    // "%" for a share.
    std::string_view unit;
    Scheme scheme;
    Comparison comparison;
    Trend trend;
    Periodicity periodicity;
    DemoReporter reporter;
    std::int64_t start;
    std::int64_t goal;
    int decimals;
};

constexpr auto prefectures = DemoReporter::prefectures;
constexpr auto ministry = DemoReporter::ministry;
using enum Scheme;
using enum Comparison;
using enum Periodicity;

// Three for each policy, in the order of the policies.
// clang-format off
constexpr std::array<IndicatorLine, 60> indicator_lines{{
    {"IND-031", "Places ouvertes en crèche", "places",
     departments_sum, as_entered, Trend::up, quarterly, ministry, 1850, 2150, 0},
    {"IND-032", "Part des crèches labellisées", "%",
     departments_mean, as_entered, Trend::up, half_yearly, ministry, 415, 700, 1},
    {"IND-033", "Aides versées aux familles", "milliers d'euros",
     departments_sum, sum_of_year, Trend::up, quarterly, ministry, 8200, 9900, 1},
    {"IND-071", "Personnes relogées", "personnes",
     departments_sum, sum_of_12, Trend::up, quarterly, prefectures, 48, 70, 0},
    {"IND-072", "Places d'intermédiation locative", "places",
     departments_sum, as_entered, Trend::up, quarterly, prefectures, 420, 610, 0},
    {"IND-073", "Nuitées hôtelières", "nuitées",
     regions_sum, mean_of_3, Trend::down, monthly, ministry, 71000, 52000, 0},
    {"IND-121", "Assurés en affection de longue durée sans médecin traitant", "personnes",
     departments_sum, as_entered, Trend::down, quarterly, ministry, 6800, 2400, 0},
    {"IND-122", "Maisons de santé ouvertes", "maisons de santé",
     departments_sum, as_entered, Trend::up, half_yearly, ministry, 22, 40, 0},
    {"IND-123", "Assistants médicaux recrutés", "assistants",
     every_level, series_to_date, Trend::up, quarterly, ministry, 12, 21, 0},
    {"IND-161", "Heures de lien social", "milliers d'heures",
     departments_sum, year_to_date, Trend::up, quarterly, ministry, 155, 230, 1},
    {"IND-162", "Places de services de soins à domicile", "places",
     departments_sum, as_entered, Trend::up, yearly, ministry, 1260, 1490, 0},
    {"IND-163", "Part des personnes satisfaites de leur aide", "%",
     regions_mean, as_entered, Trend::up, yearly, ministry, 762, 850, 1},
    {"IND-211", "Logements rénovés", "logements",
     departments_sum, sum_of_12, Trend::up, quarterly, ministry, 210, 330, 0},
    {"IND-212", "Passoires thermiques", "milliers de logements",
     nation_of_departments, as_entered, Trend::down, yearly, ministry, 482, 350, 1},
    {"IND-213", "Gain moyen par chantier", "%",
     departments_moy, mean_of_6, Trend::up, quarterly, ministry, 285, 400, 1},
    {"IND-241", "Puissance solaire raccordée", "mégawatts",
     departments_sum, as_entered, Trend::up, quarterly, ministry, 1930, 3100, 1},
    {"IND-242", "Puissance éolienne raccordée", "mégawatts",
     regions_sum, as_entered, Trend::up, quarterly, ministry, 12600, 15800, 1},
    {"IND-243", "Part des énergies renouvelables", "%",
     nation_only, as_entered, Trend::up, yearly, ministry, 203, 330, 1},
    {"IND-291", "Rendement des réseaux d'eau", "%",
     departments_mean, as_entered, Trend::up, two_yearly, ministry, 798, 850, 1},
    {"IND-292", "Prélèvements d'eau", "milliers de m³",
     departments_sum, sum_of_year, Trend::down, half_yearly, ministry, 43000, 38500, 0},
    {"IND-293", "Communes en tension", "communes",
     departments_sum, as_entered, Trend::down, yearly, prefectures, 24, 10, 0},
    {"IND-331", "Kilomètres de pistes cyclables", "km",
     departments_sum, as_entered, Trend::up, quarterly, prefectures, 5810, 7900, 1},
    {"IND-332", "Places de stationnement pour vélos", "places",
     departments_sum, series_to_date, Trend::up, half_yearly, ministry, 110, 160, 0},
    {"IND-333", "Part des trajets à vélo", "%",
     regions_mean, as_entered, Trend::up, three_yearly, ministry, 41, 90, 1},
    {"IND-381", "Kilomètres de haies plantées", "km",
     regions_sum, series_to_date, Trend::up, yearly, ministry, 2200, 3600, 1},
    {"IND-382", "Surface boisée", "milliers d'hectares",
     regions_sum, as_entered, Trend::stable, six_yearly, ministry, 9400, 9450, 1},
    {"IND-383", "Arbres plantés en ville", "arbres",
     departments_sum, sum_of_48, Trend::up, yearly, ministry, 3900, 5200, 0},
    {"IND-302", "Maisons de services ouvertes", "maisons",
     departments_sum, as_entered, Trend::up, monthly, prefectures, 24, 32, 0},
    {"IND-303", "Habitants à moins de vingt minutes d'une maison de services", "%",
     departments_mean, as_entered, Trend::up, yearly, ministry, 874, 990, 1},
    {"IND-304", "Visites de la tournée des bus", "visites",
     departments_sum, sum_of_year, Trend::up, monthly, prefectures, 560, 780, 0},
    {"IND-491", "Délai moyen d'obtention d'une carte d'identité", "jours",
     departments_mean, mean_of_3, Trend::down, monthly, prefectures, 420, 200, 1},
    {"IND-492", "Démarches suivies en ligne", "milliers",
     sub_indicators, sum_of_12, Trend::up, quarterly, ministry, 640, 900, 1},
    {"IND-493", "Appels décrochés", "%",
     regions_mean, mean_of_6, Trend::up, quarterly, ministry, 713, 850, 1},
    {"IND-521", "Locaux raccordables à la fibre", "%",
     departments_mean, as_entered, Trend::up, quarterly, ministry, 812, 970, 1},
    {"IND-522", "Zones blanches", "zones",
     departments_sum, as_entered, Trend::down, half_yearly, ministry, 21, 4, 0},
    {"IND-523", "Sites mobiles mis en service", "sites",
     departments_sum, series_to_date, Trend::up, quarterly, ministry, 3, 5, 0},
    {"IND-581", "Conseillers numériques en poste", "conseillers",
     departments_sum, as_entered, Trend::up, quarterly, ministry, 38, 46, 0},
    {"IND-582", "Personnes accompagnées", "personnes",
     departments_sum, year_to_date, Trend::up, quarterly, ministry, 820, 1150, 0},
    {"IND-583", "Part des accompagnés devenus autonomes", "%",
     every_level, as_entered, Trend::none, other, ministry, 520, 640, 1},
    {"IND-631", "Cambriolages de logements", "faits",
     departments_sum, sum_of_12, Trend::down, quarterly, ministry, 172, 140, 0},
    {"IND-632", "Communes équipées de vidéoprotection", "communes",
     departments_sum, as_entered, Trend::up, yearly, prefectures, 84, 120, 0},
    {"IND-633", "Patrouilles de voie publique", "heures",
     departments_sum, sum_of_year, Trend::up, quarterly, ministry, 5200, 7900, 0},
    {"IND-661", "Téléphones grave danger attribués", "téléphones",
     departments_sum, as_entered, Trend::up, half_yearly, ministry, 44, 62, 0},
    {"IND-662", "Plaintes reçues à l'hôpital", "plaintes",
     departments_sum, sum_of_series, Trend::up, half_yearly, ministry, 25, 60, 0},
    {"IND-663", "Places d'hébergement pour les victimes", "places",
     regions_sum, as_entered, Trend::up, yearly, ministry, 560, 690, 0},
    {"IND-711", "Personnes tuées sur la route", "personnes",
     departments_sum, sum_of_12, Trend::down, quarterly, ministry, 9, 7, 0},
    {"IND-712", "Contrôles d'alcoolémie", "milliers",
     departments_sum, year_to_date, Trend::up, half_yearly, ministry, 62, 80, 1},
    {"IND-713", "Part des usagers satisfaits des routes", "%",
     nation_only, as_entered, Trend::up, yearly, ministry, 557, 650, 1},
    {"IND-781", "Contrats d'apprentissage signés", "contrats",
     departments_sum, year_to_date, Trend::up, quarterly, ministry, 690, 840, 0},
    {"IND-782", "Apprentis en emploi six mois après", "%",
     regions_mean, as_entered, Trend::up, yearly, ministry, 651, 750, 1},
    {"IND-783", "Ruptures de contrat", "%",
     regions_mean, as_entered, Trend::down, yearly, ministry, 276, 200, 1},
    {"IND-811", "Classes dédoublées", "classes",
     departments_sum, as_entered, Trend::up, yearly, ministry, 133, 155, 0},
    {"IND-812", "Élèves qui lisent avec aisance en sixième", "%",
     departments_mean, as_entered, Trend::up, yearly, ministry, 548, 700, 1},
    {"IND-813", "Heures de remplacement assurées", "heures",
     departments_sum, sum_of_12, Trend::up, quarterly, ministry, 6100, 8200, 0},
    {"IND-861", "Demandeurs d'emploi de longue durée", "personnes",
     departments_sum, as_entered, Trend::down, quarterly, ministry, 11900, 9200, 0},
    {"IND-862", "Entrées en parcours d'insertion", "entrées",
     departments_sum, sum_of_12, Trend::up, quarterly, ministry, 930, 1250, 0},
    {"IND-863", "Sorties vers un emploi durable", "%",
     departments_mean, as_entered, Trend::up, half_yearly, ministry, 384, 500, 1},
    {"IND-901", "Clubs engagés dans l'accueil", "clubs",
     departments_sum, as_entered, Trend::up, yearly, ministry, 31, 60, 0},
    {"IND-902", "Bénévoles formés", "personnes",
     departments_sum, as_entered, Trend::up, yearly, ministry, 260, 500, 0},
    {"IND-0903", "Équipements de proximité livrés", "équipements",
     departments_sum, as_entered, Trend::up, yearly, ministry, 19, 50, 0}
}};
// clang-format on

constexpr std::size_t per_policy = indicator_lines.size() / policy_lines.size();

constexpr std::array<std::string_view, 6> overseas{"REG-01",   "REG-02",   "REG-03",
                                                   "DEPT-971", "DEPT-972", "DEPT-973"};
constexpr std::array<std::string_view, 10> coast{"REG-53",  "DEPT-22", "DEPT-29", "DEPT-35",
                                                 "DEPT-56", "REG-52",  "DEPT-44", "DEPT-85",
                                                 "REG-28",  "DEPT-50"};

template <std::size_t n>
domain::TerritorySet set_of(const std::array<std::string_view, n>& ids) {
    domain::TerritorySet set;
    for (const auto id : ids) set.set(domain::Territory::parse(id)->index());
    return set;
}

PolicyDefinition policy_of(const PolicyLine& line) {
    PolicyDefinition policy{*domain::PolicyId::parse(line.id)};
    policy.title = line.title;
    policy.axis = axes[line.axis];
    policy.ministry = ministries[line.ministry].name;
    return policy;
}

// What sets single policies apart, so that each parameter is seen somewhere.
void set_apart(PolicyDefinition& policy) {
    const std::string id = policy.id.text();
    if (id == "CH-038") policy.replicate_region = true;
    if (id == "CH-024") policy.replicate_nation_to = Level::region;
    if (id == "CH-071") policy.replicate_nation_to = Level::department;
    if (id == "CH-024" || id == "CH-038") policy.piloting_level = Level::region;
    if (id == "CH-058") policy.territorial = false;
    if (id == "CH-058") policy.piloting_level = Level::nation;
    if (id == "CH-029") policy.applies_to_territories = set_of(coast);
    if (id == "CH-078") policy.applies_to_levels = std::array{true, true, false};
    if (id == "CH-086") policy.status = domain::PolicyStatus::draft;
}

std::array<LevelRule, domain::level_count> rules_of(Scheme scheme) {
    constexpr LevelRule nothing;
    constexpr LevelRule entered{Source::entered, RollUpOperation::none};
    const auto from = [](Source source, RollUpOperation operation) {
        return LevelRule{source, operation};
    };
    using enum RollUpOperation;
    switch (scheme) {
        case departments_sum:
            return {from(Source::regions, sum), from(Source::departments, sum), entered};
        case departments_mean:
            return {from(Source::regions, mean), from(Source::departments, mean), entered};
        case departments_moy:
            return {from(Source::departments, moy), from(Source::departments, mean), entered};
        case nation_of_departments:
            return {from(Source::departments, sum), from(Source::departments, sum), entered};
        case regions_sum:
            return {from(Source::regions, sum), entered, nothing};
        case regions_mean:
            return {from(Source::regions, mean), entered, nothing};
        case every_level:
            return {entered, entered, entered};
        case nation_only:
            return {entered, nothing, nothing};
        case sub_indicators:
            return {from(Source::sub_indicators, sum), from(Source::departments, sum), entered};
    }
    return {};
}

struct Comparable {
    ComparableRule annual;
    ComparableRule global;
    DemoFigure figure;
};

Comparable comparable_of(Comparison comparison) {
    using enum ComparableOperation;
    constexpr auto no = Decumulation::none;
    constexpr ComparableRule plain;
    const auto months = [](std::uint16_t count, ComparableOperation operation) {
        return ComparableRule{no, Window::months, count, operation};
    };
    const auto both = [](ComparableRule rule, DemoFigure figure) {
        return Comparable{rule, rule, figure};
    };
    switch (comparison) {
        case as_entered:
            return both(plain, DemoFigure::stock);
        case sum_of_year:
            return both({no, Window::year, 0, sum}, DemoFigure::monthly_flow);
        case sum_of_12:
            return both(months(12, sum), DemoFigure::monthly_flow);
        case mean_of_3:
            return both(months(3, mean), DemoFigure::stock);
        case mean_of_6:
            return both(months(6, mean), DemoFigure::stock);
        case sum_of_48:
            return {months(12, sum), months(48, sum), DemoFigure::monthly_flow};
        case sum_of_series:
            return {
                {no, Window::year,   0, sum},
                {no, Window::series, 0, sum},
                DemoFigure::monthly_flow
            };
        case year_to_date:
            return {
                plain, {Decumulation::year, Window::months, 12, sum},
                 DemoFigure::total_of_year
            };
        case series_to_date:
            return {
                {Decumulation::series, Window::year, 0, sum},
                plain, DemoFigure::total_of_series
            };
    }
    return both(plain, DemoFigure::stock);
}

void set_weights(IndicatorDefinition& indicator, std::size_t place) {
    constexpr std::array<std::array<std::string_view, per_policy>, 3> mixes{
        {{"50", "30", "20"}, {"33.33", "33.33", "33.34"}, {"100", "0", "0"}}
    };
    const auto policy = place / per_policy;
    for (const Level level : domain::all_levels) {
        const auto& mix = mixes[(policy + (level == Level::nation ? 1 : 0)) % mixes.size()];
        indicator.weights[static_cast<std::size_t>(level)] =
            *domain::Decimal::parse(mix[place % per_policy]);
    }
}

// What sets single indicators apart, so that each parameter is seen somewhere.
void set_apart(IndicatorDefinition& indicator) {
    const std::string id = indicator.id.text();
    if (id == "IND-902") indicator.hidden = true;
    if (id == "IND-293") indicator.applies_to = set_of(coast);
    if (id == "IND-523") indicator.applies_to = set_of(overseas);
    if (id == "IND-0903") indicator.applies_to.emplace();
    if (id == "IND-243" || id == "IND-713") indicator.territorial = false;
    if (id == "IND-663") indicator.value_schema = domain::ValueSchema::regions_only;
    if (id == "IND-072") indicator.value_schema = domain::ValueSchema::departments_only;
    if (id == "IND-242" || id == "IND-332" || id == "IND-633")
        indicator.rules = domain::RuleSet::barometre_1;
}

DemoIndicator indicator_of(const IndicatorLine& line, std::size_t place) {
    IndicatorDefinition definition{*domain::IndicatorId::parse(line.id),
                                   *domain::PolicyId::parse(policy_lines[place / per_policy].id)};
    definition.name = line.name;
    definition.unit = line.unit;
    definition.trend = line.trend;
    definition.roll_up.fill(rules_of(line.scheme));
    const auto comparable = comparable_of(line.comparison);
    definition.annual = comparable.annual;
    definition.global = comparable.global;
    definition.periodicity = line.periodicity;
    constexpr std::uint16_t delays = 4;
    definition.publication_delay_months =
        line.reporter == ministry ? static_cast<std::uint16_t>(place % delays) : 0;
    const bool share = line.unit == "%";
    if (share) definition.value_schema = domain::ValueSchema::percentage;
    set_weights(definition, place);
    set_apart(definition);
    return {std::move(definition), line.reporter, comparable.figure, line.start, line.goal,
            line.decimals,         share};
}

}  // namespace

std::vector<DemoPolicy> demo_policies() {
    std::vector<DemoPolicy> policies;
    for (const auto& line : policy_lines) {
        policies.push_back({policy_of(line), ministries[line.ministry].code});
        set_apart(policies.back().definition);
    }
    return policies;
}

std::vector<DemoIndicator> demo_indicators() {
    std::vector<DemoIndicator> indicators;
    for (std::size_t place = 0; place < indicator_lines.size(); ++place)
        indicators.push_back(indicator_of(indicator_lines[place], place));
    return indicators;
}

}  // namespace cli
