#include "gateway/cli/api_answer.hpp"

#include <boost/json/parse.hpp>

namespace gateway::cli {
namespace json = boost::json;

std::string ApiFailure::code() const {
  const json::value* member = problem ? problem->if_contains("code") : nullptr;
  if (member == nullptr || !member->is_string()) return {};
  return {member->get_string().data(), member->get_string().size()};
}

ApiFailure failure_of(const ApiReply& reply) {
  boost::system::error_code error;
  json::value body;
  if (reply.content_type == "application/problem+json") body = json::parse(reply.body, error);
  if (error || !body.is_object()) {
    return not_ushers("its answer has the status " + std::to_string(reply.status) +
                      " and no problem document");
  }
  return {{}, std::move(body.get_object())};
}

ApiFailure not_ushers(std::string_view what) {
  return {"What answers there is no Usher of this version: " + std::string(what) + ".", std::nullopt};
}

}  // namespace gateway::cli
