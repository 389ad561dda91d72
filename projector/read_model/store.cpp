// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/store.hpp"

#include <algorithm>
#include <cassert>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/row.hpp"
#include "domain/merkle/tile.hpp"
#include "domain/sha256.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/schema.hpp"
#include "projector/read_model/versions.hpp"

namespace projector::read_model {
namespace {

constexpr std::string_view head_name = "head";
constexpr std::string_view format_name = "format";

platform::Error corrupt(std::string_view what) {
    return {platform::Errc::corrupt,
            "read model: " + std::string{what} + "; delete the folder and rebuild it from the log"};
}

template <class Definition>
domain::Result<Definition> decode_definition(
    std::string_view bytes,
    domain::Result<Definition> (*decode)(const domain::codec::Json&, const std::string&)) {
    const auto json = domain::codec::parse_json(bytes);
    if (!json) return json.error();
    return decode(*json, "");
}

// Adds the definition in one row of `catalogue`; false if it cannot be read.
bool add_row(Catalogue& catalogue, std::string_view versioned_key, std::string_view value) {
    const domain::Sequence since = key::since(versioned_key);
    if (versioned_key.starts_with('P')) {
        auto policy =
            decode_definition<domain::PolicyDefinition>(value, &domain::codec::decode_policy);
        if (policy) catalogue.add(since, *policy);
        return policy.has_value();
    }
    auto indicator =
        decode_definition<domain::IndicatorDefinition>(value, &domain::codec::decode_indicator);
    if (indicator) catalogue.add(since, *indicator);
    return indicator.has_value();
}

// Whether RocksDB has written rows of the folder to a table.
bool has_tables(const std::string& path) {
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(path, none))
        if (entry.path().extension() == ".sst") return true;
    return false;
}

std::optional<std::optional<domain::Decimal>> believed(const std::optional<domain::Cell>& cell) {
    if (!cell) return std::nullopt;
    return std::optional{cell->value};
}

// Makes one row of all that was added to a tile, behind what it has in the store.
template <class Rows>
platform::Status join_tiles(const platform::rocks::Database& database, Rows& rows) {
    std::map<std::string, std::string> added;
    std::erase_if(rows, [&added](const auto& row) {
        if (row.family != family::tiles) return false;
        added[row.key] += row.value;
        return true;
    });
    for (const auto& [tile_key, hashes] : added) {
        const auto before = database.get(family::tiles, tile_key);
        if (!before) return before.error();
        rows.push_back({family::tiles, tile_key, before->value_or("") + hashes});
    }
    return {};
}

}  // namespace

platform::Result<std::unique_ptr<Store>> Store::open(const std::string& path,
                                                     const platform::rocks::OpenOptions& options) {
    const bool had_tables = has_tables(path);
    auto database = platform::rocks::Database::open(path, family_names(), options);
    if (!database) return database.error();
    std::unique_ptr<Store> store{new Store{std::move(*database)}};
    if (auto loaded = store->load(); !loaded) return loaded.error();
    // RocksDB takes a manifest that breaks off for a shorter one, and opens what was before.
    if (had_tables && store->published()->head.next == 0)
        return platform::Error{platform::Errc::corrupt,
                               "read model: " + path +
                                   ": it has tables that its manifest does not know; delete the "
                                   "folder and start again, or restore a backup"};
    return store;
}

platform::Status Store::load() {
    Published published;
    auto catalogue = std::make_shared<Catalogue>();
    const auto head = database_->get(family::meta, head_name);
    if (!head) return head.error();
    if (*head) {
        const auto stored_format = database_->get(family::meta, format_name);
        if (!stored_format) return stored_format.error();
        if (*stored_format != format) return corrupt("it has another format");
        const auto decoded = domain::codec::decode_head(**head);
        if (!decoded) return corrupt("its head cannot be read");
        published.head = *decoded;
    }
    // Versions are newest first in the store and ascending in the catalogue.
    auto cursor = database_->cursor(family::catalogue);
    std::vector<std::pair<std::string, std::string>> rows;
    for (cursor.seek(""); cursor.valid(); cursor.next())
        rows.emplace_back(cursor.key(), cursor.value());
    if (auto status = cursor.status(); !status) return status.error();
    std::reverse(rows.begin(), rows.end());
    for (const auto& [row_key, value] : rows)
        if (!add_row(*catalogue, row_key, value)) return corrupt("a definition cannot be read");

    published.catalogue = std::move(catalogue);
    touched_.floor = published.position();
    touched_.any = touched_.any_definition = touched_.floor;
    published_ = std::make_shared<const Published>(std::move(published));
    return load_tree();
}

platform::Status Store::load_tree() {
    try {
        tree_ = LogTree{*this, published_->head.next}.frontier();
    } catch (const StoreFailure& failure) {
        return failure.error();
    }
    return {};
}

std::shared_ptr<const Published> Store::published() const {
    const std::lock_guard lock{mutex_};
    return published_;
}

domain::Sequence Store::touched(domain::IndicatorId indicator) const {
    const std::lock_guard lock{mutex_};
    const auto found = touched_.indicators.find(indicator);
    return found == touched_.indicators.end() ? touched_.floor : found->second;
}

domain::Sequence Store::touched(domain::PolicyId policy) const {
    const std::lock_guard lock{mutex_};
    const auto found = touched_.policies.find(policy);
    return found == touched_.policies.end() ? touched_.floor : found->second;
}

domain::Sequence Store::touched_any() const {
    const std::lock_guard lock{mutex_};
    return touched_.any;
}

domain::Sequence Store::touched_definitions() const {
    const std::lock_guard lock{mutex_};
    return touched_.any_definition;
}

void Store::publish(std::shared_ptr<const Published> published, const Touched& touched) {
    const std::lock_guard lock{mutex_};
    published_ = std::move(published);
    for (const auto& [id, sequence] : touched.indicators) touched_.indicators[id] = sequence;
    for (const auto& [id, sequence] : touched.policies) touched_.policies[id] = sequence;
    touched_.any = std::max(touched_.any, touched.any);
    touched_.any_definition = std::max(touched_.any_definition, touched.any_definition);
}

platform::Result<std::string> Store::digest() const {
    std::vector<std::size_t> families(family::meta);
    std::iota(families.begin(), families.end(), std::size_t{0});
    return digest(families);
}

platform::Result<std::string> Store::digest(const std::vector<std::size_t>& families) const {
    domain::Sha256Stream stream;
    const auto add = [&stream](std::string_view text) {
        std::string length;
        domain::codec::append_u32(length, static_cast<std::uint32_t>(text.size()));
        stream.add(length);
        stream.add(text);
    };
    for (const std::size_t index : families) {
        add(family_names()[index]);
        auto cursor = database_->cursor(index);
        for (cursor.seek(""); cursor.valid(); cursor.next()) {
            add(cursor.key());
            add(cursor.value());
        }
        if (auto status = cursor.status(); !status) return status.error();
    }
    const auto head = published()->head;
    std::string last;
    domain::codec::append_u32(last, head.engine);
    domain::codec::append_u64(last, head.next);
    stream.add(last);
    return domain::hex(stream.finish());
}

StoreWriter::StoreWriter(Store& store) : store_(store), tree_(store.tree_) {}

void StoreWriter::put(std::size_t family, std::string key, std::string value) {
    rows_.push_back({family, std::move(key), std::move(value)});
}

void StoreWriter::add(const domain::Changes& changes, const platform::event_log::Record& record) {
    add_decision(changes, record);
    add_entry(record);
    add_figures(changes);
    add_definitions(changes);
    add_audit(changes);
    add_terms(changes);
    touch(changes);
    head_ = changes.head;
    ++pending_;
}

void StoreWriter::add_decision(const domain::Changes& changes,
                               const platform::event_log::Record& record) {
    const domain::RecordRow& row = changes.record;
    std::string decision = domain::codec::encode_record_row(row);
    std::string value;
    domain::codec::append_u32(value, static_cast<std::uint32_t>(decision.size()));
    value += decision;
    value += platform::event_log::encode_record(record);
    const std::string sequence = key::sequence(row.sequence);
    put(family::records, sequence, std::move(value));
    put(family::times, key::time(row.time), sequence);
    if (row.identity) {
        const std::string_view content{reinterpret_cast<const char*>(row.content.data()),
                                       row.content.size()};
        put(family::event_ids, key::identity(*row.identity) + sequence, std::string{content});
    }
    if (changes.withdrawn) put(family::withdrawn, key::sequence(*changes.withdrawn), sequence);
}

void StoreWriter::add_entry(const platform::event_log::Record& record) {
    const std::uint64_t index = tree_.size();
    const domain::merkle::Hash entry = entry_of(record.value);
    const std::string_view bytes = domain::merkle::bytes_of(entry);
    const auto completed = tree_.append(domain::merkle::leaf_hash(bytes));
    put(family::tiles, key::tile(0, index / domain::merkle::tile_width), std::string{bytes});
    for (unsigned level = 1; level * domain::merkle::tile_height < completed.size(); ++level) {
        const unsigned height = level * domain::merkle::tile_height;
        put(family::tiles, key::tile(level, (index >> height) / domain::merkle::tile_width),
            std::string{domain::merkle::bytes_of(completed[height])});
    }
}

void StoreWriter::add_figures(const domain::Changes& changes) {
    const domain::Sequence since = changes.record.sequence;
    for (const auto& day : changes.days) {
        put(family::measures,
            key::version(key::day(day.indicator, day.territory, day.kind, day.entry.date), since),
            domain::codec::encode_day(day.entry));
        put(family::revisions,
            key::version(key::month(day.indicator, day.territory, day.kind, day.entry.date.month),
                         since),
            {});
    }
    for (const auto& cell : changes.cells)
        put(family::values,
            key::version(key::month(cell.indicator, cell.territory, cell.kind, cell.month), since),
            domain::codec::encode_cell(cell.cell));
    for (const auto& state : changes.states)
        put(family::states, key::version(key::state(state.indicator, state.territory), since),
            domain::codec::encode_state({changes.record.time, state.state}));
    for (const auto& level : changes.levels)
        put(family::levels, key::version(key::level(level.indicator, level.level), since),
            domain::codec::encode_level(level.last));
}

void StoreWriter::add_definitions(const domain::Changes& changes) {
    const domain::Sequence since = changes.record.sequence;
    if (changes.policy) {
        put(family::catalogue, key::version(key::policy(changes.policy->id), since),
            domain::codec::encode(*changes.policy));
        catalogue().add(since, *changes.policy);
    }
    if (changes.indicator) {
        put(family::catalogue, key::version(key::indicator(changes.indicator->id), since),
            domain::codec::encode(*changes.indicator));
        catalogue().add(since, *changes.indicator);
    }
}

// A row for each figure that the record names, that it changed, or whose definition it is.
void StoreWriter::add_audit(const domain::Changes& changes) {
    std::map<domain::FigureId, domain::codec::AuditRow> rows;
    for (const auto& figure : changes.named) rows[figure];
    for (const auto& state : changes.states) rows[{state.indicator, state.territory}];
    if (changes.indicator)
        for (std::uint8_t i = 0; i < domain::Territory::count; ++i)
            rows[{changes.indicator->id, domain::Territory::from_index(i)}];
    for (const auto& cell : changes.cells)
        rows[{cell.indicator, cell.territory}].changes.push_back(
            {cell.kind, cell.month, believed(cell.before), believed(cell.cell)});
    for (auto& [figure, row] : rows) {
        row.outcome = changes.record.outcome.kind;
        put(family::audit, key::audit(figure, changes.record.sequence),
            domain::codec::encode_audit(row));
    }
}

// Everything that the record is found by. Its own definition is known by now.
void StoreWriter::add_terms(const domain::Changes& changes) {
    std::set<domain::IndicatorId> indicators;
    std::set<domain::Territory> territories;
    for (const auto& figure : changes.named) {
        indicators.insert(figure.indicator);
        territories.insert(figure.territory);
    }
    for (const auto& day : changes.days) {
        indicators.insert(day.indicator);
        territories.insert(day.territory);
    }
    for (const auto& cell : changes.cells) indicators.insert(cell.indicator);
    std::set<domain::PolicyId> policies;
    if (changes.indicator) indicators.insert(changes.indicator->id);
    if (changes.policy) policies.insert(changes.policy->id);
    const domain::Sequence sequence = changes.record.sequence;
    const auto known = known_catalogue();
    for (const auto indicator : indicators)
        if (const auto version = known->indicator(indicator, sequence); version.definition)
            policies.insert(version.definition->policy);

    const auto add = [&](const Term& term) {
        if (term.bytes.empty() || term.bytes.size() > term_bytes_max) return;
        put(family::index, key::term(term) + key::sequence(sequence), {});
    };
    for (const auto policy : policies) add(policy_term(policy));
    for (const auto indicator : indicators) add(indicator_term(indicator));
    for (const auto territory : territories) add(territory_term(territory));
    const domain::RecordRow& row = changes.record;
    add(text_term(TermKind::actor, changes.actor));
    if (row.identity) add(text_term(TermKind::source, row.identity->source));
    add(text_term(TermKind::type, row.type));
    if (row.outcome.kind != domain::OutcomeKind::applied) add(outcome_term(row.outcome.kind));
}

// With the definitions added since the last commit.
std::shared_ptr<const Catalogue> StoreWriter::known_catalogue() const {
    return catalogue_ ? catalogue_ : store_.published()->catalogue;
}

void StoreWriter::touch(const domain::Changes& changes) {
    const domain::Sequence since = changes.record.sequence;
    const auto catalogue = known_catalogue();
    const Catalogue& known = *catalogue;
    const auto touch_indicator = [&](domain::IndicatorId id) {
        touched_.indicators[id] = since;
        touched_.any = since;
        const auto version = known.indicator(id, since);
        if (version.definition) touched_.policies[version.definition->policy] = since;
    };
    for (const auto& day : changes.days) touch_indicator(day.indicator);
    for (const auto& cell : changes.cells) touch_indicator(cell.indicator);
    if (changes.indicator) touch_indicator(changes.indicator->id);
    if (changes.policy) {
        touched_.policies[changes.policy->id] = since;
        for (const auto& version : known.indicators_of(changes.policy->id, since))
            touched_.indicators[version.definition->id] = since;
    }
    if (changes.policy || changes.indicator) touched_.any = touched_.any_definition = since;
}

Catalogue& StoreWriter::catalogue() {
    if (!catalogue_) catalogue_ = std::make_shared<Catalogue>(*store_.published()->catalogue);
    return *catalogue_;
}

// Neighbours after each other are found in the memory table from where the last one went; of two
// values of a key the later one counts.
platform::rocks::WriteBatch StoreWriter::sorted_batch() const {
    std::vector<const Row*> sorted;
    sorted.reserve(rows_.size());
    for (const Row& row : rows_) sorted.push_back(&row);
    std::sort(sorted.begin(), sorted.end(), [](const Row* a, const Row* b) {
        return std::tie(a->family, a->key, a) < std::tie(b->family, b->key, b);
    });
    platform::rocks::WriteBatch batch{store_.database()};
    for (const Row* row : sorted) batch.put(row->family, row->key, row->value);
    return batch;
}

platform::Status StoreWriter::commit() {
    if (pending_ == 0) return {};
    put(family::meta, std::string{head_name}, domain::codec::encode_head(head_));
    put(family::meta, std::string{format_name}, std::string{format});
    if (auto joined = join_tiles(store_.database(), rows_); !joined) return joined;
    auto batch = sorted_batch();
    rows_.clear();
    // The log is the truth: what a power failure takes from here is replayed.
    if (auto written = store_.database().write(batch, platform::rocks::Sync::no); !written)
        return written;
    written_bytes_ += batch.bytes();
    auto published = std::make_shared<Published>();
    published->head = head_;
    store_.tree_ = tree_;
    published->catalogue = catalogue_ ? std::move(catalogue_) : store_.published()->catalogue;
    store_.publish(std::move(published), touched_);
    catalogue_.reset();
    touched_ = {};
    pending_ = 0;
    return {};
}

}  // namespace projector::read_model
