#!/bin/sh
# Input variables: ARGUMENT_COUNT and ARGUMENT_n, CACHE, CA_BUNDLE, NETRC, PYTHON_INDEX.
set -eu
mkdir -p "$STATE"
rm -f "$STATE/failure"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Jenkins would take the report of an earlier analysis for the one of this build.
[ -z "${SONAR:-}" ] || find . -name report-task.txt -type f -exec rm -f {} +
if [ -n "${PRIVATE_HOME:-}" ]; then
    # Builds of pull requests must not write to the home folder of other builds, and builds with credentials must not read it.
    # A job keeps its own one between its builds.
    mkdir -p "$STATE/home"
    # Builds of applications run as the agent's user and can write to its home folder. Nothing from there takes part here: no
    # settings of git, ssh and docker, no plugins, and no folder of PATH.
    if [ -n "${SITE_PATH:-}" ]; then
        PATH=$SITE_PATH
    else
        _all=$PATH:
        _safe=
        while [ -n "$_all" ]; do
            _folder=${_all%%:*}
            _all=${_all#*:}
            case "$_folder/" in
            "${HOME:-/nowhere}"/?* | "${WORKSPACE:-/nowhere}"/?*) ;;
            /*) _safe=${_safe:+$_safe:}$_folder ;;
            esac
        done
        PATH=$_safe
    fi
    unset XDG_CONFIG_HOME DOCKER_CONFIG GIT_SSH_COMMAND GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_EXEC_PATH GIT_TEMPLATE_DIR
    export PATH HOME="$STATE/home" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
fi
if [ -n "${CA_BUNDLE:-}" ]; then
    export SSL_CERT_FILE="$CA_BUNDLE" NODE_EXTRA_CA_CERTS="$CA_BUNDLE"
fi
if [ -n "${BUILD_JAVA_HOME:-}" ]; then
    [ -x "$BUILD_JAVA_HOME/bin/java" ] || fail "There is no JDK at $BUILD_JAVA_HOME on this agent. Install it, or change the JDKs of the site spec."
    export JAVA_HOME="$BUILD_JAVA_HOME" PATH="$BUILD_JAVA_HOME/bin:$PATH"
fi
# The arguments are ARGUMENT_0, ARGUMENT_1 …; Jenkins does not pass empty ones. Names in this script begin with an
# underscore, so that they cannot conflict with the build's variables.
set --
_i=0
while [ "$_i" -lt "$ARGUMENT_COUNT" ]; do
    eval "set -- \"\$@\" \"\${ARGUMENT_$_i:-}\""
    _i=$((_i + 1))
done
# Fails if the agent, or the image of the stage, lacks a program.
_installed() {
    command -v "$1" >/dev/null || fail "$1 is not installed. Install it on the agent, or set toolImage to an image that contains it."
}
[ -z "${PYTHON_INDEX:-}" ] || export UV_DEFAULT_INDEX="$PYTHON_INDEX" PIP_INDEX_URL="$PYTHON_INDEX"
[ -z "${CACHE:-}" ] || export UV_CACHE_DIR="$CACHE/uv" PIP_CACHE_DIR="$CACHE/pip" POETRY_CACHE_DIR="$CACHE/poetry"
[ -z "${CA_BUNDLE:-}" ] || export PIP_CERT="$CA_BUNDLE" REQUESTS_CA_BUNDLE="$CA_BUNDLE"
export POETRY_VIRTUALENVS_IN_PROJECT=true POETRY_NO_INTERACTION=1 PIP_DISABLE_PIP_VERSION_CHECK=1
_python() {
    .venv/bin/python "$@"
}
if [ -f uv.lock ]; then
    _installed uv
    uv sync --locked || fail "uv could not install the packages of uv.lock; see the log above."
    _make() { uv build --out-dir dist; }
elif [ -f poetry.lock ]; then
    _installed poetry
    poetry install || fail "Poetry could not install the packages of poetry.lock; see the log above."
    _make() { poetry build; }
elif [ -f requirements.txt ] || [ -f pyproject.toml ] || [ -f setup.py ]; then
    _installed python3
    python3 -m venv .venv || fail "Python could not create a virtual environment; see the log above. Debian and Ubuntu have it in the package python3-venv."
    if [ -f requirements.txt ]; then
        _python -m pip install --requirement requirements.txt || fail "pip could not install the packages of requirements.txt; see the log above."
        if [ -f requirements-dev.txt ]; then
            _python -m pip install --requirement requirements-dev.txt || fail "pip could not install the packages of requirements-dev.txt; see the log above."
        fi
    else
        _python -m pip install . || fail "pip could not install the package and its dependencies; see the log above."
    fi
    _make() { _python -m pip wheel --no-deps --wheel-dir dist .; }
else
    fail "There is no uv.lock, poetry.lock, requirements.txt, pyproject.toml or setup.py in this folder. Commit one of them, or set directory."
fi
export VIRTUAL_ENV="$PWD/.venv" PATH="$PWD/.venv/bin:$PATH"
if [ "$#" -gt 0 ]; then
    "$@" || fail "$1 failed; see the log above."
else
    if _python -c 'import pytest' 2>/dev/null; then
        _code=0
        _python -m pytest --junit-xml=reports/junit.xml || _code=$?
        # 5: there are no tests.
        [ "$_code" -eq 0 ] || [ "$_code" -eq 5 ] || fail "The tests failed; see the log above."
    else
        echo "pytest is not installed: no tests run. Add it to the packages of the application if it has tests." >&2
    fi
    # setup.py next to requirements.txt can be of an application that is never packed.
    _packs=false
    if [ -f pyproject.toml ]; then
        ! grep -q '^\[build-system\]' pyproject.toml || _packs=true
    elif [ -f setup.py ] && [ ! -f requirements.txt ]; then
        _packs=true
    fi
    if [ "$_packs" = true ]; then
        _make || fail "The Python build failed; see the log above."
    fi
fi
if [ -n "${SONAR:-}" ]; then
    command -v sonar-scanner >/dev/null 2>&1 ||
        fail "The key sonar needs the command sonar-scanner. Install it on the agent, or use a toolImage that contains it."
    sonar-scanner || fail "The analysis with sonar-scanner failed; see the log above."
fi
