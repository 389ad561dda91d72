// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/json_difference.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <string_view>

namespace tests::vectors {
namespace {

using boost::json::value;

constexpr std::array<std::string_view, 4> not_compared{"as_of", "final", "position", "recorded"};

class Differ {
public:
    void compare(const value& first, const value& second, const std::string& path) {
        if (first.is_object() && second.is_object()) {
            compare_objects(first.get_object(), second.get_object(), path);
        } else if (first.is_array() && second.is_array()) {
            compare_arrays(first.get_array(), second.get_array(), path);
        } else if (first != second) {
            found_.push_back(path + ": " + boost::json::serialize(first) + " and " +
                             boost::json::serialize(second));
        }
    }

    std::vector<std::string> take() { return std::move(found_); }

private:
    void compare_objects(const boost::json::object& first, const boost::json::object& second,
                         const std::string& path) {
        for (const auto& [name, cell] : first) {
            if (std::ranges::find(not_compared, std::string_view(name)) != not_compared.end()) {
                continue;
            }
            const std::string place = path + "/" + std::string(name);
            if (const auto* other = second.if_contains(name)) {
                compare(cell, *other, place);
            } else {
                found_.push_back(place + ": only in the first");
            }
        }
        for (const auto& [name, cell] : second) {
            if (!first.contains(name)) {
                found_.push_back(path + "/" + std::string(name) + ": only in the second");
            }
        }
    }

    void compare_arrays(const boost::json::array& first, const boost::json::array& second,
                        const std::string& path) {
        if (first.size() != second.size()) {
            found_.push_back(path + ": " + std::to_string(first.size()) + " and " +
                             std::to_string(second.size()) + " entries");
        }
        for (std::size_t place = 0; place < std::min(first.size(), second.size()); ++place) {
            compare(first[place], second[place], path + "/" + std::to_string(place));
        }
    }

    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> differences(const value& first, const value& second) {
    Differ differ;
    differ.compare(first, second, "");
    return differ.take();
}

}  // namespace tests::vectors
