#include "adapters/partner_center/settings.hpp"

#include "adapters/partner_center/adapter.hpp"
#include "tests/adapters/settings_file.hpp"
#include "tests/support/authority.hpp"

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

TEST_CASE("signs in with a certificate and its key in the place of a secret") {
  const tests::support::Authority authority;
  const auto pair = authority.issue({.rsa_bits = 2048});
  const auto other = authority.issue({.rsa_bits = 2048});
  const auto small = authority.issue({.rsa_bits = 1024});
  const auto elliptic = authority.issue();
  const std::map<std::string, config::FileRead> files = {
      {"/pc.pem", {pair.certificate, 0644, false, ""}},     {"/pc.key", {pair.key, 0600, false, ""}},
      {"/open.key", {pair.key, 0644, false, ""}},           {"/other.key", {other.key, 0600, false, ""}},
      {"/ec.pem", {elliptic.certificate, 0644, false, ""}}, {"/ec.key", {elliptic.key, 0600, false, ""}},
      {"/small.pem", {small.certificate, 0644, false, ""}}, {"/small.key", {small.key, 0600, false, ""}}};
  const std::string person = "auth:\n  tenant_id: t\n  client_id: c\n  refresh_token: r\n";
  const auto read_with = [&](const std::string& certificate, const std::string& key) {
    return read_settings_file("partner_center", &read_settings,
                              person + "  certificate: " + certificate + "\n  key: " + key + "\n",
                              "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04", files);
  };
  const SettingsFile file = read_with("/pc.pem", "/pc.key");
  REQUIRE(file.mistakes().empty());
  const auto& request = std::get<oauth2::TokenRequest>(file.settings->credential);
  REQUIRE(request.certificate);
  CHECK(request.client_secret.empty());
  const std::string effective = config::effective(file.config);
  CHECK(effective.find("certificate: /pc.pem") != std::string::npos);
  CHECK(effective.find("key: /pc.key") != std::string::npos);
  CHECK(effective.find("BEGIN") == std::string::npos);

  struct Row {
    const char* certificate;
    const char* key;
    const char* mistake;
  };
  for (const auto& row : {Row{"/pc.pem", "/other.key", "not that of the certificate"},
                          {"/pc.pem", "/open.key", "readable by everybody"},
                          {"/pc.pem", "/none.key", "no such file"},
                          {"/pc.key", "/pc.key", "no certificate"},
                          {"/small.pem", "/small.key", "1024 bits: it must have 2048"},
                          {"/ec.pem", "/ec.key", "RSA"}}) {
    CAPTURE(row.key);
    const auto mistakes = read_with(row.certificate, row.key).mistakes();
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].find(row.mistake) != std::string::npos);
  }
  const auto both = read_with("/pc.pem", "/pc.key\n  client_secret: s").mistakes();
  REQUIRE(both.size() == 1);
  CHECK(both[0].find("auth.client_secret: stands beside a certificate") != std::string::npos);
  CHECK(read(person + "  certificate: /pc.pem\n").mistakes().size() == 1);
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
