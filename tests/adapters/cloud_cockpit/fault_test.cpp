#include "adapters/cloud_cockpit/fault.hpp"

#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

namespace adapters::cloud_cockpit {
namespace {

using tests::adapters::read_sample;
using tests::adapters::reply_of;

ProviderError fault(const HttpReply& reply, Operation operation) { return fault_of(reply, operation, {}); }

TEST_CASE("reads the documented error") {
  const auto error = fault(read_sample("cloud_cockpit/error_documented"), Operation::create);
  CHECK(error.kind == ErrorKind::refused);
  CHECK(error.code == "string");
  CHECK(error.message == "string string: string");
  CHECK(error.fields.empty());
}

TEST_CASE("lives with 401 and 403 without a body") {
  const auto rejected = fault(reply_of(401, ""), Operation::list_first_page);
  CHECK(rejected.kind == ErrorKind::credentials);
  CHECK(rejected.remedy.find("x_tenant") != std::string::npos);
  const auto forbidden = fault(reply_of(403, ""), Operation::list_first_page);
  CHECK(forbidden.kind == ErrorKind::forbidden);
  CHECK(forbidden.remedy.find("reseller_id") != std::string::npos);
}

TEST_CASE("points to the fields that it names") {
  const auto error = fault(read_sample("cloud_cockpit/refused_fields"), Operation::create);
  CHECK(error.kind == ErrorKind::refused);
  REQUIRE(error.fields.size() == 2);
  CHECK(error.fields[0].pointer == "/firstName");
  CHECK(error.fields[1].pointer == "/groups");
  CHECK(error.message ==
        "One or more validation errors occurred. FirstName: 'First Name' must not be empty. Groups[0].Id: "
        "Group not found.");
}

TEST_CASE("takes a duplicate e-mail address for a user who is there already") {
  CHECK(fault(read_sample("cloud_cockpit/duplicate_user"), Operation::create).kind == ErrorKind::user_exists);
  CHECK(fault(reply_of(409, ""), Operation::create).kind == ErrorKind::user_exists);
  for (const char* body :
       {R"({"errors":[{"propertyName":"email","description":["Email is already in use"]}]})",
        R"({"errors":[{"propertyName":"$.Email","description":"duplicate"}]})",
        R"({"description":"The user already exists."})", R"({"type":"DuplicateEmail"})",
        R"({"description":"E-mail already taken","errors":[{"propertyName":null,"description":[]}]})"}) {
    CAPTURE(body);
    CHECK(fault(reply_of(400, body), Operation::create).kind == ErrorKind::user_exists);
  }
}

TEST_CASE("does not take every duplicate for a user") {
  for (const char* body :
       {R"({"errors":[{"propertyName":"Groups","description":["Duplicate group"]}]})",
        R"({"description":"Duplicate group","errors":[{"propertyName":"Groups","description":[]}]})",
        R"({"errors":[{"propertyName":"Email","description":["Not an address"]}]})", ""}) {
    CAPTURE(body);
    CHECK(fault(reply_of(400, body), Operation::create).kind == ErrorKind::refused);
  }
}

TEST_CASE("needs no body that it understands") {
  for (const char* body : {"", "<html>", "{\"errors\":", "[]", R"({"errors":{}})", R"({"errors":[1,null]})",
                           R"({"description":[]})"}) {
    CAPTURE(body);
    const auto error = fault(reply_of(500, body), Operation::list_first_page);
    CHECK(error.kind == ErrorKind::failed);
    CHECK(error.retryable);
    CHECK(error.message.empty());
  }
}

}  // namespace
}  // namespace adapters::cloud_cockpit
