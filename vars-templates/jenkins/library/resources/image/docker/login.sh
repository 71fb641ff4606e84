#!/bin/sh
# Logs in to the registries, in a private configuration that clean-up removes. Passwords go by standard input.
set -eu
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
mkdir -m 700 "$STATE/config"
# A private configuration hides the plugins of the user's own, buildx among them.
plugins="${DOCKER_CONFIG:-${HOME:-}/.docker}/cli-plugins"
[ ! -d "$plugins" ] || ln -s "$plugins" "$STATE/config/cli-plugins"
export DOCKER_CONFIG="$STATE/config"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
login() {
    printf '%s' "$3" | docker login --username "$2" --password-stdin "$1" >/dev/null ||
        fail "The registry $1 refused the login with the credential $4; check its user and password."
}
docker version >/dev/null || fail "No docker daemon answers on this agent."
[ -z "${REGISTRY_USER:-}" ] || login "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
