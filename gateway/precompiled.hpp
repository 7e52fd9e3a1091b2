// Precompiled for gateway/ only: what costs seconds to parse in nearly every file here.
#pragma once

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
