#!/bin/sh
# The year 2026 of this example: on every date of interest it runs "mtasts apply" with the clock
# moved, and prints what that says. It works on a copy in a temporary folder.
#
#   examples/retire/year.sh                              without a name server
#   RESOLVER=127.0.0.1:5300 examples/retire/year.sh      with one that serves $WORK/zones
#
# Needs faketime (apt-get install faketime) and the program (mvn -q -DskipTests package).
#   MTASTS    the command; target/mtasts of this clone
#   WORK      the folder to work in; a new one, which is removed at the end
#   RESOLVER  the name server to ask for MX records. Nobody serves these zones but you, so without
#             it mtasts may warn that public DNS knows nothing of the domains.
set -eu

here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
mtasts=${MTASTS:-$here/../../target/mtasts}
if [ -n "${WORK:-}" ]; then
  work=$WORK
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
cp -R "$here/mtasts.yaml" "$here/without.yaml" "$here/zones" "$work/"

# libfaketime must move all clocks: a JVM's waits end at once where it leaves one alone.
unset DONT_FAKE_MONOTONIC FAKETIME_DONT_FAKE_MONOTONIC
export TZ=UTC

# on DATE TIME SPEC WHAT: one run of the daily job.
on() {
  printf '\n==== %s %s, %s: %s\n\n' "$1" "$2" "$3" "$4"
  faketime -f "@$1 $2" "$mtasts" apply -f "$work/$3" -y ${RESOLVER:+--resolver "$RESOLVER"}
}

# forecast DATE TIME SPEC THEN: what would be done THEN, seen from now.
forecast() {
  printf '\n==== %s %s, %s: what will %s bring?\n\n' "$1" "$2" "$3" "$4"
  faketime -f "@$1 $2" "$mtasts" plan -f "$work/$3" --at "$4" ${RESOLVER:+--resolver "$RESOLVER"}
}

# expect WHAT COMMAND...: whether it is as it should be.
expect() {
  what=$1
  shift
  if ! "$@"; then
    printf 'not as expected: %s\n' "$what" >&2
    exit 1
  fi
  printf '%s\n' "$what"
}

absent() {
  ! grep -q "$1" "$2"
}

on 2026-01-01 09:00:00 mtasts.yaml 'both domains are published'
on 2026-03-01 09:00:00 without.yaml 'shop.example left: senders are told that there is no policy any more'
on 2026-03-02 09:00:00 without.yaml 'nothing to do but wait'
forecast 2026-03-02 10:00:00 without.yaml 2026-09-01T00:00:00Z
on 2026-08-30 08:00:00 without.yaml 'an hour too early: somebody may have fetched the policy on March 1st'
on 2026-08-31 09:00:00 without.yaml 'nobody enforces it any more: the record goes'
on 2026-08-31 09:30:00 without.yaml 'resolvers may have the record for an hour'
on 2026-09-01 09:00:00 without.yaml 'everything else goes'
on 2026-12-31 09:00:00 without.yaml 'nothing to do'

printf '\n==== the end of the year\n\n'
expect 'no policy of shop.example' test ! -e "$work/public/shop.example/.well-known/mta-sts.txt"
expect 'no record of it in its zone' absent 'v=STSv1\|v=TLSRPTv1\|mta-sts' "$work/zones/shop.example.zone"
expect 'nothing of it in the ledger' absent 'shop\.example' "$work/.mtasts/state.json"
expect 'acme.example as it was' grep -q 'mode: enforce' "$work/public/acme.example/.well-known/mta-sts.txt"
