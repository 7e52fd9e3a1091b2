// Self-made certificates, so that no private key lies in the tree.
#pragma once

#include <string>

namespace tests::config_files {

struct Certificate {
  std::string certificate;  // PEM
  std::string key;          // PEM
  std::string locked_key;   // the same, with a passphrase
};

Certificate make_certificate(bool is_authority = false);

}  // namespace tests::config_files
