// Where Partner Center says the next page is, and whether the gateway may go there: only to the same
// resource at the same host. Pure.
#pragma once

#include "config/url.hpp"
#include "schema/guid.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::partner_center {

// `links.next` of a list, and its continuation token; empty where there is none.
struct NextLink {
  std::string_view uri;
  std::string_view method;
  std::string_view token;
};

struct NextPage {
  std::string target;  // origin-form
  std::string token;   // for MS-ContinuationToken; may be empty
};

// A resource is named by its path below the version: "/customers", or "/customers/{guid}/users".
inline constexpr std::string_view all_customers = "/customers";
std::string users_of(schema::Guid customer);
// The whole path of it, below the API's own prefix.
std::string path_of(const config::Url& base, std::string_view resource);

// nullopt: a link that must not be followed. Only the query is taken from it; the path is written anew.
std::optional<NextPage> to_next_page(const config::Url& base, std::string_view resource,
                                     const NextLink& link);

// The adapter's opaque `next`, and back; nullopt for what is not one of this resource.
std::string encode_next(const NextPage& page);
std::optional<NextPage> decode_next(const config::Url& base, std::string_view resource,
                                    std::string_view next);

}  // namespace adapters::partner_center
