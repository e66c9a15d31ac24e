# shellcheck shell=bash
# Finds the JDK that ./start, ./test and ./format run with.

# Prints the major version of the JDK at this home, 0 where it cannot be told.
java_version() {
    local version=''
    [ ! -r "$1/release" ] || version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    echo "${version:-0}"
}

# Prints the home of the newest JDK, 17 or newer, or nothing.
newest_jdk() {
    local best='' best_version=16 home version on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/lib64/jvm/* /opt/java/* /opt/jdk* /usr/local/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ ! -x "$home/bin/java" ] || [ ! -x "$home/bin/javac" ]; then
            continue
        fi
        version=$(java_version "$home")
        if [ "$version" -gt "$best_version" ]; then
            best=$home best_version=$version
        fi
    done
    echo "$best"
}

# Sets JAVA_HOME to the newest JDK, and what keeps Maven quiet on it; fails where there is none.
use_newest_jdk() {
    local jdk
    jdk=$(newest_jdk)
    [ -n "$jdk" ] || return 1
    export JAVA_HOME=$jdk
    if [ "$(java_version "$jdk")" -ge 24 ]; then
        export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    fi
}

no_jdk='No JDK 17 or newer was found; install one, or set JAVA_HOME to where it is.'
