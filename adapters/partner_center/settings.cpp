#include "adapters/partner_center/settings.hpp"

#include "adapters/oauth2/read_credential.hpp"
#include "adapters/partner_center/adapter.hpp"
#include "adapters/partner_center/fault.hpp"

#include <array>

namespace adapters::partner_center {
namespace {

// A national cloud is known by its API's host.
struct Cloud {
  std::string_view host;
  std::string_view resource;
  std::string_view authority;
};

constexpr Cloud global = {"api.partnercenter.microsoft.com", "https://api.partnercenter.microsoft.com",
                          "https://login.microsoftonline.com"};
constexpr Cloud china = {"partner.partnercenterapi.microsoftonline.cn",
                         "https://partner.partnercenterapi.microsoftonline.cn",
                         "https://login.partner.microsoftonline.cn"};

const Cloud& cloud_of(const config::Url& base) { return base.host == china.host ? china : global; }

oauth2::Credential read_credential(const config::Section& auth, const Cloud& cloud) {
  if (auto given = oauth2::read_given_token(auth)) return std::move(*given);
  oauth2::TokenRequest request;
  request.grant = oauth2::Grant::refresh_token;
  request.authority = auth.https_url("authority", cloud.authority);
  const bool v1 = auth.one_of("endpoint", {"v1", "v2"}, "v2") == "v1";
  const std::string tenant = oauth2::read_tenant_id(auth, {});
  request.path =
      oauth2::token_path(request.authority, tenant, v1 ? oauth2::Endpoint::v1 : oauth2::Endpoint::v2);
  request.client_id = auth.required_text("client_id");
  oauth2::read_client_proof(auth, request);
  // Users are read in the name of a person only: an application's own token lists customers, not users.
  request.refresh_token = auth.required_secret("refresh_token");
  const std::string resource = auth.text("resource", cloud.resource);
  // v2 hands out the next refresh token only where offline_access is asked for (v1 always does).
  request.scope = auth.text("scope", v1 ? "openid" : resource + "/.default offline_access");
  if (v1) request.resource = resource;
  return request;
}

}  // namespace

Settings::Settings(const config::Section& section) {
  read_common_settings(section, global.resource, *this);
  credential = read_credential(section.required_section("auth"), cloud_of(base_url));
  is_beyond_refresh = &partner_center::is_beyond_refresh;
}

std::unique_ptr<Adapter> Settings::make_adapter(HttpClient& http, const Clock& clock,
                                                std::string (*make_uuid)()) const {
  return std::make_unique<PartnerCenterAdapter>(base_url, http, clock, make_uuid);
}

std::optional<CustomerBinding> Settings::read_binding(config::Value value) const {
  if (!value.is_section()) {
    const auto id = value.guid();
    return id ? std::optional(bind(*id)) : std::nullopt;
  }
  const auto section = value.section();
  return section ? std::optional(bind(section->required_guid("id"))) : std::nullopt;
}

std::unique_ptr<ProviderSettings> read_settings(config::Section section) {
  return std::make_unique<Settings>(section);
}

}  // namespace adapters::partner_center
