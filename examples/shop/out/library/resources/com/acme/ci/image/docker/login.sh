#!/bin/sh
# Logs in to the registries in a private configuration, which the clean-up removes.
set -eu
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
# Jenkins does not pass empty variables, so any of these may be unset.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${PROXY_EXCEPT:=}" "${PROXY_HTTP:=}" "${PROXY_HTTPS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Files of a killed build may lack the permission to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
mkdir "$STATE/home"
printf '%4096s' '' >"$STATE/room"
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
    # An instruction of a Dockerfile can write to $STATE in kaniko's container. The message must not be a link to another file.
    [ ! -L "$STATE/failure" ] || rm -f "$STATE/failure"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
# The image contains what the context and the Dockerfile are. A link could make them files of the agent, such as logins.
inside() {
    [ -e "$2" ] || [ -L "$2" ] || fail "The application's repository has no ${2#app/}, but the stage needs it as its $1."
    at=$(readlink -f "$2") || fail "The stage's $1 ${2#app/} is a broken link."
    case "$at/" in
    "$(readlink -f app)"/*) ;;
    *) fail "The stage's $1 ${2#app/} is a link to $at, outside of the application's checkout. The image may contain only files of the checkout." ;;
    esac
}
inside context "$CONTEXT"
inside dockerfile "$DOCKERFILE"
# login CLIENT REGISTRY USER PASSWORD CREDENTIAL. Passes the password on standard input.
login() {
    printf '%s' "$4" | "$1" login --username "$3" --password-stdin "$2" >/dev/null 2>"$STATE/output" && return
    cat "$STATE/output" >&2
    case "$(cat "$STATE/output")" in
    *nauthorized* | *'invalid username'* | *denied*)
        fail "The registry $2 rejected the login with the credential $5; check its user and password."
        ;;
    *'HTTP response to HTTPS'*)
        fail "The registry $2 uses plain HTTP. Set insecure: true in the site spec, and insecure-registries of the docker daemon."
        ;;
    *x509*)
        fail "The certificate of the registry $2 is not trusted. Add its authority to the site's caBundle, or to the docker daemon."
        ;;
    esac
    fail "The login to the registry $2 with the credential $5 failed: $(tail -n 1 "$STATE/output")"
}
# log_in CLIENT: logs in to the registry of the image, and to that of the base image if it is another one.
log_in() {
    [ -z "${REGISTRY_USER:-}" ] || login "$1" "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
    [ -n "${BASE_USER:-}" ] || return 0
    if [ -z "${REGISTRY_USER:-}" ] || [ "$BASE_REGISTRY" != "$REGISTRY" ]; then
        login "$1" "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
    fi
}
mkdir -m 700 "$STATE/config"
# The site's proxies, which docker passes to RUN instructions.
proxies=
for pair in "httpProxy=$PROXY_HTTP" "httpsProxy=$PROXY_HTTPS" "noProxy=$PROXY_EXCEPT"; do
    [ -z "${pair#*=}" ] || proxies="${proxies:+$proxies,}\"${pair%%=*}\":\"${pair#*=}\""
done
settings=
[ -z "$proxies" ] || settings="\"proxies\":{\"default\":{$proxies}}"
printf '{%s}\n' "$settings" >"$STATE/settings"
# A configuration with only the site's settings: docker loads its plugins, such as buildx, only from the folders of the system.
cp "$STATE/settings" "$STATE/config/config.json"
export DOCKER_CONFIG="$STATE/config"
# Build secrets and certificates are files that only this user can read. The clean-up removes them.
[ -z "${CA_BUNDLE:-}" ] || cp "$CA_BUNDLE" "$STATE/ca.pem"
mkdir -m 700 "$STATE/secrets"
for name in $SECRETS; do
    : >"$STATE/secrets/$name"
    chmod 600 "$STATE/secrets/$name"
    get "${name}_VALUE"
    printf '%s' "$value" >"$STATE/secrets/$name"
done
version=$(docker version --format '{{ .Client.Version }}') || fail "No docker daemon responds on the agent $NODE_NAME. Start it, use another agent, or set engines.docker.host in the site spec: contexts of the agent's user are ignored."
# Podman does not print the digests that this engine reads.
case "$(docker --version) $(docker version --format '{{ range .Server.Components }}{{ println .Name }}{{ end }}')" in
*podman* | *Podman*) fail "docker on the agent $NODE_NAME is podman. Use the engine buildah for this stage, or install docker on the agent." ;;
esac
# Since docker 23, BuildKit needs buildx. Without buildx, the daemon's own builder is used, which does not support secrets.
if [ "$BUILD_KIT" = true ] && { [ "${version%%.*}" -lt 23 ] || docker buildx version >/dev/null 2>&1; }; then
    : >"$STATE/buildkit"
elif [ -n "$SECRETS" ]; then
    fail "Build secrets need BuildKit, which docker $version on the agent $NODE_NAME does not have; install buildx."
fi
log_in docker
# Some builds pull while the Dockerfile runs. They get only the login for pulling the base image, and the one for pushing if
# there is a cache to push to.
# auth HOST USER PASSWORD: a login in docker's configuration, after the others.
comma=
auth() {
    host=$1
    # The name of Docker Hub in logins.
    [ "$host" != docker.io ] || host=https://index.docker.io/v1/
    printf '%s"%s":{"auth":"%s"}' "$comma" "$host" "$(printf '%s:%s' "$2" "$3" | base64 | tr -d '\n')"
    comma=,
}
mkdir -m 700 "$STATE/pull"
: >"$STATE/pull/config.json"
chmod 600 "$STATE/pull/config.json"
{
    # Docker's login also wrote settings of the site.
    printf '{%s"auths":{' "$(sed -n 's/^{\(..*\)}$/\1,/p' "$STATE/settings" 2>/dev/null)"
    if [ -n "$CACHE" ] && [ -n "${REGISTRY_USER:-}" ]; then
        auth "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
        [ -z "${BASE_USER:-}" ] || [ "$BASE_REGISTRY" = "$REGISTRY" ] || auth "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD"
    elif [ -n "${BASE_USER:-}" ]; then
        auth "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD"
    elif [ -n "${REGISTRY_USER:-}" ] && [ "$BASE_REGISTRY" = "$REGISTRY" ]; then
        auth "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
    fi
    printf '}}\n'
} >"$STATE/pull/config.json"
