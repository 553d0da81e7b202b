#!/bin/sh
# The year 2026 of this example: on every date of interest it runs "mtasts apply" with the clock
# moved, and prints what that says. It works on a copy in a temporary folder.
#
#   examples/rollout/year.sh                               without a name server
#   RESOLVER=127.0.0.1:5300 examples/rollout/year.sh       with one that serves $WORK/zones
#
# Needs faketime (apt-get install faketime) and the program (mvn -q -DskipTests package).
#   MTASTS    the command; target/mtasts of this clone
#   WORK      the folder to work in; a new one, which is removed at the end
#   RESOLVER  the name server to ask for MX records. Before a domain is promoted, its policy is
#             compared with the MX records that DNS has. Nobody serves these zones but you, so
#             without RESOLVER that comparison is switched off, by --allow enforce-mx-mismatch,
#             and what "held" looks like on January 15th is not to be seen. Never do that in earnest.
set -eu

here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
mtasts=${MTASTS:-$here/../../target/mtasts}
if [ -n "${WORK:-}" ]; then
  work=$WORK
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
cp -R "$here/mtasts.yaml" "$here/zones" "$work/"
# An option and its value.
if [ -n "${RESOLVER:-}" ]; then
  dns="--resolver $RESOLVER"
else
  dns="--allow enforce-mx-mismatch"
fi

# libfaketime must move all clocks: a JVM's waits end at once where it leaves one alone.
unset DONT_FAKE_MONOTONIC FAKETIME_DONT_FAKE_MONOTONIC
export TZ=UTC

# on DATE TIME WHAT: one run of the daily job.
on() {
  printf '\n==== %s %s: %s\n\n' "$1" "$2" "$3"
  # shellcheck disable=SC2086 # an option and its value
  faketime -f "@$1 $2" "$mtasts" apply -f "$work/mtasts.yaml" -y $dns
}

# forecast DATE TIME THEN: what would be done THEN, seen from now.
forecast() {
  printf '\n==== %s %s: what will %s bring?\n\n' "$1" "$2" "$3"
  # shellcheck disable=SC2086 # an option and its value
  faketime -f "@$1 $2" "$mtasts" plan -f "$work/mtasts.yaml" --at "$3" $dns
}

# edit FILE SED-SCRIPT: what somebody does by hand.
edit() {
  sed "$2" "$work/$1" >"$work/edited"
  cat "$work/edited" >"$work/$1"
  rm "$work/edited"
}

# published DOMAIN MODE MAX_AGE: whether this is what senders get.
published() {
  policy=$work/public/$1/.well-known/mta-sts.txt
  tr -d '\r' <"$policy" >"$work/policy"
  id=$(sed -n 's/^id: //p' "$work/policy")
  if ! grep -qx "mode: $2" "$work/policy" || ! grep -qx "max_age: $3" "$work/policy" ||
    ! grep -q "v=STSv1; id=$id;" "$work/zones/$1.zone"; then
    printf 'not as expected: %s, which should be %s for %s seconds\n' "$1" "$2" "$3" >&2
    exit 1
  fi
  printf '%-14s %-8s max_age %8s  id %s\n' "$1" "$2" "$3" "$id"
}

on 2026-01-01 09:00:00 'the first run publishes four policies under test'
on 2026-01-02 09:00:00 'nothing to do'
forecast 2026-01-02 10:00:00 2026-01-20T00:00:00Z
on 2026-01-15 08:00:00 'an hour too early'

# Somebody adds a host to the MX records and forgets the policy.
edit zones/acme.example.zone 's/^mx2 /@           IN  MX   30 mx3\nmx3         IN  A    192.0.2.26\n&/'
on 2026-01-15 10:00:00 'acme.example is due, but mx3 is not covered'

edit zones/acme.example.zone '/mx3/d'
on 2026-01-16 10:00:00 'mx3 is gone, and acme.example is enforced'
on 2026-01-23 09:00:00 'an hour too early'
on 2026-01-23 11:00:00 'acme.example for a week'
on 2026-01-29 11:00:00 'two brands are due, one may go'
on 2026-01-30 12:00:00 'the other one'
on 2026-02-06 12:00:00 'acme.example for half a year: it has arrived'
on 2026-02-12 12:00:00 'news.example for four weeks'
on 2026-02-13 13:00:00 'shop.example for four weeks'
on 2026-04-09 13:00:00 'news.example for a year'
on 2026-04-10 14:00:00 'shop.example for a year'

edit mtasts.yaml 's/pause: true .*/pause: false }/'
on 2026-06-01 09:00:00 'club.example goes on: its two weeks are over long since'
on 2026-06-08 10:00:00 'club.example for a week'
on 2026-06-22 11:00:00 'club.example for half a year'
on 2026-12-31 09:00:00 'nothing to do'

printf '\n==== the end of the year\n\n'
published acme.example enforce 15724800
published news.example enforce 31449600
published shop.example enforce 31449600
published club.example enforce 15724800
