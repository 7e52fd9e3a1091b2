#include "gateway/cli/user_writer.hpp"

#include "gateway/cli/column_writers.hpp"
#include "gateway/cli/json_writers.hpp"

namespace gateway::cli {

std::unique_ptr<UserWriter> make_writer(const WriterWish& wish, Output& output) {
  switch (wish.format) {
    case Format::table:
      return std::make_unique<TableWriter>(wish, output);
    case Format::csv:
      return std::make_unique<CsvWriter>(wish, output);
    case Format::json:
      return std::make_unique<JsonWriter>(wish, output);
    case Format::ndjson:
      return std::make_unique<NdjsonWriter>(wish, output);
  }
  return nullptr;
}

}  // namespace gateway::cli
