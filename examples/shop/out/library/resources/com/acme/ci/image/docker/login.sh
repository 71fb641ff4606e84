#!/bin/sh
# Logs in to the registries in a private configuration, which the clean-up removes.
# Files of a killed build may lack the permission to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
printf '%4096s' '' >"$STATE/room"
set -eu
# Jenkins does not pass empty variables, so any of these may be unset.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
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
mkdir -m 700 "$STATE/config"
# The private configuration hides the user's plugins, such as buildx: link them.
plugins="${DOCKER_CONFIG:-${HOME:-}/.docker}/cli-plugins"
[ ! -d "$plugins" ] || ln -s "$plugins" "$STATE/config/cli-plugins"
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
version=$(docker version --format '{{ .Client.Version }}') || fail "No docker daemon responds on the agent $NODE_NAME. Start it, or use another agent."
# Since docker 23, BuildKit needs buildx. Without buildx, the daemon's own builder is used, which does not support secrets.
if [ "$BUILD_KIT" = true ] && { [ "${version%%.*}" -lt 23 ] || docker buildx version >/dev/null 2>&1; }; then
    : >"$STATE/buildkit"
elif [ -n "$SECRETS" ]; then
    fail "Build secrets need BuildKit, which docker $version on the agent $NODE_NAME does not have; install buildx."
fi
[ -z "${REGISTRY_USER:-}" ] || login docker "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login docker "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
