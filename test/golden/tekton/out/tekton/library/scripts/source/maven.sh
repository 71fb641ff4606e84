#!/bin/sh
# Input variables: ARGUMENT_COUNT and ARGUMENT_n, BUILD_JAVA_HOME, CACHE, CA_BUNDLE, MAVEN_SETTINGS.
set -eu
mkdir -p "$STATE"
rm -f "$STATE/failure"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
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
# Prints the path of the nearest file with this name, from this folder up to the root of the repository.
_above() {
    _folder=.
    while [ ! -f "$_folder/$1" ]; do
        # The root of the repository, or of the file system.
        [ ! -e "$_folder/.git" ] || return 1
        [ "$(cd "$_folder" && pwd)" != / ] || return 1
        _folder="$_folder/.."
    done
    printf '%s\n' "$_folder/$1"
}
# Runs a tool by the wrapper in this folder or a folder above it; without a wrapper, by the program on the agent. The
# wrapper may have lost its permission to run, for example after a commit from Windows.
_run() {
    if _wrapper=$(_above "$1"); then
        shift 2
        if [ -x "$_wrapper" ]; then
            "$_wrapper" "$@"
        else
            sh "$_wrapper" "$@"
        fi
    else
        _installed "$2"
        shift
        "$@"
    fi
}
[ "$#" -gt 0 ] || set -- verify
[ -z "${MAVEN_SETTINGS:-}" ] || set -- --settings "$MAVEN_SETTINGS" "$@"
[ -z "${CACHE:-}" ] || set -- "-Dmaven.repo.local=$CACHE" "$@"
# Java does not read HOME.
[ -z "${PRIVATE_HOME:-}" ] || export MAVEN_OPTS="-Duser.home=$HOME ${MAVEN_OPTS:-}"
_run mvnw mvn --batch-mode --no-transfer-progress "$@" || fail "The Maven build failed; see the log above."
