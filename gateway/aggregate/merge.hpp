// Many providers' users to one list of people: equal identities become one person, in precedence order,
// whichever provider answered first. Pure; moves handles only, the pages are kept alive by the listing.
#pragma once

#include "gateway/aggregate/user_list.hpp"
#include "schema/person.hpp"
#include "schema/problem.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::aggregate {

// One provider's whole list, and the field that says which person an account is.
struct Part {
  std::string_view provider;  // outlives the listing
  schema::TextField identity;
  UserListPtr list;
};

struct Warning {
  std::string code;
  std::string provider;
  std::vector<std::string> ids;
  std::string detail;
};

class Listing {
 public:
  std::size_t size() const { return stride_ == 0 ? 0 : accounts_.size() / stride_; }
  schema::Person operator[](std::size_t index) const {
    return {{accounts_.data() + index * stride_, stride_}, providers_};
  }
  const std::vector<Warning>& warnings() const { return warnings_; }
  const std::vector<Part>& parts() const { return parts_; }
  // About how much memory it holds, its parts included.
  std::size_t bytes() const;
  // What another provider's account must have to be this person; empty: none can be.
  std::string_view identity_of(std::size_t index) const;

 private:
  friend Listing merge(std::vector<Part> parts);
  std::size_t add_person() {
    accounts_.resize(accounts_.size() + stride_, nullptr);
    places_.resize(accounts_.size());
    return size() - 1;
  }

  std::size_t stride_ = 0;  // one place for each part
  std::vector<const schema::User*> accounts_;
  std::vector<std::uint32_t> places_;  // of each account in its part's list
  std::vector<std::string_view> providers_;
  std::vector<Part> parts_;
  std::vector<Warning> warnings_;
};

// The warning about users of one provider who share an identity.
Warning ambiguous_identity(std::string_view provider, schema::TextField identity);

// `parts` in precedence order. Where two users of one part have one identity, none of them is merged, and a
// warning names them.
Listing merge(std::vector<Part> parts);

}  // namespace gateway::aggregate
