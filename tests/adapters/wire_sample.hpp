// The recorded answers under tests/data, and what the common schema makes of a page.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/page.hpp"

#include <string>
#include <string_view>

namespace tests::adapters {

// "partner_center/list_users" reads tests/data/partner_center/list_users.http.
::adapters::HttpReply read_sample(const std::string& name);
// An answer of no headers, and the same answer with another body.
::adapters::HttpReply reply_of(unsigned status, std::string_view body = {});
::adapters::HttpReply with_body(const ::adapters::HttpReply& reply, std::string_view body);
// FILE.expected.json, and a page's users, as JSON in one form that compares.
std::string read_expected(const std::string& name);
std::string to_json(const ::adapters::Page& page, std::string_view provider);

}  // namespace tests::adapters
