#include "adapters/partner_center/draft_rules.hpp"

#include "adapters/draft_check.hpp"
#include "schema/ascii.hpp"

#include <algorithm>

namespace adapters::partner_center {
namespace {

using schema::DraftField;

bool is_alias_byte(char byte) {
  return schema::is_letter_or_digit(byte) ||
         std::string_view("'.-_!#^~").find(byte) != std::string_view::npos;
}

bool is_domain(std::string_view domain) {
  const auto is_label_byte = [](char byte) { return schema::is_letter_or_digit(byte) || byte == '-'; };
  std::size_t labels = 0;
  while (true) {
    const std::size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    if (!std::ranges::all_of(label, is_label_byte)) return false;
    ++labels;
    if (dot == domain.npos) return labels >= 2;
    domain.remove_prefix(dot + 1);
  }
}

bool is_user_principal_name(std::string_view name) {
  const std::size_t at = name.find('@');
  if (at == name.npos) return false;
  const std::string_view alias = name.substr(0, at);
  const std::string_view domain = name.substr(at + 1);
  if (alias.empty() || alias.size() > 64 || domain.size() > 48) return false;
  return alias.back() != '.' && std::ranges::all_of(alias, is_alias_byte) && is_domain(domain);
}

// ISO 3166-1 alpha-2, all 249, and XK: Kosovo, as Microsoft writes it.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

bool is_country(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, schema::is_upper) &&
         countries.find(code) != countries.npos;
}

// A control byte has no place in a directory's names.
bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; });
}

std::size_t classes_of(std::string_view password) {
  const auto is_symbol = [](char byte) { return !schema::is_letter_or_digit(byte); };
  std::size_t classes = 0;
  classes += std::ranges::any_of(password, schema::is_lower) ? 1 : 0;
  classes += std::ranges::any_of(password, schema::is_upper) ? 1 : 0;
  classes += std::ranges::any_of(password, schema::is_digit) ? 1 : 0;
  classes += std::ranges::any_of(password, is_symbol) ? 1 : 0;
  return classes;
}

void check_password(const schema::UserDraft& draft, DraftCheck& check) {
  const std::string pointer = "/passwordProfile/password";
  const std::string_view password =
      draft.password_profile ? draft.password_profile->password.reveal() : std::string_view();
  const auto is_ascii = [](unsigned char byte) { return byte >= 0x20 && byte < 0x7f; };
  if (password.empty()) return check.mistake(pointer, "required", "A password is required.");
  if (!std::ranges::all_of(password, is_ascii)) {
    check.mistake(pointer, "invalid_characters", "A password has printable ASCII characters only.");
  } else if (password.size() < 8) {
    check.mistake(pointer, "too_short", "A password has at least 8 characters.");
  } else if (password.size() > 256) {
    check.mistake(pointer, "too_long", "A password has at most 256 characters.");
  } else if (classes_of(password) < 3) {
    check.mistake(pointer, "too_weak",
                  "A password has at least three of: a lower-case letter, a capital, a digit, a symbol.");
  }
}

// Every customer has one of these from the start; a list of the domains that were added need not have it.
bool is_initial(std::string_view domain) { return domain.ends_with(".onmicrosoft.com"); }

}  // namespace

bool can_hold(DraftField field) {
  switch (field) {
    case DraftField::email:
    case DraftField::role:
    case DraftField::groups:
      return false;
    default:
      return true;
  }
}

std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft) {
  DraftCheck check(draft);
  check.require(DraftField::user_principal_name);
  check.require(DraftField::display_name);
  check.limit(DraftField::user_principal_name, 113);
  check.match(
      DraftField::user_principal_name, is_user_principal_name,
      "userPrincipalName is alias@domain: at most 64 characters of A-Z a-z 0-9 ' . - _ ! # ^ ~ with no dot "
      "at the end, and a domain of at most 48.");
  check.limit(DraftField::display_name, 256);
  check.limit(DraftField::first_name, 64);
  check.limit(DraftField::last_name, 64);
  for (const auto field : {DraftField::display_name, DraftField::first_name, DraftField::last_name,
                           DraftField::phone_number, DraftField::immutable_id}) {
    check.match(field, is_printable, std::string(name_of(field)) + " has no control characters.");
  }
  check.match(DraftField::usage_location, is_country,
              "usageLocation is an ISO 3166-1 alpha-2 code in capitals, like DE or GB.");
  check_password(draft, check);
  return check.take();
}

std::string domain_of(const schema::UserDraft& draft) {
  const std::string_view name = draft.user_principal_name ? std::string_view(*draft.user_principal_name) : "";
  const std::size_t at = name.rfind('@');
  if (at == name.npos) return {};
  return schema::ascii_lowered(name.substr(at + 1));
}

std::vector<schema::FieldError> check_facts(const schema::UserDraft& draft, const DraftFacts& facts) {
  DraftCheck check(draft);
  const std::string domain = domain_of(draft);
  if (facts.domains == nullptr || facts.domains->empty() || domain.empty()) return {};
  const std::vector<std::string>& domains = *facts.domains;
  const bool tells_initial = std::ranges::any_of(domains, is_initial);
  const bool is_known = std::ranges::find(domains, domain) != domains.end();
  if (is_known || (is_initial(domain) && !tells_initial)) return {};
  check.mistake(
      pointer_to(DraftField::user_principal_name), "unknown_domain",
      "The domain is none of the customer's verified domains: take one of them, or have it verified first.");
  return check.take();
}

}  // namespace adapters::partner_center
