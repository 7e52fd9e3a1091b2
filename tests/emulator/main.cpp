#include "tests/emulator/emulator.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using tests::emulator::Addresses;
using tests::emulator::Emulator;
using tests::emulator::Options;

void add_options(CLI::App& app, Options& options, std::vector<std::string>& settings, bool& quiet) {
  const auto add_address = [&](const char* name, std::string& into, const char* what) {
    app.add_option(name, into, what)->type_name("IP:PORT")->capture_default_str();
  };
  add_address("--partner-center", options.partner_center, "Where Partner Center listens (loopback only)");
  add_address("--cloud-cockpit", options.cloud_cockpit, "Where CloudCockpit listens");
  add_address("--token-service", options.token_service, "Where the Microsoft token service listens");
  add_address("--control", options.control, "Where the control API listens; always plain HTTP");
  app.add_option("--tls-certificate", options.tls_certificate, "Serve the three providers over HTTPS")
      ->type_name("PEM")
      ->check(CLI::ExistingFile);
  app.add_option("--tls-key", options.tls_key, "The certificate's key")
      ->type_name("PEM")
      ->check(CLI::ExistingFile);
  app.add_option("--tls-client-ca", options.tls_client_ca,
                 "Serve the two directories to holders of its certificates only")
      ->type_name("PEM")
      ->check(CLI::ExistingFile);
  app.add_option("--seed", options.seed, "The people; ids and credentials are the same for every seed")
      ->capture_default_str();
  app.add_option("--set", settings, "Set a switch; GET /switches of the control API lists them")
      ->type_name("NAME=VALUE");
  app.add_flag("--quiet", quiet, "No line on stderr that says what is running");
}

void split_settings(const std::vector<std::string>& settings, Options& options) {
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      throw std::invalid_argument("--set takes NAME=VALUE, not '" + setting + "'");
    options.switches.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
}

void announce(const Addresses& addresses, bool quiet) {
  std::printf(
      "{\"event\":\"listening\",\"partner_center\":\"%s\",\"cloud_cockpit\":\"%s\",\"token_service\":\"%s\","
      "\"control\":\"%s\"}\n",
      addresses.partner_center.c_str(), addresses.cloud_cockpit.c_str(), addresses.token_service.c_str(),
      addresses.control.c_str());
  std::fflush(stdout);
  if (!quiet)
    std::fprintf(stderr, "usher-emulator: ids and credentials: %s/population\n", addresses.control.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Emulates Partner Center, CloudCockpit and the Microsoft token service on loopback, with seeded "
      "customers of\n"
      "12, 350 and 5,000 people, scriptable faults and a ledger. Prints one JSON line with the four "
      "addresses when\n"
      "all listen; SIGTERM or SIGINT ends it."};
  app.name("usher-emulator");
  Options options;
  std::vector<std::string> settings;
  bool quiet = false;
  add_options(app, options, settings, quiet);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& mistake) {
    return app.exit(mistake) == 0 ? 0 : 2;
  }
  try {
    split_settings(settings, options);
    Emulator emulator(options);
    emulator.stop_on_signals();
    announce(emulator.addresses(), quiet);
    emulator.run();
    return 0;
  } catch (const std::invalid_argument& mistake) {
    std::fprintf(stderr, "usher-emulator: %s\n", mistake.what());
    return 2;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "usher-emulator: %s\n", failure.what());
    return 1;
  }
}
