#include "tests/emulator/cloud_cockpit.hpp"
#include "tests/emulator/connection.hpp"
#include "tests/emulator/control.hpp"
#include "tests/emulator/emulator.hpp"
#include "tests/emulator/partner_center.hpp"
#include "tests/emulator/token_service.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <list>
#include <optional>
#include <stdexcept>

namespace tests::emulator {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

tcp::endpoint loopback_endpoint(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  error_code failed;
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const auto ip = asio::ip::make_address(host, failed);
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  const bool digits =
      !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (failed || !digits || std::stoi(port) > 65535) {
    throw std::invalid_argument("'" + address + "' is not an address like 127.0.0.1:8080");
  }
  if (!ip.is_loopback()) {
    throw std::invalid_argument("'" + address +
                                "' is not a loopback address: the emulator knows no secrets and " +
                                "is never exposed");
  }
  return {ip, static_cast<unsigned short>(std::stoi(port))};
}

std::string url_of(const tcp::acceptor& acceptor, bool tls) {
  const auto endpoint = acceptor.local_endpoint();
  const std::string host = endpoint.address().is_v6() ? "[" + endpoint.address().to_string() + "]"
                                                      : endpoint.address().to_string();
  return (tls ? "https://" : "http://") + host + ":" + std::to_string(endpoint.port());
}

void prepare_tls(asio::ssl::context& tls, const Options& options) {
  tls.use_certificate_chain_file(options.tls_certificate);
  tls.use_private_key_file(options.tls_key, asio::ssl::context::pem);
  SSL_CTX_set_alpn_select_cb(
      tls.native_handle(),
      [](SSL*, const unsigned char** out, unsigned char* length, const unsigned char* offered, unsigned size,
         void*) {
        static constexpr unsigned char http11[] = "\x08http/1.1";
        auto** selected = const_cast<unsigned char**>(out);
        const int found = SSL_select_next_proto(selected, length, http11, sizeof(http11) - 1, offered, size);
        return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
      },
      nullptr);
}

}  // namespace

class Emulator::Service {
 public:
  explicit Service(const Options& options);

  void run() { context_.run(); }
  void stop() { context_.stop(); }
  void stop_on_signals() {
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this](error_code failed, int) {
      if (!failed) stop();
    });
  }

  Addresses addresses;

 private:
  struct Listener {
    Desk desk;
    tcp::acceptor acceptor;
  };

  // The URL at which it listens.
  std::string listen(const std::string& name, Provider* provider, const std::string& address);
  asio::awaitable<void> accept(Listener& listener);
  asio::ssl::context* tls_of(const Desk& desk);  // null: in clear

  World world_;
  PartnerCenter partner_center_{world_};
  CloudCockpit cloud_cockpit_{world_};
  TokenService token_service_{world_};
  Control control_;
  ConnectionHost host_{world_, control_, std::chrono::steady_clock::now()};
  std::optional<asio::ssl::context> tls_;
  std::optional<asio::ssl::context> guarded_tls_;  // of the directories, where they ask for certificates
  // Behind everything that its coroutines refer to, but for the listeners: those hang on it.
  asio::io_context context_{1};
  asio::signal_set signals_{context_};
  std::list<Listener> listeners_;
};

Emulator::Service::Service(const Options& options)
    : world_(options.seed, options.switches), control_(world_, token_service_, [this] {
        partner_center_.reset();
        cloud_cockpit_.reset();
        token_service_.reset();
      }) {
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    throw std::invalid_argument("--tls-certificate and --tls-key go together");
  }
  if (!options.tls_certificate.empty()) {
    tls_.emplace(asio::ssl::context::tls_server);
    prepare_tls(*tls_, options);
  }
  if (!options.tls_client_ca.empty()) {
    if (!tls_) throw std::invalid_argument("--tls-client-ca goes with --tls-certificate");
    guarded_tls_.emplace(asio::ssl::context::tls_server);
    prepare_tls(*guarded_tls_, options);
    guarded_tls_->load_verify_file(options.tls_client_ca);
    guarded_tls_->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }
  addresses.partner_center = listen("partner_center", &partner_center_, options.partner_center);
  addresses.cloud_cockpit = listen("cloud_cockpit", &cloud_cockpit_, options.cloud_cockpit);
  addresses.token_service = listen("token_service", &token_service_, options.token_service);
  addresses.control = listen("control", nullptr, options.control);
}

std::string Emulator::Service::listen(const std::string& name, Provider* provider,
                                      const std::string& address) {
  Listener& listener = listeners_.emplace_back(
      Listener{Desk{name, provider}, tcp::acceptor(context_, loopback_endpoint(address))});
  asio::co_spawn(context_, accept(listener), asio::detached);
  return url_of(listener.acceptor, provider != nullptr && tls_.has_value());
}

asio::ssl::context* Emulator::Service::tls_of(const Desk& desk) {
  if (desk.provider == nullptr || !tls_) return nullptr;
  return desk.provider != &token_service_ && guarded_tls_ ? &*guarded_tls_ : &*tls_;
}

asio::awaitable<void> Emulator::Service::accept(Listener& listener) {
  asio::ssl::context* const tls = tls_of(listener.desk);
  for (;;) {
    error_code failed;
    tcp::socket socket =
        co_await listener.acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (failed) {
      // Out of descriptors, most likely: let connections end first.
      co_await wait_for(10);
      continue;
    }
    socket.set_option(tcp::no_delay(true), failed);
    asio::co_spawn(context_, serve_connection(host_, listener.desk, std::move(socket), tls), asio::detached);
  }
}

Emulator::Emulator(const Options& options) : service_(std::make_unique<Service>(options)) {}
Emulator::~Emulator() = default;
const Addresses& Emulator::addresses() const { return service_->addresses; }
void Emulator::run() { service_->run(); }
void Emulator::stop() { service_->stop(); }
void Emulator::stop_on_signals() { service_->stop_on_signals(); }

}  // namespace tests::emulator
