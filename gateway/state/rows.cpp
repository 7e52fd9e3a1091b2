#include "gateway/state/rows.hpp"

#include "gateway/state/operation_json.hpp"

namespace gateway::state::rows {
namespace {

// How many operations one call forgets: the writer has others waiting.
constexpr std::int64_t forgotten_at_once = 1000;

std::string_view view_of(const Seal::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// What a token's ciphertext belongs to: in another row it is worth nothing.
std::string about(std::string_view tenant, std::string_view provider, std::string_view configured) {
  return std::string(tenant) + '\n' + std::string(provider) + '\n' + std::string(configured);
}

}  // namespace

Operation operation_of(const Statement& row, const Seal& seal) {
  const std::string_view document = row.column(0);
  auto operation = seal.is_sealed(document, row.column(1)) ? decode_operation(document) : std::nullopt;
  if (!operation) throw Damaged("an operation is not as it was written");
  return std::move(*operation);
}

void put(Database& database, const Seal& seal, const Operation& operation) {
  const std::string document = encode_operation(operation);
  const Seal::Digest mac = seal.mac(document);
  Statement(database,
            "INSERT INTO operations (id, tenant, client, key, is_open, updated_at, document, seal) "
            "VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, "
            "client = excluded.client, key = excluded.key, is_open = excluded.is_open, updated_at = "
            "excluded.updated_at, document = excluded.document, "
            "seal = excluded.seal")
      .text(operation.id)
      .text(operation.tenant)
      .text(operation.client)
      .text_or_null(operation.key)
      .integer(operation.is_open() ? 1 : 0)
      .integer(operation.updated_at)
      .text(document)
      .bytes(view_of(mac))
      .done();
  for (const Target& target : operation.targets) {
    if (target.has_user()) claim(database, account_of(operation, target), operation.id);
  }
}

std::optional<Operation> find(Database& database, const Seal& seal, const std::string& id) {
  Statement row(database, "SELECT document, seal FROM operations WHERE id = ?");
  row.text(id);
  if (!row.next()) return std::nullopt;
  return operation_of(row, seal);
}

std::optional<Operation> find_by_key(Database& database, const Seal& seal, const KeyName& name) {
  Statement row(database,
                "SELECT document, seal FROM operations WHERE tenant = ? AND client = ? AND key = ?");
  row.text(name.tenant).text(name.client).text(name.key);
  if (!row.next()) return std::nullopt;
  return operation_of(row, seal);
}

AccountName account_of(const Operation& operation, const Target& target) {
  return {operation.tenant, target.provider, target.customer, target.user_id};
}

void claim(Database& database, const AccountName& account, std::string_view operation) {
  const std::string customer = account.customer.to_string();
  Statement(database,
            "INSERT INTO claims (tenant, provider, customer, user_id, operation) VALUES (?,?,?,?,?) "
            "ON CONFLICT DO NOTHING")
      .text(account.tenant)
      .text(account.provider)
      .text(customer)
      .text(account.user_id)
      .text(operation)
      .done();
}

std::optional<std::string> claimant(Database& database, const AccountName& account) {
  const std::string customer = account.customer.to_string();
  Statement row(
      database,
      "SELECT operation FROM claims WHERE tenant = ? AND provider = ? AND customer = ? AND user_id = ?");
  row.text(account.tenant).text(account.provider).text(customer).text(account.user_id);
  if (!row.next()) return std::nullopt;
  return std::string(row.column(0));
}

std::size_t forget(Database& database, Instant before) {
  Statement(
      database,
      "DELETE FROM claims WHERE operation IN (SELECT id FROM operations WHERE is_open = 0 AND updated_at < ? "
      "ORDER BY updated_at, id LIMIT ?)")
      .integer(before)
      .integer(forgotten_at_once)
      .done();
  Statement(
      database,
      "DELETE FROM operations WHERE id IN (SELECT id FROM operations WHERE is_open = 0 AND updated_at < ? "
      "ORDER BY updated_at, id LIMIT ?)")
      .integer(before)
      .integer(forgotten_at_once)
      .done();
  return database.changed_rows();
}

std::vector<Operation> open_operations(Database& database, const Seal& seal) {
  std::vector<Operation> open;
  Statement row(database, "SELECT document, seal FROM operations WHERE is_open = 1 ORDER BY id");
  while (row.next())
    open.push_back(operation_of(row, seal));
  return open;
}

void put_token(Database& database, const Seal& seal, const RotatedToken& token) {
  const std::string sealed = seal.encrypt(token.token, about(token.tenant, token.provider, token.configured));
  Statement(
      database,
      "INSERT INTO refresh_tokens (tenant, provider, configured, sealed, rotated_at) VALUES (?,?,?,?,?) "
      "ON CONFLICT (tenant, provider) DO UPDATE SET configured = excluded.configured, "
      "sealed = excluded.sealed, rotated_at = excluded.rotated_at")
      .text(token.tenant)
      .text(token.provider)
      .text(token.configured)
      .bytes(sealed)
      .integer(token.rotated_at)
      .done();
}

std::optional<RotatedToken> token(Database& database, const Seal& seal, std::string_view tenant,
                                  std::string_view provider) {
  Statement row(
      database,
      "SELECT configured, sealed, rotated_at FROM refresh_tokens WHERE tenant = ? AND provider = ?");
  row.text(tenant).text(provider);
  if (!row.next()) return std::nullopt;
  RotatedToken found;
  found.tenant = tenant;
  found.provider = provider;
  found.configured = row.column(0);
  auto plain = seal.decrypt(row.column(1), about(tenant, provider, found.configured));
  if (!plain) throw std::runtime_error("a kept refresh token is not as it was written");
  found.token = std::move(*plain);
  found.rotated_at = row.column_integer(2);
  return found;
}

}  // namespace gateway::state::rows
