#include "config/section.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using tests::config_files::Broken;

namespace {

std::string secret_in(const std::string& secret, const std::string& first = "") {
  return first + "tenants: {t: {providers: {p: {auth: {client_secret: " + secret + "}}}}}\n";
}

std::string revealed(const config::Config& config) {
  const auto auth = config.tenants[0].providers[0].section.section("auth");
  const auto secret = auth->secret("client_secret");
  return secret ? std::string(secret->reveal()) : "(no secret)";
}

}  // namespace

TEST_CASE("takes secrets from a variable or a file, and cuts one newline at the end") {
  CHECK(revealed(tests::config_files::load(secret_in("'${env:SECRET}'"))) == "from-a-variable-hunter2");
  CHECK(revealed(tests::config_files::load(secret_in("\"${file:/run/secrets/good}\""))) ==
        "from-a-file-hunter2");
  CHECK(revealed(tests::config_files::load(secret_in("'${file:/run/secrets/windows}'"))) ==
        "from-a-file-hunter2");
  auto environment = tests::config_files::furnished();
  environment.files["/etc/usher/secrets/near"] = {"near", 0400};
  CHECK(revealed(tests::config_files::load(secret_in("'${file:secrets/near}'"), environment)) == "near");
}

TEST_CASE("reads a file that everybody can read only where the file says so") {
  CHECK(revealed(tests::config_files::load(
            secret_in("'${file:/run/secrets/open}'", "secrets: {allow_world_readable: true}\n"))) ==
        "from-a-file-hunter2");
}

TEST_CASE("takes a secret in clear only where the file says so") {
  CHECK(revealed(tests::config_files::load(secret_in("hunter2", "allow_inline_secrets: true\n"))) ==
        "hunter2");
  CHECK(revealed(tests::config_files::load(secret_in("'${env:SECRET}'", "allow_inline_secrets: true\n"))) ==
        "from-a-variable-hunter2");
}

TEST_CASE("says of each wrong secret what would be right, and never the secret") {
  const std::string at = "1:53: tenants.t.providers.p.auth.client_secret: ";
  const std::string line_two = "2:53: tenants.t.providers.p.auth.client_secret: ";
  const std::string inline_allowed = "allow_inline_secrets: true\n";
  const Broken table[] = {
      {"in clear", secret_in("hunter2"), {at + "is a secret in clear"}},
      {"a number in clear", secret_in("2222222"), {at + "is a secret in clear"}},
      {"empty", secret_in("''"), {at + "is a secret in clear"}},
      {"empty where clear is allowed", secret_in("''", inline_allowed), {line_two + "is empty"}},
      {"nothing",
       secret_in(""),
       {"1:38: tenants.t.providers.p.auth.client_secret: has no value: it must be ${env:NAME}"}},
      {"a list", secret_in("[hunter2]"), {"1:38: tenants.t.providers.p.auth.client_secret: is a list"}},
      {"a mapping",
       secret_in("{hunter2: x}"),
       {"1:38: tenants.t.providers.p.auth.client_secret: is a mapping"}},
      {"a variable that is not set",
       secret_in("'${env:NOT_SET}'"),
       {at + "the environment variable `NOT_SET` is not set"}},
      {"an empty variable", secret_in("'${env:EMPTY}'"), {at + "the environment variable `EMPTY` is empty"}},
      {"no variable", secret_in("'${env:}'"), {at + "must be ${env:NAME} with the name"}},
      {"a variable that cannot be",
       secret_in("'${env:hunter-2}'"),
       {at + "must be ${env:NAME} with the name"}},
      {"no such file",
       secret_in("'${file:/run/gone}'"),
       {at + "the file `/run/gone` cannot be read: No such file"}},
      {"no file", secret_in("'${file:}'"), {at + "must be ${file:PATH} with the path"}},
      {"an empty file",
       secret_in("'${file:/run/secrets/empty}'"),
       {at + "the file `/run/secrets/empty` is empty"}},
      {"a file that everybody reads",
       secret_in("'${file:/run/secrets/open}'"),
       {at + "the file `/run/secrets/open` is readable by everybody"}},
      {"a file of two lines", secret_in("'${file:/run/secrets/lines}'"), {at + "holds a line break"}},
      {"a file that is too big",
       secret_in("'${file:/run/secrets/big}'"),
       {at + "the file `/run/secrets/big` is bigger"}},
      {"a reference of another kind",
       secret_in("'${vault:hunter2}'"),
       {at + "must be ${env:NAME} or ${file:PATH}"}},
      {"a reference without an end",
       secret_in("'${env:hunter2'"),
       {at + "must be ${env:NAME} or ${file:PATH}"}},
      {"more than a reference",
       secret_in("'${env:SECRET} hunter2'"),
       {at + "must be ${env:NAME} or ${file:PATH}"}},
      {"such a reference where clear is allowed",
       secret_in("'${vault:hunter2}'", inline_allowed),
       {line_two + "must be ${env:NAME} or ${file:PATH}"}},
      {"a line break in clear",
       secret_in("\"hunter2\\r\\nX: y\"", inline_allowed),
       {line_two + "holds a line break"}},
      {"a certificate instead",
       secret_in("'${env:SECRET}', certificate: x, key: y"),
       {"1:70: tenants.t.providers.p.auth.certificate: signing in with a certificate is not supported by "
        "this version",
        "1:86: tenants.t.providers.p.auth.key: signing in with a certificate is not supported by this "
        "version"}},
      {"a reference where no secret is",
       "tenants: {t: {providers: {p: {x_tenant: '${env:SECRET}'}}}}\n",
       {"1:41: tenants.t.providers.p.x_tenant: is a reference, which only secrets may be"}},
  };
  for (const Broken& row : table) {
    check(row);
    for (const std::string& mistake : tests::config_files::mistakes(row.yaml)) {
      CAPTURE(mistake);
      CHECK(mistake.find("hunter") == std::string::npos);
    }
  }
}
