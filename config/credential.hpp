// How a client shows who it is, beside its keys, and how often it may: a token of an issuer, a name in its
// certificate, a rate. Plain values for the gateway's callers/; read by client.cpp and issuer.cpp.
#pragma once

#include "config/url.hpp"
#include "config/value.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace config {

// So many requests in each window, and as many at once.
struct Rate {
  std::uint32_t requests = 0;
  std::chrono::seconds window{1};

  bool operator==(const Rate&) const = default;
};
Checked<Rate> parse_rate(std::string_view text);  // 50/s 600/m 10000/h

// A subject alternative name in its one spelling: `dns:portal.contoso.com`, `uri:spiffe://contoso/portal`,
// `email:ops@contoso.com`, `ip:10.0.0.1`. What a certificate says is brought into the same.
Checked<std::string> parse_subject_name(std::string_view text);

// RFC 7518, 3.1, without `none` and everything that both sides must know the key for.
enum class JwsAlgorithm : std::uint8_t { rs256, rs384, rs512, ps256, ps384, ps512, es256, es384, es512 };
std::optional<JwsAlgorithm> parse_jws_algorithm(std::string_view name);

// Who may vouch for callers.
struct Issuer {
  std::string name;
  std::string issuer;  // compared with `iss`, exactly
  std::vector<std::string> audience;
  std::vector<JwsAlgorithm> algorithms;
  std::chrono::seconds leeway{30};
  // One of the two.
  std::optional<Url> jwks_url;
  std::optional<std::string> ca_file;  // for jwks_url
  std::string ca_pem;                  // its text; empty: the system's
  std::string jwks;                    // the text of the file, read already
  std::optional<Value> jwks_file;      // where to say what is wrong with it
};

// Which of an issuer's tokens are a client's, and what they say about what it may.
struct TokenRule {
  std::string issuer;                                       // by its name in the file
  std::vector<std::pair<std::string, std::string>> claims;  // each must equal the text or, an array, hold it
  std::optional<std::string> tenants_claim;                 // its values are what is left of `tenants`
  std::optional<std::string> allow_claim;                   // and of `allow`
};

}  // namespace config
