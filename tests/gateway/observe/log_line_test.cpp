#include "gateway/observe/log_line.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

namespace gateway::observe {

namespace {

using std::chrono::milliseconds;
using TimePoint = std::chrono::system_clock::time_point;

std::string line(Fields fields) {
  std::string out;
  append_line(out, TimePoint(milliseconds(1)), Level::info, "request", fields);
  return out;
}

std::string untrusted(std::string_view bytes) {
  std::string out;
  append_untrusted(out, bytes);
  return out;
}

}  // namespace

TEST_CASE("begins each line with time, level and event") {
  std::string out;
  append_line(out, TimePoint(milliseconds(1)), Level::warning, "list_incomplete", {});
  CHECK(out ==
        "{\"time\":\"1970-01-01T00:00:00.001Z\",\"level\":\"warning\",\"event\":\"list_incomplete\"}\n");
}

TEST_CASE("writes each kind of value as JSON has it, and leaves empty text out") {
  const std::string text = "contoso";
  const std::string head = R"({"time":"1970-01-01T00:00:00.001Z","level":"info","event":"request",)";
  CHECK(line({{"status", 200}, {"bytes", std::size_t{18446744073709551615u}}, {"delta", -5L}}) ==
        head + R"("status":200,"bytes":18446744073709551615,"delta":-5})" + "\n");
  CHECK(line({{"ok", true}, {"joined", false}, {"ms", 1.25}, {"what", nullptr}}) ==
        head + R"("ok":true,"joined":false,"ms":1.25,"what":null})" + "\n");
  CHECK(line({{"tenant", text}, {"provider", std::string_view("a")}, {"client", "b"}, {"none", ""}}) ==
        head + R"("tenant":"contoso","provider":"a","client":"b"})" + "\n");
  CHECK(line({{"ms", std::numeric_limits<double>::infinity()},
              {"nan", std::numeric_limits<double>::quiet_NaN()}}) ==
        head + R"("ms":null,"nan":null})" + "\n");
}

TEST_CASE("lets no stranger's bytes break a line, a terminal or a reader of JSON") {
  struct Row {
    std::string bytes, text;
  };
  using namespace std::string_literals;
  const std::vector<Row> rows = {
      {"plain", "\"plain\""},
      {"a\"b\\c", R"("a\"b\\c")"},
      {"a\r\nb\tc", R"("a\u000d\u000ab\u0009c")"},
      {"\0"s, R"("\u0000")"},
      {"\x1b[31m\x7f", R"("\u001b[31m\u007f")"},
      {"\xc2\x9b", R"("\u009b")"},
      {"caf\xc3\xa9 \xf0\x9f\x98\x80", "\"caf\xc3\xa9 \xf0\x9f\x98\x80\""},
      {"a\xff\x62", "\"a\xef\xbf\xbd\x62\""},
      {"\xc3", "\"\xef\xbf\xbd\""},
      {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(untrusted(row.bytes) == row.text);
  }
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte)
    every_byte += static_cast<char>(byte);
  const auto out = line({{"value", every_byte}});
  CHECK(out.find('\n') == out.size() - 1);
  boost::json::error_code error;
  boost::json::parse(out, error);
  CHECK(!error);
}

TEST_CASE("cuts text at 512 bytes, between characters, and shows that it did") {
  const std::string ellipsis = "\xe2\x80\xa6";
  CHECK(untrusted(std::string(512, 'a')) == "\"" + std::string(512, 'a') + "\"");
  CHECK(untrusted(std::string(513, 'a')) == "\"" + std::string(512, 'a') + ellipsis + "\"");
  CHECK(untrusted(std::string(511, 'a') + "\xc3\xa9") == "\"" + std::string(511, 'a') + ellipsis + "\"");
  CHECK(untrusted(std::string(510, 'a') + "\xc3\xa9") == "\"" + std::string(510, 'a') + "\xc3\xa9\"");
}

}  // namespace gateway::observe
