#include "tests/emulator/switches.hpp"

namespace tests::emulator {

const std::vector<Switch>& all_switches() {
  using Values = std::vector<std::string_view>;
  static const Values on_off{"on", "off"};
  static const Values number{};
  static const std::vector<Switch> table{
      // Partner Center: the wire.
      {"bom", "on", on_off, "success JSON starts with a UTF-8 byte order mark"},
      {"link_v1_prefix", "off", {"off", "next", "on"}, "/v1 in links[].uri: none, only in next, in all"},
      {"pc_null_members", "omit", {"omit", "print"}, "null members in reads, lists and updates"},
      {"pc_create_nulls", "print", {"print", "omit"}, "null members in create and resetpassword answers"},
      {"error_code_type", "integer", {"integer", "string"}, "JSON type of an error's code"},
      {"error_data", "array", {"array", "absent"}, "an error's data: [] or no member"},
      {"error_bom", "off", on_off, "error JSON starts with a byte order mark too"},
      {"ms_cv", "fresh", {"fresh", "echo", "extend"}, "MS-CV: new, the caller's, or the caller's extended"},
      // Partner Center: lists.
      {"paging_style",
       "both",
       {"both", "link", "token"},
       "which of links.next and continuationToken is there"},
      {"page2_404", "off", on_off, "a page after the first is 404 (the fault of December 2021)"},
      {"total_count", "page", {"page", "total"}, "totalCount counts the page or the whole list"},
      {"pc_default_page_size", "100", number, "users a page without size"},
      {"pc_max_page_size", "500", number, "largest size"},
      {"pc_oversize", "error", {"error", "clamp"}, "a size above the largest"},
      {"pc_seek_first", "accept", {"accept", "refuse"}, "seekOperation=First is the first page or 400"},
      {"pc_unknown_sort", "refuse", {"refuse", "ignore"}, "an unknown SortField is 400 or ignored"},
      {"bad_continuation_token", "400", {"400", "404", "410", "500"}, "status for a bad or expired token"},
      {"continuation_token_seconds", "0", number, "life of a continuation token; 0 has no end"},
      {"deleted_get", "200", {"200", "404"}, "GET of a soft-deleted user by id"},
      // Partner Center: writes.
      {"pc_create_status", "201", {"201", "200"}, "status of a create"},
      {"pc_duplicate", "409", {"409", "400"}, "status for a second user of one userPrincipalName"},
      {"pc_duplicate_detail",
       "already_exists",
       {"already_exists", "object_conflict", "both"},
       "what a duplicate's description says"},
      {"pc_duplicate_code", "3000", number, "an error's code for a duplicate"},
      {"request_id_replay",
       "replay",
       {"replay", "conflict", "ignore"},
       "a write with a known MS-RequestId: first answer again, 409, or executed as new"},
      {"echo_password", "on", on_off, "create and resetpassword answer with the password in clear"},
      {"pc_password_generation", "required", {"required", "auto"}, "a create without a password"},
      {"pc_usage_location", "optional", {"optional", "required"}, "a create without usageLocation"},
      {"pc_patch_null", "clear", {"clear", "ignore"}, "an explicit null in an update"},
      {"pc_plain_reset", "off", on_off, "a plain PATCH may set passwordProfile, as the old documents did"},
      // Partner Center: who may.
      {"pc_missing_token_code", "800001", {"800001", "400"}, "code of the 401 without a token"},
      {"pc_unauthorized_body", "json", {"json", "empty"}, "body of 401 answers but those about MFA"},
      {"mfa_error",
       "off",
       {"off", "900421", "legacy"},
       "refuse App+User calls for MFA: by the token, all by 900421, all by an empty chunked 401"},
      {"throttle_customers", "on", on_off, "the customer resource allows pc_customers_per_minute"},
      {"pc_customers_per_minute", "500", number, "limit of the customer resource"},
      {"pc_rate_limit", "0", number, "Partner Center requests a minute; 0 has no limit"},
      {"retry_after", "seconds", {"seconds", "date", "none"}, "form of Retry-After on 429"},
      // CloudCockpit.
      {"cc_create_status", "201", {"201", "200"}, "status of a create"},
      {"cc_create_body",
       "quoted",
       {"quoted", "unquoted", "object"},
       "a create answers the id as a JSON string, the bare id, or the user"},
      {"cc_duplicate", "400", {"400", "409", "allow"}, "a second user of one e-mail in a customer"},
      {"cc_require_correlation_id", "off", on_off, "a request without X-Correlation-Id is 400"},
      {"cc_missing_x_tenant", "400", {"400", "401"}, "status without X-Tenant"},
      {"cc_unknown_x_tenant", "401", {"401", "403", "400"}, "status for an unknown X-Tenant"},
      {"cc_null_members", "print", {"print", "omit"}, "null members in answers"},
      {"cc_sort", "first_last", {"first_last", "last_first", "email"}, "what the list's Name order means"},
      {"cc_role_additional", "refuse", {"refuse", "accept"}, "members other than name in role"},
      {"cc_required_null", "accept", {"accept", "refuse"}, "null for a required member of a create"},
      {"cc_reseller_narrowing", "on", on_off, "resellerId lists only users made in that context"},
      {"cc_property_names", "pascal", {"pascal", "camel"}, "case of errors[].propertyName"},
      {"cc_ascii_json", "off", on_off, "text outside ASCII is written as \\uXXXX"},
      {"cc_bom", "off", on_off, "success JSON starts with a byte order mark"},
      {"cc_token_audience", "api", {"api", "guid"}, "aud of CloudCockpit tokens: api://GUID or GUID"},
      {"cc_rate_limit", "0", number, "CloudCockpit requests a minute; 0 has no limit"},
      // Both providers.
      {"chunked", "off", on_off, "answers use Transfer-Encoding: chunked instead of Content-Length"},
      {"list_lag_ms", "0", number, "lists and reads show a new user only after this time"},
      {"pc_latency_ms", "0", number, "every Partner Center answer waits so long"},
      {"cc_latency_ms", "0", number, "every CloudCockpit answer waits so long"},
      {"token_latency_ms", "0", number, "every token answer waits so long"},
      {"ledger", "full", {"full", "summary"}, "keep every request, or only the counts (load tests)"},
      // The token service.
      {"token_rotation",
       "on",
       {"on", "off", "omit"},
       "a redemption brings a new refresh token, the same one, or none"},
      {"token_lifetime_seconds", "3599", number, "life of an access token"},
      {"token_mfa", "on", on_off, "App+User tokens carry mfa in amr"},
      {"token_refusal",
       "off",
       {"off", "50076", "50079", "50173", "53003", "65001", "70000", "70008", "70043", "700082", "7000222",
        "50196", "90033", "90055"},
       "refuse every redemption with this AADSTS code"},
      {"token_bad_secret", "401", {"401", "400"}, "status of invalid_client"},
  };
  return table;
}

}  // namespace tests::emulator
