#include "schema/problem.hpp"

#include <array>

namespace schema {
namespace {

using enum ProblemCode;

constexpr auto kinds = std::to_array<ProblemKind>({
    {invalid_request, "invalid_request", 400, "The request is malformed",
     "The request line, the framing or a header field breaks the rules of HTTP, or a header field that may "
     "stand "
     "once came twice. Nothing was done. The connection may be closed. Mend the client or the proxy in front "
     "of "
     "it; the same bytes will fail again."},
    {malformed_json, "malformed_json", 400, "The body is not valid JSON",
     "The body is not JSON as RFC 8259 has it, has a member name twice in one object, or is nested too "
     "deeply. "
     "The detail names the place in bytes. Nothing was done. Send UTF-8 without a byte order mark."},
    {invalid_parameter, "invalid_parameter", 400, "A parameter is not valid",
     "A query parameter is unknown, repeated where it may not be, out of range, or does not go with another "
     "one. `errors` names each. Nothing is ignored in silence, so a misspelt name ends here too."},
    {invalid_cursor, "invalid_cursor", 400, "The cursor is not valid",
     "A cursor belongs to one client, one customer and one set of parameters (except `limit`) and lives for "
     "24 "
     "hours. This one was changed, has ended, or came with other parameters. Start again without a cursor."},
    {invalid_filter, "invalid_filter", 400, "The filter is not valid",
     "The filter is not in the SCIM grammar (RFC 7644, 3.4.2.2), names an attribute that a user does not "
     "have, "
     "compares what cannot be compared, or is too long. The detail names the offset of the first mistake."},
    {unauthenticated, "unauthenticated", 401, "A valid credential is needed",
     "No credential came with the request, or one that is not known. Send `Authorization: Bearer` with a key "
     "that the operator has configured for this client."},
    {forbidden, "forbidden", 403, "This client may not do that",
     "The credential is good, but this client has not been given the permission that the resource needs. The "
     "operator can add it to the client's `allow` list."},
    {not_found, "not_found", 404, "There is no such resource",
     "No resource has this path. Compare it with the paths in /openapi.json: they are case-sensitive and "
     "have "
     "no trailing slash."},
    {tenant_not_found, "tenant_not_found", 404, "There is no such tenant",
     "No tenant of this name is configured, or this client may not see it. `GET /v1/tenants` lists those "
     "that "
     "it may see."},
    {customer_not_found, "customer_not_found", 404, "There is no such customer",
     "Neither the configuration nor a provider knows this customer. Use an alias from the configuration, or "
     "a "
     "GUID together with `provider=` when it is that provider's own."},
    {user_not_found, "user_not_found", 404, "There is no such user",
     "No provider has a user of this id, or the id is not of the form `{provider}:{id}`. A user who has just "
     "been created may take a while to appear; ids change when sources come or go, so compare `sources`."},
    {operation_not_found, "operation_not_found", 404, "There is no such operation",
     "This client has no operation of this id in this tenant, or none any more: an ended one is kept for at "
     "least 24 hours. A create that ended at the look-up may have none. List the users to see what "
     "there "
     "is."},
    {method_not_allowed, "method_not_allowed", 405, "The resource has no such method",
     "The path is right, but not with this method. The `Allow` header field lists those that it has."},
    {not_acceptable, "not_acceptable", 406, "No acceptable form of the answer",
     "The answer cannot be given in any media type of the `Accept` header field. Accept "
     "application/json. Errors are application/problem+json all the same."},
    {request_timeout, "request_timeout", 408, "The request took too long to arrive",
     "The head or the body did not arrive in time, and the connection is closed. Nothing was done, so the "
     "request can be sent again."},
    {length_required, "length_required", 411, "The length of the body is needed",
     "The request needs a body and has none. Send one, with a `Content-Length` or in chunks."},
    {body_too_large, "body_too_large", 413, "The body is too large",
     "The body is larger than this resource takes. Nothing was done. Send less at a time."},
    {uri_too_long, "uri_too_long", 414, "The request target is too long",
     "The path and query together are longer than the server takes. Shorten the filter, or ask for fewer "
     "names "
     "at a time."},
    {unsupported_media_type, "unsupported_media_type", 415, "The body's media type is not supported",
     "Send the body as `Content-Type: application/json`, in UTF-8 and without a content coding."},
    {expectation_failed, "expectation_failed", 417, "The expectation cannot be met",
     "The only expectation that the server meets is `100-continue`. Leave the `Expect` header field out."},
    {misdirected_request, "misdirected_request", 421, "This server does not answer for that host",
     "A listener on a loopback address answers only for localhost, for loopback addresses and for the hosts "
     "that the operator has named, so that a web page cannot reach it under a name of its own."},
    {headers_too_large, "headers_too_large", 431, "The header fields are too large",
     "The head of the request has more fields or bytes than the server takes. Send fewer or shorter ones."},
    {user_exists, "user_exists", 409, "The user exists already",
     "A provider has another user of this name already. `provider`, or `providers` where several were asked, "
     "says which. Read that user, or create one of another name. The same request with the same "
     "Idempotency-Key gives this answer again."},
    {request_in_progress, "request_in_progress", 409, "The same request is still running",
     "The same create, or another one of the same person, has not ended yet. Wait for the seconds of "
     "`Retry-After` and send it again, with the same Idempotency-Key."},
    {create_in_doubt, "create_in_doubt", 409, "An earlier create of this person is unresolved",
     "Another create of this person, under another Idempotency-Key or none, was sent and had an unclear "
     "outcome; "
     "a second one now could make two users. It settles by itself once the person is seen, or was absent in "
     "three look-ups over ten minutes, and at once where that create is repeated with its own key. Wait for "
     "the "
     "seconds of `Retry-After` and send yours again."},
    {invalid_draft, "invalid_draft", 422, "The draft is not valid",
     "The body is JSON, but not a user that the chosen providers could create. `errors` lists every mistake "
     "with "
     "its pointer, and the provider that wants it otherwise. Nothing was created."},
    {unsupported_field, "unsupported_field", 422, "No chosen provider can hold a field of the draft",
     "The draft has a value that none of the chosen providers can hold, and it would be lost. `errors` names "
     "each. Leave the value out, or choose a provider that has the field. Nothing was created."},
    {idempotency_key_reused, "idempotency_key_reused", 422, "The idempotency key belongs to another request",
     "This key came before with another customer, other providers, another order of them, or another draft, "
     "its password included. Use a new key for each user to be created, and the same one only to repeat a "
     "request unchanged. Nothing was sent."},
    {rate_limited, "rate_limited", 429, "Too many requests",
     "This client has used up its own limit. Wait for the seconds of `Retry-After`; `RateLimit` and "
     "`RateLimit-Policy` tell how much is left."},
    {internal, "internal", 500, "An internal error",
     "The gateway met a mistake of its own. Report it with the correlation id. A list can be "
     "repeated, and so can a create with its Idempotency-Key."},
    {not_implemented, "not_implemented", 501, "The method is not known",
     "The server knows no such method for any resource. /openapi.json lists what there is."},
    {http_version_not_supported, "http_version_not_supported", 505, "The HTTP version is not supported",
     "The version in the request line is neither HTTP/1.1 nor HTTP/1.0, which are those that the server "
     "speaks. Send one of these."},
    {provider_error, "provider_error", 502, "A provider failed",
     "A provider could not be reached, broke off, or answered with an error of its own; `providerStatus`, "
     "`providerCode` and `providerMessage` say what it told, where it told anything. Trying again may help."},
    {provider_bad_response, "provider_bad_response", 502, "A provider's answer was not understood",
     "A provider answered with something else than it documents: not the expected JSON, too much of it, or "
     "pages "
     "that do not end. The answer was given up rather than shown in part. Report it with the correlation "
     "id."},
    {provider_rejected_credentials, "provider_rejected_credentials", 502,
     "A provider rejected the gateway's credentials",
     "The gateway itself could not sign in to a provider: a secret or a token has expired or was withdrawn, "
     "or a "
     "person has to sign in again. `remedy` says what the operator must do. Repeating the request does not "
     "help."},
    {provider_forbidden, "provider_forbidden", 502, "A provider refused access to this customer",
     "The gateway is signed in to the provider but may not see or change this customer, for instance for "
     "want of "
     "a role. `remedy` says which, where that is known. Other customers are not affected."},
    {partial_create, "partial_create", 502, "Only some of the providers have the user",
     "At least one provider has the user through this request, and a required other one has not, or it is "
     "not "
     "known. `providers` tells each. Nothing is deleted. Send the same request with the same Idempotency-Key "
     "again: it is sent only to those without the user. Without a key, create the user again with "
     "`provider=` "
     "naming those without it."},
    {overloaded, "overloaded", 503, "The gateway is busy",
     "The gateway, or its share of one provider, has more to do than it can in time, or the keys of a "
     "token's "
     "issuer could not be read yet. Nothing was sent. Wait for the seconds of `Retry-After`."},
    {provider_unavailable, "provider_unavailable", 503, "A provider is unavailable",
     "A provider has failed several times in a row or has asked for a pause, so it is left alone for a "
     "while. "
     "Nothing was sent to it. Wait for the seconds of `Retry-After`."},
    {shutting_down, "shutting_down", 503, "The gateway is shutting down",
     "This instance takes no new requests. Nothing was sent. Another instance, or this one after its "
     "restart, "
     "will answer: try again after the seconds of `Retry-After`."},
    {state_unavailable, "state_unavailable", 503, "The gateway cannot write its journal",
     "A create is written down before it goes out, and that is not possible just now: nothing was sent, and "
     "the "
     "Idempotency-Key is free. Or an operation was asked for that cannot be read. Lists are not affected. "
     "Wait "
     "for the seconds of `Retry-After` and try again; tell the operator, who finds the reason in the log."},
    {outcome_unknown, "outcome_unknown", 503, "It is not known whether the user was created",
     "A create went out to a provider, its answer was lost, and the provider does not show the user (yet). "
     "The gateway goes on looking, and `operation` says what it finds. Send the same request with the same "
     "Idempotency-Key again after the seconds of `Retry-After`: it is never done twice. Without a key, wait "
     "for "
     "`operation` to settle; until then another create of this person is refused."},
    {provider_timeout, "provider_timeout", 504, "A provider did not answer in time",
     "A provider did not answer before the deadline. Nothing is known to be wrong with the request; trying "
     "again "
     "may help. Asking for less at a time helps too."},
});

constexpr bool rows_stand_at_their_code() {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (static_cast<std::size_t>(kinds[i].code) != i) return false;
  return true;
}
static_assert(rows_stand_at_their_code());
static_assert(kinds.size() == static_cast<std::size_t>(provider_timeout) + 1);

}  // namespace

std::span<const ProblemKind> problem_kinds() { return kinds; }

const ProblemKind& kind_of(ProblemCode code) { return kinds[static_cast<std::size_t>(code)]; }

}  // namespace schema
