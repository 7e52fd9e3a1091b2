#include "tests/integration/pretend_provider/codec.hpp"

#include "adapters/created_page.hpp"
#include "adapters/json_page.hpp"
#include "schema/json_text.hpp"

#include <array>
#include <utility>

namespace adapters::pretend {
namespace {

using schema::DraftField;
using schema::TextField;

struct Member {
  std::string_view name;
  DraftField drafted;
  TextField field;
};
constexpr std::array<Member, 4> members = {{
    {"mail", DraftField::email, TextField::email},
    {"given", DraftField::first_name, TextField::first_name},
    {"family", DraftField::last_name, TextField::last_name},
    {"country", DraftField::usage_location, TextField::usage_location},
}};

void read_person(JsonReader& reader, Drift& drift, schema::User& user) {
  reader.read_object([&](std::string_view name) {
    if (name == "key") return void(user.id = reader.read_identity());
    for (const Member& member : members) {
      if (member.name == name) return void(user.text(member.field) = reader.read_text());
    }
    drift.note_member("people[].", name);
    reader.skip();
  });
  if (user.id.is_null()) reader.fail();
}

ProviderError fault_of(const HttpReply& reply, Operation operation, WallTime wall_now) {
  ProviderError error = fault_of_status(reply, operation, wall_now);
  Page page;
  page.body = WireBytes::copy_of(reply.body.view());
  JsonReader reader(page);
  std::string field;
  reader.read_object([&](std::string_view name) {
    if (name == "why") return void(error.message = reader.read_string_or_number());
    if (name == "field") return void(field = reader.read_string_or_number());
    reader.skip();
  });
  if (error.kind != ErrorKind::refused) return error;
  for (const Member& member : members) {
    if (member.name != field) continue;
    error.fields.push_back(
        {"/" + std::string(name_of(member.drafted)), {}, {}, "refused", "Not on this shelf."});
  }
  return error;
}

}  // namespace

bool can_hold(DraftField field) {
  for (const Member& member : members) {
    if (member.drafted == field) return true;
  }
  return false;
}

std::string encode_person(const schema::UserDraft& draft) {
  std::string body = "{";
  for (const Member& member : members) {
    const auto* text = draft.text(member.drafted);
    if (text == nullptr || !*text) continue;
    body.append(body.size() > 1 ? ",\"" : "\"").append(member.name).append("\":");
    schema::append_json_string(body, **text);
  }
  return body += '}';
}

Result<PagePtr> decode_people(HttpReply reply, schema::Guid customer, Operation operation,
                              WallTime wall_now) {
  if (reply.status != 200) return fault_of(reply, operation, wall_now);
  auto page = std::make_shared<Page>();
  page->body = std::move(reply.body);
  const schema::Text customer_id(page->keep(customer.to_string()), true);
  JsonReader reader(*page);
  bool has_people = false;
  reader.read_object([&](std::string_view name) {
    if (name == "more") {
      const std::string_view more = reader.read_string_or_number();
      if (!more.empty()) page->next = more;
    } else if (name == "people") {
      has_people = true;
      reader.read_array([&] {
        schema::User& user = page->users.emplace_back();
        user.customer_id = customer_id;
        const std::size_t begin = reader.place();
        read_person(reader, page->drift, user);
        user.raw = reader.text_from(begin);
      });
    } else {
      reader.skip();
    }
  });
  if (!reader.finished() || !has_people)
    return bad_reply(reply, "The shelf's people are not the documented JSON.");
  return PagePtr(std::move(page));
}

Result<PagePtr> decode_created(HttpReply reply, schema::Guid customer, const schema::UserDraft& draft,
                               WallTime wall_now) {
  if (reply.status != 201) return fault_of(reply, Operation::create, wall_now);
  Page answer;
  answer.body = std::move(reply.body);
  schema::User user;
  JsonReader reader(answer);
  read_person(reader, answer.drift, user);
  if (!reader.finished()) return bad_reply(reply, "The shelf took the person, but does not say as whom.");
  return PagePtr(make_created_page(user, customer, draft, can_hold));
}

}  // namespace adapters::pretend
