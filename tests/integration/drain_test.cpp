// The end of a gateway that is at work on all its threads: whatever it took in, it answers whole.
#include "tests/integration/hostile.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tests::integration {
namespace {
using support::EmulatorProcess;
using support::GatewayProcess;
using support::HttpConnection;

// Callers who ask without a pause until nobody listens any more.
class Crowd {
 public:
  // Every other one keeps its connection for as long as it may, and every fourth creates a user each time.
  Crowd(std::uint16_t port, std::size_t size, int round) {
    for (std::size_t i = 0; i < size; ++i) {
      const std::string name = i % 4 == 0 ? "d" + std::to_string(round) + '.' + std::to_string(i) : "";
      threads_.emplace_back([this, port, name, keeps = i % 2 == 0] { ask_on(port, name, keeps); });
    }
  }
  ~Crowd() { join(); }
  void join() {
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
  }

  std::size_t listed() const { return listed_; }
  std::size_t created() const { return created_; }
  std::size_t failed() const { return failed_; }

 private:
  static std::string create_of(const std::string& person, const support::Headers& fields) {
    support::Headers all = fields;
    all.emplace_back("Content-Type", "application/json");
    const std::string name = person + "@twelve.onmicrosoft.com";
    return support::encode_request(
        "POST", std::string(users_target) + "?provider=partner_center", all,
        R"({"userPrincipalName":")" + name +
            R"(","displayName":"D","passwordProfile":{"password":"Drained-Pa55!"}})");
  }

  void ask_on(std::uint16_t port, const std::string& name, bool keeps) {
    const support::Headers fields = {{"Connection", keeps ? "keep-alive" : "close"}};
    const std::string list = support::encode_request("GET", users_target, fields);
    std::unique_ptr<HttpConnection> connection;
    for (int i = 0;; ++i) {
      try {
        if (!connection) connection = std::make_unique<HttpConnection>(port);
      } catch (const std::runtime_error&) {
        return;  // refused: it has ended
      }
      connection->send(name.empty() ? list : create_of(name + '.' + std::to_string(i), fields));
      const support::HttpReply reply = connection->read_reply();
      if (reply.status == 200) ++listed_;
      if (reply.status == 201) ++created_;
      // 0: it closed before it had read the request.
      if (reply.status != 0 && reply.status != 200 && reply.status != 201) ++failed_;
      if (reply.status == 0 || reply.header("connection") == "close") connection.reset();
    }
  }

  std::atomic<std::size_t> listed_{0}, created_{0}, failed_{0};
  std::vector<std::thread> threads_;
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

TEST_CASE("told to end twenty times at full load, it answers whole every request that it took in") {
  const EmulatorProcess emulator({"--set", "throttle_customers=off"});
  for (int end = 0; end < 20; ++end) {
    CAPTURE(end);
    emulator.clear_ledger();
    GatewayProcess gateway(support::emulated_yaml(emulator));
    Crowd crowd(gateway.port(), 16, end);
    while ((crowd.listed() < 100 || crowd.created() < 10) && crowd.failed() == 0)
      gateway.process().output();  // read, or it would have nowhere to write its log
    CHECK(gateway.process().end() == 0);
    crowd.join();
    CHECK(crowd.failed() == 0);
    // It logs what it took in and answered, and whom a provider made somebody was told of.
    const std::string& log = gateway.process().output();
    CHECK(count(log, "\"event\":\"request\"") == crowd.listed() + crowd.created());
    CHECK(emulator.get("/ledger/summary").at("creates").as_array().size() == crowd.created());
    CHECK(count(log, "\"event\":\"stopped\",\"connections\":0") == 1);
  }
}

}  // namespace
}  // namespace tests::integration
