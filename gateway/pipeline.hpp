// The life of a request on one screen: parse, route, authenticate, plan, fan out, merge, render. The session
// brings bytes and takes an Answer; whether a request may be answered at all is decided on its head, before a
// byte of its body is read.
#pragma once

#include "gateway/aggregate/gather_customers.hpp"
#include "gateway/aggregate/user_stream.hpp"
#include "gateway/aggregate/views.hpp"
#include "gateway/aggregate/walks.hpp"
#include "gateway/call.hpp"
#include "gateway/create/create_user.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/reload_outcome.hpp"
#include "gateway/runtime_slot.hpp"
#include "gateway/steps/list_query.hpp"
#include "gateway/steps/media.hpp"
#include "gateway/steps/target.hpp"
#include "gateway/steps/trace.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <variant>

namespace gateway {

// What is published about the process; the same for every request.
struct Publications {
  std::shared_ptr<const std::string> openapi_json;
  std::shared_ptr<const std::string> openapi_yaml;
};

struct PipelineParts {
  std::shared_ptr<RuntimeSlot> runtime;
  std::shared_ptr<const Publications> publications;
  observe::Metrics* metrics = nullptr;
  observe::Log* log = nullptr;
  std::shared_ptr<const aggregate::CursorSeal> cursor_seal;
  std::shared_ptr<create::Journal> journal;
  std::function<create::Fingerprint(std::string_view)> fingerprint;  // a keyed hash
  steps::MakeGuid make_guid;
  std::function<bool()> is_ready;
  std::function<boost::asio::awaitable<ReloadOutcome>()> reload;
};

class Pipeline {
 public:
  explicit Pipeline(PipelineParts parts)
      : parts_(std::move(parts)),
        walks_(limits().walk_bytes, limits().walk_kept),
        customer_walks_(limits().walk_bytes / 8, limits().walk_kept) {}

  // A request whose head was found good: what handle() needs of it, without views into its bytes.
  struct Admitted {
    std::shared_ptr<const Runtime> runtime;
    adapters::TimePoint received;
    std::string method;
    steps::Target target;
    steps::Match match;  // its params view `target`
    steps::Caller caller;
    const Tenant* tenant = nullptr;
    steps::Trace trace;
    steps::Door door = steps::Door::portal;
    steps::Form form = steps::Form::json;
    std::string if_none_match;
    std::string idempotency_key;                                   // without its quotes; empty: none
    std::vector<std::pair<std::string, std::string>> rate_fields;  // of a client with a rate

    Admitted() = default;
    Admitted(Admitted&&) = delete;  // match.params would dangle
  };

  // What is told of a request when it is over: its log line and its counters.
  struct Report {
    adapters::TimePoint received;
    std::string method;
    steps::RouteId route = steps::RouteId::none;
    std::string client;
    std::string tenant;
    std::string customer;
    std::string correlation_id;
    std::vector<std::pair<std::string, std::string>> rate_fields;  // that go with whatever the answer is
    // Set by admit(): it cannot be decided before newer keys were asked for. Then it decides.
    std::shared_ptr<callers::KeySource> keys_wanted = nullptr;
    bool has_waited_for_keys = false;
  };

  // By whom and where a request came in.
  struct Arrival {
    std::string_view listener;  // its name
    callers::PeerCertificate& certificate;
  };

  // Judges the head; an Answer ends the request, nullptr in `refusal` means it goes on to handle(). Where
  // keys are wanted there is neither: await_keys(), and again.
  std::unique_ptr<Admitted> admit(const server::RequestHead& head, const Arrival& arrival, Report& report,
                                  Answer& refusal) const;
  // Not beyond the time that a head has.
  boost::asio::awaitable<void> await_keys(Report& report) const;
  boost::asio::awaitable<Answer> handle(std::unique_ptr<Admitted> admitted, std::string body) const;

  // The answer to a head that is none, or to a body that does not come.
  Answer refuse(schema::Problem problem, Report& report) const;
  void record(const Report& report, const Answer& answer, std::size_t bytes) const;
  // A create goes on when its caller has gone: the process must not end before it.
  bool has_creates_under_way() const { return parts_.journal->has_creates(); }
  // Lets go of what is kept for longer than it may be; called now and then.
  void purge() const;
  std::shared_ptr<const Runtime> runtime() const { return parts_.runtime->current(); }
  config::Limits limits() const { return runtime()->limits; }
  observe::Metrics& metrics() const { return *parts_.metrics; }

 private:
  boost::asio::awaitable<Answer> answer(Admitted& call, std::string body) const;
  boost::asio::awaitable<Answer> list_users(const Admitted& call) const;
  boost::asio::awaitable<Answer> get_user(const Admitted& call) const;
  boost::asio::awaitable<Answer> stream_users(const Admitted& call) const;
  boost::asio::awaitable<Answer> stream_tenant(const Admitted& call) const;
  boost::asio::awaitable<Answer> create_user(const Admitted& call, std::string body) const;
  boost::asio::awaitable<Answer> create_batch(const Admitted& call, std::string body) const;
  boost::asio::awaitable<Answer> get_operation(const Admitted& call) const;
  // Where the customer's users are to be created, in an order without a draft.
  boost::asio::awaitable<boost::system::result<create::CreateOrder, schema::Problem>> prepare_create(
      const Admitted& call, std::vector<std::string> providers) const;
  boost::asio::awaitable<Answer> list_customers(const Admitted& call) const;
  boost::asio::awaitable<Answer> list_groups(const Admitted& call) const;
  boost::asio::awaitable<bool> watch_stream(boost::asio::awaitable<bool> stream,
                                            std::string correlation_id) const;
  Answer bug(const Admitted& call, std::string_view what) const;
  Answer published(const Admitted& call) const;
  Answer readiness(const Admitted& call) const;
  boost::asio::awaitable<Answer> reload(const Admitted& call) const;
  adapters::CallContext context_of(const Admitted& call, config::milliseconds allowed) const;
  aggregate::WalkId fresh_walk() const;
  // Changes well before the cursors that were given out end, and with the key that they are signed with: part
  // of the tag of an answer that has a cursor, so that nobody keeps one beyond its cursor's life.
  std::uint64_t cursor_epoch() const;
  aggregate::UserStream::Order stream_order(const Admitted& call, const steps::ListQuery& query,
                                            adapters::CallContext context) const;

  PipelineParts parts_;
  mutable aggregate::Views views_;
  mutable aggregate::Walks<aggregate::View> walks_;
  mutable aggregate::Walks<aggregate::GatheredCustomers> customer_walks_;
};

}  // namespace gateway
