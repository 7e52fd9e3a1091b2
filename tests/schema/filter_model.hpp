// A second filter, written from the contract alone: its own tree, people and evaluation, and utf8proc for the
// folding. Slow and plain; the real one must agree with it.
#pragma once

#include "schema/person.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::filter_model {

using Maybe = std::optional<std::string>;

struct Group {
  Maybe id;
  Maybe name;
};

// One provider's account, by published names.
struct Account {
  std::string provider;
  std::string id;
  Maybe customer_id;
  std::map<std::string, std::string> texts;  // those that are there; state and userDomainType among them
  std::map<std::string, bool> derived;       // which of them are
  bool has_role = false;
  Maybe role_name;
  std::vector<Group> groups;
};

// In precedence order.
using Person = std::vector<Account>;

struct Expression {
  enum class Kind { term, all_of, any_of, none_of };

  Kind kind = Kind::term;
  std::vector<Expression> parts;
  // Of a term.
  std::string attribute;
  std::string op;
  Maybe value;  // null, or nothing behind pr
};

// The instants that a test knows, in ascending order; those of one row are the same instant.
const std::vector<std::vector<std::string>>& instants();

bool is_date(const std::string& attribute);
bool is_exact(const std::string& attribute);
bool matches(const Expression& expression, const Person& person);

// The same person for the real filter. Views of `person`, which must outlive it.
class RealPerson {
 public:
  explicit RealPerson(const Person& person);

  schema::Person view() const { return {pointers_, names_}; }

 private:
  std::vector<std::vector<schema::Group>> groups_;
  std::vector<schema::User> users_;
  std::vector<const schema::User*> pointers_;
  std::vector<std::string_view> names_;
};

}  // namespace tests::filter_model
