#!/bin/sh
# Builds the command into nagare-cli/target/app. Called by ./nagare with the root folder, with JAVA_HOME set.
#
# Says on stderr what is going on, since the first build takes a minute or more; the whole log is kept in a file.
set -u
root=$1
app=$root/nagare-cli/target/app
log=$root/target/build.log
lock=$root/target/build.lock
mkdir -p "$root/target"

# One build at a time: whoever comes second waits, and a lock whose owner is gone is taken over. One that has named no owner
# for ten seconds is of someone who ended before saying who it is; a number may also have become that of another process, so
# nobody waits for ever.
waited=0
nameless=0
until mkdir "$lock" 2>/dev/null; do
  owner=$(cat "$lock/owner" 2>/dev/null || :)
  if [ -n "$owner" ]; then
    nameless=0
  else
    nameless=$((nameless + 1))
  fi
  if [ "$nameless" -gt 10 ] || { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }; then
    rm -rf "$lock"
    nameless=0
  elif [ "$waited" -ge "${NAGARE_BUILD_PATIENCE-1800}" ]; then
    echo "nagare: process $owner has held $lock for $waited s; if it is no build, remove that folder and try again" >&2
    exit 1
  else
    waited=$((waited + 1))
    [ -n "${told-}" ] || echo "nagare: another build is running; waiting for it ..." >&2
    told=yes
    sleep 1
  fi
done
echo $$ >"$lock/owner"
trap 'rm -rf "$lock"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -n "${told-}" ] && [ -r "$app/built" ]; then
  exit 0
fi
if [ -r "$app/built" ]; then
  echo "nagare: the sources have changed; building again (about half a minute) ..." >&2
else
  echo "nagare: first use: building from source (a minute or two; Maven fetches its libraries the first time) ..." >&2
fi
started=$(date +%s)
rm -rf "$app"
mkdir -p "$app"
: >"$app/.status"
{
  "$root/mvnw" -f "$root/pom.xml" -B -pl nagare-cli -am package -Dmaven.test.skip=true 2>&1
  echo $? >"$app/.status"
} | tee "$log" | sed -n -u -e 's/^\[INFO\] Building \(Nagare [a-z]*\) .*\(\[[0-9]*\/[0-9]*\]\)$/nagare:   \2 \1/p' >&2
if [ "$(cat "$app/.status")" != 0 ]; then
  rm -rf "$app"
  {
    echo "nagare: the build failed:"
    grep '^\[ERROR\]' "$log" | head -n 12
    echo "nagare: the whole log is in $log"
  } >&2
  exit 1
fi
rm -f "$app/.status"
cp "$root"/nagare-cli/target/nagare-cli-*.jar "$app/lib/"
rm -f "$app"/lib/*-sources.jar
: >"$app/built"
echo "nagare: built in $(($(date +%s) - started)) s." >&2
