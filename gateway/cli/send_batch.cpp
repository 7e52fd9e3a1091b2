#include "gateway/cli/send_batch.hpp"

#include "gateway/cli/line_splitter.hpp"
#include "gateway/cli/problem_parts.hpp"

#include <boost/json/parse.hpp>

#include <vector>

namespace gateway::cli {
namespace {
namespace json = boost::json;

constexpr std::size_t line_bytes = std::size_t{1} << 20;

// The lines of one answer, up to the summary.
class Answer {
 public:
  Answer(std::size_t items, const std::function<void(const SettledItem&)>& on_settled)
      : lines_(line_bytes), on_settled_(on_settled), is_told_(items) {}

  // False: nothing more is wanted.
  bool feed(std::string_view piece) {
    const bool wants_more = lines_.feed(piece, [this](std::string_view line) { return understand(line); });
    if (lines_.is_too_long()) fail("its answer has a line without an end");
    return wants_more;
  }

  // `detail`: why nothing came any more; empty where the answer ended well.
  std::optional<ApiFailure> end(const std::string& detail) {
    if (failure_ || has_ended_) return failure_;
    return ApiFailure{"The answer was cut: its last line did not come. " + detail, std::nullopt};
  }

 private:
  bool fail(std::string_view what) {
    failure_ = not_ushers(what);
    return false;
  }

  bool understand(std::string_view text) {
    // Behind the summary comes the end of the answer; to read it keeps the connection.
    if (has_ended_) return fail("its answer goes on behind the summary");
    boost::system::error_code error;
    const json::value line = json::parse({text.data(), text.size()}, error);
    if (error || !line.is_object()) return fail("its answer has a line that is no JSON object");
    const json::object& members = line.get_object();
    if (members.contains("summary")) {
      has_ended_ = true;
      for (const bool is_told : is_told_) {
        if (!is_told) return fail("its answer leaves a user out");
      }
      return true;
    }
    const json::value* index = members.if_contains("index");
    const json::value* status = members.if_contains("status");
    if (index == nullptr || !index->is_int64() || status == nullptr || !status->is_int64())
      return fail("its answer has a line without index and status");
    const auto place = static_cast<std::size_t>(index->get_int64());
    if (place >= is_told_.size() || is_told_[place]) return fail("its answer tells of a user that is none");
    const json::value* body = members.if_contains(*status == 201 ? "user" : "problem");
    if (body == nullptr || !body->is_object())
      return fail("its answer has a line with neither user nor problem");
    is_told_[place] = true;
    on_settled_({place, static_cast<unsigned>(status->get_int64()), body->get_object(),
                 member_text(members, "operation")});
    return true;
  }

  LineSplitter lines_;
  const std::function<void(const SettledItem&)>& on_settled_;
  std::vector<bool> is_told_;
  bool has_ended_ = false;
  std::optional<ApiFailure> failure_;
};

}  // namespace

std::optional<ApiFailure> send_batch(PatientPost& usher, const std::string& target, std::string_view body,
                                     std::size_t items,
                                     const std::function<void(const SettledItem&)>& on_settled) {
  Answer answer(items, on_settled);
  const auto reply = usher.post({target, "application/x-ndjson", body},
                                [&answer](std::string_view piece) { return answer.feed(piece); });
  if (!reply) return answer.end(reply.error().detail);
  if (reply->status != 200) return failure_of(*reply);
  return answer.end({});
}

}  // namespace gateway::cli
