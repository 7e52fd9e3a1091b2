// The requests of the isolation matrix: every operation of the published document, with ids of every kind in
// every place that takes one. What a test does not know how to fill fails it, so that no new route is
// forgotten.
#pragma once

#include "tests/integration/isolation/town.hpp"
#include "tests/support/openapi.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration::isolation {

struct Request {
  std::string method;
  std::string target;
  std::optional<std::string> body;
  support::Headers headers;
  std::string what;        // "listUsers, customer: another tenant's alias"
  std::string operation;   // its id in the document
  bool is_open = false;    // needs no credential
  std::string permission;  // empty: any client's
  // Everything in it is the tenant's own: who may, succeeds.
  bool is_good = false;
};

// An id, and of what kind it is.
struct Id {
  std::string kind;
  std::string value;
  bool is_own = false;
};

// What was made before and belongs to somebody.
struct Handles {
  std::vector<Id> operations;
  std::vector<Id> cursors;       // of lists of users
  std::vector<Id> more_cursors;  // of lists of customers
};

// All requests for `tenant`, or, where an operation has no tenant in its path, for nobody's. `stranger`'s ids
// are put where they do not belong.
std::vector<Request> requests_for(const boost::json::value& document, const Tenant& tenant,
                                  const Tenant& stranger, const Handles& handles);
// The same request to another tenant.
Request moved_to(const Request& request, std::string_view from, std::string_view to);

support::HttpReply send(const Request& request, const Client& by);
// By nobody that the gateway knows, in clear.
support::HttpReply send_unknown(const Request& request, const support::Headers& credentials);
// An answer without what differs from one request to the next: date and correlation id.
std::string comparable(const support::HttpReply& reply);
// Every byte that came.
std::string whole(const support::HttpReply& reply);

}  // namespace tests::integration::isolation
