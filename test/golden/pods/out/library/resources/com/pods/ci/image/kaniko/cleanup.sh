#!/bin/sh
# Removes the logins and the secrets; what kaniko built goes with the pod.
rm -rf "$STATE"
