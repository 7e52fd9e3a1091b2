#include "adapters/partner_center/page_link.hpp"

#include <doctest/doctest.h>

namespace adapters::partner_center {
namespace {

const std::string path = "/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users";

config::Url base_of(std::string scheme, std::uint16_t port, std::string prefix = {}) {
  config::Url base;
  base.scheme = std::move(scheme);
  base.host = "api.partnercenter.microsoft.com";
  base.port = port;
  base.path_prefix = std::move(prefix);
  return base;
}

TEST_CASE("follows a link in each of its forms to the same address") {
  const config::Url base = base_of("https", 443);
  for (const std::string& uri :
       {path + "?size=2&seekOperation=Next", "/v1" + path + "?size=2&seekOperation=Next",
        path.substr(1) + "?size=2&seekOperation=Next", "v1" + path + "?size=2&seekOperation=Next",
        "https://api.partnercenter.microsoft.com/v1" + path + "?size=2&seekOperation=Next",
        "HTTPS://API.PartnerCenter.Microsoft.com:443" + path + "?size=2&seekOperation=Next",
        std::string("/V1/Customers/4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F04/Users/?size=2&seekOperation=Next")}) {
    CAPTURE(uri);
    const auto page = to_next_page(base, path, {uri, "get", "T"});
    REQUIRE(page.has_value());
    CHECK(page->target == "/v1" + path + "?size=2&seekOperation=Next");
    CHECK(page->token == "T");
  }
}

TEST_CASE("follows links below the path that the API has behind a proxy") {
  const config::Url base = base_of("http", 8080, "/pc");
  for (const std::string& uri : {path, "/v1" + path, "/pc" + path, "/pc/v1" + path,
                                 "http://api.partnercenter.microsoft.com:8080/pc/v1" + path}) {
    CAPTURE(uri);
    const auto page = to_next_page(base, path, {uri, "", ""});
    REQUIRE(page.has_value());
    CHECK(page->target == "/pc/v1" + path);
  }
}

TEST_CASE(
    "follows no link to another host, scheme, port, customer or resource, and none that could hide one") {
  const config::Url base = base_of("https", 443);
  const std::string host = "api.partnercenter.microsoft.com";
  for (const std::string& uri : {"http://" + host + path,
                                 "https://evil.example" + path,
                                 "https://" + host + ".evil.example" + path,
                                 "https://" + host + ":444" + path,
                                 "https://" + host + ":80" + path,
                                 "https://user@" + host + path,
                                 "//" + host + path,
                                 "//evil.example" + path,
                                 "ftp://" + host + path,
                                 std::string("javascript:alert(1)"),
                                 std::string("/customers/00000000-0000-4000-8000-000000000000/users"),
                                 std::string("/customers"),
                                 path + "/a9ef48bb-8758-4590-a312-d4a47bfaded4",
                                 path + "/../x",
                                 "/v1/v1" + path,
                                 "/v2" + path,
                                 "/v1/" + path,
                                 "/x/.." + path,
                                 path + "%2f",
                                 path + "#x",
                                 path + "?a b",
                                 path + "?a\r\nX:y",
                                 path + "?\xc3\xa9",
                                 "\\" + path,
                                 "https:/" + host + path,
                                 path + "?" + std::string(5000, 'a')}) {
    CAPTURE(uri);
    CHECK_FALSE(to_next_page(base, path, {uri, "GET", "T"}).has_value());
  }
}

TEST_CASE("follows a link to the customers only from the customers") {
  const config::Url base = base_of("https", 443);
  for (const char* uri : {"/customers?size=2", "/v1/customers?size=2", "v1/Customers/?size=2"}) {
    CAPTURE(uri);
    const auto page = to_next_page(base, all_customers, {uri, "GET", "T"});
    REQUIRE(page.has_value());
    CHECK(page->target == "/v1/customers?size=2");
    CHECK_FALSE(to_next_page(base, path, {uri, "GET", "T"}).has_value());
  }
  for (const std::string& uri : {path, std::string("/customers/"), "/customers" + path,
                                 std::string("/customersx"), std::string("https://evil.example/customers")}) {
    CAPTURE(uri);
    CHECK(to_next_page(base, all_customers, {uri, "GET", "T"}).has_value() == (uri == "/customers/"));
  }
}

TEST_CASE("names the users of a customer by their path") {
  CHECK(users_of(*schema::Guid::parse("4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F04")) == path);
  CHECK(path_of(base_of("https", 443, "/pc"), path) == "/pc/v1" + path);
}

TEST_CASE("follows only links that read") {
  CHECK_FALSE(to_next_page(base_of("https", 443), path, {path, "POST", ""}).has_value());
}

TEST_CASE("refuses a token that could not stand in a header") {
  for (const std::string& token : {std::string("a b"), std::string("a\r\nX: y"), std::string("\0", 1),
                                   std::string("\x7f"), std::string("\xc3\xa9"), std::string(5000, 'a')}) {
    CHECK_FALSE(to_next_page(base_of("https", 443), path, {path, "GET", token}).has_value());
    CHECK_FALSE(to_next_page(base_of("https", 443), path, {"", "", token}).has_value());
  }
}

TEST_CASE("finds its way back from the opaque next") {
  const config::Url base = base_of("https", 443, "/pc");
  const NextPage page{"/pc/v1" + path + "?size=2", "T=="};
  const auto back = decode_next(base, path, encode_next(page));
  REQUIRE(back.has_value());
  CHECK(back->target == page.target);
  CHECK(back->token == page.token);
}

}  // namespace
}  // namespace adapters::partner_center
