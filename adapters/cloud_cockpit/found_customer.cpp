#include "adapters/cloud_cockpit/found_customer.hpp"

#include "adapters/reply_fault.hpp"

#include <vector>

namespace adapters::cloud_cockpit {
namespace {

// What a hit says about being the customer: the members of providerCustomers[] are not documented but for
// providerCustomerId, so a GUID anywhere in it counts.
enum class Proof { says_so, says_nothing, says_another };

struct Hit {
  schema::Guid id;
  Proof proof = Proof::says_nothing;
};

class SearchReader {
 public:
  SearchReader(JsonReader& reader, schema::Guid tenant_id) : reader_(reader), tenant_id_(tenant_id) {}

  void read_hits() {
    reader_.read_array([this] {
      Hit hit;
      bool has_id = false;
      reader_.read_object([&](std::string_view name) {
        if (name == "id") {
          const auto id = schema::Guid::parse(reader_.read_identity().view());
          has_id = id.has_value();
          if (id) hit.id = *id;
        } else if (name == "providerCustomers") {
          read_evidence(hit, false);
        } else {
          reader_.skip();
        }
      });
      if (!has_id) return reader_.fail();
      hits_.push_back(hit);
    });
  }

  const std::vector<Hit>& hits() const { return hits_; }

 private:
  void read_evidence(Hit& hit, bool is_customer_id) {
    if (reader_.peek() == '{') {
      reader_.read_object([&](std::string_view name) {
        read_evidence(hit, equals_ignoring_case(name, "providerCustomerId"));
      });
    } else if (reader_.peek() == '[') {
      reader_.read_array([&] { read_evidence(hit, is_customer_id); });
    } else {
      const std::string_view text = reader_.read_text().view();
      if (const auto guid = schema::Guid::parse(text); guid && *guid == tenant_id_) {
        hit.proof = Proof::says_so;
      } else if (is_customer_id && !text.empty() && hit.proof == Proof::says_nothing) {
        hit.proof = Proof::says_another;
      }
    }
  }

  JsonReader& reader_;
  schema::Guid tenant_id_;
  std::vector<Hit> hits_;
};

CustomerSearch pick(const std::vector<Hit>& hits, Proof proof) {
  CustomerSearch search;
  for (const auto& hit : hits) {
    if (hit.proof != proof) continue;
    if (search.id && *search.id != hit.id) search.ambiguous = true;
    search.id = hit.id;
  }
  return search;
}

}  // namespace

CustomerSearch read_customer_search(JsonReader& reader, schema::Guid tenant_id) {
  SearchReader search(reader, tenant_id);
  bool more = false;
  bool has_items = reader.peek() == '[';
  if (has_items) {
    search.read_hits();
  } else {
    reader.read_object([&](std::string_view name) {
      if (name == "hasNextPage") return void(more = reader.read_bool().value_or(false));
      if (name != "items" || has_items) return reader.skip();
      has_items = true;
      search.read_hits();
    });
  }
  if (!has_items) reader.fail();
  if (reader.failed()) return {};
  CustomerSearch proven = pick(search.hits(), Proof::says_so);
  if (proven.id) return proven;
  // The one that is meant may be on a page that was not asked for.
  CustomerSearch unproven = pick(search.hits(), Proof::says_nothing);
  unproven.ambiguous = unproven.ambiguous || more;
  return unproven;
}

}  // namespace adapters::cloud_cockpit
