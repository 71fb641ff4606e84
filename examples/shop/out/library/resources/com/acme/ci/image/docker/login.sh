#!/bin/sh
# Logs in to the registries, in a private configuration that clean-up removes.
# A build that was killed may have left files without the right to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
printf '%4096s' '' >"$STATE/room"
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Ends the script with one sentence. The first one stands: it was nearest to the cause. Room was kept for it on a full disk.
fail() {
    rm -f "$STATE/room"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# A list comes as numbered variables; `get NAME` sets `value` to what one holds: nothing where Jenkins left it out.
value=
get() {
    eval "value=\${$1:-}"
}
# Passwords go by standard input: login CLIENT REGISTRY USER PASSWORD CREDENTIAL.
login() {
    printf '%s' "$4" | "$1" login --username "$3" --password-stdin "$2" >/dev/null 2>"$STATE/asked" && return
    cat "$STATE/asked" >&2
    case "$(cat "$STATE/asked")" in
    *nauthorized* | *'invalid username'* | *denied*)
        fail "The registry $2 refused the login with the credential $5; check its user and password."
        ;;
    *'HTTP response to HTTPS'*)
        fail "The registry $2 speaks plain HTTP; it needs insecure: true in the spec, and docker's daemon insecure-registries."
        ;;
    *x509*)
        fail "The certificate of the registry $2 is not trusted; the site's caBundle, or docker's daemon, needs its authority."
        ;;
    esac
    fail "The registry $2 could not be asked for a login with the credential $5: $(tail -n 1 "$STATE/asked")"
}
mkdir -m 700 "$STATE/config"
# A private configuration hides the plugins of the user's own, buildx among them.
plugins="${DOCKER_CONFIG:-${HOME:-}/.docker}/cli-plugins"
[ ! -d "$plugins" ] || ln -s "$plugins" "$STATE/config/cli-plugins"
export DOCKER_CONFIG="$STATE/config"
# Build secrets and authorities are files that only this user reads, until clean-up removes them.
[ -z "${CA_BUNDLE:-}" ] || cp "$CA_BUNDLE" "$STATE/ca.pem"
mkdir -m 700 "$STATE/secrets"
for name in $SECRETS; do
    : >"$STATE/secrets/$name"
    chmod 600 "$STATE/secrets/$name"
    get "${name}_VALUE"
    printf '%s' "$value" >"$STATE/secrets/$name"
done
version=$(docker version --format '{{ .Client.Version }}') || fail "No docker daemon answers on the agent $NODE_NAME."
# From 23 on, the client's BuildKit is buildx; without it, the daemon's own builder works on, and knows no secrets.
if [ "$BUILD_KIT" = true ] && { [ "${version%%.*}" -lt 23 ] || docker buildx version >/dev/null 2>&1; }; then
    : >"$STATE/buildkit"
elif [ -n "$SECRETS" ]; then
    fail "Build secrets need BuildKit, which docker $version on the agent $NODE_NAME does not have; install buildx."
fi
[ -z "${REGISTRY_USER:-}" ] || login docker "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login docker "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
