// The draft of one user as a person gives it: FIELD=VALUE arguments or a JSON text, and a password that comes
// by another way. Whether it is a good draft is for Usher to say.
#pragma once

#include "config/checked.hpp"
#include "schema/secret_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

inline constexpr const char* no_password_here =
    "a password among the arguments can be read by everybody on this machine: give it by --password-file or "
    "--ask-password";

// An empty password is none.
config::Checked<schema::SecretText> draft_of_fields(const std::vector<std::string>& fields,
                                                    std::string_view password);
// `draft` is JSON; it goes on byte by byte but for the password that is put in.
config::Checked<schema::SecretText> with_password(schema::SecretText draft, std::string_view password);

}  // namespace gateway::cli
