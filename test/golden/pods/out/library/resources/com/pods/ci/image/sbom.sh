#!/bin/sh
# Lists what the pushed image holds with syft; kept with the build or, signed by cosign, beside the image.
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
command -v syft >/dev/null || fail "There is no syft where this image is built, and it is to list what is in it."
export SYFT_CHECK_FOR_APP_UPDATE=false SYFT_REGISTRY_INSECURE_USE_HTTP="$REGISTRY_INSECURE"
set -- --quiet --output "$SBOM_FORMAT=$STATE/sbom.json"
# The first platform's, where there are several.
[ -z "$PLATFORMS" ] || set -- "$@" --platform "${PLATFORMS%%,*}"
syft scan "registry:$IMAGE@$digest" "$@" || fail "syft could not list what is in $IMAGE@$digest; the log above says why."
[ "$SBOM_ATTACH" = true ] || exit 0

command -v cosign >/dev/null || fail "There is no cosign where this image is built, and it is to attach the list."
type=cyclonedx
[ "$SBOM_FORMAT" = cyclonedx-json ] || type=spdxjson
set -- --yes --key "$COSIGN_KEY" --tlog-upload=false --type "$type" --predicate "$STATE/sbom.json"
[ "$REGISTRY_INSECURE" = false ] || set -- "$@" --allow-http-registry --allow-insecure-registry
cosign attest "$@" "$IMAGE@$digest" || fail "cosign could not attach the list to $IMAGE@$digest; the log above says why."
