#include "tests/emulator/population.hpp"

#include "tests/emulator/names.hpp"
#include "tests/emulator/random.hpp"
#include "tests/emulator/seed.hpp"

#include <algorithm>
#include <unordered_set>

namespace tests::emulator {
namespace {

// Seeded people are older than any lag.
constexpr Millis long_ago = 1;
constexpr Millis one_day = 24LL * 3600 * 1000;

struct Person {
  const NameSet* set;
  Name given;
  Name family;
  std::string login;  // the part before the @
};

class People {
 public:
  explicit People(Random& random) : random_(random) {}

  Person next() {
    const auto sets = name_sets();
    Person person;
    // The first few take the scripts in turn, so that even a small customer has many.
    person.set = &sets[made_ < sets.size() ? made_ : random_.below(sets.size())];
    ++made_;
    person.given = person.set->given[random_.below(person.set->given.size())];
    person.family = person.set->family[random_.below(person.set->family.size())];
    const std::string base = std::string(person.given.ascii) + "." + std::string(person.family.ascii);
    person.login = base;
    for (int n = 2; !taken_.insert(person.login).second; ++n) {
      if (n == 2) n = std::max(n, next_number_[base]);
      person.login = base + std::to_string(n);
      next_number_[base] = n + 1;
    }
    return person;
  }

 private:
  Random& random_;
  std::size_t made_ = 0;
  std::unordered_set<std::string> taken_;
  std::unordered_map<std::string, int> next_number_;
};

std::string display_name(const Person& person) {
  const auto& first = person.set->family_first ? person.family : person.given;
  const auto& second = person.set->family_first ? person.given : person.family;
  return std::string(first.native) + std::string(person.set->separator) + std::string(second.native);
}

PartnerUser partner_user(const Person& person, const Customer& customer, Random& random) {
  PartnerUser user;
  user.id = random.guid();
  user.user_principal_name = person.login + "@" + customer.domain;
  user.first_name = person.given.native;
  user.last_name = person.family.native;
  user.display_name = display_name(person);
  user.created_at = long_ago;
  if (!random.chance(10)) user.usage_location = person.set->country;
  if (random.chance(15)) user.phone_number = "+49 30 " + std::to_string(1000000 + random.below(9000000));
  if (random.chance(8)) {
    user.immutable_id = "ImmutableId-" + std::to_string(random.below(1000000)) + "==";
    user.last_directory_sync_time = "2026-0" + std::to_string(1 + random.below(9)) + "-11T06:30:00Z";
  }
  if (random.chance(5)) user.user_domain_type = "managed";
  return user;
}

// A tenth of the shared people write their e-mail in another case than their user principal name.
std::string email_of(const Person& person, const Customer& customer, Random& random) {
  std::string email = person.login + "@" + customer.domain;
  if (random.chance(10)) {
    for (std::size_t i = 0; i < email.size(); ++i) {
      const bool starts_word = i == 0 || email[i - 1] == '.' || email[i - 1] == '@';
      if (starts_word && email[i] >= 'a' && email[i] <= 'z') email[i] = static_cast<char>(email[i] - 32);
    }
  }
  return email;
}

CockpitUser cockpit_user(const Person& person, const Customer& customer, bool shared, Random& random) {
  CockpitUser user;
  user.id = random.guid();
  user.first_name = person.given.native;
  user.last_name = person.family.native;
  user.email = email_of(person, customer, random);
  user.reseller_id = customer.reseller_id;
  user.created_at = long_ago;
  // People outside Microsoft's directory often sign in with an address of their own.
  if (!shared && random.chance(40)) user.email = person.login + "@mail.example";
  if (!shared && random.chance(2)) user.first_name.reset();
  if (!shared && random.chance(2)) user.email.reset();
  const std::size_t role = random.below(20);
  user.role_shape = role == 0   ? RoleShape::null
                    : role == 1 ? RoleShape::empty
                    : role < 4  ? RoleShape::null_name
                                : RoleShape::named;
  user.role_name = "customer";
  const std::size_t groups = random.below(10);
  if (groups > 0) user.group_ids.emplace();
  if (groups > 3) user.group_ids->emplace_back(seed::groups[random.below(seed::groups.size())].id);
  if (groups > 7) {
    const std::string_view other = seed::groups[random.below(seed::groups.size())].id;
    if (user.group_ids->front() != other) user.group_ids->emplace_back(other);
  }
  return user;
}

}  // namespace

std::unique_ptr<Customer> make_customer(const CustomerPlan& plan, std::uint64_t seed, Millis now) {
  auto customer = std::make_unique<Customer>();
  customer->name = plan.name;
  customer->domain = plan.name + ".onmicrosoft.com";
  customer->domains = {customer->domain, plan.name + ".example"};
  customer->federated_domain = "federated." + plan.name + ".example";
  customer->partner_center = plan.partner_center;
  customer->cloud_cockpit = plan.cloud_cockpit;
  customer->provider_customer = plan.partner_center;
  customer->reseller_id = seed::cockpit_reseller_id;

  Random random(seed ^ hash_of(plan.name));
  People people(random);
  std::vector<CockpitUser> at_cockpit;
  for (std::size_t i = 0; i < plan.partner_center_users; ++i) {
    const Person person = people.next();
    customer->partner_users.add(partner_user(person, *customer, random));
    if (i < plan.both) at_cockpit.push_back(cockpit_user(person, *customer, true, random));
  }
  for (std::size_t i = plan.both; i < plan.cloud_cockpit_users; ++i) {
    at_cockpit.push_back(cockpit_user(people.next(), *customer, false, random));
  }
  for (CockpitUser& user : at_cockpit)
    customer->cockpit_users.add(std::move(user));

  const std::size_t deleted = plan.partner_center_users == 0 ? 0 : 2 + plan.partner_center_users / 500;
  for (std::size_t i = 0; i < deleted; ++i) {
    PartnerUser user = partner_user(people.next(), *customer, random);
    user.deleted_at = now - static_cast<Millis>(1 + i % 20) * one_day;
    customer->partner_users.add(std::move(user));
  }
  return customer;
}

void populate(Directory& directory, std::uint64_t seed, Millis now) {
  for (const seed::SeededCustomer& one : seed::customers) {
    CustomerPlan plan;
    plan.name = one.name;
    plan.partner_center = one.partner_center;
    plan.cloud_cockpit = one.cloud_cockpit;
    plan.partner_center_users = one.partner_center_users;
    plan.cloud_cockpit_users = one.cloud_cockpit_users;
    plan.both = one.both;
    directory.add(make_customer(plan, seed, now));
  }
  CustomerPlan gone;
  gone.name = "twelve-before";
  gone.cloud_cockpit = seed::deleted_cockpit_customer;
  auto deleted = make_customer(gone, seed, now);
  deleted->provider_customer = seed::customers[0].partner_center;
  deleted->domain = "twelve.onmicrosoft.com";
  deleted->cockpit_deleted = true;
  directory.add(std::move(deleted));
}

}  // namespace tests::emulator
