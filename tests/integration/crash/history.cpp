#include "tests/integration/crash/history.hpp"

#include <algorithm>

namespace tests::integration::crash {
namespace {

using Sentences = std::vector<std::string>;

std::string name_of(const Place& place) { return place.second + " at " + place.first; }

std::vector<Place> places_of(const Told& told) {
  std::vector<Place> places;
  for (const std::string& provider : told.providers)
    places.emplace_back(provider, told.person);
  return places;
}

void find_doubles(const History& history, Sentences& broken) {
  std::map<Place, int> executed;
  for (const Posted& post : history.posts) {
    if (post.executed && ++executed[post.place] == 2)
      broken.push_back(name_of(post.place) + " was created twice");
  }
  for (auto at = history.people.begin(); at != history.people.end(); at = history.people.upper_bound(*at)) {
    if (history.people.count(*at) > 1) broken.push_back(name_of(*at) + " is there twice");
  }
}

// Whoever was sent twice was sent the second time when the first was over: answered, given up, or its gateway
// dead.
void find_two_at_once(const History& history, Sentences& broken) {
  std::map<std::uint64_t, const Place*> places;
  for (const Posted& post : history.posts)
    places[post.number] = &post.place;
  for (const Posted& post : history.posts) {
    const bool was_under_way = std::ranges::any_of(post.beside, [&](std::uint64_t other) {
      const auto found = places.find(other);
      return found != places.end() && *found->second == post.place;
    });
    if (was_under_way) broken.push_back(name_of(post.place) + " was sent twice at once");
  }
}

void find_false_answers(const History& history, Sentences& broken) {
  std::map<Place, std::set<std::string>> asked, makers, refused;  // keys
  for (const Told& told : history.told) {
    for (const Place& place : places_of(told)) {
      asked[place].insert(told.key);
      if (told.status == 201) makers[place].insert(told.key);
      if (told.is_no()) refused[place].insert(told.key);
    }
  }
  for (const auto& [place, keys] : makers) {
    if (!history.people.contains(place))
      broken.push_back("a 201 for " + name_of(place) + ", who is not there");
    if (keys.size() > 1) broken.push_back("two keys had a 201 for " + name_of(place));
  }
  for (const auto& [place, keys] : refused) {
    const bool was_made_here = std::ranges::any_of(
        history.posts, [&](const Posted& post) { return post.place == place && post.executed; });
    // Whoever has no answer yet may still turn out to have made it.
    if (was_made_here && !makers.contains(place) && keys.size() == asked[place].size())
      broken.push_back("every key for " + name_of(place) + " was told no, and who is there was made by one");
  }
}

void find_unequal_answers(const History& history, Sentences& broken) {
  std::map<std::string, std::vector<const Told*>> by_key;
  for (const Told& told : history.told)
    by_key[told.key].push_back(&told);
  for (const auto& [key, all] : by_key) {
    const Told* final = nullptr;
    int firsthand = 0;
    for (const Told* told : all) {
      if (!told->is_final()) continue;
      firsthand += told->replayed ? 0 : 1;
      if (final == nullptr) final = told;
      if (told->status != final->status || told->body != final->body)
        broken.push_back("key " + key + " had two answers: " + final->body + " and " + told->body);
    }
    if (final == nullptr) {
      const Told& last = *all.back();
      broken.push_back("key " + key + " had no answer in the end, but " + std::to_string(last.status) + ' ' +
                       last.body);
    }
    if (firsthand > 1) broken.push_back("key " + key + " had two answers that were not replayed");
  }
}

void find_wrong_answers(const History& history, Sentences& broken) {
  for (const Told& told : history.told) {
    if (told.status == 500 || told.code == "idempotency_key_reused" || told.code == "malformed_json")
      broken.push_back("key " + told.key + " was told " + std::to_string(told.status) + ' ' + told.code);
  }
}

void find_unsettled(const History& history, Sentences& broken) {
  for (const Ended& ended : history.operations) {
    if (ended.state != "succeeded" && ended.state != "refused" && ended.state != "partial")
      broken.push_back(ended.address + " is still " + ended.state);
  }
}

void find_password(const History& history, Sentences& broken) {
  for (const auto& [name, text] : history.texts) {
    if (text.find(history.password) != text.npos) broken.push_back("the password is in " + name);
  }
  for (const Told& told : history.told) {
    if (told.body.find(history.password) != told.body.npos)
      broken.push_back("the password is in an answer to key " + told.key);
  }
}

}  // namespace

bool Told::is_no() const {
  if (status == 409) return code == "user_exists" && !operation.empty();
  // What a provider said to a create has an operation; what it said to a look-up before has none.
  const bool is_refusal =
      code == "invalid_draft" || code == "provider_forbidden" || code == "customer_not_found";
  return is_refusal && !operation.empty();
}

std::vector<std::string> broken_promises(const History& history) {
  Sentences broken;
  find_doubles(history, broken);
  find_two_at_once(history, broken);
  find_false_answers(history, broken);
  find_unequal_answers(history, broken);
  find_wrong_answers(history, broken);
  find_unsettled(history, broken);
  find_password(history, broken);
  return broken;
}

std::vector<std::string> unrecorded(const std::vector<Posted>& posts, const std::set<Place>& recorded) {
  Sentences broken;
  for (const Posted& post : posts) {
    if (!recorded.contains(post.place)) broken.push_back(name_of(post.place) + " was sent without a record");
  }
  return broken;
}

std::string in_lines(const std::vector<std::string>& sentences) {
  std::string lines;
  for (const std::string& sentence : sentences)
    lines += "\n  " + sentence;
  return lines;
}

}  // namespace tests::integration::crash
