#include "tests/integration/shelf_server.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <sys/socket.h>

namespace tests::integration {
namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using asio::ip::tcp;

ShelfServer::ShelfServer()
    : acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      thread_([this] { serve(); }) {}

ShelfServer::~ShelfServer() {
  // Wakes the accept that waits.
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  thread_.join();
}

void ShelfServer::clear() {
  const std::lock_guard lock(mutex_);
  people_.clear();
  heard_.clear();
  always_.reset();
}

void ShelfServer::add(json::object person) {
  const std::lock_guard lock(mutex_);
  people_.push_back(std::move(person));
}

void ShelfServer::answer_always(std::string method, std::optional<std::pair<unsigned, std::string>> answer) {
  const std::lock_guard lock(mutex_);
  always_for_ = std::move(method);
  always_ = std::move(answer);
}

std::vector<ShelfRequest> ShelfServer::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

std::vector<ShelfRequest> ShelfServer::heard(std::string_view method) const {
  std::vector<ShelfRequest> some = heard();
  std::erase_if(some, [method](const ShelfRequest& request) { return request.method != method; });
  return some;
}

void ShelfServer::serve() {
  for (;;) {
    boost::system::error_code ended;
    tcp::socket socket(context_);
    acceptor_.accept(socket, ended);
    if (ended) return;
    serve_one(std::move(socket));
  }
}

void ShelfServer::serve_one(tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code failed;
  http::request<http::string_body> message;
  http::read(socket, buffer, message, failed);
  if (failed) return;
  const ShelfRequest request{std::string(message.method_string()), std::string(message.target()),
                             std::string(message[http::field::authorization]), message.body()};
  const auto [status, body] = answer(request);
  http::response<http::string_body> reply(http::int_to_status(status), 11, body);
  // One request a connection: nobody then waits behind an idle one.
  reply.keep_alive(false);
  reply.prepare_payload();
  http::write(socket, reply, failed);
  socket.shutdown(tcp::socket::shutdown_both, failed);
}

std::pair<unsigned, std::string> ShelfServer::answer(const ShelfRequest& request) {
  const std::lock_guard lock(mutex_);
  heard_.push_back(request);
  if (always_ && always_for_ == request.method) return *always_;
  if (request.method == "POST") return create(request.body);
  const std::size_t from = request.target.rfind('=');
  return list(static_cast<std::size_t>(std::stoul(request.target.substr(from + 1))));
}

std::pair<unsigned, std::string> ShelfServer::list(std::size_t from) const {
  constexpr std::size_t page_size = 2;
  const std::size_t end = std::min(from + page_size, people_.size());
  json::array people(people_.begin() + static_cast<std::ptrdiff_t>(from),
                     people_.begin() + static_cast<std::ptrdiff_t>(end));
  const json::value more = end < people_.size() ? json::value(end) : json::value();
  return {200, json::serialize(json::object{{"people", std::move(people)}, {"more", more}})};
}

std::pair<unsigned, std::string> ShelfServer::create(const std::string& body) {
  json::object person = json::parse(body).as_object();
  for (const json::object& other : people_) {
    if (other.at("mail") == person.at("mail")) return {409, R"({"why":"taken"})"};
  }
  person["key"] = "k" + std::to_string(people_.size() + 1);
  people_.push_back(person);
  return {201, json::serialize(json::object{{"key", person["key"]}})};
}

}  // namespace tests::integration
