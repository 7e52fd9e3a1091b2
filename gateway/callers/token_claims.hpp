// What the claims of a token say: for whom and when it is good, and about its client. Pure.
#pragma once

#include "gateway/callers/tokens.hpp"

#include <boost/json/object.hpp>

namespace gateway::callers {

// `aud`, `exp`, `nbf` and `iat` against the rules; `iss` has chosen them.
bool are_good_claims(const boost::json::object& claims, const config::Issuer& rules,
                     std::chrono::system_clock::time_point now);
// Each named claim equals its text or, an array, holds it.
bool has_claims(const boost::json::object& claims, const config::TokenRule& rule);
// Null where the rule names no claim that narrows. A claim that is missing leaves nothing.
std::shared_ptr<const Narrowing> read_narrowing(const boost::json::object& claims,
                                                const config::TokenRule& rule);

}  // namespace gateway::callers
