// The query parameters of the routes that read and create users, from decoded text to values. Every mistake
// of a request is told at once, by name; which providers exist for the customer is the plan's to say.
#pragma once

#include "gateway/aggregate/selection.hpp"
#include "gateway/steps/target.hpp"
#include "schema/problem.hpp"
#include "schema/user_shape.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gateway::steps {

// What an answer shows of a user.
struct ListQuery {
  std::vector<std::string> providers;  // in the order given, none twice; empty: all
  std::uint32_t limit = 100;           // 1 to 1000
  std::optional<std::string> cursor;   // as it came
  aggregate::Sort sort;
  aggregate::Selection selection;
  schema::UserShape shape;
  bool require_all = false;
  // Across customers only.
  std::vector<std::string> customers;  // in the order given; empty: all
  std::optional<std::string> after;
};

struct UserQuery {
  std::vector<std::string> providers;  // as above
  schema::UserShape shape;
};

struct CreateQuery {
  std::vector<std::string> providers;  // in the order given, none twice; empty: not said
  bool validate_only = false;          // write nothing
};

enum class CreateForm : std::uint8_t { one, batch };

// The pages of one customer's list, its stream, or the stream across customers: each has its parameters.
enum class ListForm : std::uint8_t { pages, stream, across_customers };

boost::system::result<ListQuery, schema::Problem> list_query(const Query& query, ListForm form);
boost::system::result<UserQuery, schema::Problem> user_query(const Query& query);
boost::system::result<CreateQuery, schema::Problem> create_query(const Query& query, CreateForm form);
// For routes without parameters: invalid_parameter if there is one.
std::optional<schema::Problem> no_query(const Query& query);

// `state=deleted` where no provider of the customer can list them.
schema::Problem nobody_lists_deleted();

// Every parameter of a list but `cursor` and `limit`, in one form whatever order they came in: what a cursor
// is bound to.
std::string canonical_query(const Query& query);

}  // namespace gateway::steps
