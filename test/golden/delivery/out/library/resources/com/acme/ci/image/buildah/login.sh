#!/bin/sh
# Logs in to the registries with podman; the three tools share one private store and one login, which clean-up removes.
# A build that was killed may have left files without the right to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Which registries speak plain HTTP, and what is pulled from a mirror instead. A bare name is Docker Hub's, as docker has it.
is_plain() {
    i=0
    while [ "$i" -lt "$INSECURE_COUNT" ]; do
        eval "[ \"\$INSECURE_$i\" != \"$1\" ] || return 0"
        i=$((i + 1))
    done
    return 1
}
registry() {
    printf '[[registry]]\nprefix = "%s"\nlocation = "%s"\n' "$1" "$2"
    if is_plain "${2%%/*}"; then printf 'insecure = true\n'; fi
}
{
    printf 'unqualified-search-registries = ["docker.io"]\n'
    j=0
    while [ "$j" -lt "$INSECURE_COUNT" ]; do
        eval "registry \"\$INSECURE_$j\" \"\$INSECURE_$j\""
        j=$((j + 1))
    done
    j=0
    while [ "$j" -lt "$MIRROR_COUNT" ]; do
        eval "registry \"\${MIRROR_$j%%=*}\" \"\${MIRROR_$j#*=}\""
        j=$((j + 1))
    done
} >"$STATE/registries.conf"
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
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# The site's own authorities, beside the machine's.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # What is asked of an image for other platforms than this one, is asked of its first.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' \
    "$STORAGE_DRIVER" "$STATE/graph" "$STATE/run" >"$STATE/storage.conf"
login() {
    printf '%s' "$3" | podman login --username "$2" --password-stdin "$1" >/dev/null ||
        fail "The registry $1 refused the login with the credential $4; check its user and password."
}
[ -z "${REGISTRY_USER:-}" ] || login "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
