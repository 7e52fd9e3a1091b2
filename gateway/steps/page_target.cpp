#include "gateway/steps/page_target.hpp"

#include "gateway/steps/canonical_id.hpp"
#include "gateway/steps/list_query.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace gateway::steps {
namespace {

// With its length, so that no text can look like its neighbour.
void append_part(std::string& text, std::string_view part) {
  text += std::to_string(part.size());
  text += ':';
  text += part;
}

}  // namespace

std::string cursor_binding(std::string_view client, const Tenant& tenant, std::string_view resource,
                           std::string_view customer, const Query& query) {
  std::string text;
  append_part(text, client);
  append_part(text, tenant.plan.name);
  for (const auto& provider : tenant.plan.providers)
    append_part(text, provider);
  append_part(text, resource);
  append_part(text, canonical_id(customer));
  return text += canonical_query(query);
}

schema::Problem invalid_cursor() {
  schema::Problem problem(schema::ProblemCode::invalid_cursor,
                          "The cursor is not one that was given out for this list and these parameters, or "
                          "its 24 hours are over.");
  problem.errors.push_back({"", "cursor", "", "invalid", "Begin again without a cursor."});
  return problem;
}

std::string page_target(const Target& target, std::string_view cursor) {
  namespace urls = boost::urls;
  std::string text;
  for (const auto& segment : target.segments)
    text.append("/").append(urls::encode(segment, urls::pchars));
  text += '?';
  for (const auto& [name, value] : target.query) {
    if (name == "cursor") continue;
    text.append(urls::encode(name, urls::unreserved_chars)).append("=");
    text.append(urls::encode(value, urls::unreserved_chars)).append("&");
  }
  return text.append("cursor=").append(cursor);
}

}  // namespace gateway::steps
