// The portal and the customer of it that the tests of this folder ask about.
#pragma once

#include "adapters/cloud_cockpit/codec.hpp"

namespace tests::adapters {

inline const schema::Guid cockpit_customer = *schema::Guid::parse("0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10");

inline ::adapters::cloud_cockpit::Portal a_portal() {
  ::adapters::cloud_cockpit::Portal portal;
  portal.base.scheme = "https";
  portal.base.host = "api.cloudcockpit.com";
  portal.base.port = 443;
  portal.x_tenant = "portal.contoso.com";
  return portal;
}

}  // namespace tests::adapters
