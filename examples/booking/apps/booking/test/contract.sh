#!/bin/sh
set -eu
[ "$STRICT" = yes ]
