#!/bin/sh
# Removes the logins and the secrets. The built files are removed with the pod.
rm -rf "$STATE"
