#include "adapters/id_text.hpp"

#include "schema/guid.hpp"

namespace adapters {
namespace {

constexpr std::size_t guid_size = 36;

bool has_capital(std::string_view text) {
  unsigned found = 0;
  for (std::size_t at = 0; at < guid_size; ++at)
    found |= static_cast<unsigned char>(text[at] - 'A') < 26U;
  return found != 0;
}

}  // namespace

schema::Text canonical_id(Page& page, schema::Text id) {
  // Nearly every id is in lower case already, and then nothing is parsed.
  if (id.is_null() || id.view().size() != guid_size || !has_capital(id.view())) return id;
  const auto guid = schema::Guid::parse(id.view());
  return guid ? schema::Text(page.keep(guid->to_string()), true) : id;
}

}  // namespace adapters
