# Sets JAVA_HOME to a JDK 25 or later, or ends with a message. Sourced by ./steelyard and ./build.
jdk_version() { # jdk_version HOME: the feature version of the JDK there, 0 if there is none
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -x "$1/bin/javac" ] && echo "${version:-0}" || echo 0
}

find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac 2>/dev/null)" 2>/dev/null)")" 2>/dev/null)" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$home" ] && [ "$(jdk_version "$home")" -ge 25 ]; then
            JAVA_HOME=$home
            export JAVA_HOME
            return
        fi
    done
    echo "steelyard: needs a JDK 25 or later and found none. Looked at JAVA_HOME, the javac on the PATH, /usr/lib/jvm," >&2
    echo "/opt, ~/.sdkman, ~/.jdks and /Library/Java. Install one (Temurin 25, say) or set JAVA_HOME to it." >&2
    exit 2
}

find_jdk
