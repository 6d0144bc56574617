# How a Tripline target is made: flags in one place, sources found by folder.

add_library(tripline_flags INTERFACE)
target_include_directories(tripline_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
target_compile_options(tripline_flags INTERFACE
  -ffp-contract=off  # verdicts must not depend on whether a machine fuses multiply and add
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  # g++ 12 takes std::string's own short buffer for one too small (GCC bugs 105329, 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow>
  $<$<BOOL:${TRIPLINE_WERROR}>:-Werror>)
if(TRIPLINE_SANITIZE)
  target_compile_options(tripline_flags INTERFACE
    -fsanitize=${TRIPLINE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tripline_flags INTERFACE -fsanitize=${TRIPLINE_SANITIZE})
endif()
if(TRIPLINE_FUZZ)
  # Every object reports its coverage; only the fuzz targets themselves link the fuzzer's main.
  target_compile_options(tripline_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# tripline_library(NAME LIBRARY...): a static library of every .cpp below the calling folder. Links are private: what a
# header of this folder shows is only what the folders it may include show (tools/check_includes.py).
function(tripline_library name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PRIVATE tripline_flags ${ARGN})
endfunction()
