// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/system/result.hpp>
#include <string>

#include "platform/http/problem.hpp"

namespace query_api {

// Why a read has no answer. `detail` names the culprit in no language ("level=town").
struct Refusal {
    platform::http::ProblemKind kind;
    std::string detail;
};

template <class T>
class [[nodiscard]] Outcome : public boost::system::result<T, Refusal> {
public:
    using boost::system::result<T, Refusal>::result;
};

// The problems of the read API.
namespace problems {

using Kind = platform::http::ProblemKind;

inline constexpr Kind parameter_unknown{400, "parameter-unknown",
                                        "This address does not take this parameter",
                                        "Cette adresse n'accepte pas ce paramètre"};
inline constexpr Kind parameter_repeated{400, "parameter-repeated", "A parameter is repeated",
                                         "Un paramètre est répété"};
inline constexpr Kind parameter_missing{400, "parameter-missing",
                                        "A parameter that is required is missing",
                                        "Un paramètre obligatoire est absent"};
inline constexpr Kind as_of_with_at{400, "as-of-with-at", "as_of and at exclude each other",
                                    "as_of et at s'excluent"};
inline constexpr Kind as_of_bad_format{
    400, "as-of-bad-format", "as_of must be an RFC 3339 instant or a day, YYYY-MM-DD",
    "as_of doit être un instant RFC 3339 ou un jour, AAAA-MM-JJ"};
inline constexpr Kind as_of_in_future{400, "as-of-in-future",
                                      "as_of is more than 60 s ahead of the server's clock",
                                      "as_of dépasse de plus de 60 s l'horloge du serveur"};
inline constexpr Kind on_bad_format{400, "on-bad-format",
                                    "on must be a day of the calendar, YYYY-MM-DD, 1990 to 2099",
                                    "on doit être un jour du calendrier, AAAA-MM-JJ, 1990 à 2099"};
inline constexpr Kind position_bad_format{
    400, "position-bad-format", "A position is what the header Barometre-Position has shown",
    "Une position est ce que l'en-tête Barometre-Position a montré"};
inline constexpr Kind position_other_log{400, "position-other-log",
                                         "This position is one of another log",
                                         "Cette position est celle d'un autre journal"};
inline constexpr Kind position_unknown{400, "position-unknown", "This position is not reached yet",
                                       "Cette position n'est pas encore atteinte"};
inline constexpr Kind position_not_reached{
    503, "position-not-reached", "The position asked for with at_least was not reached in time",
    "La position demandée par at_least n'a pas été atteinte à temps"};
inline constexpr Kind format_unknown{400, "format-unknown",
                                     "format must be json or csv, ndjson for series",
                                     "format doit être json ou csv, ndjson pour les séries"};
inline constexpr Kind json_only{400, "json-only", "This answer has no other format than JSON",
                                "Cette réponse n'a pas d'autre format que JSON"};
inline constexpr Kind link_format_only{400, "link-format-only", "A TimeMap has no other format",
                                       "Une TimeMap n'a pas d'autre format"};
inline constexpr Kind accept_datetime_bad_format{
    400, "accept-datetime-bad-format",
    "Accept-Datetime must be an HTTP-date: Wed, 23 Oct 2024 08:11:02 GMT",
    "Accept-Datetime doit être une date HTTP : Wed, 23 Oct 2024 08:11:02 GMT"};
inline constexpr Kind limit_bad_format{400, "limit-bad-format", "limit must be 1 to 1000 rows",
                                       "limit doit être de 1 à 1000 lignes"};
inline constexpr Kind after_bad_format{400, "after-bad-format",
                                       "after must be what the member next has shown",
                                       "after doit être ce que le membre next a montré"};
inline constexpr Kind moment_bad_format{
    400, "moment-bad-format", "from and to must be a position, an RFC 3339 instant or a day",
    "from et to doivent être une position, un instant RFC 3339 ou un jour"};
inline constexpr Kind from_after_to{400, "from-after-to", "from must not be later than to",
                                    "from ne doit pas être postérieur à to"};
inline constexpr Kind vintages_unknown{400, "vintages-unknown", "vintages must be all",
                                       "vintages doit être all"};
inline constexpr Kind number_bad_format{400, "number-bad-format",
                                        "This parameter is a whole number within its limit",
                                        "Ce paramètre est un nombre entier dans sa limite"};
inline constexpr Kind filter_bad_format{
    400, "filter-bad-format",
    "A filter is the id of an indicator, a policy or a territory, or a word",
    "Un filtre est l'id d'un indicateur, d'une politique ou d'un territoire, ou un mot"};
inline constexpr Kind streams_full{503, "streams-full",
                                   "As many streams are open as this server serves at once",
                                   "Ce serveur ne peut ouvrir davantage de flux à la fois"};
inline constexpr Kind level_unknown{400, "level-unknown",
                                    "level must be nation, region or department",
                                    "level doit être nation, region ou department"};
inline constexpr Kind territory_unknown{404, "territory-unknown", "There is no such territory",
                                        "Ce territoire n'existe pas"};
inline constexpr Kind policy_unknown{404, "policy-unknown", "No such policy is defined here",
                                     "Cette politique n'est pas définie ici"};
inline constexpr Kind indicator_unknown{404, "indicator-unknown", "No such indicator is shown here",
                                        "Cet indicateur n'est pas montré ici"};
inline constexpr Kind event_unknown{404, "event-unknown",
                                    "No event of this source and id is known here",
                                    "Aucun événement de cette source et de cet id n'est connu ici"};
inline constexpr Kind edition_unknown{404, "edition-unknown", "No edition has this sequence here",
                                      "Aucune édition n'a ce numéro de séquence ici"};
inline constexpr Kind edition_table_unknown{404, "edition-table-unknown",
                                            "This edition has no table of this indicator",
                                            "Cette édition n'a pas de table de cet indicateur"};
inline constexpr Kind edition_differs{
    500, "edition-differs", "What the log says is not what was published: this table is not given",
    "Ce que dit le journal n'est pas ce qui fut publié : cette table n'est pas donnée"};
inline constexpr Kind exclude_bad_format{
    400, "exclude-bad-format", "exclude must be indicators, each with a territory or not",
    "exclude doit être des indicateurs, chacun avec un territoire ou non"};
inline constexpr Kind submission_unknown{404, "submission-unknown",
                                         "No submission has this sequence here",
                                         "Aucun envoi n'a ce numéro de séquence ici"};
inline constexpr Kind log_not_published{404, "log-not-published",
                                        "This server does not publish the log",
                                        "Ce serveur ne publie pas le journal"};
inline constexpr Kind log_not_signed{503, "log-not-signed",
                                     "No checkpoint of the log can be shown here",
                                     "Aucun point de contrôle du journal ne peut être montré ici"};
inline constexpr Kind event_not_signed{503, "event-not-signed", "This event is not signed yet",
                                       "Cet événement n'est pas encore signé"};
inline constexpr Kind tile_unknown{404, "tile-unknown", "The signed log has no such tile",
                                   "Le journal signé n'a pas cette tuile"};
inline constexpr Kind not_ready{503, "not-ready", "The read model is not ready",
                                "Le modèle de lecture n'est pas prêt"};

}  // namespace problems

}  // namespace query_api
