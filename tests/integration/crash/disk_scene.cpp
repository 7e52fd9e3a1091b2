#include "tests/integration/crash/disk_scene.hpp"

#include "tests/integration/crash/books.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

namespace tests::integration::crash {
namespace fs = std::filesystem;
using support::EmulatorProcess;
using support::GatewayProcess;

Wish somebody_new() {
  const std::string name = somebody();
  return {name, "key-" + name, {"partner_center"}};
}

std::string yaml_over(const EmulatorProcess& emulator, const fs::path& database) {
  return file_of("state: {sqlite: " + database.string() + "}\n", {emulated_tenant(emulator, "contoso")});
}

bool can_list(const GatewayProcess& gateway) {
  return gateway.get("/v1/tenants/contoso/customers/twelve/users").status == 200;
}

void check_refused_unsent(const GatewayProcess& gateway, const EmulatorProcess& emulator) {
  const std::size_t before = posts(emulator).size();
  const Wish wish = somebody_new();
  const std::string path = users_path("contoso/twelve?provider=partner_center");
  for (const support::Headers& headers : {with_key(wish.key), support::Headers()}) {
    const auto reply = gateway.post(path, boost::json::serialize(partner_draft(wish.name)), headers);
    check_contract(gateway, "POST", path, reply);
    CHECK(reply.status == 503);
    CHECK(code_of(reply) == "state_unavailable");
  }
  CHECK(posts(emulator).size() == before);
  CHECK(can_list(gateway));
}

void check_creates(const GatewayProcess& gateway, const EmulatorProcess& emulator) {
  const std::size_t before = posts(emulator).size();
  const Wish wish = somebody_new();
  CHECK(ask_once(gateway.port(), wish).status == 201);
  CHECK(ask_once(gateway.port(), wish).replayed);
  CHECK(posts(emulator).size() == before + 1);
}

SmallDisk::SmallDisk(std::string_view size) {
  std::string pattern = (fs::temp_directory_path() / "usher-disk-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
  path_ = pattern;
  const std::string options = "mode=0700,size=" + std::string(size);
  is_mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

SmallDisk::~SmallDisk() {
  // Whoever still writes there is a test that failed; it must not keep the mount.
  if (is_mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  fs::remove_all(path_);
}

void SmallDisk::make_read_only() const {
  if (::mount(nullptr, path_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0)
    throw std::runtime_error("it cannot be made read-only");
}

void SmallDisk::fill() const {
  std::ofstream file(path_ / "filler", std::ios::binary);
  const std::string block(1024, 'x');
  while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
  }
}

void SmallDisk::make_room() const { fs::remove(path_ / "filler"); }

}  // namespace tests::integration::crash
