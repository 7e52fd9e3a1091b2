#include "adapters/oauth2/token_error.hpp"

#include "adapters/json_page.hpp"
#include "adapters/reply_fault.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace adapters::oauth2 {
namespace {

constexpr std::string_view sign_in_again =
    "Sign in once more, interactively and with multi-factor authentication, and configure the new "
    "refresh_token.";
constexpr std::string_view new_secret =
    "Make a new secret for the application of `client_id` in its app registration and configure it as "
    "client_secret.";
constexpr std::string_view right_certificate =
    "Upload the certificate to the app registration of `client_id`, or configure the certificate and key "
    "that "
    "are registered there; check that the certificate has not expired and that this machine's clock is "
    "right.";
constexpr std::string_view let_policies_admit =
    "Let the Conditional Access policies admit the application and its signed-in user.";
constexpr std::string_view enable_account =
    "Have an administrator of the directory look at the account of the signed-in user, then sign in once "
    "more "
    "and configure the new refresh_token.";

using Row = KnownRefusal;

// By number.
constexpr auto rows = std::to_array<Row>({
    {"50034", ErrorKind::credentials, "The signed-in user is not in this directory.", enable_account},
    {"50055", ErrorKind::credentials, "The password of the signed-in user has expired.", sign_in_again},
    {"50057", ErrorKind::credentials, "The account of the signed-in user is disabled.", enable_account},
    {"50076", ErrorKind::credentials, "The sign-in needs a second factor.", sign_in_again},
    {"50078", ErrorKind::credentials, "The second factor of the sign-in is too old.", sign_in_again},
    {"50079", ErrorKind::credentials, "The signed-in user has not enrolled a second factor.", sign_in_again},
    {"50105", ErrorKind::credentials, "The signed-in user is not assigned to the application.",
     "Have an administrator assign the user to the application of `client_id`, then sign in once more."},
    {"50158", ErrorKind::credentials, "An external challenge of the sign-in was not met.", sign_in_again},
    {"50173", ErrorKind::credentials, "The refresh token was revoked, as by a password change.",
     sign_in_again},
    {"50196", ErrorKind::failed, "The token service stopped a loop of requests.", ""},
    {"53000", ErrorKind::credentials, "Conditional Access wants a device that is compliant.",
     let_policies_admit},
    {"53001", ErrorKind::credentials, "Conditional Access wants a device that has joined the domain.",
     let_policies_admit},
    {"53003", ErrorKind::credentials, "Conditional Access blocks the sign-in.", let_policies_admit},
    {"65001", ErrorKind::credentials, "Nobody has consented to the application's permissions.",
     "Have an administrator consent to the application of `client_id`, then sign in once more."},
    {"70000", ErrorKind::credentials, "The refresh token is not valid.", sign_in_again},
    {"70008", ErrorKind::credentials, "The refresh token has expired.", sign_in_again},
    {"70011", ErrorKind::credentials, "The scope is not valid.", "Check scope."},
    {"70043", ErrorKind::credentials, "The refresh token has expired by the sign-in frequency.",
     sign_in_again},
    {"90002", ErrorKind::credentials, "The directory does not exist.", "Check tenant_id and authority."},
    {"90033", ErrorKind::failed, "The token service has a passing fault.", ""},
    {"90055", ErrorKind::unavailable, "The token service takes no more requests for now.", ""},
    {"90099", ErrorKind::credentials, "The application is not authorized in the customer's directory.",
     "Have the customer's directory consent to the partner's application."},
    {"500011", ErrorKind::credentials, "The resource that the token is for does not exist in this directory.",
     "Check resource (v1) or scope (v2)."},
    {"500133", ErrorKind::credentials, "The assertion is not within its time.", right_certificate},
    {"530003", ErrorKind::credentials, "Conditional Access wants a device that is managed.",
     let_policies_admit},
    {"700003", ErrorKind::credentials, "The device of the sign-in is not in the directory any more.",
     sign_in_again},
    {"700016", ErrorKind::credentials, "The application does not exist in this directory.",
     "Check client_id and tenant_id."},
    {"700024", ErrorKind::credentials, "The client assertion is not within its time.", right_certificate},
    {"700027", ErrorKind::credentials, "The client assertion is not signed with a registered certificate.",
     right_certificate},
    {"700030", ErrorKind::credentials, "The certificate is not valid.", right_certificate},
    {"700082", ErrorKind::credentials, "The refresh token has expired: it was not used for 90 days.",
     sign_in_again},
    {"901002", ErrorKind::credentials, "The v2 endpoint takes no resource.",
     "Configure scope in the place of resource, or endpoint: v1."},
    {"7000112", ErrorKind::credentials, "The application is disabled.",
     "Have an administrator enable the application of `client_id` in the directory of `tenant_id`."},
    {"7000215", ErrorKind::credentials, "The client secret is wrong.", new_secret},
    {"7000218", ErrorKind::credentials, "The application must prove itself with a secret or a certificate.",
     new_secret},
    {"7000222", ErrorKind::credentials, "The client secret has expired.", new_secret},
    {"7000229", ErrorKind::credentials, "The application has no service principal in this directory.",
     "Have an administrator consent to the application of `client_id` in the directory of `tenant_id`."},
});

// Where no number is known, RFC 6749's own word decides.
constexpr auto words_rows = std::to_array<Row>({
    {"invalid_grant", ErrorKind::credentials, "The token service does not accept the refresh token.",
     sign_in_again},
    {"interaction_required", ErrorKind::credentials, "The token service wants a person to sign in.",
     sign_in_again},
    {"invalid_client", ErrorKind::credentials, "The token service does not accept the client's secret.",
     new_secret},
    {"unauthorized_client", ErrorKind::credentials, "The application may not sign in like this.",
     "Check client_id and tenant_id, and the application's permissions."},
    {"invalid_resource", ErrorKind::credentials, "The resource that the token is for is unknown.",
     "Check resource (v1) or scope (v2)."},
    {"temporarily_unavailable", ErrorKind::failed, "The token service has a passing fault.", ""},
});

struct Words {
  std::string error;
  std::string description;
  std::string number;
};

std::string number_in(std::string_view description) {
  constexpr std::string_view prefix = "AADSTS";
  const std::size_t at = description.find(prefix);
  if (at == description.npos) return {};
  description.remove_prefix(at + prefix.size());
  const auto end = std::ranges::find_if_not(description, schema::is_digit);
  return std::string(description.begin(), end);
}

Words words_of(const HttpReply& reply) {
  Page page;
  page.body = WireBytes::copy_of(reply.body.view());
  JsonReader reader(page);
  Words words;
  reader.read_object([&](std::string_view name) {
    if (name == "error") return void(words.error = reader.read_string_or_number());
    if (name == "error_description") return void(words.description = reader.read_string_or_number());
    if (name == "error_codes" && reader.peek() == '[') {
      return reader.read_array([&] {
        const std::string_view number = reader.read_string_or_number();
        if (words.number.empty()) words.number = number;
      });
    }
    reader.skip();
  });
  if (!reader.finished()) return {{}, plain_words(reply.body.view()), {}};
  if (words.number.empty()) words.number = number_in(words.description);
  return words;
}

template <std::size_t N>
const Row* find_row(const std::array<Row, N>& table, std::string_view key) {
  const auto* row = std::ranges::find(table, key, &Row::number);
  return row == table.end() ? nullptr : &*row;
}

// What the status says, without the meanings that only an API's customers have.
ProviderError by_status(const HttpReply& reply) {
  ProviderError error = fault_of_status(reply, Operation::other, {});
  // A date in Retry-After needs the time of day; a wait in seconds does not.
  if (!std::ranges::all_of(reply.header("retry-after"), schema::is_digit)) error.retry_after.reset();
  if (error.kind == ErrorKind::forbidden) error.kind = ErrorKind::failed;
  if (error.kind == ErrorKind::failed) error.detail = "The token service did not give a token.";
  if (error.kind == ErrorKind::credentials)
    error.remedy = "Check client_id, client_secret and refresh_token.";
  return error;
}

}  // namespace

std::span<const KnownRefusal> known_refusals() { return rows; }

ProviderError token_error(const HttpReply& reply) {
  ProviderError error = by_status(reply);
  Words words = words_of(reply);
  // Throttling and outages stay what they are, whatever word stands in the body; throttling whatever number,
  // too.
  const bool throttled = reply.status == 429;
  const bool passing = reply.status >= 500 || throttled;
  const Row* row = throttled ? nullptr : find_row(rows, words.number);
  if (row == nullptr && !passing) row = find_row(words_rows, words.error);
  if (row != nullptr) {
    error.kind = row->kind;
    error.detail = row->detail;
    error.remedy = row->remedy;
    error.retryable = row->kind != ErrorKind::credentials;
  }
  error.code = words.number.empty() ? std::move(words.error) : "AADSTS" + words.number;
  error.message = std::move(words.description);
  return error;
}

}  // namespace adapters::oauth2
