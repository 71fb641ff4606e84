#!/bin/sh
# Builds the texts that the images hold.
set -eu
mkdir -p dist
printf "api\n" >dist/api.txt
printf "web\n" >dist/web.txt
