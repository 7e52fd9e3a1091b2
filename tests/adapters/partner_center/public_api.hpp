// Where Partner Center is, and the customer of it that the tests of this folder ask about.
#pragma once

#include "config/url.hpp"
#include "schema/guid.hpp"

namespace tests::adapters {

inline const schema::Guid partner_customer = *schema::Guid::parse("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");

inline config::Url base_url() {
  config::Url base;
  base.scheme = "https";
  base.host = "api.partnercenter.microsoft.com";
  base.port = 443;
  return base;
}

}  // namespace tests::adapters
