# Finds a JDK of version 25 or newer and exports it as JAVA_HOME. Sourced by ./nagare and ./mvnw (POSIX sh).
#
# Looked at in this order: NAGARE_JAVA_HOME, JAVA_HOME, the java on the PATH, then the usual folders of the system, of
# SDKMAN, of asdf and of IDEs, the lowest version that will do first. The version is read from the JDK's own `release`
# file, so that looking costs no start of a JVM.

nagare_jdk_wanted=25

# Prints the feature version of the JDK in folder $1, or nothing when it is none.
nagare_jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r nagare_key nagare_value; do
    if [ "$nagare_key" = JAVA_VERSION ]; then
      nagare_value=${nagare_value#\"}
      nagare_value=${nagare_value%%[!0-9]*}
      printf '%s' "$nagare_value"
      return 0
    fi
  done <"$1/release"
}

# Prints a word that changes when the JDK in JAVA_HOME does, fit for a file name.
nagare_jdk_mark() {
  while IFS='=' read -r nagare_key nagare_value; do
    if [ "$nagare_key" = JAVA_RUNTIME_VERSION ] || [ "$nagare_key" = JAVA_VERSION ]; then
      nagare_value=${nagare_value#\"}
      nagare_mark=${nagare_value%\"}
      [ "$nagare_key" = JAVA_RUNTIME_VERSION ] && break
    fi
  done <"$JAVA_HOME/release"
  printf '%s' "$nagare_mark"
}

# Succeeds when folder $1 holds a JDK that is new enough.
nagare_jdk_fits() {
  nagare_found=$(nagare_jdk_version "$1")
  [ -n "$nagare_found" ] && [ "$nagare_found" -ge "$nagare_jdk_wanted" ]
}

# Prints the home folder of the java on the PATH, through any number of links.
nagare_jdk_on_path() {
  nagare_java=$(command -v java 2>/dev/null) || return 0
  nagare_hops=0
  while [ -L "$nagare_java" ] && [ "$nagare_hops" -lt 20 ]; do
    nagare_target=$(readlink "$nagare_java")
    case "$nagare_target" in
    /*) nagare_java=$nagare_target ;;
    *) nagare_java=$(dirname "$nagare_java")/$nagare_target ;;
    esac
    nagare_hops=$((nagare_hops + 1))
  done
  dirname "$(dirname "$nagare_java")"
}

# Exports JAVA_HOME, or says what is missing and fails.
nagare_find_jdk() {
  for nagare_home in "${NAGARE_JAVA_HOME-}" "${JAVA_HOME-}" "$(nagare_jdk_on_path)"; do
    if [ -n "$nagare_home" ] && nagare_jdk_fits "$nagare_home"; then
      JAVA_HOME=$nagare_home
      export JAVA_HOME
      return 0
    fi
  done
  nagare_best=
  nagare_best_version=
  for nagare_home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/openjdk* /opt/java/* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.jdks/*; do
    if nagare_jdk_fits "$nagare_home"; then
      if [ -z "$nagare_best" ] || [ "$nagare_found" -lt "$nagare_best_version" ]; then
        nagare_best=$nagare_home
        nagare_best_version=$nagare_found
      fi
    fi
  done
  if [ -n "$nagare_best" ]; then
    JAVA_HOME=$nagare_best
    export JAVA_HOME
    return 0
  fi
  {
    echo "nagare: no JDK $nagare_jdk_wanted or newer was found."
    echo "  Looked at JAVA_HOME (${JAVA_HOME:-not set}), the java on the PATH, /usr/lib/jvm, /opt, SDKMAN, asdf and ~/.jdks."
    echo "  Install one (a JDK, not a JRE), for example Eclipse Temurin $nagare_jdk_wanted, or set JAVA_HOME to its folder."
  } >&2
  return 1
}

# Exports the home folder of a JDK 17 as NAGARE_JDK17 when there is one: some tests run there too. Never fails.
nagare_find_jdk17() {
  [ -z "${NAGARE_JDK17-}" ] || return 0
  for nagare_home in "$(nagare_jdk_on_path)" /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.jdks/*; do
    if [ "$(nagare_jdk_version "$nagare_home")" = 17 ]; then
      NAGARE_JDK17=$nagare_home
      export NAGARE_JDK17
      return 0
    fi
  done
  return 0
}
