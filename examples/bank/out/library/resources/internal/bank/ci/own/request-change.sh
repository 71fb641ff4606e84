#!/bin/sh
# Requests the change that CHANGE describes. Passes the token on standard input, because arguments are visible to other users.
set -eu
printf 'header = "Authorization: Bearer %s"\n' "$CHANGE_TOKEN" |
    curl --config - --fail --silent --show-error --max-time 60 \
        --header 'Content-Type: application/json' --data "$CHANGE" https://changes.bank.internal/api/changes
