// The creates that nobody has answered yet, so that the ledger can tell which ones were under way at once.
// One whose sender has closed the connection, or has died, is under way no more, whatever the provider still
// makes of it.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace tests::emulator {

class Flights {
 public:
  // One create's time under way; it ends with this. The socket stays open until then.
  class Flight {
   public:
    Flight() = default;
    Flight(Flights& flights, std::uint64_t n) : flights_(&flights), n_(n) {}
    Flight(Flight&& other) noexcept;
    Flight& operator=(Flight&& other) noexcept;
    ~Flight() { land(); }
    void land();

   private:
    Flights* flights_ = nullptr;
    std::uint64_t n_ = 0;
  };

  // `n`: its number in the ledger; `socket`: its connection's.
  Flight begin(std::uint64_t n, int socket);
  // Their numbers.
  std::vector<std::uint64_t> under_way() const;

 private:
  std::map<std::uint64_t, int> sockets_;
};

}  // namespace tests::emulator
