# Every library comes from Debian; each is named once here.
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS json)
find_package(RocksDB CONFIG REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(simdjson REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(ZLIB REQUIRED)
# librdkafka has no CMake package.
find_package(PkgConfig REQUIRED)
pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka)

# Boost's, RocksDB's and CLI11's headers do not compile under our warnings.
foreach(library IN ITEMS Boost::headers RocksDB::rocksdb-shared CLI11::CLI11 simdjson::simdjson)
    get_target_property(directories ${library} INTERFACE_INCLUDE_DIRECTORIES)
    if(directories)
        set_target_properties(${library} PROPERTIES
            INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${directories}")
    endif()
endforeach()
