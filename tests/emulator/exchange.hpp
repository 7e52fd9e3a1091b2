// One request and its answer as plain values, and what a provider is to the server: something that recognises
// a request, answers it, and knows its own way to fail. No sockets here.
#pragma once

#include "tests/emulator/text.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests::emulator {

struct Request {
  std::string method;
  std::string target;
  Pairs headers;  // lower-case names, in order
  std::string body;

  // nullptr where there is none.
  const std::string* header(std::string_view lower_name) const;
  std::string_view path() const;
  std::string_view query() const;
};

// What the server needs to know before anybody executes: what faults match on and what the ledger notes.
struct Call {
  std::string provider;   // partner_center, cloud_cockpit, token_service
  std::string operation;  // list, create, get, update, delete, reset_password, customers, customer, domains,
                          // groups, proxied_users, token, other
  std::string customer;   // as in the path, lower case
  int page = 0;           // of a Partner Center list, from 1; 0 elsewhere
  std::vector<std::string> segments;  // of the path, percent-decoded
};

struct Answer {
  int status = 200;
  std::string reason;  // empty: the usual one
  Pairs headers;
  std::shared_ptr<const std::string> body;
  bool executed = false;  // a write changed state, or a read was answered well
  bool replayed = false;  // the first answer to a known MS-RequestId
  bool chunked = false;   // whatever the switch says
  std::string person;     // of an executed create: the login in lower case
};

Answer make_answer(int status, std::string body, std::string_view content_type);
std::string_view reason_of(int status);

class Provider {
 public:
  virtual ~Provider() = default;
  virtual Call classify(const Request& request) const = 0;
  virtual Answer answer(const Request& request, const Call& call) = 0;
  // A failure of this status in the provider's own form, nothing executed.
  virtual Answer refusal(int status, const Request& request) = 0;
  // As for an expired access token.
  virtual Answer expired(const Request& request) = 0;
  virtual void reset() = 0;
};

// "/v1/a/b/" is {"v1", "a", "b"}; an empty segment in the middle stays.
std::vector<std::string> path_segments(std::string_view path);
// The token of "Authorization: Bearer ...".
std::string bearer_of(const Request& request);

}  // namespace tests::emulator
