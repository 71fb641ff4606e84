#!/bin/sh
# Input variables: ARGUMENT_COUNT and ARGUMENT_n, BUILD_JAVA_HOME, CACHE, CA_BUNDLE, COMMAND.
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
sh -euc "$COMMAND" sh "$@" || fail "The build command failed; see the log above."
