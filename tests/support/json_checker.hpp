// One run of json_schema.hpp: the keywords of a schema against a place in the instance, each a method. The
// ways through a schema are in json_schema.cpp, the keywords about values in json_keywords.cpp.
#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

inline std::string_view view_of(boost::json::string_view text) { return {text.data(), text.size()}; }

// One place in the schema against one place in the instance.
struct Spot {
  const boost::json::object& schema;
  const boost::json::value& argument;  // of the keyword
  const boost::json::value& instance;
  const std::string& at;
};

class Checker {
 public:
  explicit Checker(const boost::json::value& document) : document_(document) {}

  void check(const boost::json::value& schema, const boost::json::value& instance, const std::string& at);
  void follow(const std::string& pointer, const boost::json::value& instance, const std::string& at);
  std::vector<std::string> take() {
    found_.insert(found_.end(), gaps_.begin(), gaps_.end());
    return std::move(found_);
  }

 private:
  using Rule = void (Checker::*)(const Spot&);
  static const std::map<std::string_view, Rule>& rules();

  void fail(const std::string& at, std::string_view what) { found_.push_back(at + ": " + std::string(what)); }
  void gap(std::string what) { gaps_.push_back("schema: " + std::move(what)); }
  // Judges without telling; what cannot be judged is told all the same.
  bool holds(const boost::json::value& schema, const Spot& spot);
  std::size_t count_holding(const Spot& spot);
  void bound(const Spot& spot, bool is_kind, double size, bool is_minimum, std::string_view of_what);

  void note(const Spot&) {}
  void ref(const Spot& spot) {
    follow(std::string(view_of(spot.argument.as_string()).substr(1)), spot.instance, spot.at);
  }
  void type(const Spot& spot);
  void constant(const Spot& spot);
  void enumeration(const Spot& spot);
  void properties(const Spot& spot);
  void additional_properties(const Spot& spot);
  void property_names(const Spot& spot);
  void required(const Spot& spot);
  void items(const Spot& spot);
  void unique_items(const Spot& spot);
  void pattern(const Spot& spot);
  void format(const Spot& spot);
  void all_of(const Spot& spot);
  void any_of(const Spot& spot);
  void one_of(const Spot& spot);
  void if_then_else(const Spot& spot);
  template <bool is_minimum>
  void number(const Spot& spot);
  template <bool is_minimum>
  void length(const Spot& spot);
  template <bool is_minimum>
  void item_count(const Spot& spot);
  template <bool is_minimum>
  void property_count(const Spot& spot);

  const boost::json::value& document_;
  std::vector<std::string> found_;
  std::vector<std::string> gaps_;
};

}  // namespace tests::support
