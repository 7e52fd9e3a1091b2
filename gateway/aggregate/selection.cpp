#include "gateway/aggregate/selection.hpp"

#include "schema/fold.hpp"

#include <array>

namespace gateway::aggregate {
namespace {

using schema::TextField;

constexpr std::array searched = {TextField::display_name, TextField::first_name, TextField::last_name,
                                 TextField::email, TextField::user_principal_name};

bool is_found(std::string_view wanted, const schema::Person& person) {
  thread_local std::string folded;
  for (const TextField field : searched) {
    folded.clear();
    schema::append_collation(folded, person.text(field).view());
    if (folded.find(wanted) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

bool is_selected(const Selection& selection, const schema::Person& person) {
  if (!selection.search.empty() && !is_found(selection.search, person)) return false;
  return selection.filter == nullptr || selection.filter->matches(person);
}

}  // namespace gateway::aggregate
