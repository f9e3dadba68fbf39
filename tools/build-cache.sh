#!/bin/sh
# Makes the JVM's ahead-of-time cache for the command by running it once. Called by ./nagare with the app's folder and the
# cache's file, with JAVA_HOME set.
#
# Without the cache everything works and starts more slowly, so a failure is noted beside it and not tried again until
# the next build.
set -u
app=$1
cache=$2
echo "nagare: preparing a faster start for this JDK (once, a few seconds) ..." >&2
classpath=
for jar in "$app"/lib/*.jar; do
  classpath=$classpath${classpath:+:}$jar
done
if "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$cache.new.$$" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$classpath" \
  dev.nagare.cli.Main chat "Count to 30." >"$cache.log" 2>&1 && [ -e "$cache.new.$$" ]; then
  mv "$cache.new.$$" "$cache"
  rm -f "$cache.log" "$cache.new.$$".*
else
  rm -f "$cache.new.$$"*
  : >"$cache.failed"
  echo "nagare: no cache could be made (see $cache.log); starting without it." >&2
fi
