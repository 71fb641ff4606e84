#!/bin/sh
set -eu
[ -n "$VERSION" ] && [ -z "${IMAGES:-}" ]
mkdir -p reports
printf '%s' '<testsuite name="unit" tests="1"><testcase name="adds"/></testsuite>' >reports/unit.xml
