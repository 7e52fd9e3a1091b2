#include "tests/adapters/wire_sample.hpp"

#include "schema/ascii.hpp"
#include "schema/user_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tests::adapters {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string path_of(const std::string& name) { return std::string(USHER_TEST_DATA) + "/" + name; }

// Takes one line off the front.
std::string take_line(std::string& text) {
  const std::size_t end = text.find("\r\n");
  if (end == std::string::npos) throw std::runtime_error("a sample without a whole head");
  std::string line = text.substr(0, end);
  text.erase(0, end + 2);
  return line;
}

}  // namespace

::adapters::HttpReply read_sample(const std::string& name) {
  std::string text = read_file(path_of(name) + ".http");
  ::adapters::HttpReply reply;
  const std::string status = take_line(text);  // HTTP/1.1 200 OK
  reply.status = static_cast<unsigned>(std::stoul(status.substr(9, 3)));
  reply.reason = status.substr(13);
  for (std::string line = take_line(text); !line.empty(); line = take_line(text)) {
    const std::size_t colon = line.find(": ");
    reply.headers.emplace_back(schema::ascii_lowered(line.substr(0, colon)), line.substr(colon + 2));
  }
  reply.body = ::adapters::WireBytes::copy_of(text);
  return reply;
}

::adapters::HttpReply reply_of(unsigned status, std::string_view body) {
  ::adapters::HttpReply reply;
  reply.status = status;
  reply.body = ::adapters::WireBytes::copy_of(body);
  return reply;
}

::adapters::HttpReply with_body(const ::adapters::HttpReply& reply, std::string_view body) {
  ::adapters::HttpReply copy;
  copy.status = reply.status;
  copy.headers = reply.headers;
  copy.reason = reply.reason;
  copy.body = ::adapters::WireBytes::copy_of(body);
  return copy;
}

std::string read_expected(const std::string& name) {
  return boost::json::serialize(boost::json::parse(read_file(path_of(name) + ".expected.json")));
}

std::string to_json(const ::adapters::Page& page, std::string_view provider) {
  std::string out = "[";
  for (const auto& user : page.users) {
    const std::array<const schema::User*, 1> accounts = {&user};
    const std::array<std::string_view, 1> providers = {provider};
    if (out.size() > 1) out += ',';
    schema::append_person(out, {accounts, providers});
  }
  return boost::json::serialize(boost::json::parse(out + "]"));
}

}  // namespace tests::adapters
