#include "gateway/reloader.hpp"

#include "gateway/server/service_manager.hpp"
#include "gateway/steps/authenticate.hpp"
#include "gateway/transport/hop.hpp"
#include "gateway/trust_issuers.hpp"
#include "schema/hex_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gateway {
namespace asio = boost::asio;
namespace {

// What a process has opened for its life.
std::string fixed_parts(const config::Config& config) {
  std::string parts;
  for (const config::Listener& listener : config.listen)
    parts += "listen " + listener.address.to_string() + (listener.tls ? " tls\n" : "\n");
  if (config.admin) parts += "admin " + config.admin->address.to_string() + '\n';
  if (config.state) {
    parts += "state " + config.state->sqlite + '\n';
    if (config.state->key) parts += schema::hex_text(steps::sha256(config.state->key->reveal())) + '\n';
  }
  parts += "walks " + std::to_string(config.limits.walk_bytes) + ' ' +
           std::to_string(config.limits.walk_kept.count()) + '\n';
  return parts;
}

}  // namespace

Reloader::Reloader(Source source, const config::Config& running, Parts parts)
    : source_(std::move(source)),
      fixed_(fixed_parts(running)),
      taken_(running.text.duplicate()),
      parts_(std::move(parts)) {}

Reloader::~Reloader() { stop(); }

void Reloader::stop() {
  thread_.stop();
  thread_.join();
}

asio::awaitable<ReloadOutcome> Reloader::reload(std::string why) {
  auto work = run(this, std::move(why), Text::from_disk);
  return transport::hop<ReloadOutcome>(thread_.get_executor(), std::move(work));
}

void Reloader::start(std::string why) {
  asio::co_spawn(thread_, run(this, std::move(why), Text::from_disk), asio::detached);
}

void Reloader::look() {
  if (!parts_.files->has_replaced()) return;
  asio::co_spawn(thread_, run(this, "a file that it names was replaced", Text::as_taken), asio::detached);
}

asio::awaitable<ReloadOutcome> Reloader::run(Reloader* self, std::string why, Text text) {
  server::tell_reloading();
  ReloadOutcome outcome;
  try {
    outcome = self->attempt(text);
  } catch (const std::exception& error) {
    outcome.mistakes.push_back(error.what());
  }
  self->tell(why, outcome);
  server::tell_ready();
  co_return outcome;
}

config::Environment Reloader::reading(Text text) {
  config::Environment environment = parts_.files->record(source_.environment);
  if (text == Text::from_disk) return environment;
  environment.read_file = [this, inner = std::move(environment.read_file)](const std::string& path,
                                                                           std::size_t max_bytes) {
    if (path != source_.path) return inner(path, max_bytes);
    config::FileRead file;
    file.bytes = taken_.reveal();
    return file;
  };
  return environment;
}

ReloadOutcome Reloader::attempt(Text text) {
  ReloadOutcome outcome;
  const Blueprint blueprint = read_blueprint(source_.path, reading(text), source_.registry);
  if (blueprint.config.unreadable) {
    outcome.mistakes.push_back(source_.path + ": " + *blueprint.config.unreadable);
    return outcome;
  }
  for (const auto& mistake : blueprint.config.diagnostics->sorted())
    outcome.mistakes.push_back(to_string(mistake));
  if (!outcome.mistakes.empty()) return outcome;
  if (fixed_parts(blueprint.config) != fixed_) {
    outcome.mistakes.push_back(
        "the addresses of `listen` and `admin`, whether they have `tls`, `state`, and the limits "
        "`walk_bytes` "
        "and `walk_kept` are changed by a restart only");
    return outcome;
  }
  BuiltRuntime built = build_runtime(blueprint, parts_.runtime);
  outcome.mistakes = std::move(built.mistakes);
  if (!outcome.mistakes.empty()) return outcome;
  parts_.runtime.known_keys->keep_only(names_of_issuers(blueprint.config));
  built.runtime->begin();
  parts_.slot->put(std::move(built.runtime));
  taken_ = blueprint.config.text.duplicate();
  parts_.on_swapped();
  parts_.files->forget_others();
  if (blueprint.config.clients.empty()) tell_no_clients(*parts_.runtime.log);
  return outcome;
}

void Reloader::tell(const std::string& why, const ReloadOutcome& outcome) const {
  observe::Log& log = *parts_.runtime.log;
  parts_.runtime.metrics->reloaded(outcome.mistakes.empty());
  if (outcome.mistakes.empty()) return log.info("reloaded", {{"why", why}});
  for (const std::string& mistake : outcome.mistakes)
    log.error("reload_refused", {{"why", why}, {"detail", mistake}});
}

}  // namespace gateway
