#!/bin/sh
# Records anew which classes the launcher's archive shall hold; run it where dependencies changed,
# with JDK 17 and after mvn package. An old list costs milliseconds and nothing else.
set -eu
cd "$(dirname "$0")/../../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mvn -q dependency:build-classpath -Dmdep.outputFile="$scratch/path"
java -XX:DumpLoadedClassList="$scratch/loaded" \
  -cp "target/lib/*:target/test-classes:$(cat "$scratch/path")" dev.mtasts.e2e.Rehearsal
for jar in target/lib/*.jar; do
  jar tf "$jar"
done | sed -n 's/\.class$//p' >"$scratch/known"
# The JDK's classes and those of lib/; not the tests' own.
awk -v known="$scratch/known" '
  BEGIN { while ((getline name < known) > 0) ours[name] = 1 }
  function wanted(name) { return name in ours || name ~ /^(java|javax|jdk|sun|com\/sun)\// }
  /^#/ { next }
  /^@lambda-proxy/ { if (wanted($2)) print; next }
  /^@/ { print; next }
  wanted($1) { print $1 }
' "$scratch/loaded" | gzip -9n >src/main/launcher/classes.list.gz
