#include "schema/draft_json.hpp"

#include "schema/excerpt.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace schema {
namespace {

namespace json = boost::json;

std::string_view view_of(json::string_view text) { return {text.data(), text.size()}; }

std::string pointer_at(std::string_view parent, std::size_t place) {
  return std::string(parent) + '/' + std::to_string(place);
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Collects the mistakes of one body.
class Mistakes {
 public:
  explicit Mistakes(std::vector<FieldError>& errors) : errors_(errors) {}

  void add(std::string pointer, std::string_view reason, std::string_view detail) {
    if (errors_.size() == max_draft_errors) return;
    FieldError error;
    error.pointer = std::move(pointer);
    error.reason = reason;
    error.detail = detail;
    errors_.push_back(std::move(error));
  }
  void wrong_type(std::string pointer, std::string_view detail) {
    add(std::move(pointer), "wrong_type", detail);
  }
  void required(std::string pointer) { add(std::move(pointer), "required", "must be there"); }
  void unknown_member(std::string_view parent, std::string_view name) {
    add(pointer_to(parent, name), "unknown_member", "a draft has no such member");
  }

 private:
  std::vector<FieldError>& errors_;
};

// The text of a member; nothing where it is null, or where there is a mistake, which is then noted.
std::optional<std::string_view> decode_text(const json::value& value, const std::string& pointer,
                                            Mistakes& mistakes) {
  if (value.is_null()) return std::nullopt;
  const json::string* const string = value.if_string();
  if (string == nullptr) {
    mistakes.wrong_type(pointer, "must be a string");
    return std::nullopt;
  }
  const std::string_view text = view_of(*string);
  if (text.empty()) {
    mistakes.add(pointer, "empty", "must not be empty; leave the member out instead");
    return std::nullopt;
  }
  if (has_control_character(text)) {
    mistakes.add(pointer, "invalid_character", "must not contain control characters");
    return std::nullopt;
  }
  return text;
}

// The object of a member; null where it is not one, which is then noted unless it is JSON's null.
const json::object* decode_object(const json::value& value, const std::string& pointer, Mistakes& mistakes) {
  const json::object* const object = value.if_object();
  if (object == nullptr && !value.is_null()) mistakes.wrong_type(pointer, "must be an object");
  return object;
}

void decode_role(const json::value& value, const std::string& pointer, UserDraft& draft, Mistakes& mistakes) {
  const json::object* const role = decode_object(value, pointer, mistakes);
  if (role == nullptr) return;
  for (const json::key_value_pair& member : *role) {
    if (member.key() != "name") {
      mistakes.unknown_member(pointer, view_of(member.key()));
      continue;
    }
    if (const auto name = decode_text(member.value(), pointer + "/name", mistakes)) draft.role_name = *name;
  }
}

std::optional<Guid> decode_group_id(const json::value& value, const std::string& pointer,
                                    Mistakes& mistakes) {
  if (value.is_null()) {
    mistakes.required(pointer);
    return std::nullopt;
  }
  const auto text = decode_text(value, pointer, mistakes);
  if (!text) return std::nullopt;
  const std::optional<Guid> id = Guid::parse(*text);
  if (!id) mistakes.add(pointer, "not_a_guid", "must be a GUID, 8-4-4-4-12 hexadecimal digits");
  return id;
}

std::optional<Guid> decode_group(const json::value& value, const std::string& pointer, Mistakes& mistakes) {
  const json::object* const group = value.if_object();
  if (group == nullptr) {
    mistakes.wrong_type(pointer, "must be an object with an id");
    return std::nullopt;
  }
  std::optional<Guid> id;
  if (!group->contains("id")) mistakes.required(pointer + "/id");
  for (const json::key_value_pair& member : *group) {
    if (member.key() == "id") {
      id = decode_group_id(member.value(), pointer + "/id", mistakes);
    } else {
      mistakes.unknown_member(pointer, view_of(member.key()));
    }
  }
  return id;
}

void decode_groups(const json::value& value, const std::string& pointer, UserDraft& draft,
                   Mistakes& mistakes) {
  if (value.is_null()) return;
  const json::array* const groups = value.if_array();
  if (groups == nullptr) return mistakes.wrong_type(pointer, "must be an array of objects with an id");
  std::set<Guid> seen;
  for (std::size_t i = 0; i < groups->size(); ++i) {
    const std::string place = pointer_at(pointer, i);
    const std::optional<Guid> id = decode_group((*groups)[i], place, mistakes);
    if (!id) continue;
    if (!seen.insert(*id).second) {
      mistakes.add(place + "/id", "duplicate", "is named more than once");
      continue;
    }
    draft.group_ids.push_back(*id);
  }
}

void decode_force_change(const json::value& value, const std::string& pointer, PasswordProfile& profile,
                         Mistakes& mistakes) {
  if (value.is_null()) return;
  if (!value.is_bool()) return mistakes.wrong_type(pointer, "must be true or false");
  profile.force_change_password = value.get_bool();
}

void decode_password_profile(const json::value& value, const std::string& pointer, UserDraft& draft,
                             Mistakes& mistakes) {
  const json::object* const object = decode_object(value, pointer, mistakes);
  if (object == nullptr) return;
  PasswordProfile profile;
  for (const json::key_value_pair& member : *object) {
    if (member.key() == "password") {
      const auto password = decode_text(member.value(), pointer + "/password", mistakes);
      if (password) profile.password = SecretText(std::string(*password));
    } else if (member.key() == "forceChangePassword") {
      decode_force_change(member.value(), pointer + "/forceChangePassword", profile, mistakes);
    } else {
      mistakes.unknown_member(pointer, view_of(member.key()));
    }
  }
  const json::value* const password = object->if_contains("password");
  if (password == nullptr || password->is_null()) mistakes.required(pointer + "/password");
  draft.password_profile = std::move(profile);
}

std::optional<DraftField> field_named(std::string_view name) {
  for (std::size_t i = 0; i < draft_field_count; ++i)
    if (name_of(static_cast<DraftField>(i)) == name) return static_cast<DraftField>(i);
  return std::nullopt;
}

void decode_member(std::string_view name, const json::value& value, UserDraft& draft, Mistakes& mistakes) {
  const std::optional<DraftField> field = field_named(name);
  if (!field) return mistakes.unknown_member("", name);
  const std::string pointer = pointer_to("", name);
  switch (*field) {
    case DraftField::role:
      return decode_role(value, pointer, draft, mistakes);
    case DraftField::groups:
      return decode_groups(value, pointer, draft, mistakes);
    case DraftField::password_profile:
      return decode_password_profile(value, pointer, draft, mistakes);
    default:
      break;
  }
  if (const auto text = decode_text(value, pointer, mistakes)) *draft.text(*field) = *text;
}

}  // namespace

std::string pointer_to(std::string_view parent, std::string_view name) {
  std::string pointer(parent);
  pointer += '/';
  for (const char c : first_characters(name, quoted_name_characters)) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

DecodedDraft decode_draft(const json::value& body) {
  DecodedDraft decoded;
  Mistakes mistakes(decoded.errors);
  const json::object* const object = body.if_object();
  if (object == nullptr) {
    mistakes.wrong_type("", "the body must be an object");
    return decoded;
  }
  for (const json::key_value_pair& member : *object)
    decode_member(view_of(member.key()), member.value(), decoded.draft, mistakes);
  return decoded;
}

}  // namespace schema
