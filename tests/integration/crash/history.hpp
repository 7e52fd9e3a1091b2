// What happened while things crashed, as callers, providers and operations tell it, and whether "effectively
// exactly once" was kept. Pure: tests fill a History in; history_test.cpp shows what it does not let pass.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tests::integration::crash {

// A person at a provider: "partner_center", "ada1@twelve.example".
using Place = std::pair<std::string, std::string>;

// A create as it reached a provider.
struct Posted {
  Place place;
  unsigned status = 0;  // 0: nothing was answered
  bool executed = false;
  std::uint64_t number = 0;             // in the ledger
  std::set<std::uint64_t> beside = {};  // numbers of those under way when it came
};

// One request of a caller, and what it was told.
struct Told {
  std::string key;
  std::string person;
  std::vector<std::string> providers;
  unsigned status = 0;    // 0: the connection was lost
  std::string code;       // of a problem
  std::string operation;  // its address; empty: none was told
  std::string body;
  bool replayed = false;

  // A definite "no": this key will never make the person.
  bool is_no() const;
  // What uses up the key: the same for ever.
  bool is_final() const { return status == 201 || is_no(); }
};

// An operation as it is told when all is over.
struct Ended {
  std::string address;
  std::string state;
};

struct History {
  std::vector<Posted> posts;
  std::vector<Told> told;  // of each caller in its order
  std::vector<Ended> operations;
  std::multiset<Place> people;  // all who are there at the end
  std::string password;
  std::map<std::string, std::string> texts;  // what may not show the password: files, logs; by name
};

// A sentence for each promise that was broken, with the person or the key; empty: all were kept.
std::vector<std::string> broken_promises(const History& history);
// Who was sent to a provider though `recorded`, all whose send was durable, does not have them.
std::vector<std::string> unrecorded(const std::vector<Posted>& posts, const std::set<Place>& recorded);
// The sentences as a failed check shows them: a line for each; empty: there are none.
std::string in_lines(const std::vector<std::string>& sentences);

}  // namespace tests::integration::crash
