// Finding out what became of a create whose answer was lost: whoever is at the provider under the person's
// name and looks as asked was made by it, unless another operation has made that account. For the request
// that met the doubt, and for the resolver afterwards.
#pragma once

#include "gateway/create/journal.hpp"
#include "gateway/create/look_up.hpp"

#include <memory>

namespace gateway::create {

// Where to look.
struct Doubt {
  std::shared_ptr<ProviderHome> home;
  adapters::CustomerBinding customer;
};

struct Finding {
  enum class Kind : std::uint8_t {
    recovered,  // the target has its user now
    others,     // somebody else of this name is there; the target's state is still to be set
    absent,     // nobody is there; counted in the target
    not_asked,  // the provider did not say
  };
  Kind kind = Kind::not_asked;
  adapters::PagePtr page;  // of the user who is there
};

// Of somebody who was found there under the person's name: recovered, or another's; not_asked where the
// state cannot say who made the account.
boost::asio::awaitable<Finding> judge_found(Journal& journal, state::Operation& operation, std::size_t place,
                                            adapters::PagePtr page);

// Changes the target as the finding says; commits nothing.
boost::asio::awaitable<Finding> settle_doubt(Journal& journal, state::Operation& operation, std::size_t place,
                                             Doubt doubt, adapters::CallContext context);

}  // namespace gateway::create
