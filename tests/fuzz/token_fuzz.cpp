// Any bytes as a bearer token, and as a key set: what is read as a token has only what a good one may have,
// and none is accepted that nobody signed.
#include "gateway/callers/token.hpp"
#include "gateway/callers/tokens.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace gateway::callers;

// RFC 7515, A.2: a key whose private half everybody knows is of no use to a fuzzer.
constexpr const char* key_set =
    R"({"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

Tokens make_tokens() {
  config::Client client;
  client.jwt = config::TokenRule{"i", {{"azp", "a"}}, "t", "r"};
  config::Issuer issuer;
  issuer.name = issuer.issuer = "i";
  issuer.audience = {"u"};
  issuer.algorithms = {config::JwsAlgorithm::es256, config::JwsAlgorithm::rs256};
  std::vector<TrustedIssuer> issuers;
  issuers.push_back({issuer, std::make_shared<FixedKeys>(*read_jwks(key_set))});
  return Tokens(std::move(issuers), {client});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const Tokens tokens = make_tokens();
  const std::chrono::system_clock::time_point now{std::chrono::seconds(1'800'000'000)};
  if (tokens.judge(bytes, now).kind == TokenVerdict::Kind::accepted) abort();

  const auto keys = read_jwks(bytes);
  if (keys && keys->size() == 0) abort();
  const auto token = read_token(bytes);
  if (!token) return 0;
  if (size > most_token_bytes || token->signature.empty()) abort();
  if (!bytes.starts_with(token->signed_part) || bytes.size() <= token->signed_part.size() + 1) abort();
  return 0;
}
