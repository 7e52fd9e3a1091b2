#include "gateway/cli/command_line.hpp"

#include <boost/version.hpp>
#include <openssl/crypto.h>

#include <sqlite3.h>

namespace gateway::cli {

std::string version_text() {
  std::string text = "usher " USHER_VERSION "\n";
  text += "Boost " + std::to_string(BOOST_VERSION / 100000) + '.' +
          std::to_string(BOOST_VERSION / 100 % 1000) + '\n';
  text += std::string(OpenSSL_version(OPENSSL_VERSION)) + '\n';
  text += "yaml-cpp " USHER_YAML_CPP_VERSION "\nSQLite ";
  text += sqlite3_libversion();
  text += "\nsimdjson " USHER_SIMDJSON_VERSION "\n";
  return text;
}

}  // namespace gateway::cli
