#include "gateway/create/fingerprint.hpp"

namespace gateway::create {
namespace {

// With its length, so that no value can look like two.
void append(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

// Enough for any draft: a string that grew would leave copies of the password behind.
constexpr std::size_t bytes_of_draft = 128 * 1024;

}  // namespace

schema::SecretText canonical_draft(const schema::UserDraft& draft) {
  std::string out;
  out.reserve(bytes_of_draft);
  for (std::size_t i = 0; i < schema::draft_field_count; ++i) {
    const auto* text = draft.text(static_cast<schema::DraftField>(i));
    if (text == nullptr || !*text) continue;
    append(out, schema::name_of(static_cast<schema::DraftField>(i)));
    append(out, **text);
  }
  if (draft.role_name) {
    append(out, "role");
    append(out, *draft.role_name);
  }
  for (const schema::Guid& group : draft.group_ids) {
    append(out, "group");
    append(out, group.to_string());
  }
  if (draft.password_profile) {
    append(out, "password");
    append(out, draft.password_profile->password.reveal());
    const auto& change = draft.password_profile->force_change_password;
    append(out, !change ? "" : *change ? "change" : "keep");
  }
  return schema::SecretText(std::move(out));
}

schema::SecretText canonical_request(std::string_view tenant, std::string_view client,
                                     const std::vector<CreateTarget>& targets,
                                     const schema::SecretText& draft) {
  std::string out;
  out.reserve(bytes_of_draft + 16 * 1024);
  append(out, tenant);
  append(out, client);
  for (const CreateTarget& target : targets) {
    append(out, target.home->name());
    append(out, target.customer.id.to_string());
    append(out, target.customer.qualifier);
    append(out, target.optional ? "optional" : "required");
  }
  append(out, draft.reveal());
  return schema::SecretText(std::move(out));
}

}  // namespace gateway::create
