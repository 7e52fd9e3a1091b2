#include "gateway/cli/create_place.hpp"

#include "gateway/cli/request_target.hpp"

namespace gateway::cli {
namespace {

std::string users_of(const CreatePlace& place) {
  return "/v1/tenants/" + encoded(place.tenant) + "/customers/" + encoded(place.customer) + "/users";
}

}  // namespace

std::string create_target(const CreatePlace& place, bool validate_only) {
  return RequestTarget(users_of(place))
      .with("provider", place.provider)
      .with("validateOnly", validate_only ? "true" : "")
      .take();
}

std::string batch_target(const CreatePlace& place) {
  return RequestTarget(users_of(place) + ":batchCreate").with("provider", place.provider).take();
}

}  // namespace gateway::cli
