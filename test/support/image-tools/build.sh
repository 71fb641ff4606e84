#!/usr/bin/env bash
# Builds the tools around an image into the folder $1, from Go modules: syft, cosign, and docker's buildx with the BuildKit
# that builds for several platforms. Some minutes of processor time, once for each set of versions.
set -euo pipefail
folder=$1
syft=v1.57.1 cosign=v2.6.5 buildx=v0.38.2 buildkit=v0.34.2
export CGO_ENABLED=0 GOTOOLCHAIN=go1.27.4 GOFLAGS='-modcacherw -buildvcs=false'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

# As part of a module of its own: those that exclude versions of others are not installed by themselves.
# build NAME PACKAGE MODULE@VERSION
build() {
    mkdir "$work/$1" && cd "$work/$1"
    go mod init image.test/tools
    printf '//go:build tools\n\npackage tools\n\nimport _ "%s"\n' "$2" >tools.go
    go get "$3" "$2"
    go build -ldflags '-s -w' -o "$folder/$1" "$2"
}
GOBIN="$folder" go install -ldflags '-s -w' "github.com/anchore/syft/cmd/syft@$syft"
GOBIN="$folder" go install -ldflags '-s -w' "github.com/sigstore/cosign/v2/cmd/cosign@$cosign"
(build buildctl github.com/moby/buildkit/cmd/buildctl "github.com/moby/buildkit@$buildkit")
(build buildkitd github.com/moby/buildkit/cmd/buildkitd "github.com/moby/buildkit@$buildkit")
(build docker-buildx github.com/docker/buildx/cmd/buildx "github.com/docker/buildx@$buildx")
