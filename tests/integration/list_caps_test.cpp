// The caps on what a provider may send: past one of them there is an error that names it, never a list cut in
// silence.
#include "tests/integration/list_scene.hpp"

#include <doctest/doctest.h>

namespace tests::integration {
namespace {
namespace json = boost::json;

support::EmulatorProcess& clamping_emulator() {
  static support::EmulatorProcess one;
  one.reset();
  one.set("pc_max_page_size", 100);
  one.set("pc_oversize", "clamp");
  return one;
}

struct Cap {
  std::string limits;
  std::string provider;
};

}  // namespace

TEST_CASE("a page, a list, a number of pages or of users past the limit is an error of that provider") {
  auto& providers = clamping_emulator();
  for (const std::string_view chunked : {"off", "on"}) {
    CAPTURE(chunked);
    providers.set("chunked", json::value(chunked));
    for (const Cap& row : {Cap{"page_bytes: 32KiB", "cloud_cockpit"},
                           {"page_bytes: 32KiB", "partner_center"},
                           {"page_bytes: 64KiB, list_bytes: 100KiB", "partner_center"},
                           {"list_pages: 3", "partner_center"},
                           {"list_users: 349", "partner_center"},
                           {"list_users: 349", "cloud_cockpit"}}) {
      CAPTURE(row.limits);
      CAPTURE(row.provider);
      const support::GatewayProcess gateway(
          file_of("limits: {retries: 0, " + row.limits + "}\n", {emulated_tenant(providers, "contoso")}));
      const auto reply = ask(gateway, users_of("contoso", "crowd", "provider=" + row.provider));
      CHECK(reply.status == 502);
      CHECK(code_of(reply.json()) == "provider_bad_response");
      CHECK(text_at(reply.json(), "provider") == row.provider);
    }
  }
}

TEST_CASE("a list that just fits is whole") {
  auto& providers = clamping_emulator();
  const support::GatewayProcess gateway(
      file_of("limits: {list_pages: 4, list_users: 350}\n", {emulated_tenant(providers, "contoso")}));
  CHECK(ask(gateway, users_of("contoso", "crowd", "limit=1000")).json().at("totalCount") == 455);
}

}  // namespace tests::integration
