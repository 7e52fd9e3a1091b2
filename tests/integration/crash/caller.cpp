#include "tests/integration/crash/caller.hpp"

#include "tests/integration/creating.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>
#include <thread>

namespace tests::integration::crash {
namespace json = boost::json;
using support::HttpConnection;
using support::HttpReply;
namespace {

// Retry-After is whole seconds: too long for a test, and nobody has to keep to it.
constexpr std::chrono::milliseconds pause{40};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ",") + name;
  return text;
}

json::object draft_of(const Wish& wish) {
  if (wish.providers.size() > 1) return draft_for_both(wish.name);
  return wish.providers.front() == "partner_center" ? partner_draft(wish.name) : cockpit_draft(wish.name);
}

}  // namespace

std::vector<std::string> Wish::required() const {
  return second_is_optional ? std::vector{providers.front()} : providers;
}

std::string Wish::request() const {
  const std::string place =
      second_is_optional ? "lenient/twelve" : "contoso/twelve?provider=" + joined(providers);
  return support::encode_request("POST", users_path(place), with_key(key), json::serialize(draft_of(*this)));
}

Told told(const Wish& wish, const HttpReply& reply) {
  Told told{wish.key, wish.person(),       wish.required(), reply.status,
            {},       operation_of(reply), reply.body,      false};
  told.replayed = reply.header("idempotency-replayed") == "true";
  if (reply.status >= 400) told.code = code_of(reply);
  return told;
}

Told ask_once(std::uint16_t port, const Wish& wish) {
  try {
    HttpConnection connection(port);
    connection.send(wish.request());
    return told(wish, connection.read_reply());
  } catch (const std::runtime_error&) {
    return told(wish, HttpReply());
  }
}

std::vector<Told> ask_until_final(const std::function<Told()>& ask,
                                  std::chrono::steady_clock::time_point end) {
  std::vector<Told> all;
  for (;;) {
    const bool was_final = !all.empty() && all.back().is_final();
    all.push_back(ask());
    const bool is_over = was_final && all.back().status != 0;
    if (is_over || std::chrono::steady_clock::now() > end) return all;
    if (!all.back().is_final()) std::this_thread::sleep_for(pause);
  }
}

}  // namespace tests::integration::crash
