#!/bin/sh
# Builds the files that the images contain.
set -eu
mkdir -p dist
printf "api\n" >dist/api.txt
printf "web\n" >dist/web.txt
