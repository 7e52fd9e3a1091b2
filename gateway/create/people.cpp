#include "gateway/create/people.hpp"

namespace gateway::create {
namespace {

std::string person_at(const state::Operation& operation, const state::Target& target) {
  return operation.tenant + '\n' + target.provider + '\n' + target.customer.to_string() + '\n' +
         target.person;
}

}  // namespace

std::string key_name(const state::Operation& operation) {
  if (operation.key.empty()) return {};
  return operation.tenant + '\n' + operation.client + '\n' + operation.key;
}

std::vector<std::string> people_of(const state::Operation& operation) {
  std::vector<std::string> people;
  for (const state::Target& target : operation.targets)
    people.push_back(person_at(operation, target));
  return people;
}

std::vector<std::string> people_in_doubt(const state::Operation& operation) {
  std::vector<std::string> people;
  if (!operation.is_open() || operation.doubt_is_over) return people;
  for (const state::Target& target : operation.targets) {
    if (target.is_unclear()) people.push_back(person_at(operation, target));
  }
  return people;
}

}  // namespace gateway::create
