// SPDX-License-Identifier: EUPL-1.2
#include "ingest/csv.hpp"

#include <algorithm>

namespace ingest {
namespace {

constexpr std::size_t line_end_bytes_max = 2;

}  // namespace

CsvReader::CsvReader(std::string_view text, char separator, std::size_t record_bytes_max)
    : text_(text), separator_(separator), record_bytes_max_(record_bytes_max) {
    unescaped_.reserve(std::min(record_bytes_max, text.size()) + line_end_bytes_max);
}

CsvReader::Step CsvReader::next() {
    cells_.clear();
    unescaped_.clear();
    if (at_ >= text_.size()) return Step::end;
    begin_ = at_;
    ++row_;
    for (;;) {
        switch (read_cell()) {
            case CellEnd::separator:
                break;
            case CellEnd::record:
                return Step::record;
            case CellEnd::malformed:
                return recover();
            case CellEnd::too_long:
                cells_.clear();
                at_ = text_.size();
                return Step::line_too_long;
        }
    }
}

// What may still belong to the record, and the line end behind it.
std::string_view CsvReader::rest_of_record() const {
    const std::size_t end = std::min(text_.size(), begin_ + record_bytes_max_ + line_end_bytes_max);
    return at_ < end ? text_.substr(at_, end - at_) : std::string_view{};
}

CsvReader::CellEnd CsvReader::read_cell() {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted_cell();
    const std::size_t begin = at_;
    const std::size_t length = rest_of_record().find_first_of(std::string{separator_, '\n', '"'});
    at_ = length == std::string_view::npos ? text_.size() : at_ + length;
    const bool at_line_end = at_ == text_.size() || text_[at_] == '\n';
    if (!at_line_end && text_[at_] == '"') return CellEnd::malformed;
    const bool ends_in_crlf = at_line_end && at_ > begin && text_[at_ - 1] == '\r';
    const std::size_t end = at_ - (ends_in_crlf ? 1 : 0);
    cells_.push_back(text_.substr(begin, end - begin));
    return end_cell(end);
}

CsvReader::CellEnd CsvReader::read_quoted_cell() {
    std::size_t kept = ++at_;
    const std::size_t unescaped_begin = unescaped_.size();
    for (;;) {
        const std::size_t quote = rest_of_record().find('"');
        // A quote that is never closed looks like a record without end.
        if (quote == std::string_view::npos) return CellEnd::malformed;
        at_ += quote + 1;
        if (at_ == text_.size() || text_[at_] != '"') break;
        unescaped_.append(text_.substr(kept, at_ - kept));
        kept = ++at_;
    }
    const std::size_t end = at_;
    const std::string_view last = text_.substr(kept, end - 1 - kept);
    if (unescaped_.size() == unescaped_begin) {
        cells_.push_back(last);
    } else {
        unescaped_.append(last);
        cells_.push_back(std::string_view{unescaped_}.substr(unescaped_begin));
    }
    const std::string_view rest = rest_of_record();
    if (rest.starts_with("\r\n") || rest == "\r") ++at_;
    const bool ends = at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n';
    return ends ? end_cell(end) : CellEnd::malformed;
}

CsvReader::CellEnd CsvReader::end_cell(std::size_t content_end) {
    if (content_end - begin_ > record_bytes_max_) return CellEnd::too_long;
    const bool more = at_ < text_.size() && text_[at_] == separator_;
    ++at_;
    return more ? CellEnd::separator : CellEnd::record;
}

CsvReader::Step CsvReader::recover() {
    cells_.clear();
    const std::size_t line = text_.find('\n', begin_);
    const std::size_t end = std::min(line, text_.size());
    at_ = end + 1;
    if (end - begin_ <= record_bytes_max_ + 1) return Step::quote_malformed;
    at_ = text_.size();
    return Step::line_too_long;
}

}  // namespace ingest
