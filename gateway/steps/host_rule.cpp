#include "gateway/steps/host_rule.hpp"

#include "config/listen_address.hpp"
#include "gateway/server/authority.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <utility>

namespace gateway::steps {

namespace {

// Lower case, without the dot that makes a name absolute.
std::string canonical(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return schema::ascii_lowered(name);
}

}  // namespace

HostRule::HostRule(std::vector<std::string> hosts) : enforced_(true), hosts_(std::move(hosts)) {
  for (std::string& host : hosts_)
    host = canonical(host);
}

std::optional<schema::Problem> HostRule::check(std::string_view authority) const {
  if (!enforced_) return std::nullopt;
  if (const auto parts = server::split_authority(authority)) {
    const std::string host = canonical(parts->host);
    if (config::is_loopback_host(host)) return std::nullopt;
    if (std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end()) return std::nullopt;
  }
  return schema::Problem(
      schema::ProblemCode::misdirected_request,
      "This listener serves localhost, loopback addresses and the names of its setting hosts.");
}

}  // namespace gateway::steps
