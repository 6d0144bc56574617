# Every library that Tripline stands on, as imported targets; why each is here: docs/dependencies.md.
# All come from Debian 12 packages (./dev setup installs them).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)               # headers only: Spirit X3, Geometry, Unordered
find_package(date REQUIRED)                     # date::date, date::date-tz
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(tl-expected REQUIRED)              # tl::expected
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson REQUIRED)                 # its own target: a thread flag in it changes class layouts
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)

if(TRIPLINE_TESTS)
  find_package(Catch2 2.13 REQUIRED)
  find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
  # udunits2 and rapidcheck install no CMake package.
  find_path(TRIPLINE_UDUNITS2_INCLUDE udunits2.h REQUIRED)
  find_library(TRIPLINE_UDUNITS2_LIBRARY udunits2 REQUIRED)
  find_path(TRIPLINE_RAPIDCHECK_INCLUDE rapidcheck.h)
  find_library(TRIPLINE_RAPIDCHECK_LIBRARY rapidcheck)
endif()
