# The Swift toolchain.

swift_version=6.3

# require_swift: a Swift that can compile this package.
require_swift() {
    command -v swift >/dev/null ||
        fail 'there is no swift on the PATH' \
            "install Swift $swift_version (https://www.swift.org/install/linux/), then try again"
    found=$(swift --version 2>/dev/null | sed -n 's/^.*Swift version \([0-9]*\.[0-9]*\).*$/\1/p')
    case $found in
        '')
            fail "$(command -v swift) does not run" \
                "see what 'swift --version' says; it may lack a library that apt-get can install"
            ;;
    esac
    [ "$(printf '%s\n%s\n' "$swift_version" "$found" | sort -V | head -n 1)" = "$swift_version" ] ||
        fail "Swift $found is too old" \
            "install Swift $swift_version (https://www.swift.org/install/linux/), then try again"
}
