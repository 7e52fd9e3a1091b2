#include "config/nearest.hpp"

#include <doctest/doctest.h>

TEST_CASE("finds the key that a misspelt one stands for, and none for a strange one") {
  const std::vector<std::string> known = {"base_url", "x_tenant", "reseller_id", "ca_file", "auth", "create"};
  struct Row {
    std::string word;
    const char* meant;
  };
  for (const Row& row : {Row{"base_ulr", "base_url"}, Row{"baseUrl", "base_url"}, Row{"base-url", "base_url"},
                         Row{"X_TENANT", "x_tenant"}, Row{"reseler_id", "reseller_id"}, Row{"atuh", "auth"},
                         Row{"crate", "create"}, Row{"cafile", "ca_file"}}) {
    CAPTURE(row.word);
    CHECK(config::nearest(row.word, known) == std::string(row.meant));
  }
  for (const std::string& word :
       {std::string("timeout"), std::string(""), std::string("a"), std::string("ab"), std::string(65, 'a')}) {
    CAPTURE(word);
    CHECK(!config::nearest(word, known).has_value());
  }
  CHECK(!config::nearest("auth", {}).has_value());
}
