#include "tests/support/emulator_process.hpp"

#include "tests/support/http_connection.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace tests::support {
namespace json = boost::json;
namespace {

std::vector<std::string> command(std::vector<std::string> more) {
  std::vector<std::string> arguments = {USHER_EMULATOR};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::uint16_t port_of(const json::value& url) {
  const std::string text(url.as_string().c_str());
  return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
}

}  // namespace

EmulatorProcess::EmulatorProcess(std::vector<std::string> more) : process_(command(std::move(more))) {
  const auto line = process_.wait_for_line([](const std::string& text) { return text.starts_with('{'); });
  if (!line) throw std::runtime_error("the emulator did not start: " + process_.output());
  const json::value listening = json::parse(*line);
  partner_center_ = port_of(listening.at("partner_center"));
  cloud_cockpit_ = port_of(listening.at("cloud_cockpit"));
  token_service_ = port_of(listening.at("token_service"));
  control_ = port_of(listening.at("control"));
}

json::value EmulatorProcess::call(std::string_view method, std::string_view path,
                                  std::string_view body) const {
  std::optional<std::string_view> content;
  if (!body.empty()) content = body;
  const HttpReply reply = request(control_, method, path, {}, content);
  if (reply.status / 100 != 2) {
    throw std::runtime_error("the emulator's control said " + std::to_string(reply.status) + ": " +
                             reply.body);
  }
  return reply.body.empty() ? json::value() : json::parse(reply.body);
}

json::value EmulatorProcess::get(std::string_view path) const { return call("GET", path, {}); }
json::value EmulatorProcess::post(std::string_view path, std::string_view body) const {
  return call("POST", path, body);
}
json::value EmulatorProcess::patch(std::string_view path, std::string_view body) const {
  return call("PATCH", path, body);
}
void EmulatorProcess::remove(std::string_view path) const { call("DELETE", path, {}); }
void EmulatorProcess::set(std::string_view name, const json::value& value) const {
  call("PATCH", "/switches", json::serialize(json::object{{name, value}}));
}
void EmulatorProcess::fault(std::string_view body) const { call("POST", "/faults", body); }
void EmulatorProcess::reset() const { call("POST", "/reset", "{}"); }

json::array EmulatorProcess::ledger(std::string_view provider, std::string_view operation) const {
  std::string path = "/ledger?provider=" + std::string(provider);
  if (!operation.empty()) path += "&operation=" + std::string(operation);
  return get(path).at("requests").as_array();
}
void EmulatorProcess::clear_ledger() const { call("DELETE", "/ledger", {}); }

}  // namespace tests::support
