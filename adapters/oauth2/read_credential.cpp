#include "adapters/oauth2/read_credential.hpp"

#include "schema/ascii.hpp"

#include <algorithm>

namespace adapters::oauth2 {
namespace {

bool is_directory_byte(char byte) { return schema::is_letter_or_digit(byte) || byte == '-' || byte == '.'; }

// A GUID or a domain name; nothing that would change the path it becomes part of.
bool is_directory(std::string_view name) {
  return name.size() <= 253 && std::ranges::all_of(name, is_directory_byte) && name.front() != '.' &&
         name.find("..") == name.npos;
}

}  // namespace

std::optional<GivenToken> read_given_token(const config::Section& auth) {
  if (!auth.has("bearer_token")) return std::nullopt;
  for (const char* key : {"authority", "endpoint", "tenant_id", "client_id", "client_secret", "refresh_token",
                          "certificate", "key", "scope", "resource"}) {
    if (!auth.has(key)) continue;
    if (const auto beside = auth.value(key))
      beside->mistake("bearer_token stands alone: remove one of the two");
  }
  auto token = auth.secret("bearer_token").value_or(schema::SecretText());
  if (!std::ranges::all_of(token.reveal(), schema::is_visible)) {
    auth.mistake("bearer_token", "must be visible ASCII characters only");
    token = schema::SecretText();
  }
  return GivenToken{std::move(token)};
}

std::string read_tenant_id(const config::Section& auth, std::string_view fallback) {
  std::string tenant = fallback.empty() ? auth.required_text("tenant_id") : auth.text("tenant_id", fallback);
  if (tenant.empty() || is_directory(tenant)) return tenant;
  auth.mistake("tenant_id", "must be a directory's id (a GUID) or its domain name");
  return {};
}

void read_client_proof(const config::Section& auth, TokenRequest& request) {
  using Pem = config::Value::Pem;
  if (!auth.has("certificate") && !auth.has("key")) {
    request.client_secret = auth.required_secret("client_secret");
    return;
  }
  if (const auto secret = auth.value("client_secret")) {
    secret->mistake("stands beside a certificate: remove one of the two");
    for (const char* key : {"certificate", "key"})
      static_cast<void>(auth.value(key));  // read, so that neither is called unknown
    return;
  }
  auth.required_text("certificate");
  auth.required_text("key");
  const auto certificate = auth.value("certificate");
  const auto key = auth.value("key");
  if (!certificate || !key) return;
  const auto certificate_pem = certificate->pem(Pem::certificates);
  const auto key_pem = key->pem(Pem::private_key);
  if (!certificate_pem || !key_pem) return;
  auto made = ClientCertificate::read(certificate_pem->reveal(), key_pem->reveal());
  if (!made) return key->mistake("cannot sign in: " + made.error());
  request.certificate = std::move(*made);
}

std::string token_path(const config::Url& authority, std::string_view tenant_id, Endpoint endpoint) {
  std::string path = authority.path_prefix;
  path.append("/").append(tenant_id);
  return path += endpoint == Endpoint::v1 ? "/oauth2/token" : "/oauth2/v2.0/token";
}

}  // namespace adapters::oauth2
