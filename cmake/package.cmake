# SPDX-License-Identifier: EUPL-1.2
#
# What is installed, and the Debian package of it: cmake --build --preset release --target package.
# dpkg-shlibdeps (dpkg-dev) names the libraries; the debugging information is a package beside it.
include(GNUInstallDirs)
find_program(GZIP gzip REQUIRED)

install(TARGETS barometre barometre-ingest barometre-query-api barometre-projector RUNTIME)
install(DIRECTORY deploy/systemd/ DESTINATION lib/systemd/system FILES_MATCHING PATTERN "*.service"
    PATTERN "sandbox.conf")
install(FILES deploy/systemd/barometre.sysusers DESTINATION lib/sysusers.d RENAME barometre.conf)
install(FILES deploy/systemd/ingest.env deploy/systemd/query-api.env deploy/systemd/serve.env
    DESTINATION /etc/barometre)
install(FILES README.md docs/ARCHITECTURE.md docs/api.md docs/events.md docs/rules.md
    deploy/runbook.md deploy/debian/copyright
    DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES deploy/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
    RENAME barometre)
# Reproducible: no name, no time.
execute_process(COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/deploy/debian/changelog
    OUTPUT_FILE ${PROJECT_BINARY_DIR}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${PROJECT_BINARY_DIR}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME barometre)
set(CPACK_PACKAGE_CONTACT "Baromètre <barometre@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "execution of public policies as events, kept for ever")
set(CPACK_PACKAGE_DESCRIPTION
"Takes the figures of territorial indicators as events, keeps every event in
one log (Apache Kafka, or a folder on one machine), folds the log into read
models and answers what the state is now or was on any past day.

Units of systemd: barometre-ingest and barometre-query-api on Kafka, or
barometre-serve on one machine. None is started by the installation.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${PROJECT_SOURCE_DIR}/deploy/debian/conffiles
    ${PROJECT_SOURCE_DIR}/deploy/debian/postinst
    ${PROJECT_SOURCE_DIR}/deploy/debian/prerm
    ${PROJECT_SOURCE_DIR}/deploy/debian/postrm)
include(CPack)
