#!/bin/sh
# Applies realm.json and rollout.json with kcadm.sh, once it is logged in (kcadm.sh config credentials ...). Run again, it changes nothing.
set -eu
KCADM="${KCADM:-kcadm.sh}"
REALM="${REALM:-staff}"
HERE="$(dirname "$0")"

if ! "$KCADM" get "realms/$REALM" --fields realm >/dev/null 2>&1; then
  "$KCADM" create realms -f "${REALM_FILE:-$HERE/realm.json}"
fi
"$KCADM" update magento/rollout -r "$REALM" -f "${ROLLOUT_FILE:-$HERE/rollout.json}" -o
