#include "tests/emulator/cockpit_wire.hpp"

#include "tests/emulator/seed.hpp"
#include "tests/emulator/text.hpp"

#include <optional>

namespace tests::emulator {

std::string_view cockpit_group_name(std::string_view id) {
  for (const seed::Group& group : seed::groups) {
    if (group.id == id) return group.name;
  }
  return {};
}

namespace {

class Writer {
 public:
  explicit Writer(const Switches& switches)
      : nulls_(switches.is("cc_null_members", "print")), ascii_(switches.on("cc_ascii_json")) {}

  void open() { out_ += '{'; }
  void close() { out_ += '}'; }
  void raw(std::string_view text) { out_ += text; }
  void name(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    (out_ += '"').append(name) += "\":";
  }
  void text(std::string_view member, const std::optional<std::string>& value) {
    if (!value) {
      null(member);
      return;
    }
    name(member);
    append_json_string(out_, *value, ascii_);
  }
  void null(std::string_view member) {
    if (!nulls_) return;
    name(member);
    out_ += "null";
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool nulls_;
  bool ascii_;
};

std::string encoded(const CockpitUser& user, const Switches& switches) {
  Writer writer(switches);
  writer.open();
  writer.text("id", user.id);
  writer.text("firstName", user.first_name);
  writer.text("lastName", user.last_name);
  writer.text("email", user.email);
  if (user.role_shape == RoleShape::null) {
    writer.null("role");
  } else {
    writer.name("role");
    writer.open();
    if (user.role_shape == RoleShape::null_name) writer.null("name");
    if (user.role_shape == RoleShape::named) writer.text("name", user.role_name);
    writer.close();
  }
  if (!user.group_ids) {
    writer.null("groups");
  } else {
    writer.name("groups");
    writer.raw("[");
    for (const std::string& id : *user.group_ids) {
      if (&id != &user.group_ids->front()) writer.raw(",");
      writer.open();
      writer.text("id", id);
      writer.text("name", std::string(cockpit_group_name(id)));
      writer.close();
    }
    writer.raw("]");
  }
  writer.close();
  return writer.take();
}

}  // namespace

const std::string& cockpit_user_json(CockpitUser& user, const Switches& switches) {
  if (user.wire_epoch != switches.epoch()) {
    user.wire = encoded(user, switches);
    user.wire_epoch = switches.epoch();
  }
  return user.wire;
}

std::string created_cockpit_user_json(const CockpitUser& user, const Switches& switches) {
  return encoded(user, switches);
}

}  // namespace tests::emulator
