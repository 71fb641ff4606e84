#!/bin/sh
# Signs the image's digest with cosign. Key and password come by the environment, the signature lies beside the image.
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
digest=$(cat "$STATE/digest")
# The build's login, as this tool's clients read one: with docker's name for Docker Hub.
if [ ! -e "$STATE/config/config.json" ]; then
    [ -d "$STATE/config" ] || mkdir -m 700 "$STATE/config"
    if [ -e "$STATE/auth.json" ]; then
        sed 's#"docker\.io"#"https://index.docker.io/v1/"#' "$STATE/auth.json" >"$STATE/config/config.json"
    fi
fi
export DOCKER_CONFIG="$STATE/config"
# The site's own authorities, beside the machine's.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
command -v cosign >/dev/null || fail "There is no cosign where this image is built, and it is to be signed."
# A private key needs no public log; sites without the internet have none.
set -- --yes --key "$COSIGN_KEY" --tlog-upload=false
[ "$REGISTRY_INSECURE" = false ] || set -- "$@" --allow-http-registry --allow-insecure-registry
# Of several platforms, each is signed with the index that lists them.
case "$PLATFORMS" in *,*) set -- "$@" --recursive ;; esac
cosign sign "$@" "$IMAGE@$digest" || fail "cosign could not sign $IMAGE@$digest; the log above says why."
