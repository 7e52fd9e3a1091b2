// Partner Center's list of a partner's customers on the wire: requests out, pages in. Pure; adapter.cpp uses
// it.
#pragma once

#include "adapters/directory.hpp"
#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"
#include "config/url.hpp"

#include <optional>
#include <string_view>

namespace adapters::partner_center {

// `next` is empty or a page's. A `next` that is not of the customers: nullopt.
std::optional<HttpRequest> encode_customer_list(const config::Url& base, std::string_view next);
Result<CustomerPage> decode_customer_list(HttpReply reply, const config::Url& base, bool first_page,
                                          WallTime wall_now);

}  // namespace adapters::partner_center
