#include "gateway/steps/problem_page.hpp"

#include "gateway/steps/render.hpp"

namespace gateway::steps {

Answer render_problem_page(std::string_view code, std::string_view correlation_id) {
  for (const auto& kind : schema::problem_kinds()) {
    if (kind.name != code) continue;
    Answer answer;
    answer.content_type = "text/html; charset=utf-8";
    // The table is ours: nothing in it needs escaping.
    answer.body = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>" +
                  std::string(kind.name) + "</title>\n<h1>" + std::string(kind.title) + "</h1>\n<p><code>" +
                  std::string(kind.name) + "</code>, status " + std::to_string(kind.status) + "</p>\n<p>" +
                  std::string(kind.description) + "</p>\n</html>\n";
    answer.headers.emplace_back("Content-Security-Policy", "default-src 'none'");
    return answer;
  }
  schema::Problem problem(schema::ProblemCode::not_found, "There is no such problem code.");
  problem.correlation_id = correlation_id;
  return render_problem(problem);
}

}  // namespace gateway::steps
