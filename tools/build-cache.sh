#!/bin/sh
# Makes the JVM's ahead-of-time cache for the command by running it once. Called by ./nagare with the root folder, the
# app's folder and the cache's file, with JAVA_HOME set.
#
# Without the cache everything works and starts more slowly, so a failure is noted beside it and not tried again until
# the next build. A JVM that cannot use its cache goes on without a word, so the new one is tried with -XX:AOTMode=on,
# which makes that an error. The run has a policy, so that the cache serves the guard as well (docs/decisions/0040).
set -u
root=$1
app=$2
cache=$3
echo "nagare: preparing a faster start for this JDK (once, a few seconds) ..." >&2
classpath=
for jar in "$app"/lib/*.jar; do
  classpath=$classpath${classpath:+:}$jar
done
if "$JAVA_HOME/bin/java" @"$root/tools/jvm-options" -XX:AOTCacheOutput="$cache.new.$$" -cp "$classpath" \
  dev.nagare.cli.Main chat --policy pii "Count to 30." >"$cache.log" 2>&1 &&
  "$JAVA_HOME/bin/java" @"$root/tools/jvm-options" -XX:AOTCache="$cache.new.$$" -XX:AOTMode=on -cp "$classpath" \
    dev.nagare.cli.Main --version >>"$cache.log" 2>&1; then
  mv "$cache.new.$$" "$cache"
  rm -f "$cache.log" "$cache.new.$$".*
else
  rm -f "$cache.new.$$"*
  : >"$cache.failed"
  echo "nagare: no cache could be made (see $cache.log); starting without it." >&2
fi
