#!/usr/bin/env bash
# Builds Argo Rollouts' controller into the folder $1, from its Go module, with its CRDs: a few minutes of processor time, once.
set -euo pipefail
folder=$1
rollouts=v1.8.3
export CGO_ENABLED=0 GOFLAGS='-modcacherw -buildvcs=false'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
source=$(go mod download -json "github.com/argoproj/argo-rollouts@$rollouts" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
# Built in a copy, since its module file has replacements that hold in its own folder only.
cp -r "$source" "$work/rollouts"
chmod -R u+w "$work/rollouts"
cd "$work/rollouts"
go build -ldflags '-s -w' -o "$folder/rollouts-controller" ./cmd/rollouts-controller
cp -r manifests/crds "$folder/crds"
