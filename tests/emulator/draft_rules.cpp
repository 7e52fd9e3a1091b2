#include "tests/emulator/draft_rules.hpp"

#include "tests/emulator/text.hpp"

#include <algorithm>

namespace tests::emulator {
namespace {

constexpr std::string_view countries =
    " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV "
    "BW "
    "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET "
    "FI "
    "FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM "
    "IN "
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD "
    "ME "
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE "
    "PF "
    "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST "
    "SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS "
    "YE "
    "YT ZA ZM ZW ";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string problem_of_name(std::string_view name, const Customer& customer) {
  const std::size_t at = name.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == name.size()) return "must be alias@domain";
  const std::string_view alias = name.substr(0, at);
  const std::string domain = lower(name.substr(at + 1));
  if (alias.size() > 64 || domain.size() > 48 || name.size() > 113) return "is too long";
  const bool good = std::all_of(alias.begin(), alias.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("'.-_!#^~").find(c) != std::string_view::npos;
  });
  if (!good || alias.back() == '.') return "has characters that are not allowed";
  if (domain == lower(customer.federated_domain)) return "is in a federated domain";
  if (std::find(customer.domains.begin(), customer.domains.end(), domain) == customer.domains.end()) {
    return "is not in a verified domain of the organization";
  }
  return {};
}

std::string problem_of_password(std::string_view password) {
  if (password.size() < 8 || password.size() > 256) return "must be 8 to 256 characters";
  if (!is_ascii(password)) return "must not have characters outside ASCII";
  bool small = false, large = false, digit = false, symbol = false;
  for (const char c : password) {
    (c >= 'a' && c <= 'z'   ? small
     : c >= 'A' && c <= 'Z' ? large
     : c >= '0' && c <= '9' ? digit
                            : symbol) = true;
  }
  return small + large + digit + symbol >= 3 ? "" : "does not meet the complexity requirements";
}

bool is_country(std::string_view code) {
  return code.size() == 2 && code.find(' ') == std::string_view::npos &&
         countries.find(" " + std::string(code) + " ") != std::string_view::npos;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const std::string_view host = text.substr(at + 1);
  return !host.empty() && host.front() != '.' && host.back() != '.' &&
         text.find_first_of(" \t\r\n") == std::string_view::npos;
}

std::size_t length_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace tests::emulator
