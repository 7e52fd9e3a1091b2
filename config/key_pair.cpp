#include "config/key_pair.hpp"

#include "config/pem.hpp"

namespace config {

std::optional<KeyPair> read_key_pair(const Section& section, std::string_view certificate_key,
                                     std::string_view private_key) {
  section.required_text(certificate_key);
  section.required_text(private_key);
  const auto certificate = section.pem_file(certificate_key, Value::Pem::certificates);
  const auto key = section.pem_file(private_key, Value::Pem::private_key);
  if (!certificate || !key) return std::nullopt;
  const auto chain = section.value(certificate_key)->pem(Value::Pem::certificates);
  const auto secret = section.value(private_key)->pem(Value::Pem::private_key);
  if (chain && secret && !belong_together(chain->reveal(), secret->reveal())) {
    section.mistake(private_key, "is not the key of the first certificate in `" +
                                     std::string(certificate_key) + "`: give the one that is");
  }
  return KeyPair{*certificate, *key};
}

}  // namespace config
