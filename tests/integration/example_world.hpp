// The world that the published document's examples tell of (tenant contoso, customer fabrikam, Adele and
// Ben), made out of the emulator, and one way to ask the gateway that serves the document: every answer is
// held to it, status, headers and body.
#pragma once

#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/openapi.hpp"
#include "tests/support/schema_members.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

// What of a request goes into the example, by the document's own names.
struct Asking {
  std::string method = "GET";
  std::string path;  // the template
  std::string query;
  support::Headers headers;
  std::optional<std::string> body;
  std::map<std::string, std::string> names;  // other values of the path's than the document's examples
};

struct Answered {
  std::string method;
  std::string path;  // the template
  support::HttpReply reply;

  boost::json::value json() const { return reply.json(); }
  std::vector<boost::json::value> lines() const;  // of a stream
};

class ExampleWorld {
 public:
  ExampleWorld();

  // The document as the gateway serves it.
  const boost::json::value& document() const { return document_; }
  support::EmulatorProcess& emulator() { return emulator_; }
  // Without clients, its providers' faults told at once.
  support::GatewayProcess& gateway() { return gateway_; }
  // Two clients: the key `reader` may read users and nothing else.
  support::GatewayProcess& guarded() { return guarded_; }
  // With little patience.
  support::GatewayProcess& hasty() { return hasty_; }

  // Asks and checks. An operation is one that there is, unless it is named. Operator's pages are asked for at
  // the admin listener.
  Answered ask(const Asking& asking) { return ask(gateway_, asking); }
  Answered ask(const support::GatewayProcess& through, const Asking& asking);
  // A reply that came by another way.
  void check(const Answered& answered) const;

  // Makes the next requests meet this fault; it is gone with the object.
  class Fault {
   public:
    Fault(ExampleWorld& world, std::string_view provider, std::string_view operation,
          const boost::json::object& action);
    ~Fault() { world_.emulator_.remove("/faults"); }
    Fault(const Fault&) = delete;
    Fault& operator=(const Fault&) = delete;

   private:
    ExampleWorld& world_;
  };

  std::string target_of(const Asking& asking) const;
  // A list's body at CloudCockpit, of these users and one member that nobody knows.
  static boost::json::object drifted_list();
  // CloudCockpit's customers, of which two are made to be one Microsoft tenant.
  boost::json::value ambiguous_customers() const;

 private:
  void add_people() const;
  std::string make_operation() const;
  std::string yaml(std::string_view top) const;
  std::map<std::string, std::string> path_examples() const;

  support::EmulatorProcess emulator_;
  std::string customers_;  // the YAML of those that the document names
  std::set<std::string> strays_;
  support::GatewayProcess gateway_;
  support::GatewayProcess guarded_;
  support::GatewayProcess hasty_;
  boost::json::value document_;
  std::map<std::string, std::string> path_examples_;
};

ExampleWorld& example_world();

inline constexpr std::string_view reader_key = "key-of-the-reader-0123456789abcdef0123456789abcdef01";

// As a parameter's value stands in a URL.
std::string url_encoded(std::string_view text);

}  // namespace tests::integration
