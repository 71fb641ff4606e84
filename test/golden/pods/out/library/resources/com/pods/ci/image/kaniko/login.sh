#!/bin/sh
# Runs in the container with skopeo: logs in, writes the login that kaniko reads, and asks the registry for the image.
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
mkdir -m 700 "$STATE/config"
: >"$STATE/config/config.json"
chmod 600 "$STATE/config/config.json"
login() {
    printf '%s' "$3" | skopeo login --username "$2" --password-stdin "$1" >/dev/null ||
        fail "The registry $1 refused the login with the credential $4; check its user and password."
    host=$1
    # The name under which kaniko looks for Docker Hub's login.
    [ "$host" != docker.io ] || host=https://index.docker.io/v1/
    printf '"%s":{"auth":"%s"}' "$host" "$(printf '%s:%s' "$2" "$3" | base64 | tr -d '\n')"
}
{
    printf '{"auths":{'
    [ -z "${REGISTRY_USER:-}" ] || login "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
    [ -z "${REGISTRY_USER:-}" ] || [ -z "${BASE_USER:-}" ] || printf ','
    [ -z "${BASE_USER:-}" ] || login "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
    printf '}}\n'
} >"$STATE/config/config.json"
# One record, one image: a tag that is never moved is this release's, or the build is refused.
pair=
tag=
i=0
while [ "$i" -lt "$FIXED_COUNT" ]; do
    eval "tag=\$TAG_$i"
    i=$((i + 1))
    if ! skopeo inspect --format "{{ range \$k, \$v := .Labels }}{{ \$k }}={{ println \$v }}{{ end }}" \
        "docker://$IMAGE:$tag" >"$STATE/labels" 2>"$STATE/asked"; then
        grep -qiE 'not found|manifest unknown|name unknown' "$STATE/asked" ||
            fail "The registry $REGISTRY could not be asked for $IMAGE:$tag: $(tail -n 1 "$STATE/asked")"
        continue
    fi
    j=0
    while [ "$j" -lt "$LABEL_COUNT" ]; do
        eval "pair=\$LABEL_$j"
        j=$((j + 1))
        case "$pair" in
        org.opencontainers.image.revision=* | io.stagewright.source-build=* | io.stagewright.base=*)
            grep -qxF "$pair" "$STATE/labels" ||
                fail "$IMAGE:$tag is there already, and is another image: its ${pair%%=*} is not ${pair#*=}."
            ;;
        esac
    done
    there=$(skopeo inspect --format '{{ .Digest }}' "docker://$IMAGE:$tag")
    if [ -s "$STATE/digest" ] && [ "$there" != "$(cat "$STATE/digest")" ]; then
        fail "$IMAGE:$tag is there already, and is another image: $there."
    fi
    printf '%s\n' "$there" >"$STATE/digest"
    printf '%s is there already, of this very release; nothing is built.\n' "$IMAGE:$tag"
done
[ ! -s "$STATE/digest" ] || : >"$STATE/reused"
