// CloudCockpit's lists of customers and of permission groups on the wire: requests out, pages in. Pure;
// adapter.cpp uses it.
#pragma once

#include "adapters/cloud_cockpit/portal.hpp"
#include "adapters/directory.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::cloud_cockpit {

// Pages are counted from 1. `reseller` is a GUID's text, or empty.
HttpRequest encode_customer_list(const Portal& portal, const CallContext& context, std::string_view reseller,
                                 std::uint32_t page);
HttpRequest encode_group_list(const Portal& portal, const CallContext& context, std::uint32_t page);

// `reseller` is what the bindings of the customers go on with.
Result<CustomerPage> decode_customer_list(HttpReply reply, const std::string& reseller, std::uint32_t page,
                                          WallTime wall_now);
Result<GroupPage> decode_group_list(HttpReply reply, std::uint32_t page, WallTime wall_now);

}  // namespace adapters::cloud_cockpit
