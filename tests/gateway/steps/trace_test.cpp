#include "gateway/steps/trace.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::steps {

namespace {

constexpr const char* given = "4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F04";
constexpr const char* given_lower = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";
constexpr const char* fresh = "ffffffff-ffff-4fff-bfff-ffffffffffff";
constexpr const char* parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

schema::Guid make_fresh() { return *schema::Guid::parse(fresh); }

}  // namespace

TEST_CASE("keeps a correlation id that is a UUID, in lower case") {
  CHECK(read_trace(given, {}, {}, make_fresh).correlation_id == given_lower);
}

TEST_CASE("makes a correlation id where there is none, or anything but a UUID") {
  CHECK(read_trace({}, {}, {}, make_fresh).correlation_id == fresh);
  for (const std::string text :
       {"", "1", "{4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}", "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04 ",
        "4d3cf48770f44e1e9ff1b2bfce8d9f04", "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f0g",
        "urn:uuid:4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04"}) {
    CAPTURE(text);
    CHECK(read_trace(text, {}, {}, make_fresh).correlation_id == fresh);
  }
}

TEST_CASE("passes on a trace context that follows W3C's version 00") {
  const auto trace = read_trace({}, parent, "vendor=1,other=2", make_fresh);
  CHECK(trace.traceparent == parent);
  CHECK(trace.tracestate == "vendor=1,other=2");
}

TEST_CASE("drops a trace context that does not") {
  const std::string good = parent;
  for (const std::string& text :
       {std::string(), "01" + good.substr(2), "ff" + good.substr(2), good + "-extra", good + " ",
        good.substr(0, 54), std::string("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"),
        std::string("00-00000000000000000000000000000000-00f067aa0ba902b7-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01")}) {
    CAPTURE(text);
    const auto trace = read_trace({}, text, "vendor=1", make_fresh);
    CHECK(trace.traceparent.empty());
    CHECK(trace.tracestate.empty());
  }
}

TEST_CASE("drops a trace state that is too long or cannot be written into a header") {
  CHECK(read_trace({}, parent, std::string(512, 'a'), make_fresh).tracestate.size() == 512);
  CHECK(read_trace({}, parent, std::string(513, 'a'), make_fresh).tracestate.empty());
  CHECK(read_trace({}, parent, "a=1\r\nX: y", make_fresh).tracestate.empty());
  CHECK(read_trace({}, {}, "a=1", make_fresh).tracestate.empty());
}

}  // namespace gateway::steps
