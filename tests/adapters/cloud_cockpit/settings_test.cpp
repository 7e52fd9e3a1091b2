#include "adapters/cloud_cockpit/settings.hpp"

#include "adapters/cloud_cockpit/adapter.hpp"
#include "tests/adapters/cloud_cockpit/portal.hpp"
#include "tests/adapters/settings_file.hpp"

#include <doctest/doctest.h>

namespace adapters::cloud_cockpit {
namespace {

using tests::adapters::read_settings_file;
using tests::adapters::SettingsFile;

const std::string bound_customer = tests::adapters::cockpit_customer.to_string();
const std::string good = "x_tenant: portal.contoso.com\nauth:\n  client_id: 77aa\n  client_secret: s3cret\n";

SettingsFile read(const std::string& section, const std::string& binding = bound_customer) {
  return read_settings_file("cloud_cockpit", &read_settings, section, binding);
}

TEST_CASE("reads an account with the published defaults") {
  const SettingsFile file = read(good);
  REQUIRE(file.mistakes().empty());
  CHECK(file.settings->base_url.to_string() == "https://api.cloudcockpit.com");
  CHECK(dynamic_cast<const Settings&>(*file.settings).x_tenant() == "portal.contoso.com");
  CHECK_FALSE(static_cast<bool>(file.settings->is_beyond_refresh));
  const auto& request = std::get<oauth2::TokenRequest>(file.settings->credential);
  CHECK(request.authority.to_string() == "https://login.microsoftonline.com");
  CHECK(request.path == "/4e806121-ff28-4286-ab4e-3be0a08f9ce0/oauth2/v2.0/token");
  CHECK(request.grant == oauth2::Grant::client_credentials);
  CHECK(request.scope == "api://b92a36a4-feb8-4f47-a69c-29a180aa6d0a/.default");
  CHECK(request.client_secret.reveal() == "s3cret");
}

TEST_CASE("takes a token that somebody else keeps fresh") {
  const SettingsFile file = read("x_tenant: portal.contoso.com\nauth: {bearer_token: eyJ0}\n");
  REQUIRE(file.mistakes().empty());
  CHECK(std::get<oauth2::GivenToken>(file.settings->credential).bearer_token.reveal() == "eyJ0");
}

TEST_CASE("names every mistake of a section at once") {
  CHECK(read("auth: {}\n").mistakes().size() == 3);
  CHECK(read(good + "reseller_id: x\n").mistakes().size() == 1);
  CHECK(read(good + "refresh_token: x\n").mistakes().size() == 1);
  for (const char* name :
       {"\"portal.contoso.com/x\"", "\"a b\"", "https://portal.contoso.com", ".x", "a..b"}) {
    CAPTURE(name);
    CHECK(read(std::string("x_tenant: ") + name + "\nauth: {bearer_token: x}\n").mistakes().size() == 1);
  }
}

TEST_CASE("puts the customer's own reseller before the account's") {
  const std::string account = "6f0c1c5e-0000-4000-8000-000000000001";
  const std::string own = "6F0C1C5E-0000-4000-8000-000000000002";
  const auto guid = *schema::Guid::parse(bound_customer);
  struct Row {
    std::string section;
    std::string binding;
    std::string reseller;
  };
  for (const auto& row :
       {Row{good, bound_customer, ""},
        {good + "reseller_id: " + account + "\n", bound_customer, account},
        {good + "reseller_id: " + account + "\n", "{id: " + bound_customer + "}", account},
        {good + "reseller_id: " + account + "\n", "{id: " + bound_customer + ", reseller_id: " + own + "}",
         "6f0c1c5e-0000-4000-8000-000000000002"},
        {good, "{id: " + bound_customer + ", reseller_id: " + own + "}",
         "6f0c1c5e-0000-4000-8000-000000000002"}}) {
    CAPTURE(row.binding);
    const SettingsFile file = read(row.section, row.binding);
    const auto bound = file.binding();
    REQUIRE(file.mistakes().empty());
    REQUIRE(bound.has_value());
    CHECK(*bound == CustomerBinding{guid, row.reseller});
  }
  const SettingsFile file = read(good + "reseller_id: " + account + "\n");
  CHECK(file.settings->bind(guid) == CustomerBinding{guid, account});
}

}  // namespace
}  // namespace adapters::cloud_cockpit
