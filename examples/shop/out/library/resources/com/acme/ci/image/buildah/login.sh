#!/bin/sh
# Logs in to the registries with podman; the three tools share one private store and one login, which clean-up removes.
if [ -d "$STATE" ]; then chmod -R u+w "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
verify=true base_verify=true
[ "$REGISTRY_INSECURE" = false ] || verify=false
if [ "$BASE_REGISTRY" = "$REGISTRY" ]; then
    base_verify=$verify
elif [ "$BASE_INSECURE" = true ]; then
    base_verify=false
fi
printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' \
    "$STORAGE_DRIVER" "$STATE/graph" "$STATE/run" >"$STATE/storage.conf"
login() {
    printf '%s' "$3" | podman login --tls-verify="$5" --username "$2" --password-stdin "$1" >/dev/null ||
        fail "The registry $1 refused the login with the credential $4; check its user and password."
}
[ -z "${REGISTRY_USER:-}" ] || login "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL" "$verify"
[ -z "${BASE_USER:-}" ] || login "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL" "$base_verify"
