#include "gateway/cli/one_user_text.hpp"

#include "gateway/cli/json_slices.hpp"
#include "gateway/cli/list_outcome.hpp"
#include "gateway/cli/problem_parts.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/cli/terminal_text.hpp"

#include <boost/json/parse.hpp>

#include <memory>
#include <unistd.h>

namespace gateway::cli {
namespace {
namespace json = boost::json;

const std::vector<std::string> table_columns = {"id", "displayName", "userPrincipalName", "email", "sources"};

json::value parsed(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error);
  return error ? json::value() : value;
}

void print_json(std::string_view json, Output& output) {
  if (!is_terminal(STDOUT_FILENO)) {
    output.append(json);
  } else {
    std::string visible;
    append_visible_json(visible, json);
    output.append(visible);
  }
  output.append("\n");
}

void append_request(std::string& out, const json::object& request, std::string_view text) {
  out += visible_member(request, "provider") + ": " + visible_member(request, "method") + ' ' +
         visible_member(request, "url") + '\n';
  if (const json::value* headers = request.if_contains("headers");
      headers != nullptr && headers->is_object()) {
    for (const auto& header : headers->get_object()) {
      const std::string name(header.key().data(), header.key().size());
      out += "  " + visible(name) + ": " + visible_member(headers->get_object(), name) + '\n';
    }
  }
  out += "  ";
  append_visible_json(out, member_of(text, "body"));
  out += '\n';
}

}  // namespace

bool print_user(std::string_view json, Format format, Output& output) {
  const json::value user = parsed(json);
  if (!user.is_object()) return false;
  if (format == Format::json || format == Format::ndjson) {
    print_json(json, output);
    return true;
  }
  WriterWish wish;
  wish.format = format;
  wish.fields = format == Format::table ? table_columns : all_fields();
  // Not cut to its width: an id that is not whole is none.
  wish.is_for_terminal = is_terminal(STDOUT_FILENO);
  const std::unique_ptr<UserWriter> writer = make_writer(wish, output);
  writer->begin();
  writer->write({{}, json, user.get_object()});
  writer->end({});
  return true;
}

bool print_plan(std::string_view json, Format format, Output& output) {
  const json::value answer = parsed(json);
  const json::value* plan = answer.is_object() ? answer.get_object().if_contains("plan") : nullptr;
  if (plan == nullptr || !plan->is_array()) return false;
  if (format != Format::table) {
    print_json(json, output);
    return true;
  }
  const auto texts = elements_of(member_of(json, "plan"));
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < plan->get_array().size(); ++i) {
    const json::value& request = plan->get_array()[i];
    if (request.is_object()) append_request(out, request.get_object(), texts[i]);
  }
  output.append(out);
  return true;
}

}  // namespace gateway::cli
