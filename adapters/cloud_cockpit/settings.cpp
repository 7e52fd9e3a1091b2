#include "adapters/cloud_cockpit/settings.hpp"

#include "adapters/cloud_cockpit/adapter.hpp"
#include "adapters/oauth2/read_credential.hpp"
#include "schema/ascii.hpp"

#include <algorithm>

namespace adapters::cloud_cockpit {
namespace {

// Published constants, the same for every customer of CloudCockpit.
constexpr std::string_view default_base_url = "https://api.cloudcockpit.com";
constexpr std::string_view default_authority = "https://login.microsoftonline.com";
constexpr std::string_view default_tenant_id = "4e806121-ff28-4286-ab4e-3be0a08f9ce0";
constexpr std::string_view default_scope = "api://b92a36a4-feb8-4f47-a69c-29a180aa6d0a/.default";

oauth2::Credential read_credential(const config::Section& auth) {
  if (auto given = oauth2::read_given_token(auth)) return std::move(*given);
  oauth2::TokenRequest request;
  request.grant = oauth2::Grant::client_credentials;
  request.authority = auth.https_url("authority", default_authority);
  const std::string tenant = oauth2::read_tenant_id(auth, default_tenant_id);
  request.path = oauth2::token_path(request.authority, tenant, oauth2::Endpoint::v2);
  request.client_id = auth.required_text("client_id");
  oauth2::read_client_proof(auth, request);
  request.scope = auth.text("scope", default_scope);
  return request;
}

bool is_host_byte(char byte) { return schema::is_letter_or_digit(byte) || byte == '-' || byte == '.'; }

bool is_host(std::string_view name) {
  return name.size() <= 253 && std::ranges::all_of(name, is_host_byte) && name.front() != '.' &&
         name.front() != '-' && name.find("..") == name.npos;
}

std::string text_of(const std::optional<schema::Guid>& id) { return id ? id->to_string() : std::string(); }

}  // namespace

Settings::Settings(const config::Section& section) {
  read_common_settings(section, default_base_url, *this);
  credential = read_credential(section.required_section("auth"));
  x_tenant_ = section.required_text("x_tenant");
  if (!x_tenant_.empty() && !is_host(x_tenant_)) {
    section.mistake("x_tenant", "must be the portal's host name, like portal.contoso.com");
  }
  reseller_ = text_of(section.guid("reseller_id"));
}

std::unique_ptr<Adapter> Settings::make_adapter(HttpClient& http, const Clock& clock,
                                                std::string (*)()) const {
  return std::make_unique<CloudCockpitAdapter>(Portal{base_url, x_tenant_}, reseller_, http, clock);
}

std::optional<CustomerBinding> Settings::read_binding(config::Value value) const {
  if (!value.is_section()) {
    const auto id = value.guid();
    return id ? std::optional(bind(*id)) : std::nullopt;
  }
  const auto section = value.section();
  if (!section) return std::nullopt;
  CustomerBinding binding = bind(section->required_guid("id"));
  if (const auto reseller = section->guid("reseller_id")) binding.qualifier = reseller->to_string();
  return binding;
}

std::unique_ptr<ProviderSettings> read_settings(config::Section section) {
  return std::make_unique<Settings>(section);
}

}  // namespace adapters::cloud_cockpit
