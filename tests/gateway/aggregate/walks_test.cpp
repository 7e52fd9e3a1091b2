#include "gateway/aggregate/walks.hpp"

#include "gateway/aggregate/view.hpp"
#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

namespace gateway::aggregate {

namespace {

using std::chrono::seconds;

std::shared_ptr<const View> a_view() {
  std::vector<Part> parts;
  parts.push_back({"here", schema::TextField::email,
                   tests::gateway_users::list_of({{"1", "a@x", "Ada"}}, schema::TextField::email)});
  return std::make_shared<const View>(std::move(parts), Selection(), Sort());
}

constexpr WalkId id(std::uint8_t number) { return {number}; }
constexpr adapters::TimePoint start{};

}  // namespace

TEST_CASE("a walk is kept for a while after each look, and not beyond") {
  Walks<View> walks(1 << 20, seconds(60));
  const auto view = a_view();
  CHECK(walks.keep(view, id(1), start) == id(1));
  CHECK(walks.find(id(1), start + seconds(59)) == view);
  CHECK(walks.find(id(1), start + seconds(100)) == view);
  CHECK(walks.bytes() == view->bytes());
  CHECK(walks.find(id(1), start + seconds(160)) == nullptr);
  CHECK(walks.bytes() == 0);
  CHECK(walks.find(id(2), start) == nullptr);
}

TEST_CASE("one view has one id, whoever walks it") {
  Walks<View> walks(1 << 20, seconds(60));
  const auto view = a_view();
  CHECK(walks.keep(view, id(1), start) == id(1));
  CHECK(walks.keep(view, id(2), start) == id(1));
  CHECK(walks.bytes() == view->bytes());
}

TEST_CASE("memory is bounded: the walk looked at longest ago goes, and one that is too large is not kept") {
  const std::size_t size = a_view()->bytes();
  Walks<View> walks(2 * size, seconds(60));
  walks.keep(a_view(), id(1), start);
  walks.keep(a_view(), id(2), start);
  CHECK(walks.find(id(1), start) != nullptr);
  walks.keep(a_view(), id(3), start);
  CHECK(walks.find(id(2), start) == nullptr);
  CHECK(walks.find(id(1), start) != nullptr);
  CHECK(walks.find(id(3), start) != nullptr);

  Walks<View> small(size - 1, seconds(60));
  CHECK(small.keep(a_view(), id(1), start) == id(1));
  CHECK(small.find(id(1), start) == nullptr);
  CHECK(small.bytes() == 0);
}

TEST_CASE("what is past its time is let go of without another look") {
  Walks<View> walks(1 << 20, seconds(60));
  std::weak_ptr<const View> view;
  {
    const auto kept = a_view();
    view = kept;
    walks.keep(kept, id(1), start);
  }
  walks.purge(start + seconds(59));
  CHECK_FALSE(view.expired());
  walks.purge(start + seconds(60));
  CHECK(view.expired());
}

}  // namespace gateway::aggregate
