#include "gateway/cli/users_query.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace gateway::cli {
namespace {

std::string encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

// Appends a parameter for each value that is given.
class Target {
 public:
  explicit Target(std::string path) : text_(std::move(path)) {}
  Target& with(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    text_ += has_query_ ? '&' : '?';
    has_query_ = true;
    text_.append(name).append("=").append(encoded(value));
    return *this;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool has_query_ = false;
};

Target of(const UsersQuery& query) {
  std::string path = "/v1/tenants/" + encoded(query.tenant);
  if (!query.across_customers()) path += "/customers/" + encoded(query.customer);
  Target target(path + "/users");
  target.with("provider", query.provider)
      .with("filter", query.filter)
      .with("search", query.search)
      .with("state", query.state)
      .with("sort", query.sort)
      .with("fields", query.fields)
      .with("include", query.include)
      .with("require", query.require);
  return target;
}

}  // namespace

std::string page_target(const UsersQuery& query, std::uint64_t limit, std::string_view cursor) {
  return of(query).with("limit", std::to_string(limit)).with("cursor", cursor).take();
}

std::string stream_target(const UsersQuery& query) { return of(query).take(); }

}  // namespace gateway::cli
