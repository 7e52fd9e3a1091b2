#include "gateway/cli/json_slices.hpp"
#include "gateway/cli/line_splitter.hpp"
#include "gateway/cli/list_reading.hpp"

#include <boost/json/parse.hpp>

namespace gateway::cli {
namespace {
namespace json = boost::json;

constexpr std::size_t line_bytes = std::size_t{16} << 20;

std::string_view text_of(const json::value& value) {
  return {value.get_string().data(), value.get_string().size()};
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  const std::size_t end = line.find_last_not_of(" \t\r");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin, end - begin + 1);
}

json::array array_of(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains({name.data(), name.size()});
  return member != nullptr && member->is_array() ? member->get_array() : json::array();
}

// What the lines of a stream say, one after the other, up to the summary.
class Stream {
 public:
  Stream(bool across_customers, Delivery& delivery)
      : across_customers_(across_customers), delivery_(delivery), lines_(line_bytes) {}

  // False: nothing more is wanted.
  bool feed(std::string_view piece) {
    const bool wants_more = lines_.feed(piece, [this](std::string_view line) { return understand(line); });
    if (lines_.is_too_long()) fail(not_ushers("its stream has a line without an end"));
    delivery_.flush();
    return wants_more && delivery_.is_read();
  }

  // `detail`: why nothing came any more; empty where the answer ended well.
  ListOutcome end(const std::string& detail) {
    if (!has_ended_ && !outcome_.failure && delivery_.is_read()) {
      fail({"The list was cut: its last line did not come. " + detail, std::nullopt});
    }
    outcome_.count = delivery_.count();
    return std::move(outcome_);
  }

 private:
  bool fail(ApiFailure failure) {
    outcome_.failure = std::move(failure);
    return false;
  }

  bool understand(std::string_view text) {
    boost::system::error_code error;
    const json::value line = json::parse({text.data(), text.size()}, error, {}, json_options());
    if (error || !line.is_object()) return fail(not_ushers("its stream has a line that is no JSON object"));
    const json::object& members = line.get_object();
    if (const json::value* summary = members.if_contains("summary");
        summary != nullptr && summary->is_object()) {
      return conclude(summary->get_object());
    }
    if (!across_customers_) return take({{}, trimmed(text), members});
    const json::value* customer = members.if_contains("customer");
    const json::value* user = members.if_contains("user");
    if (customer == nullptr || !customer->is_string()) {
      return fail(not_ushers("its stream has a line without a customer"));
    }
    if (user == nullptr) {
      const json::value* complete = members.if_contains("complete");
      if (complete != nullptr && *complete == false) outcome_.complete = false;
      outcome_.customers.push_back(line);
      delivery_.pause();
      return true;
    }
    if (!user->is_object()) return fail(not_ushers("its stream has a user who is no JSON object"));
    return take({text_of(*customer), member_of(text, "user"), user->get_object()});
  }

  // One user past the limit ends the list, not the last one before it: behind that may come the summary.
  bool take(const ListedUser& user) {
    if (delivery_.take(user)) return true;
    has_ended_ = true;
    return false;
  }

  bool conclude(const json::object& summary) {
    const json::value* complete = summary.if_contains("complete");
    if (complete == nullptr || !complete->is_bool()) return fail(not_ushers("its summary says nothing"));
    outcome_.complete = complete->get_bool();
    outcome_.providers = array_of(summary, "providers");
    outcome_.warnings = array_of(summary, "warnings");
    has_ended_ = true;
    return false;
  }

  bool across_customers_;
  Delivery& delivery_;
  LineSplitter lines_;
  ListOutcome outcome_;
  bool has_ended_ = false;
};

}  // namespace

ListOutcome read_stream(ApiClient& client, const UsersQuery& query, Delivery& delivery) {
  Stream stream(query.across_customers(), delivery);
  bool has_begun = false;
  const auto reply = client.get(stream_target(query), "application/x-ndjson", [&](std::string_view piece) {
    if (!has_begun) delivery.begin();
    has_begun = true;
    return stream.feed(piece);
  });
  ListOutcome outcome;
  if (!reply && !has_begun) {
    outcome.failure = ApiFailure{reply.error().detail, std::nullopt};
    return outcome;
  }
  if (!reply) return stream.end(reply.error().detail);
  if (reply->status != 200) {
    outcome.failure = failure_of(*reply);
    return outcome;
  }
  return stream.end({});
}

}  // namespace gateway::cli
