// What is left in the gateway's memory of requests that are over: no password, no key, no token of a caller.
#include "tests/integration/callers.hpp"
#include "tests/integration/canary_scene.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/probe.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace tests::integration {
namespace {

// A sanitizer keeps what was freed, and maps more than can be read.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// What a process may write to of its memory; empty where it cannot be looked at.
std::string memory_of(pid_t pid) {
  const std::string at = "/proc/" + std::to_string(pid);
  std::ifstream maps(at + "/maps");
  std::ifstream memory(at + "/mem", std::ios::binary);
  std::string all;
  for (std::string line; std::getline(maps, line);) {
    unsigned long from = 0;
    unsigned long to = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, mode) != 3 || mode[0] != 'r' || mode[1] != 'w')
      continue;
    const std::size_t old = all.size();
    all.resize(old + (to - from));
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(from));
    memory.read(all.data() + old, static_cast<std::streamsize>(to - from));
  }
  return all;
}

TEST_CASE("passwords and keys of callers are gone from the gateway's memory when their requests are over") {
  CanaryScene scene;
  scene.read_everything();
  for (int n = 0; n < 5; ++n)
    CHECK(scene.create("full/twelve", "gone" + std::to_string(n)).status == 201);
  const std::string cut = scene.draft("cut");
  CHECK(scene.send("POST", users_path("full/twelve"), {}, cut.substr(0, cut.size() - 2)).status == 400);
  const std::string users = "/v1/tenants/full/customers/twelve/users";
  std::vector<CallerToken> tokens = scene.keys.refused;
  for (const CallerToken& one : tokens) {
    CHECK(scene.send("GET", users, bearing(one.text)).status == 401);
    CHECK(scene.send_tls("GET", users, bearing(one.text)).status == 401);
  }
  tokens.push_back(scene.keys.good);
  CHECK(scene.send("GET", users, bearing(tokens.back().text)).status == 200);
  CHECK(scene.send_tls("GET", users, bearing(tokens.back().text)).status == 200);
  CHECK(scene.send("POST", users_path("full/twelve"), bearing(tokens.back().text), scene.draft("gone-hr"))
            .status == 201);
  CHECK(scene.send("GET", "/v1/tenants/full/groups").status == 200);
  const pid_t pid = scene.gateway().process().process().pid();
  if (memory_of(pid).find("full") == std::string::npos) {
    MESSAGE("another process's memory cannot be read here");
    return;
  }
  const auto is_gone = [&](std::string_view secret) {
    return eventually([&] { return memory_of(pid).find(secret) == std::string::npos; });
  };
  CHECK(is_gone(api_key));
  for (const CallerToken& token : tokens) {
    CAPTURE(token.what);
    CHECK(is_gone(token.text));
    CHECK(is_gone(signature_of(token.text)));
  }
  for (const std::string& password : scene.passwords()) {
    CAPTURE(password);
    CHECK(is_gone(password));
    CHECK(is_gone(json_escaped(password)));
  }
}
#endif

}  // namespace
}  // namespace tests::integration
