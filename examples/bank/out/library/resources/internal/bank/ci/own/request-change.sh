#!/bin/sh
# Requests the change that CHANGE describes; the token goes by standard input, never as an argument.
set -eu
printf 'header = "Authorization: Bearer %s"\n' "$CHANGE_TOKEN" |
    curl --config - --fail --silent --show-error --max-time 60 \
        --header 'Content-Type: application/json' --data "$CHANGE" https://changes.bank.internal/api/changes
