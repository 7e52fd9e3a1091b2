// One caller's connection: reads requests one after the other within the limits, has the pipeline answer
// them, and writes the answers in order. The head is judged before Beast or anybody else sees it. A caller
// that goes away while its request runs has the request cancelled (but for a create that was sent).
#pragma once

#include "gateway/call.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/server/census.hpp"
#include "gateway/transport/stream.hpp"
#include "gateway/transport/watch.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <memory>
#include <string>

namespace gateway::server {

// Where a connection came in.
struct Doorway {
  std::string listener;                                 // its name
  std::shared_ptr<boost::asio::ssl::context> tls = {};  // that the connection begins with; null: in clear
};

class Session final : public std::enable_shared_from_this<Session>, private transport::Watch::Guest {
 public:
  Session(transport::Stream stream, transport::Watch& watch, std::shared_ptr<const Pipeline> pipeline,
          Doorway doorway, Census& census, Place place);
  ~Session() override;

  // Runs the connection on its own executor until it ends; keeps the session alive meanwhile.
  static void start(std::shared_ptr<Session> self);

 private:
  enum class HeadEnd { complete, refused, gone };
  class Chunks;

  static boost::asio::awaitable<void> run(std::shared_ptr<Session> self);
  boost::asio::awaitable<bool> shake_hands();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<HeadEnd> read_head(std::size_t& head_size, Pipeline::Report& report);
  // False: the body cannot be had; `refusal` says why, unless the caller has gone (status 0).
  boost::asio::awaitable<bool> read_body(const RequestHead& head, std::size_t head_size, std::string& body,
                                         Pipeline::Report& report, Answer& refusal);
  boost::asio::awaitable<bool> read_chunked(std::size_t head_size, std::string& body, std::uint64_t limit,
                                            schema::Problem& problem);
  boost::asio::awaitable<bool> read_more(adapters::TimePoint deadline);
  boost::asio::awaitable<void> refuse(HeadFault fault, Pipeline::Report& report);
  boost::asio::awaitable<bool> write(const Answer& answer, const Pipeline::Report& report, bool keep_alive);
  boost::asio::awaitable<bool> write_stream(const Answer& answer, const Pipeline::Report& report,
                                            bool is_chunked, bool keep_alive);
  // All of it, as fast as the caller takes it; false: it takes no more.
  boost::asio::awaitable<bool> write_all(transport::Buffers rest);
  boost::asio::awaitable<void> linger();

  void on_expired() override;
  void on_tick() override;

  transport::Stream stream_;
  std::shared_ptr<const Pipeline> pipeline_;
  Doorway doorway_;
  Census& census_;
  Place place_;
  boost::asio::cancellation_signal cancel_;
  callers::PeerCertificate certificate_;
  std::string in_;  // read and not yet used
  bool idle_ = false;
  bool has_served_ = false;
  const adapters::TimePoint welcome_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

}  // namespace gateway::server
