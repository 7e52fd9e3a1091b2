#include "config/section.hpp"

#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using tests::config_files::Broken;

namespace {

std::string provider(const std::string& members) {
  return "tenants: {t: {providers: {p: {" + members + "}}}}\n";
}

}  // namespace

TEST_CASE("gives an adapter its values, and its defaults where there is nothing") {
  const auto config = tests::config_files::load(
      provider("text: 'no', yes: true, number: 7, time: 250ms, size: 1KiB, share: 5%, choice: b, "
               "id: 4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F04, url: 'https://a.b/c/', list: [x, 'null', 010]"));
  const config::Section& section = config.tenants[0].providers[0].section;
  const schema::Guid nil{};
  CHECK(section.text("text") == "no");
  CHECK(section.text("absent", "fallback") == "fallback");
  CHECK(section.boolean("yes", false));
  CHECK(section.boolean("absent_boolean", true));
  CHECK(section.integer("number", 1, 0, 9) == 7);
  CHECK(section.integer("absent_number", 1, 0, 9) == 1);
  CHECK(section.duration("time", 1s, 0ms, 1h) == 250ms);
  CHECK(section.duration("absent_time", 1s, 0ms, 1h) == 1s);
  CHECK(!section.duration("absent_time_too", 0ms, 1h).has_value());
  CHECK(section.size("size", 1, 0, 4096) == 1024);
  CHECK(section.percent("share", 1) == 5);
  CHECK(section.one_of("choice", {"a", "b"}, "a") == "b");
  CHECK(section.guid("id")->to_string() == "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
  CHECK(section.guid("absent_id", nil) == nil);
  CHECK(section.https_url("url", "https://x").path_prefix == "/c");
  CHECK(section.https_url("absent_url", "https://x").host == "x");
  CHECK(section.texts("list") == std::vector<std::string>{"x", "null", "010"});
  CHECK(!section.has("absent"));
  CHECK(section.has("list"));
  config::finish(config);
  CHECK(config.is_good());
}

TEST_CASE("keeps reading after a mistake, so that all of them are told at once") {
  const auto config = tests::config_files::load(provider("a: x, b: 1, c: [], e: {}"));
  const config::Section& section = config.tenants[0].providers[0].section;
  CHECK(section.boolean("a", true));
  CHECK(section.duration("b", 5s, 1s, 9s) == 5s);
  CHECK(section.required_text("c").empty());
  CHECK(section.required_text("d").empty());
  CHECK(section.required_guid("e") == schema::Guid{});
  CHECK(section.required_secret("f").empty());
  section.required_section("g").required_text("inside");
  section.mistake("a", "is wrong for another reason");
  section.mistake("h", "is missing for a reason");
  config::finish(config);
  std::vector<std::string> found;
  for (const auto& diagnostic : config.diagnostics->sorted()) {
    found.push_back(std::to_string(diagnostic.place.column) + ' ' + diagnostic.path);
  }
  const std::string p = "tenants.t.providers.p.";
  CHECK(found == std::vector<std::string>{"27 " + p + "d", "27 " + p + "f", "27 " + p + "g", "27 " + p + "h",
                                          "34 " + p + "a", "34 " + p + "a", "40 " + p + "b", "43 " + p + "c",
                                          "50 " + p + "e"});
}

TEST_CASE("names unknown keys once, and none of a section that nobody reads") {
  const auto config =
      tests::config_files::load("tenants: {t: {providers: {p: {a: 1, b: {c: 1}}, q: {x: 1}}}}\n");
  const config::Section& p = config.tenants[0].providers[0].section;
  p.section("b");
  p.finish();
  config.tenants[0].providers[1].section.ignore();
  config::finish(config);
  config::finish(config);
  CHECK(to_string(*config.diagnostics) ==
        "/etc/usher/usher.yaml:1:31: tenants.t.providers.p.a: is unknown here: remove it; known are b\n"
        "/etc/usher/usher.yaml:1:41: tenants.t.providers.p.b.c: is unknown here: remove it\n");
}

TEST_CASE("can be read after the configuration that it came from is gone") {
  auto config = std::make_unique<config::Config>(tests::config_files::load(provider("a: x")));
  const config::Section section = config->tenants[0].providers[0].section;
  config.reset();
  CHECK(section.text("a") == "x");
  CHECK(section.place().line == 1);
}

TEST_CASE("tells text of one plain line from everything else") {
  const Broken table[] = {
      {"empty", provider("x_tenant: ''"), {"1:41: tenants.t.providers.p.x_tenant: is empty"}},
      {"nothing", provider("x_tenant: null"), {"1:31: tenants.t.providers.p.x_tenant: has no value"}},
      {"a tilde", provider("x_tenant: ~"), {"1:31: tenants.t.providers.p.x_tenant: has no value"}},
      {"a line break",
       provider("x_tenant: \"a\\nb\""),
       {"1:41: tenants.t.providers.p.x_tenant: holds a line break"}},
      {"a NUL", provider("x_tenant: \"a\\0\""), {"1:41: tenants.t.providers.p.x_tenant: holds a line break"}},
      {"two lines",
       "tenants: {t: {providers: {p: {x_tenant: \"a\n\n  b\"}}}}\n",
       {"1:41: tenants.t.providers.p.x_tenant: holds a line break"}},
      {"http to a stranger",
       provider("base_url: 'http://api.example.com'"),
       {"1:41: tenants.t.providers.p.base_url: must be https"}},
      {"a password in an address",
       provider("base_url: 'https://u:hunter2@api.example.com'"),
       {"1:41: tenants.t.providers.p.base_url: must not hold a user name or password: remove"}},
      {"no GUID", provider("reseller_id: 6f0c"), {"1:44: tenants.t.providers.p.reseller_id: must be a GUID"}},
      {"another choice",
       provider("create: twice"),
       {"1:39: tenants.t.providers.p.create: must be exactly_once or at_most_once"}},
      {"a CA file that is gone",
       provider("ca_file: gone.pem"),
       {"1:40: tenants.t.providers.p.ca_file: the file `/etc/usher/gone.pem` cannot be read"}},
      {"a CA file without one",
       provider("ca_file: tls.key"),
       {"1:40: tenants.t.providers.p.ca_file: the file `/etc/usher/tls.key` holds no certificate"}},
      {"a key and its value in one",
       provider("x_tenant:hunter2"),
       {"1:31: tenants.t.providers.p.x_tenant…: is no key: a `:` between key and value needs a space behind "
        "it"}},
  };
  for (const Broken& row : table)
    check(row);
}
