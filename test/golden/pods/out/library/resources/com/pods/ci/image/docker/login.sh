#!/bin/sh
# Logs in to the registries, in a private configuration that clean-up removes. Passwords go by standard input.
# A build that was killed may have left files without the right to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
mkdir -m 700 "$STATE/config"
# A private configuration hides the plugins of the user's own, buildx among them.
plugins="${DOCKER_CONFIG:-${HOME:-}/.docker}/cli-plugins"
[ ! -d "$plugins" ] || ln -s "$plugins" "$STATE/config/cli-plugins"
export DOCKER_CONFIG="$STATE/config"
# Build secrets and authorities are files that only this user reads, until clean-up removes them.
[ -z "${CA_BUNDLE:-}" ] || cp "$CA_BUNDLE" "$STATE/ca.pem"
mkdir -m 700 "$STATE/secrets"
name=
i=0
while [ "$i" -lt "$SECRET_COUNT" ]; do
    eval "name=\$SECRET_$i"
    : >"$STATE/secrets/$name"
    chmod 600 "$STATE/secrets/$name"
    eval "printf '%s' \"\$SECRET_VALUE_$i\"" >"$STATE/secrets/$name"
    i=$((i + 1))
done
version=$(docker version --format '{{ .Client.Version }}') || fail "No docker daemon answers on this agent."
# From 23 on, the client's BuildKit is buildx; without it, the daemon's own builder works on, and knows no secrets.
if [ "$BUILD_KIT" = true ] && { [ "${version%%.*}" -lt 23 ] || docker buildx version >/dev/null 2>&1; }; then
    : >"$STATE/buildkit"
elif [ "$SECRET_COUNT" -gt 0 ]; then
    fail "Build secrets need BuildKit, which this agent's docker $version does not have; install buildx."
fi
login() {
    printf '%s' "$3" | docker login --username "$2" --password-stdin "$1" >/dev/null 2>"$STATE/asked" && return
    cat "$STATE/asked" >&2
    ! grep -q 'HTTP response to HTTPS' "$STATE/asked" ||
        fail "The registry $1 speaks plain HTTP; this agent's docker daemon must name it under insecure-registries."
    fail "The registry $1 refused the login with the credential $4; check its user and password."
}
[ -z "${REGISTRY_USER:-}" ] || login "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
