// HTTPS listeners: what they speak, and that nobody can hold them up.
#include "tests/integration/hostile.hpp"
#include "tests/integration/probe.hpp"
#include "tests/integration/tls_listener.hpp"
#include "tests/support/authority.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <sys/stat.h>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::HttpConnection;
using support::TlsWish;

struct House {
  TlsListener listener;
  support::GatewayProcess gateway{yaml("")};

  std::string yaml(std::string_view limits) const {
    return listener.in(support::emulated_yaml(arena().emulator, limits));
  }
  TlsWish wish(int version = 0) const { return listener.wish(version); }
};

House& house() {
  static House only;
  return only;
}

}  // namespace

TEST_CASE("serves lists over TLS 1.2 and 1.3 and keeps the connection") {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    HttpConnection connection(house().gateway.port(), house().wish(version));
    for (int i = 0; i < 3; ++i) {
      connection.send(get("/v1/tenants/contoso/customers/crowd/users?limit=1000"));
      const auto reply = connection.read_reply();
      CHECK(reply.status == 200);
      CHECK(reply.json().at("complete") == true);
    }
  }
}

TEST_CASE("says goodbye before it closes a TLS connection") {
  HttpConnection connection(house().gateway.port(), house().wish());
  connection.send(get("/livez", "Connection: close\r\n"));
  CHECK(connection.read_reply().status == 200);
  CHECK(connection.is_closed_within(5s));
  CHECK(connection.said_goodbye());
}

TEST_CASE("refuses malformed heads under TLS too, and takes https in an absolute target") {
  HttpConnection good(house().gateway.port(), house().wish());
  good.send(get("https://localhost/livez"));
  CHECK(good.read_reply().status == 200);
  good.send(get("http://localhost/livez") + get("/livez"));
  CHECK(good.read_reply().status == 400);
  CHECK(good.is_closed_within(5s));
  CHECK(good.said_goodbye());
}

TEST_CASE("speaks no TLS before 1.2 and no suite with CBC or without forward secrecy") {
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    CHECK_THROWS(HttpConnection(house().gateway.port(), house().wish(version)));
  for (const char* suites :
       {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "AES128-GCM-SHA256", "AES128-SHA"}) {
    CAPTURE(suites);
    TlsWish wish = house().wish(TLS1_2_VERSION);
    wish.suites = std::string(suites) + ":@SECLEVEL=0";
    CHECK_THROWS(HttpConnection(house().gateway.port(), wish));
  }
  TlsWish wish = house().wish(TLS1_2_VERSION);
  wish.suites = "ECDHE-ECDSA-AES128-GCM-SHA256";
  CHECK_NOTHROW(HttpConnection(house().gateway.port(), wish));
}

TEST_CASE("answers nobody who speaks plain HTTP to a TLS listener") {
  HttpConnection connection(house().gateway.port());
  connection.send(get(users_target));
  CHECK(connection.read_reply(false, 5s).status == 0);
}

TEST_CASE("ends a handshake that stalls after 3 seconds, and goes on at the limit of handshakes") {
  support::GatewayProcess gateway(house().yaml("limits: {tls_handshakes: 2}"));
  HttpConnection silent(gateway.port());
  HttpConnection begun(gateway.port());
  begun.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  const auto took = time_of([&] {
    HttpConnection third(gateway.port(), house().wish());
    third.send(get("/livez"));
    CHECK(third.read_reply().status == 200);
  });
  CHECK(took >= 2800ms);
  CHECK(took < 4500ms);
  CHECK(silent.is_closed_within(1s));
  CHECK(begun.is_closed_within(1s));
}

}  // namespace tests::integration
