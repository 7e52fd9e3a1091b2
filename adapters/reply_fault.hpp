// What a reply that is not the wanted one means by its status alone, for every provider; codecs add what the
// body says. Pure.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"

#include <chrono>
#include <string>

namespace adapters {

enum class Operation { list_first_page, list_later_page, create, other };

using WallTime = std::chrono::system_clock::time_point;

// For any status outside 200 and 201. Everything a reply means was sent.
ProviderError fault_of_status(const HttpReply& reply, Operation operation, WallTime wall_now);
// A reply with a good status, but not the documented one.
ProviderError bad_reply(const HttpReply& reply, std::string detail);

// The body as text for `ProviderError::message` where it is neither JSON nor a page of HTML; else empty.
std::string plain_words(std::string_view body);
// ASCII only: providers' codes, names and stock phrases.
bool contains_ignoring_case(std::string_view text, std::string_view part);
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace adapters
