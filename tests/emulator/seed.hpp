// The ids and credentials of the emulated world, the same for every --seed (the seed varies the people).
// Examples, tests and demos write them down, so they never change; README.md lists them.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace tests::emulator::seed {

// Partner Center: a partner's own tenant, its App+User application and the consent's refresh token.
inline constexpr std::string_view partner_tenant_id = "11111111-0000-4000-8000-000000000001";
inline constexpr std::string_view partner_tenant_domain = "contosopartner.onmicrosoft.com";
inline constexpr std::string_view partner_client_id = "11111111-0000-4000-8000-00000000000c";
inline constexpr std::string_view partner_client_secret = "emulator-partner-center-secret-1";
inline constexpr std::string_view partner_refresh_token = "emulator-partner-center-refresh-token-1";
inline constexpr std::string_view partner_authorization_code = "emulator-partner-center-code-1";
inline constexpr std::string_view partner_resource = "https://api.partnercenter.microsoft.com";
inline constexpr std::string_view partner_user = "gateway@contosopartner.onmicrosoft.com";

// CloudCockpit: the published tenant and scope, one portal, its API access and two resellers; every seeded
// customer belongs to reseller_id, none to other_reseller_id.
inline constexpr std::string_view cockpit_tenant_id = "4e806121-ff28-4286-ab4e-3be0a08f9ce0";
inline constexpr std::string_view cockpit_audience = "api://b92a36a4-feb8-4f47-a69c-29a180aa6d0a";
inline constexpr std::string_view cockpit_scope = "api://b92a36a4-feb8-4f47-a69c-29a180aa6d0a/.default";
inline constexpr std::string_view cockpit_client_id = "22222222-0000-4000-8000-00000000000c";
inline constexpr std::string_view cockpit_client_secret = "emulator-cloud-cockpit-secret-1";
inline constexpr std::string_view cockpit_x_tenant = "portal.contoso.com";
inline constexpr std::string_view cockpit_reseller_id = "22222222-0000-4000-8000-0000000000a1";
inline constexpr std::string_view cockpit_other_reseller_id = "22222222-0000-4000-8000-0000000000a2";
inline constexpr std::string_view cockpit_provider_instance_id = "22222222-0000-4000-8000-0000000000f1";

struct Group {
  std::string_view id;
  std::string_view name;
};
inline constexpr std::array<Group, 3> groups{{
    {"eeeeeeee-0000-4000-8000-000000000001", "Administrator"},
    {"eeeeeeee-0000-4000-8000-000000000002", "Alert Manager"},
    {"eeeeeeee-0000-4000-8000-000000000003", "Viewer"},
}};

// A customer and how many people it has where; an empty id means that the provider does not know it.
struct SeededCustomer {
  std::string_view name;
  std::string_view partner_center;
  std::string_view cloud_cockpit;
  std::size_t partner_center_users;
  std::size_t cloud_cockpit_users;
  std::size_t both;
};
inline constexpr std::array<SeededCustomer, 6> customers{{
    {"twelve", "aaaaaaaa-0000-4000-8000-000000000012", "cccccccc-0000-4000-8000-000000000012", 12, 10, 8},
    {"crowd", "aaaaaaaa-0000-4000-8000-000000000350", "cccccccc-0000-4000-8000-000000000350", 350, 350, 245},
    {"city", "aaaaaaaa-0000-4000-8000-000000005000", "cccccccc-0000-4000-8000-000000005000", 5000, 5000,
     3500},
    {"onlypc", "aaaaaaaa-0000-4000-8000-000000000040", "", 40, 0, 0},
    {"onlycc", "", "cccccccc-0000-4000-8000-000000000030", 0, 30, 0},
    {"empty", "aaaaaaaa-0000-4000-8000-000000000000", "cccccccc-0000-4000-8000-000000000000", 0, 0, 0},
}};

// A deleted CloudCockpit customer that still claims twelve's Microsoft tenant: who searches customers without
// includeDeleted=false finds it beside the living one.
inline constexpr std::string_view deleted_cockpit_customer = "cccccccc-0000-4000-8000-00000000dead";

}  // namespace tests::emulator::seed
