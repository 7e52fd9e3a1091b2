#include "tests/integration/tls_listener.hpp"

#include "tests/integration/list_scene.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

namespace tests::integration {

TlsListener::TlsListener() { REQUIRE(chmod(key_.path().c_str(), 0600) == 0); }

std::string TlsListener::in(std::string yaml, const std::string& client_ca) const {
  const std::string asked = client_ca.empty() ? "" : ", client_ca: " + client_ca;
  return with(std::move(yaml), "listen: [{address: '127.0.0.1:0'}]",
              "listen: [{address: '127.0.0.1:0', tls: {certificate: " + certificate_.path() +
                  ", key: " + key_.path() + asked + "}}]");
}

support::TlsWish TlsListener::wish(int version) const {
  support::TlsWish wish;
  wish.ca_file = ca_.path();
  wish.min_version = wish.max_version = version;
  return wish;
}

support::TlsWish TlsListener::wish(const support::IssuedCertificate& own, int version) const {
  support::TlsWish wished = wish(version);
  wished.certificate = own.certificate;
  wished.key = own.key;
  return wished;
}

}  // namespace tests::integration
