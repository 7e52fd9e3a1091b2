#include "gateway/cli/list_reading.hpp"

#include <boost/json/parse.hpp>

namespace gateway::cli {
namespace json = boost::json;

ListFailure failure_of(const ApiReply& reply) {
  boost::system::error_code error;
  json::value body;
  if (reply.content_type == "application/problem+json") body = json::parse(reply.body, error);
  if (error || !body.is_object()) {
    return not_ushers("its answer has the status " + std::to_string(reply.status) +
                      " and no problem document");
  }
  return {{}, std::move(body.get_object())};
}

json::parse_options json_options() {
  json::parse_options options;
  options.max_depth = 256;
  return options;
}

ListFailure not_ushers(std::string_view what) {
  return {"What answers there is no Usher of this version: " + std::string(what) + ".", std::nullopt};
}

}  // namespace gateway::cli
