#include "schema/filter_program.hpp"

namespace schema {
namespace {

using Type = FilterAttribute::Type;
using Place = FilterAttribute::Place;

constexpr FilterAttribute text_row(TextField field, Type type = Type::text) {
  return {name_of(field), type, Place::text_field, field};
}

constexpr FilterAttribute rows[] = {
    {"id", Type::exact, Place::id},
    text_row(TextField::user_principal_name),
    text_row(TextField::email),
    text_row(TextField::first_name),
    text_row(TextField::last_name),
    text_row(TextField::display_name),
    {"state", Type::text, Place::state},
    text_row(TextField::usage_location),
    text_row(TextField::phone_number),
    text_row(TextField::immutable_id, Type::exact),
    {"userDomainType", Type::text, Place::user_domain_type},
    text_row(TextField::last_directory_sync_time, Type::date),
    text_row(TextField::soft_deletion_time, Type::date),
    {"role", Type::complex, Place::role},
    {"role.name", Type::text, Place::role},
    {"groups", Type::complex, Place::groups},
    {"groups.id", Type::text, Place::group_id},
    {"groups.name", Type::text, Place::group_name},
    {"sources", Type::complex, Place::sources},
    {"sources.provider", Type::text, Place::source_provider},
    {"sources.customerId", Type::text, Place::source_customer_id},
    {"sources.id", Type::exact, Place::source_id},
};

}  // namespace

std::span<const FilterAttribute> filter_attributes() { return rows; }

}  // namespace schema
