#include "gateway/steps/render_credential.hpp"

#include "schema/instant.hpp"
#include "schema/json_text.hpp"

namespace gateway::steps {
namespace {

using observe::Credential;

void append_time(std::string& out, std::optional<Credential::WallTime> time) {
  if (!time) return void(out += "null");
  out += '"';
  schema::append_rfc3339(out, *time);
  out += '"';
}

void append_text_or_null(std::string& out, const std::string& text) {
  if (text.empty()) return void(out += "null");
  schema::append_json_string(out, text);
}

void append_failure(std::string& out, const std::optional<Credential::Failure>& failure) {
  if (!failure) return void(out += "null");
  out += "{\"at\":";
  append_time(out, failure->at);
  out += ",\"code\":";
  append_text_or_null(out, failure->code);
  out += ",\"detail\":";
  append_text_or_null(out, failure->detail);
  out += ",\"remedy\":";
  append_text_or_null(out, failure->remedy);
  out += '}';
}

}  // namespace

void append_credential(std::string& out, const Credential& credential, Credential::WallTime now) {
  out += "{\"kind\":";
  schema::append_json_string(out, name_of(credential.kind));
  out += ",\"status\":";
  schema::append_json_string(out, name_of(credential.status));
  out += ",\"daysLeft\":";
  const auto days = credential.days_left(now);
  out += days ? std::to_string(*days) : "null";
  out += ",\"refreshTokenRotatedAt\":";
  append_time(out, credential.rotated_at);
  out += ",\"refreshTokenExpiresAt\":";
  append_time(out, credential.refresh_token_ends());
  out += ",\"certificateExpiresAt\":";
  append_time(out, credential.certificate_ends);
  out += ",\"accessTokenExpiresAt\":";
  append_time(out, credential.access_token_ends);
  out += ",\"generation\":" + std::to_string(credential.generation);
  out += ",\"lastSuccessAt\":";
  append_time(out, credential.succeeded_at);
  out += ",\"lastFailure\":";
  append_failure(out, credential.failure);
  out += '}';
}

}  // namespace gateway::steps
