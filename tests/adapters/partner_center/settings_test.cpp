#include "adapters/partner_center/settings.hpp"

#include "adapters/partner_center/adapter.hpp"
#include "tests/adapters/settings_file.hpp"

#include <doctest/doctest.h>

namespace adapters::partner_center {
namespace {

using tests::adapters::read_settings_file;
using tests::adapters::SettingsFile;

SettingsFile read(const std::string& section,
                  const std::string& binding = "4D3CF487-70f4-4e1e-9ff1-b2bfce8d9f04") {
  return read_settings_file("partner_center", &read_settings, section, binding);
}

const std::string good =
    "auth:\n  tenant_id: contoso.onmicrosoft.com\n  client_id: 9a8b\n  client_secret: s3cret\n  "
    "refresh_token: 0.AX\n";

TEST_CASE("reads an account with the published defaults") {
  const SettingsFile file = read(good);
  REQUIRE(file.mistakes().empty());
  CHECK(file.settings->base_url.to_string() == "https://api.partnercenter.microsoft.com");
  const auto& request = std::get<oauth2::TokenRequest>(file.settings->credential);
  CHECK(request.authority.to_string() == "https://login.microsoftonline.com");
  CHECK(request.path == "/contoso.onmicrosoft.com/oauth2/v2.0/token");
  CHECK(request.grant == oauth2::Grant::refresh_token);
  CHECK(request.client_id == "9a8b");
  CHECK(request.client_secret.reveal() == "s3cret");
  CHECK(request.refresh_token.reveal() == "0.AX");
  CHECK(request.scope == "https://api.partnercenter.microsoft.com/.default offline_access");
  CHECK(request.resource.empty());
  CHECK_FALSE(file.settings->create_at_most_once);
  CHECK(static_cast<bool>(file.settings->is_beyond_refresh));
}

TEST_CASE("reads an account at the v1 endpoint of another authority") {
  const SettingsFile file =
      read(good + "  endpoint: v1\n  authority: https://login.microsoftonline.us/x\ncreate: at_most_once\n");
  REQUIRE(file.mistakes().empty());
  const auto& request = std::get<oauth2::TokenRequest>(file.settings->credential);
  CHECK(request.path == "/x/contoso.onmicrosoft.com/oauth2/token");
  CHECK(request.resource == "https://api.partnercenter.microsoft.com");
  CHECK(request.scope == "openid");
  CHECK(file.settings->create_at_most_once);
}

TEST_CASE("knows the authority and the resource of the Chinese cloud by its API") {
  const SettingsFile file = read("base_url: https://partner.partnercenterapi.microsoftonline.cn\n" + good);
  REQUIRE(file.mistakes().empty());
  const auto& request = std::get<oauth2::TokenRequest>(file.settings->credential);
  CHECK(request.authority.host == "login.partner.microsoftonline.cn");
  CHECK(request.scope == "https://partner.partnercenterapi.microsoftonline.cn/.default offline_access");
}

TEST_CASE("takes a token that somebody else keeps fresh, alone") {
  const SettingsFile file = read("auth:\n  bearer_token: eyJ0\n");
  REQUIRE(file.mistakes().empty());
  CHECK(std::get<oauth2::GivenToken>(file.settings->credential).bearer_token.reveal() == "eyJ0");
  CHECK(read("auth:\n  bearer_token: eyJ0\n  client_id: x\n").mistakes() ==
        std::vector<std::string>{"tenants.contoso.providers.partner_center.auth.client_id: bearer_token "
                                 "stands alone: remove one of the two"});
  CHECK(read("auth:\n  bearer_token: a b\n").mistakes().size() == 1);
}

TEST_CASE("names every mistake of a section at once") {
  CHECK(read("auth: {}\n").mistakes().size() == 4);
  CHECK(read("base_url: https://api.partnercenter.microsoft.com\n").mistakes().size() == 1);
  CHECK(read(good + "  endpoint: v3\n").mistakes().size() == 1);
  CHECK(read(good + "  certificate: x.pem\n").mistakes().size() == 1);
  CHECK(read(good + "create: twice\n").mistakes().size() == 1);
  CHECK(read(good + "unknown: 1\n").mistakes().size() == 1);
  CHECK(read("auth:\n  tenant_id: a/../b\n  client_id: c\n  client_secret: s\n  refresh_token: r\n")
            .mistakes()
            .size() == 1);
}

TEST_CASE("binds a customer by its GUID alone, or in a mapping") {
  const auto guid = schema::Guid::parse("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
  for (const char* binding :
       {"4D3CF487-70f4-4e1e-9ff1-b2bfce8d9f04", "{id: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}"}) {
    const SettingsFile file = read(good, binding);
    const auto bound = file.binding();
    REQUIRE(file.mistakes().empty());
    REQUIRE(bound.has_value());
    CHECK(*bound == CustomerBinding{*guid, ""});
    CHECK(file.settings->bind(*guid) == *bound);
  }
  const SettingsFile file = read(good, "{id: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04, reseller_id: x}");
  (void)file.binding();
  CHECK(file.mistakes().size() == 1);
}

}  // namespace
}  // namespace adapters::partner_center
