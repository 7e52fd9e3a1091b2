#include "gateway/blueprint.hpp"

#include "config/diagnostic.hpp"

#include <boost/asio/awaitable.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace gateway {

namespace {

// A kind of provider that exists only here: the gateway needs no other word of it than this.
class OwnSettings final : public adapters::ProviderSettings {
 public:
  explicit OwnSettings(config::Section section) : colour(section.required_text("colour")) {}
  std::unique_ptr<adapters::Adapter> make_adapter(adapters::HttpClient&, const adapters::Clock&,
                                                  std::string (*)()) const override {
    return nullptr;
  }
  std::optional<adapters::CustomerBinding> read_binding(config::Value value) const override {
    const auto id = value.guid();
    if (!id) return std::nullopt;
    return bind(*id);
  }
  adapters::CustomerBinding bind(schema::Guid id) const override { return {id, colour}; }

  std::string colour;
};

std::unique_ptr<adapters::ProviderSettings> read_own(config::Section section) {
  return std::make_unique<OwnSettings>(section);
}

const std::vector<adapters::Provider> registry = {{"red_box", read_own}, {"blue_box", read_own}};

Blueprint blueprint_of(const std::string& yaml) {
  std::string path = (std::filesystem::temp_directory_path() / "usher_blueprint_XXXXXX").string();
  const int file = mkstemp(path.data());
  REQUIRE(file >= 0);
  close(file);
  std::ofstream(path) << yaml;
  Blueprint blueprint = read_blueprint(path, config::process_environment(), registry);
  std::filesystem::remove(path);
  return blueprint;
}

// "line: message" of each mistake.
std::vector<std::string> mistakes(const Blueprint& blueprint) {
  std::vector<std::string> lines;
  for (const config::Diagnostic& diagnostic : blueprint.config.diagnostics->sorted()) {
    std::string line = to_string(diagnostic);
    lines.push_back(
        line.substr(line.find("usher_blueprint_") + std::string("usher_blueprint_XXXXXX:").size()));
  }
  return lines;
}

const std::string one = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f01";
const std::string two = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f02";

}  // namespace

TEST_CASE("reads each provider's section and each customer's binding by the provider itself, by precedence") {
  const Blueprint blueprint = blueprint_of(R"(tenants:
  contoso:
    deadline: 7s
    precedence: [blue_box, red_box]
    create_in: [red_box, {provider: blue_box, optional: true}]
    defaults: {usageLocation: DE}
    providers:
      red_box: {colour: red}
      blue_box: {colour: blue}
    customers:
      fabrikam: {red_box: )" + one +
                                           ", blue_box: " + two + R"(}
      tailspin: {red_box: 4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F03, create_in: [red_box]}
)");
  CHECK(mistakes(blueprint).empty());
  REQUIRE(blueprint.config.is_good());
  REQUIRE(blueprint.tenants.size() == 1);
  const TenantPlan& plan = blueprint.tenants[0];
  CHECK(plan.name == "contoso");
  CHECK(plan.deadline == std::chrono::seconds(7));
  CHECK(plan.providers == std::vector<std::string>{"blue_box", "red_box"});
  REQUIRE(plan.settings.size() == 2);
  CHECK(dynamic_cast<const OwnSettings&>(*plan.settings[0]).colour == "blue");
  REQUIRE(plan.create_in.size() == 2);
  CHECK(plan.create_in[0].provider == "red_box");
  CHECK(plan.create_in[1].optional);
  CHECK(plan.defaults.at("usageLocation") == "DE");
  REQUIRE(plan.customers.size() == 2);
  REQUIRE(plan.customers[0].bindings.size() == 2);
  CHECK(plan.customers[0].bindings[0]->id.to_string() == two);
  CHECK(plan.customers[0].bindings[0]->qualifier == "blue");
  CHECK(plan.customers[0].bindings[1]->id.to_string() == one);
  CHECK_FALSE(plan.customers[1].bindings[0].has_value());
  CHECK(plan.customers[1].create_in.has_value());
}

TEST_CASE("a provider that this program does not have is a mistake that names those it has") {
  const Blueprint blueprint =
      blueprint_of("tenants: {contoso: {providers: {red_box: {colour: red}, green_box: {a: b}}}}\n");
  const auto told = mistakes(blueprint);
  REQUIRE(told.size() == 1);
  CHECK(told[0].find("red_box, blue_box") != std::string::npos);
  CHECK_FALSE(blueprint.config.is_good());
}

TEST_CASE("a provider's own mistakes are reported with those of the file, all at once") {
  const Blueprint blueprint = blueprint_of(R"(tenants:
  contoso:
    providers:
      red_box: {color: red}
    customers:
      fabrikam: {red_box: not-a-guid}
)");
  CHECK(mistakes(blueprint).size() >= 3);
}

TEST_CASE("an id that is bound in two customers is a mistake, at the second; twice in one is none") {
  const Blueprint twice = blueprint_of(R"(tenants:
  contoso:
    providers: {red_box: {colour: red}, blue_box: {colour: blue}}
    customers:
      fabrikam: {red_box: )" + one +
                                       ", blue_box: " + one + R"(}
      tailspin: {blue_box: )" + two +
                                       R"(}
)");
  CHECK(mistakes(twice).empty());
  const Blueprint shared = blueprint_of(R"(tenants:
  contoso:
    providers: {red_box: {colour: red}, blue_box: {colour: blue}}
    customers:
      fabrikam: {red_box: )" + one +
                                        R"(}
      tailspin: {blue_box: )" + one +
                                        R"(}
)");
  const auto told = mistakes(shared);
  REQUIRE(told.size() == 1);
  CHECK(told[0].starts_with("6:"));
  CHECK(told[0].find("fabrikam") != std::string::npos);
}

TEST_CASE("two tenants may bind the same id") {
  const std::string tenant =
      ": {providers: {red_box: {colour: red}}, customers: {fabrikam: {red_box: " + one + "}}}";
  const Blueprint blueprint = blueprint_of("tenants:\n  contoso" + tenant + "\n  northwind" + tenant + "\n");
  CHECK(mistakes(blueprint).empty());
  CHECK(blueprint.tenants.size() == 2);
}

TEST_CASE("a file that cannot be read says why and has no tenants") {
  const Blueprint blueprint = read_blueprint("/nowhere/usher.yaml", config::process_environment(), registry);
  CHECK(blueprint.config.unreadable.has_value());
  CHECK(blueprint.tenants.empty());
  CHECK_FALSE(blueprint.config.is_good());
}

}  // namespace gateway
