#include "adapters/cloud_cockpit/codec.hpp"
#include "tests/adapters/cloud_cockpit/portal.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::cloud_cockpit {
namespace {

using tests::adapters::cockpit_customer;
using tests::adapters::read_expected;
using tests::adapters::read_sample;
using tests::adapters::to_json;
using tests::adapters::with_body;

schema::UserDraft draft_of_the_samples() {
  schema::UserDraft draft;
  draft.email = "ada@contoso.com";
  draft.first_name = "Ada";
  draft.last_name = "Lovelace";
  draft.role_name = "customer";
  draft.group_ids = {*schema::Guid::parse("b92a36a4-feb8-4f47-a69c-29a180aa6d0a")};
  return draft;
}

TEST_CASE("the documented list, and lists as they may really be, come out as the common schema") {
  for (const char* file : {"list_users", "list_users_varied", "list_users_envelope", "list_users_empty"}) {
    CAPTURE(file);
    const std::string name = std::string("cloud_cockpit/") + file;
    const auto page = decode_list(read_sample(name), cockpit_customer, {});
    REQUIRE(page.has_value());
    CHECK(to_json(**page, "cloud_cockpit") == read_expected(name));
    CHECK_FALSE((*page)->next.has_value());
    CHECK((*page)->drift.is_empty());
  }
}

TEST_CASE("a create that answers with a mere id comes out as a whole user") {
  for (const char* file : {"create_user", "create_user_documented", "create_user_unquoted"}) {
    CAPTURE(file);
    const std::string name = std::string("cloud_cockpit/") + file;
    const auto page = decode_created(read_sample(name), cockpit_customer, draft_of_the_samples(), {});
    REQUIRE(page.has_value());
    CHECK(to_json(**page, "cloud_cockpit") == read_expected(name));
    CHECK((*page)->users.front().raw.empty());
    CHECK((*page)->drift.is_empty());
  }
}

TEST_CASE("every sample of a list is exactly as long as its Content-Length says") {
  for (const char* name : {"list_users", "list_users_varied", "list_users_new_members", "list_customers",
                           "list_groups", "found_customer"}) {
    CAPTURE(name);
    const HttpReply reply = read_sample(std::string("cloud_cockpit/") + name);
    CHECK(std::to_string(reply.body.size()) == reply.header("content-length"));
  }
}

TEST_CASE("what is new in a list or missing is counted by its path") {
  const auto page = decode_list(read_sample("cloud_cockpit/list_users_new_members"), cockpit_customer, {});
  REQUIRE(page.has_value());
  CHECK((*page)->users.size() == 2);
  const Drift& drift = (*page)->drift;
  CHECK(drift.count("users[].phone") == 2);
  CHECK(drift.count("users[].role.level") == 1);
  CHECK(drift.count("users[].groups[].scope") == 1);
  CHECK(drift.count("users[].lastName missing") == 1);
  CHECK(drift.count("users[].groups missing") == 1);
  CHECK(drift.entries().size() == 5);
}

TEST_CASE("every user of a list keeps its own object as it came") {
  const HttpReply reply = read_sample("cloud_cockpit/list_users_varied");
  const auto page = decode_list(with_body(reply, reply.body.view()), cockpit_customer, {});
  REQUIRE(page.has_value());
  std::string all;
  for (const auto& user : (*page)->users)
    all.append(all.empty() ? "[" : ",").append(user.raw);
  CHECK(all + "]" == reply.body.view());
}

TEST_CASE("a list cut at any byte is an error, never a shorter list") {
  for (const char* file : {"list_users", "list_users_varied", "list_users_envelope", "list_users_empty"}) {
    CAPTURE(file);
    const HttpReply whole = read_sample(std::string("cloud_cockpit/") + file);
    for (std::size_t size = 0; size < whole.body.size(); ++size) {
      const auto page =
          decode_list(with_body(whole, whole.body.view().substr(0, size)), cockpit_customer, {});
      CAPTURE(size);
      REQUIRE(page.has_error());
      REQUIRE(page.error().kind == ErrorKind::bad_response);
    }
  }
}

TEST_CASE("no damaged byte of a list crashes the codec or invents users") {
  const HttpReply whole = read_sample("cloud_cockpit/list_users_varied");
  for (std::size_t at = 0; at < whole.body.size(); ++at) {
    for (const char byte : {'"', '\\', '{', '}', '[', ']', ',', ':', '\0', '\xff', 'n', ' '}) {
      std::string body(whole.body.view());
      body[at] = byte;
      const auto page = decode_list(with_body(whole, body), cockpit_customer, {});
      if (page.has_value()) CHECK((*page)->users.size() == 4);
    }
  }
}

}  // namespace
}  // namespace adapters::cloud_cockpit
