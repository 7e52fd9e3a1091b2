#include "adapters/cloud_cockpit/fault.hpp"

#include "adapters/json_page.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace adapters::cloud_cockpit {
namespace {

struct FieldWords {
  std::string property;
  std::string text;
};

struct Words {
  std::string type;
  std::string description;
  std::vector<FieldWords> fields;
};

std::string read_description(JsonReader& reader) {
  if (reader.peek() != '[') return std::string(reader.read_string_or_number());
  std::string text;
  reader.read_array([&] {
    const std::string_view line = reader.read_string_or_number();
    text.append(text.empty() || line.empty() ? "" : " ").append(line);
  });
  return text;
}

void read_fields(JsonReader& reader, std::vector<FieldWords>& fields) {
  if (reader.peek() != '[') return reader.skip();
  reader.read_array([&] {
    if (reader.peek() != '{') return reader.skip();
    FieldWords field;
    reader.read_object([&](std::string_view name) {
      if (name == "propertyName") return void(field.property = reader.read_string_or_number());
      if (name == "description") return void(field.text = read_description(reader));
      reader.skip();
    });
    fields.push_back(std::move(field));
  });
}

// {statusCode, type, description, correlationId, errors: [{propertyName, description: []}]}; 401 and 403 have
// no body.
Words words_of(const HttpReply& reply) {
  Page page;
  page.body = WireBytes::copy_of(reply.body.view());
  JsonReader reader(page);
  Words words;
  reader.read_object([&](std::string_view name) {
    if (name == "type") return void(words.type = reader.read_string_or_number());
    if (name == "description") return void(words.description = read_description(reader));
    if (name == "errors") return read_fields(reader, words.fields);
    reader.skip();
  });
  if (!reader.finished()) return {{}, plain_words(reply.body.view()), {}};
  return words;
}

// With the fields' texts, for they may be all that there is.
std::string message_of(const Words& words) {
  std::string message = words.description;
  for (const auto& field : words.fields) {
    if (field.text.empty()) continue;
    message += message.empty() ? "" : " ";
    if (!field.property.empty()) message.append(field.property).append(": ");
    message += field.text;
  }
  return message;
}

bool says_exists(std::string_view text) {
  constexpr std::array<std::string_view, 5> signs = {"already exist", "already in use", "already taken",
                                                     "duplicate", "already been"};
  return std::ranges::any_of(signs,
                             [&](std::string_view sign) { return contains_ignoring_case(text, sign); });
}

// Which user it is, only the e-mail address says: a duplicate group is another matter.
bool says_user_exists(const Words& words) {
  for (const auto& field : words.fields) {
    if (contains_ignoring_case(field.property, "email") && says_exists(field.text)) return true;
  }
  const bool about_others = !words.fields.empty() && !contains_ignoring_case(words.description, "mail");
  return !about_others && (says_exists(words.description) || says_exists(words.type));
}

struct NamedField {
  std::string_view property;
  std::string_view pointer;
};

constexpr std::array<NamedField, 5> named_fields = {{
    {"email", "/email"},
    {"firstName", "/firstName"},
    {"lastName", "/lastName"},
    {"role", "/role"},
    {"groups", "/groups"},
}};

// "Email", "$.email", "Groups[0].Id": the first of our names that it holds.
std::string pointer_of(std::string_view property) {
  for (const auto& [name, pointer] : named_fields) {
    if (contains_ignoring_case(property, name)) return std::string(pointer);
  }
  return {};
}

std::vector<schema::FieldError> fields_of(const Words& words) {
  std::vector<schema::FieldError> fields;
  for (const auto& field : words.fields) {
    std::string pointer = pointer_of(field.property);
    if (pointer.empty()) continue;
    fields.push_back({std::move(pointer), {}, {}, "refused", "The provider refused this value."});
  }
  return fields;
}

}  // namespace

// | status                              | kind                                       |
// | 401                                 | credentials                                |
// | 403                                 | forbidden: the reseller is the usual cause |
// | create: 409; 400 "already exists"   | user_exists                                |
// | create: other 400, 422              | refused, with the fields in errors[]       |
// | everything else                     | by status alone (adapters/reply_fault.hpp) |
ProviderError fault_of(const HttpReply& reply, Operation operation, WallTime wall_now) {
  ProviderError error = fault_of_status(reply, operation, wall_now);
  Words words = words_of(reply);
  if (error.kind == ErrorKind::refused && says_user_exists(words)) {
    error.kind = ErrorKind::user_exists;
    error.detail = "The provider has this user already.";
  }
  if (error.kind == ErrorKind::refused) error.fields = fields_of(words);
  if (error.kind == ErrorKind::credentials) {
    error.remedy =
        "Check client_id, client_secret and x_tenant: they are made together in the portal's settings.";
  }
  if (error.kind == ErrorKind::forbidden) {
    error.remedy =
        "Check that reseller_id is the reseller of this customer, and the rights of the API access.";
  }
  error.message = message_of(words);
  error.code = std::move(words.type);
  return error;
}

}  // namespace adapters::cloud_cockpit
