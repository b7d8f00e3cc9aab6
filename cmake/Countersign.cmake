# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The functions by which every folder describes itself: countersign_library, countersign_program, countersign_test.

# countersign_subdirectories(<folder>...) adds each folder that has a CMakeLists.txt.
function(countersign_subdirectories)
    foreach(folder IN LISTS ARGN)
        if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
            add_subdirectory("${folder}")
        endif()
    endforeach()
endfunction()

# What all our own code is compiled with.
add_library(countersign_options INTERFACE)
target_compile_options(countersign_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override -Wimplicit-fallthrough
    # GCC 14 takes the members of a std::expected that holds the other one for uninitialised.
    $<$<BOOL:${COUNTERSIGN_WERROR}>:-Werror -Wno-maybe-uninitialized>
    # In a unity batch every source counts as a header, where a class may not have members of a file's own types.
    $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-subobject-linkage>)
target_compile_definitions(countersign_options INTERFACE
    "COUNTERSIGN_VERSION=\"${PROJECT_VERSION}\""
    QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT)

# Tests may write plain literals; everything else says what encoding it means.
add_library(countersign_product_options INTERFACE)
target_link_libraries(countersign_product_options INTERFACE countersign_options)
target_compile_definitions(countersign_product_options INTERFACE QT_NO_CAST_FROM_ASCII)
# A test runs once and spends its time in what it tests.
add_library(countersign_test_options INTERFACE)
target_link_libraries(countersign_test_options INTERFACE countersign_options)
target_compile_options(countersign_test_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-O1>)

# Qt would tell each test its own folders by definitions, and so give each its own precompiled header.
# QFINDTESTDATA looks below tests/ instead.
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS
    "QT_TESTLIB_LIB;QT_TESTCASE_SOURCEDIR=\"${PROJECT_SOURCE_DIR}/tests\"")
# QTest's header mentions this definition, which would take the precompiled header from whoever has it.
set_target_properties(Qt6::Network PROPERTIES INTERFACE_COMPILE_DEFINITIONS "")

# One precompiled header per kind of target, used by all of that kind. GCC takes a precompiled header only where the
# definitions that it mentions are the same, hence the four.
function(_countersign_pch kind options headers)
    set(target countersign_pch_${kind})
    set(source "${PROJECT_BINARY_DIR}/pch/${kind}.cpp")
    if(NOT EXISTS "${source}")
        file(WRITE "${source}" "// Carries the precompiled header of kind ${kind}.\n")
    endif()
    add_library(${target} STATIC "${source}")
    set_target_properties(${target} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
    target_link_libraries(${target} PRIVATE ${options} ${ARGN})
    target_precompile_headers(${target} PRIVATE ${headers})
endfunction()

set(_core_headers <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QHash> <QJsonDocument> <QList> <QMap>
    <QObject> <QRegularExpression> <QSet> <QString> <QTimer>
    <algorithm> <expected> <functional> <memory> <optional> <span> <utility> <variant> <vector>)
set(_widget_headers ${_core_headers} <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QComboBox> <QFormLayout>
    <QIcon> <QKeyEvent> <QLabel> <QLineEdit> <QListView> <QMenu> <QPainter> <QPlainTextEdit> <QPushButton> <QScrollArea>
    <QSplitter> <QStackedWidget> <QStyledItemDelegate> <QTableView> <QTextLayout> <QToolButton> <QTreeView>)
_countersign_pch(core countersign_product_options "${_core_headers}" Qt6::Core)
_countersign_pch(widgets countersign_product_options "${_widget_headers}" Qt6::Core Qt6::Gui Qt6::Widgets)
_countersign_pch(test countersign_test_options "${_core_headers};<QTest>;<QSignalSpy>;<QTemporaryDir>" Qt6::Core Qt6::Test)
_countersign_pch(test_widgets countersign_test_options "${_widget_headers};<QTest>;<QSignalSpy>;<QTemporaryDir>"
    Qt6::Core Qt6::Gui Qt6::Widgets Qt6::Test)

# The name of a library of ours may be given without its prefix: `base` is `countersign_base`.
function(_countersign_link target visibility)
    foreach(library IN LISTS ARGN)
        if(library MATCHES "::|^countersign_|^[-$/]")
            target_link_libraries(${target} ${visibility} "${library}")
        else()
            target_link_libraries(${target} ${visibility} "countersign_${library}")
        endif()
    endforeach()
endfunction()

function(_countersign_common target options pch)
    target_link_libraries(${target} PRIVATE ${options})
    # Qt asks for position independent code; an executable would get -fPIE, which refuses the common precompiled header.
    target_compile_options(${target} PRIVATE -fPIC)
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOUIC ON AUTORCC ON)
    if(NOT pch STREQUAL "none")
        target_precompile_headers(${target} REUSE_FROM countersign_pch_${pch})
    endif()
endfunction()

function(_countersign_check_arguments function_name)
    if(ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "${function_name}: what is ${ARG_UNPARSED_ARGUMENTS}?")
    endif()
endfunction()

# countersign_library(<name> [LINK <library>...] [PCH core|widgets|none] [EXCLUDE <regex>...])
#
# The static library countersign_<name> of all sources in the current folder and below. What it links is seen by its
# users too; libraries of ours are named without the prefix. Includes are relative to src/, in ui/ and app/ also to
# the top: "base/Result.h", "ui/common/Tokens.h".
function(countersign_library name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "PCH" "LINK;EXCLUDE")
    _countersign_check_arguments(countersign_library)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS
        "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h" "${CMAKE_CURRENT_SOURCE_DIR}/*.ui"
        "${CMAKE_CURRENT_SOURCE_DIR}/*.qrc")
    foreach(pattern IN LISTS ARG_EXCLUDE)
        list(FILTER sources EXCLUDE REGEX "${pattern}")
    endforeach()
    if(NOT ARG_PCH)
        set(ARG_PCH core)
    endif()
    set(target countersign_${name})
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/src")
    cmake_path(IS_PREFIX PROJECT_SOURCE_DIR "${CMAKE_CURRENT_SOURCE_DIR}" inside)
    cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE folder)
    if(inside AND NOT folder MATCHES "^src/")
        target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
    endif()
    target_link_libraries(${target} PUBLIC Qt6::Core)
    if(ARG_PCH STREQUAL "widgets")
        target_link_libraries(${target} PUBLIC Qt6::Gui Qt6::Widgets)
    endif()
    if(folder MATCHES "^tests/")
        # A library of test helpers is compiled as the tests are.
        string(REPLACE "core" "test" ARG_PCH "${ARG_PCH}")
        string(REGEX REPLACE "^widgets$" "test_widgets" ARG_PCH "${ARG_PCH}")
        target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/tests")
        target_link_libraries(${target} PUBLIC Qt6::Test)
        _countersign_common(${target} countersign_test_options "${ARG_PCH}")
    else()
        _countersign_common(${target} countersign_product_options "${ARG_PCH}")
    endif()
    _countersign_link(${target} PUBLIC ${ARG_LINK})
endfunction()

# Where the programs look for what they load when they need it, as seen from their own folder.
set(COUNTERSIGN_MODULES "${CMAKE_INSTALL_LIBDIR}/countersign")
cmake_path(RELATIVE_PATH COUNTERSIGN_MODULES BASE_DIRECTORY "${CMAKE_INSTALL_BINDIR}" OUTPUT_VARIABLE COUNTERSIGN_MODULE_FOLDER)

# countersign_module(<name> [LINK <library>...])
#
# The loadable module countersign_<name> of all sources in the current folder: parts whose libraries take long to load.
# No program links it; programs and tests find it in the build folder as they do when installed.
function(countersign_module name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "LINK")
    _countersign_check_arguments(countersign_module)
    set(target countersign_${name})
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
    add_library(${target} MODULE ${sources})
    set_target_properties(${target} PROPERTIES PREFIX ""
        LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${COUNTERSIGN_MODULES}")
    target_link_options(${target} PRIVATE "LINKER:--exclude-libs,ALL" "LINKER:--no-undefined")
    target_link_libraries(${target} PRIVATE Qt6::Core)
    _countersign_common(${target} countersign_product_options core)
    _countersign_link(${target} PRIVATE ${ARG_LINK})
    install(TARGETS ${target} LIBRARY DESTINATION "${COUNTERSIGN_MODULES}")
endfunction()

# countersign_program(<name> SOURCES <file>... [LINK <library>...] [PCH core|widgets|none])
#
# An installed program, built as bin/<name> of the build folder.
function(countersign_program name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "PCH" "SOURCES;LINK")
    _countersign_check_arguments(countersign_program)
    if(NOT ARG_PCH)
        set(ARG_PCH core)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${name} PRIVATE Qt6::Core)
    if(ARG_PCH STREQUAL "widgets")
        target_link_libraries(${name} PRIVATE Qt6::Gui Qt6::Widgets)
    endif()
    _countersign_common(${name} countersign_product_options "${ARG_PCH}")
    _countersign_link(${name} PRIVATE ${ARG_LINK})
    add_dependencies(${name} countersign_network)
    install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()

# countersign_test_environment(<test>...) gives tests folders of their own for temporary files, home and settings, so that
# they neither meet each other nor read what the person at the machine has configured.
function(countersign_test_environment)
    foreach(test IN LISTS ARGN)
        set(folder "${PROJECT_BINARY_DIR}/tmp/${test}")
        file(MAKE_DIRECTORY "${folder}/home")
        set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT
            "TMPDIR=${folder}" "HOME=${folder}/home" "XDG_CONFIG_HOME=${folder}/home/.config"
            "XDG_DATA_HOME=${folder}/home/.local/share" "XDG_CACHE_HOME=${folder}/home/.cache"
            "XDG_STATE_HOME=${folder}/home/.local/state" "GIT_CONFIG_NOSYSTEM=1" "GIT_CEILING_DIRECTORIES=${PROJECT_BINARY_DIR}/tmp"
            "COUNTERSIGN_CORPUS=${COUNTERSIGN_CORPUS}" "QT_PLUGIN_PATH=${PROJECT_BINARY_DIR}/${COUNTERSIGN_MODULES}"
            "LANG=C.UTF-8" "QT_QPA_PLATFORM=offscreen")
        if(COUNTERSIGN_SANITIZE)
            set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1"
                "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/lsan.supp:print_suppressions=0")
        endif()
        set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT_MODIFICATION
            "QT_QPA_PLATFORMTHEME=unset:" "QT_STYLE_OVERRIDE=unset:" "QT_SCALE_FACTOR=unset:" "DISPLAY=unset:"
            "WAYLAND_DISPLAY=unset:" "SSH_AUTH_SOCK=unset:" "GIT_AUTHOR_NAME=unset:" "GIT_AUTHOR_EMAIL=unset:"
            "GIT_COMMITTER_NAME=unset:" "GIT_COMMITTER_EMAIL=unset:" "LC_ALL=unset:")
    endforeach()
endfunction()

# countersign_test(<name> [SOURCES <file>...] LINK <library>... [LABELS <label>...] [TIMEOUT <seconds>] [ENV <name=value>...]
#                  [PCH test|test_widgets|none])
#
# The Qt Test program tst_<name> and the ctest entry of that name. Without SOURCES it is tst_<name>.cpp, without LABELS
# it is `unit`, with the label `gui` it has the widgets.
function(countersign_test name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "TIMEOUT;PCH" "SOURCES;LINK;LABELS;ENV")
    _countersign_check_arguments(countersign_test)
    string(REGEX REPLACE "^tst_" "" name "${name}")
    set(target tst_${name})
    if(NOT ARG_SOURCES)
        set(ARG_SOURCES ${target}.cpp)
    endif()
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit)
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    if(NOT ARG_PCH)
        set(ARG_PCH test)
        if("gui" IN_LIST ARG_LABELS)
            set(ARG_PCH test_widgets)
        endif()
    endif()
    add_executable(${target} ${ARG_SOURCES})
    target_include_directories(${target} PRIVATE
        "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${target} PRIVATE Qt6::Core Qt6::Test)
    if(ARG_PCH STREQUAL "test_widgets")
        target_link_libraries(${target} PRIVATE Qt6::Gui Qt6::Widgets)
    endif()
    # QTRY_VERIFY and QTRY_COMPARE narrow a duration inside Qt's own macro.
    target_compile_options(${target} PRIVATE $<$<BOOL:${COUNTERSIGN_WERROR}>:-Wno-error=conversion>)
    _countersign_common(${target} countersign_test_options "${ARG_PCH}")
    _countersign_link(${target} PRIVATE ${ARG_LINK})

    add_test(NAME ${target} COMMAND ${target})
    set_tests_properties(${target} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT "${ARG_TIMEOUT}")
    countersign_test_environment(${target})
    if(ARG_ENV)
        set_property(TEST ${target} APPEND PROPERTY ENVIRONMENT ${ARG_ENV})
    endif()
endfunction()
