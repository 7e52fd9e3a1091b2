// What a scanner makes of an HTTPS listener (Debian's sslscan), that sessions are resumed there, and what an
// idle TLS connection costs.
#include "tests/integration/hostile.hpp"
#include "tests/integration/probe.hpp"
#include "tests/integration/tls_listener.hpp"
#include "tests/support/authority.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace tests::integration {
namespace {

using support::HttpConnection;

// A gateway that listens under TLS, with the default settings.
struct ScannedHouse {
  TlsListener listener;
  support::GatewayProcess gateway{listener.in(support::emulated_yaml(arena().emulator))};

  support::TlsWish wish(int version = 0) const { return listener.wish(version); }
};

ScannedHouse& scanned_house() {
  static ScannedHouse only;
  return only;
}

std::string scan() {
  const auto scanned = support::run_to_end({"sslscan", "--no-colour", "--show-sigs",
                                            "localhost:" + std::to_string(scanned_house().gateway.port())});
  REQUIRE_MESSAGE(scanned.exit_code == 0, "sslscan is of the package of that name: ", scanned.err);
  return scanned.out;
}

// The lines that begin a suite: "Preferred TLSv1.3  128 bits  TLS_AES_128_GCM_SHA256  Curve 25519 DHE 253".
std::vector<std::string> suites_in(const std::string& report) {
  static const std::regex suite(R"(^(Preferred|Accepted)\s+(\S+)\s+(\d+) bits\s+(\S+).*)");
  std::vector<std::string> all;
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    std::smatch parts;
    if (!std::regex_match(line, parts, suite)) continue;
    all.push_back(parts.str(2) + " " + parts.str(4));
    CHECK(std::stoi(parts.str(3)) >= 128);
  }
  return all;
}

bool has_line_like(const std::string& report, const std::string& pattern) {
  std::istringstream lines(report);
  const std::regex wanted(pattern);
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, wanted)) return true;
  }
  return false;
}

// A TLS client of one handshake and one request, which may bring an earlier session.
struct Visit {
  bool was_resumed = false;
  std::shared_ptr<SSL_SESSION> session;
  unsigned status = 0;
};

Visit visit(int version, SSL_SESSION* earlier) {
  Visit made;
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_load_verify_locations(context.get(), scanned_house().wish().ca_file.c_str(), nullptr);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  std::shared_ptr<BIO> bio(BIO_new_ssl_connect(context.get()), BIO_free_all);
  SSL* tls = nullptr;
  BIO_get_ssl(bio.get(), &tls);
  SSL_set1_host(tls, "localhost");
  if (earlier != nullptr) SSL_set_session(tls, earlier);
  const std::string address = "127.0.0.1:" + std::to_string(scanned_house().gateway.port());
  BIO_set_conn_hostname(bio.get(), address.c_str());
  REQUIRE(BIO_do_connect(bio.get()) == 1);
  REQUIRE(BIO_do_handshake(bio.get()) == 1);
  made.was_resumed = SSL_session_reused(tls) == 1;
  const std::string request = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
  std::string answer;
  char bytes[4096];
  for (int got = BIO_read(bio.get(), bytes, sizeof bytes); got > 0;
       got = BIO_read(bio.get(), bytes, sizeof bytes))
    answer.append(bytes, static_cast<std::size_t>(got));
  if (answer.starts_with("HTTP/1.1 ")) made.status = static_cast<unsigned>(std::stoi(answer.substr(9, 3)));
  made.session = {SSL_get1_session(tls), SSL_SESSION_free};
  return made;
}

long resident_kib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  }
  return -1;
}

}  // namespace

TEST_CASE(
    "a scan of the listener finds TLS 1.2 and 1.3 with AEAD suites and forward secrecy, and nothing else") {
  const std::string report = scan();
  CAPTURE(report);
  for (const char* const version : {"SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"}) {
    CAPTURE(version);
    CHECK(has_line_like(report, "^" + std::string(version) + R"(\s+disabled)"));
  }
  for (const char* const version : {"TLSv1.2", "TLSv1.3"}) {
    CAPTURE(version);
    CHECK(has_line_like(report, "^" + std::string(version) + R"(\s+enabled)"));
  }
  const std::vector<std::string> suites = suites_in(report);
  CHECK(suites.size() >= 5);
  static const std::regex good(
      "TLSv1\\.3 TLS_(AES_128_GCM_SHA256|AES_256_GCM_SHA384|CHACHA20_POLY1305_SHA256)|"
      "TLSv1\\.2 ECDHE-(ECDSA|RSA)-(AES128-GCM-SHA256|AES256-GCM-SHA384|CHACHA20-POLY1305)");
  for (const std::string& suite : suites) {
    CAPTURE(suite);
    CHECK(std::regex_match(suite, good));
  }
}

TEST_CASE(
    "a scan of the listener finds no compression, no renegotiation, no Heartbleed and no weak group or key") {
  const std::string report = scan();
  CAPTURE(report);
  // Debian's OpenSSL has none, neither here nor in the scanner.
  CHECK(has_line_like(report, "Compression disabled|OpenSSL version does not support compression"));
  CHECK(has_line_like(report, "Session renegotiation not supported|Secure session renegotiation supported"));
  CHECK_FALSE(has_line_like(report, "Insecure session renegotiation"));
  CHECK(has_line_like(report, "TLSv1.3 not vulnerable to heartbleed"));
  CHECK(has_line_like(report, "TLSv1.2 not vulnerable to heartbleed"));
  CHECK_FALSE(has_line_like(report, "[0-9] vulnerable to heartbleed"));
  // Groups of 128 bits of strength at least.
  static const std::regex group(R"(^TLSv1\.[23]\s+(\d+) bits\s+(\S+))");
  std::istringstream lines(report);
  std::size_t groups = 0;
  for (std::string line; std::getline(lines, line);) {
    std::smatch parts;
    if (!std::regex_search(line, parts, group)) continue;
    CAPTURE(line);
    CHECK(std::stoi(parts.str(1)) >= 128);
    CHECK(line.find("sha1") == std::string::npos);
    CHECK(line.find("md5") == std::string::npos);
    ++groups;
  }
  CHECK(groups >= 4);
}

TEST_CASE("a client that comes back resumes its session, under TLS 1.2 and 1.3") {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    CAPTURE(version);
    const Visit first = visit(version, nullptr);
    CHECK_FALSE(first.was_resumed);
    CHECK(first.status == 200);
    const Visit second = visit(version, first.session.get());
    CHECK(second.was_resumed);
    CHECK(second.status == 200);
  }
}

TEST_CASE("an idle TLS connection costs 80 KiB at the most") {
  constexpr long count = 400;
  support::GatewayProcess& gateway = scanned_house().gateway;
  const auto visit_once = [&] {
    auto connection = std::make_unique<HttpConnection>(gateway.port(), scanned_house().wish());
    connection->send(get("/livez"));
    CHECK(connection->read_reply().status == 200);
    return connection;
  };
  std::vector<std::unique_ptr<HttpConnection>> open;
  for (int n = 0; n < 20; ++n)
    open.push_back(visit_once());
  const long before = resident_kib(gateway.process().pid());
  for (long n = 0; n < count; ++n)
    open.push_back(visit_once());
  const long each = (resident_kib(gateway.process().pid()) - before) / count;
  MESSAGE(each, " KiB for each of ", count, " idle TLS connections");
  CHECK(before > 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(each <= 80);  // (a sanitizer puts much around each allocation)
#endif
}

}  // namespace tests::integration
