#include "tests/support/gateway_process.hpp"

#include <boost/json/parse.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace tests::support {
namespace {

// The emulator's credentials; they are public (tests/emulator/README.md).
constexpr std::string_view providers = R"(
    providers:
      partner_center:
        base_url: http://127.0.0.1:@PARTNER_CENTER@
        auth:
          authority: http://127.0.0.1:@TOKEN_SERVICE@
          tenant_id: 11111111-0000-4000-8000-000000000001
          client_id: 11111111-0000-4000-8000-00000000000c
          client_secret: emulator-partner-center-secret-1
          refresh_token: emulator-partner-center-refresh-token-1
      cloud_cockpit:
        base_url: http://127.0.0.1:@CLOUD_COCKPIT@
        x_tenant: portal.contoso.com
        auth:
          authority: http://127.0.0.1:@TOKEN_SERVICE@
          client_id: 22222222-0000-4000-8000-00000000000c
          client_secret: emulator-cloud-cockpit-secret-1
    customers:
      twelve: {partner_center: aaaaaaaa-0000-4000-8000-000000000012, cloud_cockpit: cccccccc-0000-4000-8000-000000000012}
      crowd: {partner_center: aaaaaaaa-0000-4000-8000-000000000350, cloud_cockpit: cccccccc-0000-4000-8000-000000000350}
      city: {partner_center: aaaaaaaa-0000-4000-8000-000000005000, cloud_cockpit: cccccccc-0000-4000-8000-000000005000}
      onlypc: {partner_center: aaaaaaaa-0000-4000-8000-000000000040}
      onlycc: {cloud_cockpit: cccccccc-0000-4000-8000-000000000030}
      empty: {partner_center: aaaaaaaa-0000-4000-8000-000000000000, cloud_cockpit: cccccccc-0000-4000-8000-000000000000}
)";

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::vector<std::string> command(const GatewayOptions& options, const std::string& file) {
  std::vector<std::string> arguments = options.in_front;
  arguments.insert(arguments.end(), {options.program, "serve", file});
  return arguments;
}

// A gateway signs in by itself soon after its start. Tests count sign-ins: here it waits for a request,
// unless the test says when.
std::string without_first_sign_in(std::string yaml) {
  if (yaml.find("sign_in_after") != yaml.npos) return yaml;
  constexpr std::string_view limits = "limits: {";
  const auto at = yaml.starts_with(limits) ? 0 : yaml.find("\nlimits: {");
  if (at == yaml.npos) return yaml + "\nlimits: {sign_in_after: 24h}\n";
  const auto behind = yaml.find('{', at) + 1;
  return yaml.insert(behind, yaml[behind] == '}' ? "sign_in_after: 24h" : "sign_in_after: 24h, ");
}

}  // namespace

TemporaryFile::TemporaryFile(std::string_view suffix, std::string_view content) {
  path_ = "/tmp/usher-test-XXXXXX" + std::string(suffix);
  const int descriptor = mkstemps(path_.data(), static_cast<int>(suffix.size()));
  if (descriptor < 0) throw std::runtime_error("no temporary file");
  close(descriptor);
  std::ofstream(path_, std::ios::binary) << content;
}

TemporaryFile::~TemporaryFile() { unlink(path_.c_str()); }

GatewayProcess::GatewayProcess(std::string_view yaml, GatewayOptions options)
    : file_(".yaml", without_first_sign_in(std::string(yaml))),
      process_(command(options, file_.path()), options.environment) {
  const auto note = [this](const std::string& line) {
    if (!line.starts_with('{')) return false;
    const auto event = boost::json::parse(line);
    if (event.at("event") == "listening") {
      const std::string address(event.at("address").as_string().c_str());
      const bool has_port = !address.starts_with("unix:");
      ports_.push_back(
          has_port ? static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))) : 0);
    }
    return event.at("event") == "started";
  };
  if (!process_.wait_for_line(note)) throw std::runtime_error("usher did not start: " + process_.output());
}

GatewayProcess::~GatewayProcess() {
  if (!process_.is_alive()) return;
  const int code = process_.end();
  if (code == 0) return;
  std::fprintf(stderr, "usher ended with %d:\n%s\n", code, process_.output().c_str());
  std::_Exit(1);
}

void GatewayProcess::write_configuration(std::string_view yaml) const {
  std::ofstream(file_.path(), std::ios::binary) << yaml;
}

HttpReply GatewayProcess::reload(std::string_view yaml) const {
  write_configuration(yaml);
  return request(port(1), "POST", "/admin/reload");
}

HttpReply GatewayProcess::get(std::string_view target, const Headers& headers) const {
  return request(port(), "GET", target, headers);
}

HttpReply GatewayProcess::post(std::string_view target, std::string_view body, const Headers& headers) const {
  return request(port(), "POST", target, headers, body);
}

std::string emulated_yaml(const EmulatorProcess& emulator, std::string_view top, std::string_view tenant) {
  std::string yaml =
      "listen: [{address: '127.0.0.1:0'}]\nadmin: {address: '127.0.0.1:0'}\nallow_inline_secrets: true\n";
  yaml.append(top).append("\ntenants:\n  contoso:\n").append(tenant);
  yaml += providers;
  replace_all(yaml, "@PARTNER_CENTER@", std::to_string(emulator.partner_center()));
  replace_all(yaml, "@CLOUD_COCKPIT@", std::to_string(emulator.cloud_cockpit()));
  replace_all(yaml, "@TOKEN_SERVICE@", std::to_string(emulator.token_service()));
  return yaml;
}

}  // namespace tests::support
