// From a body to a draft that may be sent: what a create and a batch of creates have in common.
#pragma once

#include "gateway/create/order.hpp"
#include "schema/problem.hpp"
#include "schema/secret_text.hpp"

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gateway {

// malformed_json where it is none. Wipes the body.
boost::system::result<boost::json::value, schema::Problem> parse_body(std::string& body,
                                                                      std::size_t max_depth);

struct ReadDraft {
  std::shared_ptr<schema::UserDraft> draft;  // with the tenant's defaults
  schema::SecretText canonical;              // without them: what a repeat is compared by
};

// Or everything that is wrong with it.
boost::system::result<ReadDraft, schema::Problem> read_draft(
    const boost::json::value& json, const Tenant& tenant, const std::vector<create::CreateTarget>& targets);

}  // namespace gateway
