// SPDX-License-Identifier: EUPL-1.2
#include "ingest/messages.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>

#include "platform/http/authorize.hpp"

namespace ingest {
namespace {

using platform::http::Language;
using platform::http::ProblemKind;

constexpr ProblemKind general{422, "event-refused", "The event is not accepted",
                              "L'événement n'est pas accepté"};

constexpr ProblemKind kind(int status, std::string_view code, std::string_view english,
                           std::string_view french) {
    return {status, code, english, french};
}

constexpr ProblemKind kinds[]{
    // Reading.
    kind(415, "media-type-unsupported", "This media type is not accepted here",
         "Ce type de contenu n'est pas accepté ici"),
    kind(400, "header-malformed", "A header cannot be read", "Un en-tête est illisible"),
    kind(400, "idempotency-key-malformed", "The Idempotency-Key cannot be read",
         "L'en-tête Idempotency-Key est illisible"),
    kind(400, "parameter-unknown", "A query parameter is not known or is repeated",
         "Un paramètre de la requête est inconnu ou répété"),
    kind(400, "parameter-invalid", "A query parameter has a value that is not accepted",
         "Un paramètre de la requête a une valeur qui n'est pas acceptée"),
    kind(400, "json-malformed", "This is not JSON", "Ce n'est pas du JSON"),
    kind(400, "json-too-deep", "The JSON is nested too deeply", "Le JSON est trop imbriqué"),
    kind(400, "json-duplicate-member", "A member is there twice in one JSON object",
         "Un membre figure deux fois dans un objet JSON"),
    kind(400, "json-number-out-of-range", "A JSON number is out of range",
         "Un nombre JSON est hors des bornes"),
    kind(400, "text-forbidden-character", "A text holds a control or bidirectional character",
         "Un texte contient un caractère de contrôle ou bidirectionnel"),
    kind(413, "event-too-large", "The event is too large", "L'événement est trop grand"),
    kind(422, "batch-malformed", "A batch is a JSON list of events",
         "Un lot est une liste JSON d'événements"),
    kind(422, "batch-empty", "The batch holds no event", "Le lot ne contient aucun événement"),
    kind(413, "batch-too-large", "The batch holds too many events",
         "Le lot contient trop d'événements"),

    // Who sends it.
    platform::http::problems::right_missing,
    platform::http::problems::source_not_allowed,

    // The event.
    kind(422, "event-malformed", "This is not a CloudEvent 1.0 with a JSON object as data",
         "Ce n'est pas un CloudEvent 1.0 dont les données sont un objet JSON"),
    kind(422, "attribute-reserved", "Only the service sets this attribute",
         "Seul le service renseigne cet attribut"),
    kind(422, "recordedtime-missing", "An event of the past needs its recordedtime",
         "Un événement du passé doit porter son recordedtime"),
    kind(422, "type-reserved", "Events of this type are not sent by clients",
         "Les événements de ce type ne sont pas envoyés par les clients"),
    kind(422, "type-unknown", "This type of event is not known", "Ce type d'événement est inconnu"),
    kind(422, "data-malformed", "The data is not what this type of event holds",
         "Les données ne sont pas celles de ce type d'événement"),
    kind(422, "member-unknown", "The data has a member that is not known",
         "Les données ont un membre inconnu"),
    kind(422, "text-too-long", "A text is too long", "Un texte est trop long"),
    kind(413, "rows-too-many", "There are more than 5,000 rows", "Il y a plus de 5 000 lignes"),
    kind(422, "rows-none", "There is no row", "Il n'y a aucune ligne"),
    kind(422, "row-repeated", "Two rows have the same indicator, territory, kind and date",
         "Deux lignes ont les mêmes indicateur, territoire, type de valeur et date"),
    kind(422, "time-bad-format", "A time is written as in RFC 3339",
         "Un instant s'écrit selon la RFC 3339"),
    kind(422, "indicator-bad-format", "An indicator is written IND- and three or four digits",
         "Un indicateur s'écrit IND- suivi de trois ou quatre chiffres"),
    kind(422, "policy-bad-format", "A policy is written CH- and three digits",
         "Une politique s'écrit CH- suivi de trois chiffres"),
    kind(422, "territory-unknown", "This territory is not known", "Ce territoire est inconnu"),
    kind(422, "level-unknown", "A level is nation, region or department",
         "Une maille est nation, region ou department"),
    kind(422, "kind-unknown", "A kind is baseline, actual or target",
         "Un type de valeur est baseline, actual ou target"),
    kind(422, "date-bad-format", "A date is written YYYY-MM-DD", "Une date s'écrit AAAA-MM-JJ"),
    kind(422, "date-not-in-calendar", "This day is not in the calendar",
         "Ce jour n'existe pas dans le calendrier"),
    kind(422, "date-out-of-range", "A date is between 1990 and 2099",
         "Une date est comprise entre 1990 et 2099"),
    kind(422, "value-bad-format", "A value is decimal text such as -12.5",
         "Une valeur est un nombre décimal tel que -12.5"),
    kind(422, "value-too-many-decimals", "A value has at most 9 decimals",
         "Une valeur a au plus 9 décimales"),
    kind(422, "value-out-of-range", "A value is between -1e15 and 1e15",
         "Une valeur est comprise entre -1e15 et 1e15"),
    kind(422, "weight-bad-format", "A weight is 0 to 100 with at most two decimals",
         "Un poids est compris entre 0 et 100 avec au plus deux décimales"),
    kind(422, "replication-two-parents", "Departments cannot copy both their region and the nation",
         "Les départements ne peuvent pas reprendre à la fois leur région et la nation"),

    // What the catalogue says to it.
    kind(422, "indicator-unknown", "This indicator is not defined",
         "Cet indicateur n'est pas défini"),
    kind(422, "policy-unknown", "The policy of this indicator is not defined",
         "La politique de cet indicateur n'est pas définie"),
    kind(422, "policy-archived", "The policy of this indicator is archived",
         "La politique de cet indicateur est archivée"),
    kind(422, "territory-not-applicable", "The indicator does not apply to this territory",
         "L'indicateur ne s'applique pas à ce territoire"),
    kind(422, "value-not-percentage", "The values of this indicator are between 0 and 100",
         "Les valeurs de cet indicateur sont comprises entre 0 et 100"),
    kind(422, "territory-not-department", "This indicator is entered for departments only",
         "Cet indicateur se saisit uniquement par département"),
    kind(422, "territory-not-region", "This indicator is entered for regions only",
         "Cet indicateur se saisit uniquement par région"),
    kind(422, "indicator-changes-policy", "An indicator stays with its policy",
         "Un indicateur ne change pas de politique"),
    kind(200, "indicator-hidden", "This indicator is hidden: its figures are kept and not shown",
         "Cet indicateur est masqué : ses valeurs sont conservées et non affichées"),
    kind(200, "source-not-entered",
         "The indicator is not entered at this level: the row is kept and shows nowhere for now",
         "L'indicateur n'est pas saisi à cette maille : la ligne est conservée et n'apparaît pas"),

    // What the log says to it.
    kind(409, "identity-reused", "This source and id already name an event with other content",
         "Ces source et id désignent déjà un événement au contenu différent"),
    kind(409, "revision-mismatch", "A row is not at the revision that was expected",
         "Une ligne n'est pas à la révision attendue"),
    kind(422, "history-order", "The past is loaded in order, before the log is live",
         "Le passé se charge dans l'ordre, avant que le journal soit en service"),
    kind(422, "log-already-opened", "The log is open already", "Le journal est déjà ouvert"),
    kind(422, "engine-not-raised", "An engine only rises",
         "La version de moteur ne peut que monter"),
    kind(422, "withdrawal-unknown", "The event to withdraw is not in the log",
         "L'événement à retirer n'est pas dans le journal"),
    kind(422, "withdrawal-not-measures", "Only events of measures can be withdrawn",
         "Seuls les événements de mesures peuvent être retirés"),
    kind(422, "withdrawal-not-applied", "The event to withdraw had no effect",
         "L'événement à retirer n'a pas eu d'effet"),
    kind(422, "withdrawal-repeated", "The event is withdrawn already",
         "L'événement est déjà retiré"),
    kind(422, "edition-malformed", "The manifest of the edition is not in order",
         "Le manifeste de l'édition n'est pas conforme"),
    kind(422, "edition-position-ahead", "An edition stands for records before it",
         "Une édition porte sur des enregistrements antérieurs"),
    kind(422, "edition-engine-unknown", "The log is not of the engine of this edition",
         "Le journal n'a pas la version de moteur de cette édition"),
    kind(503, "catalogue-behind", "The definitions are not read up to now, try again shortly",
         "Les définitions ne sont pas encore à jour, réessayez dans un instant"),
    kind(503, "log-unavailable", "The log takes nothing at the moment, try again shortly",
         "Le journal n'accepte rien pour le moment, réessayez dans un instant"),
    kind(503, "clock-ahead", "The clock of this service runs ahead, try again later",
         "L'horloge de ce service avance, réessayez plus tard"),
    kind(503, "read-model-unavailable", "The read model cannot be read, try again shortly",
         "Les données sont momentanément illisibles, réessayez dans un instant"),
    kind(503, "busy", "There is too much to do at the moment, try again shortly",
         "Le service est surchargé, réessayez dans un instant"),
    kind(202, "outcome-unknown",
         "The log did not confirm: ask the URL, or send the same event again, it counts once",
         "Le journal n'a pas confirmé : consultez l'URL ou renvoyez le même événement, il ne "
         "comptera "
         "qu'une fois"),

    // Files.
    kind(422, "import-invalid", "The file has errors, nothing of it is kept",
         "Le fichier comporte des erreurs, rien n'en est conservé"),
    kind(422, "encoding-not-utf8", "The file is not UTF-8", "Le fichier n'est pas en UTF-8"),
    kind(422, "file-empty", "The file is empty", "Le fichier est vide"),
    kind(413, "line-too-long", "A line is longer than 8 KiB", "Une ligne dépasse 8 Kio"),
    kind(422, "quote-malformed", "A quote is not closed or stands inside a cell",
         "Un guillemet n'est pas fermé ou se trouve à l'intérieur d'une cellule"),
    kind(422, "row-empty", "A row is empty", "Une ligne est vide"),
    kind(422, "row-cells", "A row has not as many cells as the header line",
         "Une ligne n'a pas autant de cellules que l'en-tête"),
    kind(422, "indicator-required", "An indicator is required", "Un indicateur ne peut être vide"),
    kind(422, "header-invalid", "The columns of the file are not those expected",
         "Les en-têtes du fichier sont invalides"),
    kind(422, "header-repeated", "A column is there twice",
         "Il existe des en-têtes en doublon dans le fichier"),
    kind(422, "header-has-spaces", "A column name has spaces",
         "Un champ de l'en-tête comporte des espaces"),
    kind(422, "header-has-capitals", "A column name has capitals",
         "Un champ de l'en-tête comporte des majuscules"),
    kind(422, "header-missing-identifiant-indic", "There is no column identifiant_indic",
         "L'en-tête identifiant_indic n'est pas présente"),
};

// Sentences for people with the file before them; {row} and {cell} are filled in.
struct CsvMessage {
    std::string_view code;
    std::string_view english;
    std::string_view french;
};

constexpr CsvMessage says(std::string_view code, std::string_view english,
                          std::string_view french) {
    return {code, english, french};
}

constexpr CsvMessage csv_messages[]{
    says("indicator-required", "An indicator cannot be empty. This is the case in row {row}.",
         "Un indicateur ne peut être vide. C'est le cas à la ligne {row}."),
    says("indicator-bad-format", "'{cell}' is not an indicator: expected IND-000 or IND-0000.",
         "L'identifiant de l'indicateur doit être renseigné dans le format IND-000 ou IND-0000. "
         "Vous avez renseigné '{cell}'."),
    says(
        "territory-unknown",
        "'{cell}' is not a zone: expected D and the code of a department, R and the code of a "
        "region, "
        "or FRANCE.",
        "La zone '{cell}' n'existe pas : il faut D et le code d'un département, R et le code d'une "
        "région, ou FRANCE."),
    says("kind-unknown",
         "The type of value must be vi (baseline), va (actual value) or vc (target); '{cell}' is "
         "none.",
         "Le type de valeur doit être vi (valeur initiale), va (valeur actuelle) ou vc (valeur "
         "cible). "
         "Vous avez renseigné '{cell}'."),
    says("date-bad-format",
         "The date '{cell}' is not valid: expected YYYY-MM-DD, DD/MM/YYYY, DD/MM/YY or MM-DD-YY.",
         "La date '{cell}' n'est pas une date valide : il faut AAAA-MM-JJ, JJ/MM/AAAA, JJ/MM/AA ou "
         "MM-JJ-AA."),
    says("date-not-in-calendar", "The date '{cell}' is not in the calendar.",
         "La date '{cell}' n'est pas une date valide."),
    says("date-out-of-range", "The date '{cell}' is not between 1990 and 2099.",
         "La date '{cell}' n'est pas comprise entre 1990 et 2099."),
    says("value-bad-format", "The value '{cell}' is not a number such as -12.5 (with a point).",
         "La valeur '{cell}' n'est pas un nombre tel que -12.5 (avec un point)."),
    says("value-too-many-decimals", "The value '{cell}' has more than 9 decimals.",
         "La valeur '{cell}' a plus de 9 décimales."),
    says("value-out-of-range", "The value '{cell}' is not between -1e15 and 1e15.",
         "La valeur '{cell}' n'est pas comprise entre -1e15 et 1e15."),
    says("value-not-percentage", "The value must be between 0 and 100; '{cell}' is not.",
         "La valeur doit être comprise entre 0 et 100. Vous avez renseigné '{cell}'."),
    says("territory-not-region",
         "Enter regional zones only in the column zone_id. '{cell}' is not a regional zone.",
         "Veuillez entrer uniquement une zone régionale dans la colonne zone_id. "
         "'{cell}' n'est pas une zone régionale."),
    says("territory-not-department",
         "Enter departmental zones only in the column zone_id. "
         "'{cell}' is not a departmental zone.",
         "Veuillez entrer uniquement une zone départementale dans la colonne zone_id. "
         "'{cell}' n'est pas une zone départementale."),
    says("territory-not-applicable", "The indicator does not apply to the zone '{cell}'.",
         "L'indicateur ne s'applique pas à la zone '{cell}'."),
    says("indicator-unknown", "The indicator '{cell}' is not defined.",
         "L'indicateur '{cell}' n'est pas défini."),
    says("policy-unknown", "The policy of the indicator '{cell}' is not defined.",
         "La politique de l'indicateur '{cell}' n'est pas définie."),
    says("policy-archived", "The policy of the indicator '{cell}' is archived.",
         "La politique de l'indicateur '{cell}' est archivée."),
    says("row-empty", "All cells of row {row} are empty.",
         "Toutes les cellules de la ligne {row} sont vides."),
    says("row-repeated",
         "Row {row} has the same zone, date, indicator and type of value as another row.",
         "La ligne {row} comporte les mêmes zone, date, identifiant d'indicateur et type de valeur "
         "qu'une autre ligne."),
    says("row-cells", "Row {row} has not as many cells as the header line.",
         "La ligne {row} n'a pas autant de cellules que l'en-tête."),
    says("quote-malformed", "Row {row} has a quote that is not closed or stands inside a cell.",
         "La ligne {row} comporte un guillemet non fermé ou à l'intérieur d'une cellule."),
    says("line-too-long", "Row {row} is longer than 8 KiB.", "La ligne {row} dépasse 8 Kio."),
    says("rows-too-many", "Row {row} is one too many: a file has at most 5,000 rows.",
         "La ligne {row} est de trop : un fichier a au plus 5 000 lignes."),
    says("rows-none", "The file has a header line and no row.",
         "Le fichier a une ligne d'en-tête et aucune donnée."),
    says("encoding-not-utf8",
         "Row {row} is not UTF-8. Save the file as \"CSV UTF-8\", or convert it from Windows-1252 "
         "(Latin-1).",
         "La ligne {row} n'est pas en UTF-8. Enregistrez le fichier en « CSV UTF-8 » ou "
         "convertissez-le "
         "depuis Windows-1252 (Latin-1)."),
    says("header-invalid",
         "The columns must be [identifiant_indic, zone_id, zone_nom (optional), date_valeur, "
         "type_valeur, valeur].",
         "Les en-têtes du fichier sont invalides, les en-têtes doivent être [identifiant_indic, "
         "zone_id, "
         "zone_nom (facultatif), date_valeur, type_valeur, valeur]."),
    says("header-repeated", "The column '{cell}' is there twice.",
         "Il existe des en-têtes en doublon dans le fichier : '{cell}'."),
    says("header-has-spaces", "The column name '{cell}' has spaces.",
         "Le champ de l'en-tête '{cell}' comporte des espaces."),
    says("header-has-capitals", "The column name '{cell}' has capitals.",
         "Le champ de l'en-tête '{cell}' comporte des majuscules."),
};

const ProblemKind* find_kind(std::string_view code) {
    const auto found = std::find_if(std::begin(kinds), std::end(kinds),
                                    [code](const auto& known) { return known.code == code; });
    return found == std::end(kinds) ? nullptr : found;
}

std::string filled(std::string_view text, std::string_view placeholder, std::string_view value) {
    const auto at = text.find(placeholder);
    if (at == std::string_view::npos) return std::string{text};
    return std::string{text.substr(0, at)}.append(value).append(
        text.substr(at + placeholder.size()));
}

}  // namespace

platform::http::ProblemKind kind_of(std::string_view code) {
    const ProblemKind* found = find_kind(code);
    assert(found != nullptr);
    return found == nullptr ? general : *found;
}

bool is_known_code(std::string_view code) {
    return find_kind(code) != nullptr;
}

std::string csv_message(std::string_view code, Language language, CellPlace place) {
    const bool french = language == Language::french;
    const auto found = std::find_if(std::begin(csv_messages), std::end(csv_messages),
                                    [code](const auto& message) { return message.code == code; });
    if (found == std::end(csv_messages)) {
        const ProblemKind general_kind = kind_of(code);
        return std::string{french ? general_kind.title_fr : general_kind.title_en} + ".";
    }
    // The cell last: what it holds is not looked at again.
    const auto text =
        filled(french ? found->french : found->english, "{row}", std::to_string(place.row));
    return filled(text, "{cell}", place.cell);
}

}  // namespace ingest
