#!/bin/sh
# git asks here for the user, then for the password; neither is ever an argument.
case "$1" in
Username*) printf '%s\n' "$GIT_USER" ;;
*) printf '%s\n' "$GIT_PASSWORD" ;;
esac
