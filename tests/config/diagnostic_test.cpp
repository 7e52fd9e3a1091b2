#include "config/diagnostic.hpp"

#include <doctest/doctest.h>

using config::Diagnostics;

TEST_CASE("prints a mistake as file, line, column, path and message") {
  CHECK(to_string(config::Diagnostic{{"usher.yaml", 3, 7}, "limits.retries", "must be between 0 and 10"}) ==
        "usher.yaml:3:7: limits.retries: must be between 0 and 10");
  CHECK(to_string(config::Diagnostic{{"usher.yaml", 1, 1}, "", "the file is empty"}) ==
        "usher.yaml:1:1: the file is empty");
}

TEST_CASE("keeps a mistake on one line whatever the file holds") {
  CHECK(to_string(config::Diagnostic{{"a\nb", 1, 1}, "x\x1b[31m", "y\r\n\x7f"}) ==
        "a\\x0ab:1:1: x\\x1b[31m: y\\x0d\\x0a\\x7f");
}

TEST_CASE("sorts mistakes by place and tells each once") {
  Diagnostics diagnostics;
  CHECK(diagnostics.empty());
  diagnostics.add({"f", 2, 1}, "b", "second");
  diagnostics.add({"f", 1, 9}, "a", "first");
  diagnostics.add({"f", 2, 1}, "b", "second");
  diagnostics.add({"f", 10, 1}, "c", "third");
  CHECK(to_string(diagnostics) == "f:1:9: a: first\nf:2:1: b: second\nf:10:1: c: third\n");
}

TEST_CASE("quotes a name up to 64 bytes, never half a character") {
  CHECK(config::quoted("contoso") == "`contoso`");
  CHECK(config::quoted("a\nb") == "`a\\x0ab`");
  CHECK(config::quoted(std::string(64, 'a')) == '`' + std::string(64, 'a') + '`');
  CHECK(config::quoted(std::string(65, 'a')) == '`' + std::string(64, 'a') + "…`");
  CHECK(config::quoted(std::string(63, 'a') + "üü") == '`' + std::string(63, 'a') + "…`");
}

TEST_CASE("cuts a key where a secret may have run into it") {
  CHECK(config::shown_key("client_secret") == "client_secret");
  CHECK(config::shown_key("client_secret:hunter2") == "client_secret…");
  CHECK(config::shown_key("client_secret hunter2") == "client_secret…");
  CHECK(config::shown_key("client_secret=hunter2") == "client_secret…");
  CHECK(config::shown_key("für") == "für");
  CHECK(config::shown_key(std::string(63, 'a') + "üü") == std::string(63, 'a') + "…");
}
