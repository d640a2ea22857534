#!/bin/sh
# Becomes the command. As process 1 of an image that has an init, the init comes first: the worker's sandbox leaves
# processes behind whose parents are gone, and only process 1 can reap them, which Node does not do.
if [ "$$" = 1 ] && command -v tini >/dev/null; then exec tini -- "$@"; fi
exec "$@"
