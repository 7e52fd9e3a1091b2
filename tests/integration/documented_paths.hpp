// Paths of the published document, by their templates, and the queries that choose providers of a create.
#pragma once

#include <string>

namespace tests::integration::documented {

inline const std::string tenants = "/v1/tenants";
inline const std::string customers = "/v1/tenants/{tenant}/customers";
inline const std::string groups = "/v1/tenants/{tenant}/groups";
inline const std::string users = "/v1/tenants/{tenant}/customers/{customer}/users";
inline const std::string user = "/v1/tenants/{tenant}/customers/{customer}/users/{userId}";
inline const std::string batches = "/v1/tenants/{tenant}/customers/{customer}/users:batchCreate";
inline const std::string all_users = "/v1/tenants/{tenant}/users";
inline const std::string operation = "/v1/tenants/{tenant}/operations/{operationId}";

inline const std::string at_both = "provider=partner_center,cloud_cockpit";
inline const std::string at_partner = "provider=partner_center";
inline const std::string at_cockpit = "provider=cloud_cockpit";

}  // namespace tests::integration::documented
