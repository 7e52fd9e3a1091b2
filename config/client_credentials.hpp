// The keys `jwt`, `mtls` and `rate` of a client. What one of them says must lead to one client only, so the
// reader remembers what the clients before have.
#pragma once

#include "config/server.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace config {

class ClientCredentials {
 public:
  explicit ClientCredentials(const ClientSurroundings& around) : around_(around) {}

  std::optional<TokenRule> read_jwt(const std::string& name, const Section& client);
  std::vector<std::string> read_subject_names(const Section& client);

 private:
  void refuse_overlap(const std::string& name, const TokenRule& rule, const Section& jwt);

  const ClientSurroundings& around_;
  std::vector<std::pair<std::string, TokenRule>> rules_;  // by client
  std::map<std::string, std::string> owners_;             // of each subject name: where it stands
};

std::optional<Rate> read_rate(const Section& client);

}  // namespace config
