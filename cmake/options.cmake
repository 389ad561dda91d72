# What every target of the project is compiled with. Sanitizers come from the presets.
add_library(project_options INTERFACE)
target_compile_options(project_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
    -Wold-style-cast -Wimplicit-fallthrough -Werror
    -fstack-protector-strong -fcf-protection -fstack-clash-protection -fno-omit-frame-pointer)
target_compile_definitions(project_options INTERFACE
    _GLIBCXX_ASSERTIONS
    $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
target_include_directories(project_options INTERFACE ${PROJECT_SOURCE_DIR})
target_link_options(project_options INTERFACE -Wl,-z,relro,-z,now)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported()
find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
