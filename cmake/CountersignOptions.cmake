# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How everything is compiled: language, build types, sanitizers, compiler cache, linker.

option(COUNTERSIGN_WERROR "Treat compiler warnings as errors" OFF)
option(COUNTERSIGN_ASSERTS "Keep assertions also in optimised builds" OFF)
option(COUNTERSIGN_SANITIZE "Build with the address and undefined behaviour sanitizers" OFF)
set(COUNTERSIGN_CORPUS "${CMAKE_CURRENT_SOURCE_DIR}/../shared/data" CACHE PATH
    "Real material for the tests labelled corpus; they are skipped where it is absent")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Debug CACHE STRING "Debug, RelWithDebInfo or Release" FORCE)
endif()
# -g1 is enough for a stack trace with line numbers, and links several times as fast as -g.
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# Recorded paths are relative, so that what is built does not depend on where.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")

if(COUNTERSIGN_ASSERTS)
    add_compile_definitions(QT_FORCE_ASSERTS _GLIBCXX_ASSERTIONS)
endif()

if(COUNTERSIGN_SANITIZE)
    set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    add_compile_options(${sanitize})
    add_link_options(${sanitize})
endif()

# The settings let ccache keep objects that were compiled with a precompiled header, and find them again from
# another build folder of the same checkout.
find_program(COUNTERSIGN_CCACHE ccache)
mark_as_advanced(COUNTERSIGN_CCACHE)
if(COUNTERSIGN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${COUNTERSIGN_CCACHE}")
    add_compile_options(-fpch-preprocess)
endif()

find_program(COUNTERSIGN_MOLD mold)
mark_as_advanced(COUNTERSIGN_MOLD)
if(COUNTERSIGN_MOLD)
    set(CMAKE_LINKER_TYPE MOLD)
endif()
