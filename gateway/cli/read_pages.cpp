#include "gateway/cli/json_slices.hpp"
#include "gateway/cli/list_reading.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace gateway::cli {
namespace {
namespace json = boost::json;

constexpr std::uint64_t page_users = 1000;
constexpr std::size_t page_bytes = std::size_t{256} << 20;

const json::value* if_array(const json::object& page, std::string_view name) {
  const json::value* member = page.if_contains({name.data(), name.size()});
  return member != nullptr && member->is_array() ? member : nullptr;
}

// The walk through the pages of one list.
class Walk {
 public:
  Walk(ApiClient& client, const UsersQuery& query, Delivery& delivery)
      : client_(client), query_(query), delivery_(delivery) {}

  ListOutcome to_the_end() {
    while (next_page() && !cursor_.empty() && delivery_.left() > 0 && delivery_.is_read()) {
    }
    outcome_.count = delivery_.count();
    return std::move(outcome_);
  }

 private:
  bool fail(ApiFailure failure) {
    outcome_.failure = std::move(failure);
    return false;
  }

  bool next_page() {
    std::string body;
    const auto keep = [&body](std::string_view piece) {
      body += piece;
      return body.size() <= page_bytes;
    };
    const std::string target = page_target(query_, std::min(page_users, delivery_.left()), cursor_);
    const auto reply = client_.get(target, "application/json", keep);
    if (!reply) return fail({reply.error().detail, std::nullopt});
    if (reply->status != 200) return fail(failure_of(*reply));
    boost::system::error_code error;
    const json::value page = json::parse(body, error, {}, json_options());
    if (error || !page.is_object()) return fail(not_ushers("its answer is no JSON object"));
    if (!understand(page.get_object())) return fail(not_ushers("its answer is no page of users"));
    delivery_.begin();
    const bool is_whole = print(body, page.get_object());
    delivery_.pause();
    delivery_.flush();
    return is_whole || fail(not_ushers("its page holds what is no user"));
  }

  bool understand(const json::object& page) {
    const json::value* complete = page.if_contains("complete");
    const json::value* total = page.if_contains("totalCount");
    const json::value* cursor = page.if_contains("nextCursor");
    const json::value* providers = if_array(page, "providers");
    const json::value* warnings = if_array(page, "warnings");
    if (if_array(page, "items") == nullptr || providers == nullptr || warnings == nullptr) return false;
    if (complete == nullptr || !complete->is_bool() || cursor == nullptr) return false;
    if (!cursor->is_null() && !cursor->is_string()) return false;

    const std::string next = cursor->is_null() ? std::string() : std::string(cursor->get_string().c_str());
    // A walk that stands still would never end.
    if (!next.empty() && next == cursor_) return false;
    cursor_ = next;
    outcome_.complete = complete->get_bool();
    outcome_.total = total != nullptr && total->is_number() ? std::optional(total->to_number<std::uint64_t>())
                                                            : std::nullopt;
    outcome_.providers = providers->get_array();
    for (const json::value& warning : warnings->get_array()) {
      if (warned_.insert(json::serialize(warning)).second) outcome_.warnings.push_back(warning);
    }
    return true;
  }

  bool print(std::string_view body, const json::object& page) {
    const auto users = elements_of(member_of(body, "items"));
    const json::array& parsed = page.at("items").get_array();
    if (users.size() != parsed.size()) return false;
    for (std::size_t i = 0; i < users.size(); ++i) {
      if (!parsed[i].is_object()) return false;
      if (!delivery_.take({{}, users[i], parsed[i].get_object()})) break;
    }
    return true;
  }

  ApiClient& client_;
  const UsersQuery& query_;
  Delivery& delivery_;
  std::string cursor_;
  ListOutcome outcome_;
  std::set<std::string> warned_;  // what every page repeats is told once
};

}  // namespace

json::parse_options json_options() {
  json::parse_options options;
  options.max_depth = 256;
  return options;
}

ListOutcome read_pages(ApiClient& client, const UsersQuery& query, Delivery& delivery) {
  return Walk(client, query, delivery).to_the_end();
}

}  // namespace gateway::cli
