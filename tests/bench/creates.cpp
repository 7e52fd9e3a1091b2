// What a create costs through the journal, beside bare POSTs of the same people by the same callers to the
// provider itself: creates a second with 64 callers, and the time of one with a single caller. All in one
// run, in turns: the machine is shared.
//   usher_bench_creates [ROUNDS]
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

using tests::support::EmulatorProcess;
using tests::support::GatewayProcess;
using tests::support::Headers;
using tests::support::HttpConnection;

// The customer of 12 must stay a small one: every create reads its list.
struct Crowd {
  int callers;
  int creates_of_each;
  int creates() const { return callers * creates_of_each; }
};
constexpr Crowd many{64, 4};
constexpr Crowd one{1, 64};

struct Job {
  std::uint16_t port = 0;
  std::string target;
  Headers headers;
  bool has_keys = false;
};

std::string request(const Job& job, const std::string& name) {
  Headers headers = job.headers;
  if (job.has_keys) headers.emplace_back("Idempotency-Key", name);
  const std::string body =
      R"({"userPrincipalName":")" + name +
      R"(@twelve.example","displayName":"Ada Lovelace","firstName":"Ada","lastName":"Lovelace",)"
      R"("passwordProfile":{"password":"Correct-Horse-7-Staple","forceChangePassword":true}})";
  return tests::support::encode_request("POST", job.target, headers, body);
}

// Creates a second; ends the program where one is not a 201.
double measure(const Job& job, const Crowd& crowd, const std::string& round) {
  std::vector<std::thread> threads;
  const auto start = std::chrono::steady_clock::now();
  for (int caller = 0; caller < crowd.callers; ++caller) {
    threads.emplace_back([&job, &crowd, &round, caller] {
      HttpConnection connection(job.port);
      for (int i = 0; i < crowd.creates_of_each; ++i) {
        connection.send(request(job, round + '-' + std::to_string(caller) + '-' + std::to_string(i)));
        const auto reply = connection.read_reply();
        if (reply.status == 201) continue;
        std::fprintf(stderr, "a create was answered %u: %s\n", reply.status, reply.body.c_str());
        std::_Exit(1);
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return crowd.creates() / took.count();
}

double median(std::vector<double> figures) {
  std::ranges::sort(figures);
  return figures[figures.size() / 2];
}

std::string new_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "usher-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  return pattern;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
  const EmulatorProcess emulator(
      {"--set", "ledger=summary", "--set", "throttle_customers=off", "--set", "token_rotation=omit"});
  const std::string folder = new_folder();
  std::vector<double> journalled, bare, journalled_alone, bare_alone;
  {
    const GatewayProcess gateway(
        tests::support::emulated_yaml(emulator, "state: {sqlite: " + folder + "/state.db}\n"));
    const std::string token(
        emulator.get("/population").at("tokens").at("partner_center").as_string().c_str());
    const Job through{
        gateway.port(), "/v1/tenants/contoso/customers/twelve/users?provider=partner_center", {}, true};
    const Job straight{emulator.partner_center(),
                       "/v1/customers/aaaaaaaa-0000-4000-8000-000000000012/users",
                       {{"Authorization", "Bearer " + token}},
                       false};
    const auto add = [&emulator](std::vector<double>& to, const Job& job, const Crowd& crowd,
                                 const std::string& round) {
      emulator.reset();
      to.push_back(measure(job, crowd, round));
    };
    for (int round = 0; round < rounds; ++round) {
      const std::string name = std::to_string(round);
      add(journalled, through, many, "j" + name);
      add(bare, straight, many, "b" + name);
      add(journalled_alone, through, one, "k" + name);
      add(bare_alone, straight, one, "c" + name);
    }
  }
  std::filesystem::remove_all(folder);
  std::printf("%d rounds, medians\n", rounds);
  std::printf("%d callers through the journal: %.0f/s; bare POSTs: %.0f/s\n", many.callers,
              median(journalled), median(bare));
  std::printf("one caller through the journal: %.2f ms each; bare POSTs: %.2f ms\n",
              1000 / median(journalled_alone), 1000 / median(bare_alone));
}
