#include "gateway/steps/render_stream.hpp"

#include "gateway/steps/render_parts.hpp"
#include "schema/json_text.hpp"

namespace gateway::steps {
namespace {

// `"complete":…,"providers":[…],"warnings":[…]`
void append_known(std::string& out, const aggregate::UserStream& stream) {
  out += "\"count\":" + std::to_string(stream.count());
  append_completeness(out, stream.complete(), stream.outcomes());
  append_warnings(out, stream.warnings());
}

}  // namespace

Answer stream_answer(BodyStream stream) {
  Answer answer;
  answer.content_type = "application/x-ndjson";
  mark_personal(answer);
  answer.stream = std::move(stream);
  return answer;
}

std::string summary_line(const aggregate::UserStream& stream) {
  std::string line = "{\"summary\":{";
  append_known(line, stream);
  return line += "}}\n";
}

std::string summary_line(const aggregate::CustomerStreams& streams, const aggregate::Outcomes& outcomes,
                         const std::vector<aggregate::Warning>& warnings) {
  std::string line = "{\"summary\":{\"count\":" + std::to_string(streams.count()) +
                     ",\"customers\":" + std::to_string(streams.customers());
  append_completeness(line, streams.complete() && outcomes.complete, outcomes.providers);
  append_warnings(line, warnings);
  return line += "}}\n";
}

std::string customer_end_line(std::string_view customer, const aggregate::UserStream& stream) {
  std::string line = "{\"customer\":";
  schema::append_json_string(line, customer);
  line += ',';
  append_known(line, stream);
  return line += "}\n";
}

}  // namespace gateway::steps
