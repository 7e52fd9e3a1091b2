// What every list codec's target checks: a page's users, and the objects that they came as, print as valid
// JSON on one line.
#pragma once

#include "adapters/page.hpp"
#include "schema/raw_json.hpp"
#include "schema/user_json.hpp"

#include <boost/json/parse.hpp>

#include <cstdlib>
#include <string>
#include <string_view>

namespace tests::fuzz {

inline void check_users_print(const adapters::Page& page) {
  constexpr std::string_view provider = "fuzzed";
  for (const schema::User& user : page.users) {
    const schema::User* account = &user;
    std::string out;
    schema::append_person(out, {{&account, 1}, {&provider, 1}});
    boost::system::error_code broken;
    boost::json::parse(out, broken);
    if (broken) std::abort();
    std::string raw;
    schema::append_raw_json(raw, user.raw);
    boost::json::parse(raw, broken, {}, {.max_depth = 64});
    if (broken || raw.front() != '{' || raw.find_first_of("\r\n") != raw.npos) std::abort();
  }
}

}  // namespace tests::fuzz
