#!/bin/sh
# Input variables: ARGUMENT_COUNT and ARGUMENT_n, CACHE, CA_BUNDLE, PNPM_REGISTRY.
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
# Fails if the agent, or the image of the stage, lacks a program.
_installed() {
    command -v "$1" >/dev/null || fail "$1 is not installed. Install it on the agent, or set toolImage to an image that contains it."
}
# Evaluates JavaScript with the contents of package.json in `it`; true if the result is true.
_package() {
    [ "$(node -p "const it = JSON.parse(require('fs').readFileSync('package.json', 'utf8')); String($1)")" = true ]
}
_has_script() {
    _package "'$1' in (it.scripts || {})"
}
_has_packages() {
    _package "Object.keys({ ...it.dependencies, ...it.devDependencies, ...it.optionalDependencies }).length > 0"
}
# Fails if the lock file of another tool is here: this tool would ignore it, and install other versions.
_refuse_lock() {
    if _other=$(_above "$1"); then
        fail "The repository has a $(basename "$_other"), which pnpm does not read. Set tool: $2 in the spec."
    fi
}
_installed pnpm
[ -z "${PNPM_REGISTRY:-}" ] || export NPM_CONFIG_REGISTRY="$PNPM_REGISTRY" PNPM_CONFIG_REGISTRY="$PNPM_REGISTRY"
[ -z "${CACHE:-}" ] || export NPM_CONFIG_STORE_DIR="$CACHE" PNPM_CONFIG_STORE_DIR="$CACHE"
export CI=true
# The lock file of a workspace is at its root. pnpm finds it there.
if _above pnpm-lock.yaml >/dev/null; then
    pnpm install --frozen-lockfile || fail "pnpm could not install the packages of pnpm-lock.yaml; see the log above."
elif _has_packages; then
    _refuse_lock yarn.lock yarn
    _refuse_lock package-lock.json npm
    fail "There is no pnpm-lock.yaml, so pnpm has no fixed versions to install. Run pnpm install, and commit pnpm-lock.yaml."
fi
if [ "$#" -gt 0 ]; then
    pnpm "$@" || fail "pnpm failed; see the log above."
else
    pnpm run --if-present test || fail "The tests failed; see the log above."
    pnpm run --if-present build || fail "The pnpm build failed; see the log above."
fi
