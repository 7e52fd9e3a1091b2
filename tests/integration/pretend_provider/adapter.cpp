#include "tests/integration/pretend_provider/adapter.hpp"

#include "adapters/draft_check.hpp"
#include "tests/integration/pretend_provider/codec.hpp"

#include <algorithm>

namespace adapters::pretend {
namespace {

bool is_shelf(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
}

class Settings final : public ProviderSettings {
 public:
  explicit Settings(const config::Section& section) {
    read_common_settings(section, "https://shelves.example", *this);
    credential = oauth2::GivenToken{section.required_secret("badge")};
    shelf_ = section.required_text("shelf");
    if (!shelf_.empty() && !is_shelf(shelf_)) section.mistake("shelf", "must be a word of small letters");
  }

  std::unique_ptr<Adapter> make_adapter(HttpClient& http, const Clock& clock,
                                        std::string (*)()) const override {
    return std::make_unique<ShelfAdapter>(base_url.path_prefix + "/shelves/" + shelf_, http, clock);
  }
  std::optional<CustomerBinding> read_binding(config::Value value) const override {
    const auto id = value.guid();
    return id ? std::optional(bind(*id)) : std::nullopt;
  }
  CustomerBinding bind(schema::Guid id) const override { return {id, {}}; }

 private:
  std::string shelf_;
};

}  // namespace

std::unique_ptr<ProviderSettings> read_settings(config::Section section) {
  return std::make_unique<Settings>(section);
}

std::string ShelfAdapter::people_of(const CustomerBinding& customer) const {
  return root_ + "/customers/" + customer.id.to_string() + "/people";
}

Async<PagePtr> ShelfAdapter::list_users(CallContext context, CustomerBinding customer, UserSet,
                                        std::string next) {
  const auto operation = next.empty() ? Operation::list_first_page : Operation::list_later_page;
  HttpRequest request(Method::get, people_of(customer) + "?from=" + (next.empty() ? "0" : next));
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  co_return decode_people(std::move(*reply), customer.id, operation, clock_.wall());
}

HttpRequest ShelfAdapter::plan_create(const CallContext&, const CustomerBinding& customer,
                                      const schema::UserDraft& draft) const {
  HttpRequest request(Method::post, people_of(customer));
  request.set_body("application/json", encode_person(draft));
  return request;
}

Async<PagePtr> ShelfAdapter::create_user(CallContext context, CustomerBinding customer,
                                         const schema::UserDraft& draft) {
  HttpRequest request = plan_create(context, customer, draft);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  co_return decode_created(std::move(*reply), customer.id, draft, clock_.wall());
}

Async<std::optional<CustomerBinding>> ShelfAdapter::find_customer(CallContext, schema::Guid) {
  co_return std::optional<CustomerBinding>();
}

bool ShelfAdapter::can_hold(schema::DraftField field) const { return pretend::can_hold(field); }

std::vector<schema::FieldError> ShelfAdapter::check_draft(const schema::UserDraft& draft) const {
  DraftCheck check(draft);
  check.require(schema::DraftField::email);
  check.limit(schema::DraftField::last_name, 20);
  return check.take();
}

}  // namespace adapters::pretend
