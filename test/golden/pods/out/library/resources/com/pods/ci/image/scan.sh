#!/bin/sh
# Looks for known vulnerabilities in the pushed image with trivy; one as severe as the threshold ends the build.
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
command -v trivy >/dev/null || fail "There is no trivy where this image is built, and it is to be scanned."
case "$SEVERITY" in
critical) levels=CRITICAL ;;
high) levels=HIGH,CRITICAL ;;
medium) levels=MEDIUM,HIGH,CRITICAL ;;
*) levels=LOW,MEDIUM,HIGH,CRITICAL ;;
esac
set -- --image-src remote --scanners vuln --severity "$levels" --format json --output "$STATE/scan.json" \
    --quiet --skip-version-check --offline-scan
if [ -n "$TRIVY_CACHE" ]; then
    # The site keeps the database up to date; nothing is downloaded.
    set -- "$@" --cache-dir "$TRIVY_CACHE" --skip-db-update --skip-java-db-update
else
    set -- "$@" --cache-dir "$STATE/trivy"
    [ -z "$TRIVY_DATABASE" ] || set -- "$@" --db-repository "$TRIVY_DATABASE"
fi
[ -z "$PLATFORMS" ] || set -- "$@" --platform "${PLATFORMS%%,*}"
[ "$REGISTRY_INSECURE" = false ] || set -- "$@" --insecure
trivy image "$@" "$IMAGE@$digest" || fail "trivy could not scan $IMAGE@$digest; the log above says why."
trivy convert --format table "$STATE/scan.json"
found=$(grep -c '"VulnerabilityID"' "$STATE/scan.json") || true
[ "$found" -eq 0 ] ||
    fail "trivy found $found known vulnerabilities of severity $SEVERITY or above in $IMAGE@$digest; scan.json lists them."
