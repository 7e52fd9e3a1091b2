#include "adapters/partner_center/fault.hpp"

#include "adapters/json_page.hpp"

#include <array>
#include <string_view>

namespace adapters::partner_center {
namespace {

// What an error body says. Its texts are views into `page`.
struct Words {
  std::string code;
  std::string message;
  std::string all;  // with the strings of `data`, for telling what it is about
};

void read_words(JsonReader& reader, Words& words);

void read_strings(JsonReader& reader, Words& words) {
  reader.read_array([&] {
    if (reader.peek() == '{') return read_words(reader, words);
    words.all.append(" ").append(reader.read_string_or_number());
  });
}

// {code, description, data, source}, or API Management's {statusCode, message}; Entra's {error: {code,
// message, details}} may come through from behind.
void read_words(JsonReader& reader, Words& words) {
  const auto first_wins = [&](std::string& into) {
    const std::string_view text = reader.read_string_or_number();
    words.all.append(" ").append(text);
    if (into.empty()) into = text;
  };
  reader.read_object([&](std::string_view name) {
    if (name == "code") return first_wins(words.code);
    if (name == "description" || name == "message") return first_wins(words.message);
    if (name == "error" && reader.peek() == '{') return read_words(reader, words);
    if ((name == "data" || name == "details") && reader.peek() == '[') return read_strings(reader, words);
    reader.skip();
  });
}

// 5xx and 401 may come without a body or with a page of HTML, and the reason phrase may be all there is.
Words words_of(const HttpReply& reply) {
  Page page;
  page.body = WireBytes::copy_of(reply.body.view());
  JsonReader reader(page);
  Words words;
  if (reader.peek() == '{') read_words(reader, words);
  if (!reader.finished()) words = {};
  if (words.message.empty()) words.message = plain_words(reply.body.view());
  if (words.message.empty()) words.message = plain_words(reply.reason);
  words.all.append(" ").append(words.message);
  return words;
}

bool says_mfa(const HttpReply& reply, const Words& words) {
  if (words.code == "900421" || words.code == "10001") return true;
  for (const std::string_view text : {std::string_view(words.all), std::string_view(reply.reason)}) {
    for (const std::string_view sign : {"MFA required", "multi-factor", "multifactor", "(10001)", "900421"}) {
      if (contains_ignoring_case(text, sign)) return true;
    }
  }
  return false;
}

bool says_exists(const Words& words) {
  return contains_ignoring_case(words.all, "already exist") ||
         contains_ignoring_case(words.all, "ObjectConflict");
}

struct Remedy {
  std::string_view code;
  std::string_view detail;
  std::string_view remedy;
};

constexpr std::array<Remedy, 9> remedies = {{
    {"20002", "There is no reseller relationship with this customer.",
     "Have the customer accept the reseller relationship, or take the customer out of the configuration."},
    {"900308", "The partner's GDAP roles for this customer are not enough.",
     "Grant the signed-in user a GDAP role for this customer: Directory Readers to list users, User "
     "Administrator "
     "to create them."},
    {"900150", "The signed-in user's role does not have the rights.",
     "Put the signed-in user into the partner's AdminAgents group and grant the GDAP role for this customer: "
     "Directory Readers to list users, User Administrator to create them."},
    {"900309", "Conditional Access blocks the sign-in.",
     "Let the Conditional Access policies of the partner and of the customer admit the signed-in user."},
    {"900329", "Users cannot be read with an application's own token.",
     "Configure a refresh_token of a signed-in user (App+User) in the place of application-only "
     "credentials."},
    {"600006", "The action is not allowed for this customer.",
     "Check the reseller relationship and the GDAP roles for this customer."},
    {"90000", "Entra ID refused to issue a token for this customer.",
     "Check that the customer has consented to the partner's application and that its directory is active."},
    {"900420", "The token is for an audience that is no longer accepted.",
     "Let `resource` (v1) or `scope` (v2) name https://api.partnercenter.microsoft.com."},
    {"900421", "The sign-in behind the refresh token did not use a second factor.",
     "Sign in once more, interactively and with multi-factor authentication, and configure the new "
     "refresh_token."},
}};

const Remedy* find_remedy(std::string_view code) {
  for (const auto& row : remedies) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

void tell_remedy(ProviderError& error, std::string_view code) {
  if (const Remedy* row = find_remedy(code)) {
    error.detail = row->detail;
    error.remedy = row->remedy;
  } else if (error.kind == ErrorKind::forbidden) {
    error.remedy =
        "Check the reseller relationship with this customer and the signed-in user's GDAP roles: Directory "
        "Readers "
        "to list users, User Administrator to create them.";
  } else {
    error.remedy = "Sign in once more with multi-factor authentication and configure the new refresh_token.";
  }
}

struct NamedField {
  std::string_view word;  // as the service, or Entra behind it, calls the member
  std::string_view pointer;
};

constexpr std::array<NamedField, 11> named_fields = {{
    {"userPrincipalName", "/userPrincipalName"},
    {"mailNickname", "/userPrincipalName"},
    {"displayName", "/displayName"},
    {"firstName", "/firstName"},
    {"givenName", "/firstName"},
    {"lastName", "/lastName"},
    {"surname", "/lastName"},
    {"usageLocation", "/usageLocation"},
    {"phoneNumber", "/phoneNumber"},
    {"immutableId", "/immutableId"},
    {"password", "/passwordProfile/password"},
}};

std::vector<schema::FieldError> fields_of(const Words& words) {
  std::vector<schema::FieldError> fields;
  for (const auto& [word, pointer] : named_fields) {
    if (!contains_ignoring_case(words.all, word)) continue;
    if (!fields.empty() && fields.back().pointer == pointer) continue;
    fields.push_back({std::string(pointer), {}, {}, "refused", "The provider refused this value."});
  }
  return fields;
}

}  // namespace

// | status and code                     | kind                                        |
// | 401 (900421: a second factor)       | credentials, with the remedy                |
// | 403 (900308, 20002, 900329, 900309) | forbidden, with the remedy                  |
// | create: 409; 400 "already exists"   | user_exists                                 |
// | create: other 400, 422              | refused, with the fields that it names      |
// | everything else                     | by status alone (adapters/reply_fault.hpp)  |
ProviderError fault_of(const HttpReply& reply, Operation operation, WallTime wall_now) {
  ProviderError error = fault_of_status(reply, operation, wall_now);
  Words words = words_of(reply);
  if (error.kind == ErrorKind::refused && says_exists(words)) {
    error.kind = ErrorKind::user_exists;
    error.detail = "The provider has this user already.";
  }
  if (error.kind == ErrorKind::refused) error.fields = fields_of(words);
  if (error.kind == ErrorKind::credentials || error.kind == ErrorKind::forbidden) {
    tell_remedy(error, says_mfa(reply, words) ? "900421" : words.code);
  }
  error.code = std::move(words.code);
  error.message = std::move(words.message);
  return error;
}

bool is_beyond_refresh(const HttpReply& reply) {
  return reply.status == 401 && says_mfa(reply, words_of(reply));
}

}  // namespace adapters::partner_center
