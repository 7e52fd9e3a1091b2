#include "gateway/steps/batch_items.hpp"

#include "gateway/steps/idempotency_key.hpp"
#include "schema/draft_json.hpp"

namespace gateway::steps {
namespace {

namespace json = boost::json;
using schema::Problem;
using schema::ProblemCode;

Problem no_batch(std::string pointer, std::string reason, std::string detail) {
  Problem problem(ProblemCode::invalid_draft, "The body is no batch of users; nothing was sent.");
  problem.errors.push_back({std::move(pointer), "", "", std::move(reason), std::move(detail)});
  return problem;
}

Problem no_item(std::string pointer, std::string reason, std::string detail) {
  Problem problem(ProblemCode::invalid_draft, "The item is not as it must be; nothing was sent.");
  problem.errors.push_back({std::move(pointer), "", "", std::move(reason), std::move(detail)});
  return problem;
}

BatchItem read_item(const json::value& value) {
  BatchItem item;
  const json::object* object = value.if_object();
  if (object == nullptr) {
    item.problem = no_item("", "wrong_type", "An item is an object with `idempotencyKey` and `user`.");
    return item;
  }
  for (const auto& member : *object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name == "user") {
      item.user = &member.value();
    } else if (name == "idempotencyKey") {
      const json::string* text = member.value().if_string();
      const auto key = text == nullptr ? std::nullopt : read_idempotency_key({text->data(), text->size()});
      if (key) {
        item.key = *key;
      } else if (!member.value().is_null()) {
        item.problem = no_item("/idempotencyKey", "invalid", std::string(idempotency_key_rule));
      }
    } else {
      item.problem = no_item(schema::pointer_to("", name), "unknown_member", "An item has no such member.");
    }
  }
  if (item.user == nullptr && !item.problem) item.problem = no_item("/user", "required", "It must be there.");
  return item;
}

}  // namespace

boost::system::result<std::vector<BatchItem>, Problem> read_batch(const json::value& body) {
  const json::object* object = body.if_object();
  if (object == nullptr) return no_batch("", "wrong_type", "It must be an object with `items`.");
  for (const auto& member : *object) {
    if (member.key() != "items") {
      return no_batch(schema::pointer_to("", {member.key().data(), member.key().size()}), "unknown_member",
                      "A batch has no such member.");
    }
  }
  const json::value* items = object->if_contains("items");
  if (items == nullptr) return no_batch("/items", "required", "It must be there.");
  const json::array* array = items->if_array();
  if (array == nullptr) return no_batch("/items", "wrong_type", "It must be an array.");
  if (array->empty()) return no_batch("/items", "empty", "A batch has at least one item.");
  if (array->size() > batch_items) {
    return no_batch("/items", "too_long",
                    "A batch has at most " + std::to_string(batch_items) + " items: send several.");
  }
  std::vector<BatchItem> read;
  for (const json::value& item : *array)
    read.push_back(read_item(item));
  return read;
}

}  // namespace gateway::steps
