// Prometheus metrics. Handles are looked up once and held, so that a request costs atomic increments (and one
// uncontended lock for each histogram). Label values are ours or the configuration's, never a caller's.
#pragma once

#include "adapters/provider_error.hpp"
#include "gateway/steps/route.hpp"
#include "schema/problem.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::observe {

// How many paths of one provider's drift are kept apart; what comes after them counts as "other".
inline constexpr std::size_t max_drift_paths = 64;

using Seconds = std::chrono::duration<double>;

enum class Operation : std::uint8_t { list, create, find_customer, customers, groups, domains, token };
enum class TokenOutcome : std::uint8_t { refreshed, failed, rejected };
enum class CreateOutcome : std::uint8_t { created, exists, refused, failed, unknown };
enum class ConnectionState : std::uint8_t { idle, busy };

// What one tenant's use of one provider counts. Handles: cheap to copy, valid as long as the Metrics.
class ProviderMetrics {
 public:
  // One HTTP exchange, repeats included; no kind: it had a good reply.
  void upstream(Operation operation, std::optional<adapters::ErrorKind> failure, Seconds took) const;
  void retried() const;
  void connection_opened(ConnectionState state) const;
  void connection_closed(ConnectionState state) const;
  void connection_moved(ConnectionState from, ConnectionState to) const;
  void token(TokenOutcome outcome) const;
  void list_incomplete(schema::ProblemCode code) const;
  void flight_joined() const;
  void create(CreateOutcome outcome) const;
  // What the provider sent is not as documented, so often at this path.
  void drift(const std::string& path, std::uint64_t count) const;
  // What is known of a credential, in Unix time; what is not known is not on the page.
  struct CredentialFigures {
    std::optional<double> refresh_token_ends;
    std::optional<double> certificate_ends;
    std::optional<double> last_success;
    std::optional<bool> is_up;
  };
  // `owner`: whose figures they are. After a reload the old one takes away no figures of the new one's.
  void credential(const void* owner, const CredentialFigures& figures) const;
  void forget_credential(const void* owner) const;
  // From now on `owner` knows something of the credential; its figures are on the page at once where it is
  // the only one, else from its first news on.
  void begin_credential(const void* owner, const CredentialFigures& figures) const;

 private:
  friend class Metrics;
  struct Handles;
  explicit ProviderMetrics(const Handles* handles) : handles_(handles) {}
  const Handles* handles_;
};

class Metrics {
 public:
  // `log_dropped` is asked for whenever the page is rendered; it may be empty. `started` is the process's
  // start.
  Metrics(std::string_view version, std::chrono::system_clock::time_point started,
          std::function<std::uint64_t()> log_dropped);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Counts a request that was answered. A method other than GET, HEAD, POST and OPTIONS is labelled "other".
  void request(steps::RouteId route, std::string_view method, unsigned status, Seconds took);
  void request_began();
  void request_ended();
  void connection_opened();
  void connection_closed();
  // A head (or a connection's bytes) refused before there was a request.
  void rejected(schema::ProblemCode code);

  // A create of which an answer was lost was found to have been carried out.
  void operation_recovered();
  // Creates that have not ended, asked for whenever the page is rendered.
  struct Operations {
    std::size_t open = 0;
    std::size_t in_doubt = 0;
    double oldest_seconds = 0;  // the age of the oldest open one
    bool state_is_up = true;    // what happens can be written down
  };
  void watch_operations(std::function<Operations()> operations);

  // When the keys of each issuer (the first line of its name) were last read, asked for whenever the page is
  // rendered; none: never.
  using IssuerKeys = std::map<std::string, std::optional<std::chrono::system_clock::time_point>>;
  void watch_issuers(std::function<IssuerKeys()> issuers);

  // The configuration was read anew, and serves or was refused.
  void reloaded(bool is_good);

  // The same handles for the same pair, also after a reload.
  ProviderMetrics provider(std::string_view tenant, std::string_view provider);

  // The page in Prometheus' text format 0.0.4.
  std::string render() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gateway::observe
