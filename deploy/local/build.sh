# Programs: built in the checkout, run from a copy, so that a build never disturbs what runs.

products='catalog ledger pos-ingest gateway stockbookctl'

# build_programs: release, unless STOCKBOOK_BUILD says debug.
build_programs() {
    configuration=${STOCKBOOK_BUILD:-release}
    case $configuration in
        release | debug) ;;
        *) fail "STOCKBOOK_BUILD is $configuration" 'set it to release or debug' ;;
    esac
    step "Building ($configuration); the first time takes a while"
    swift build --package-path "$root" --configuration "$configuration" ||
        fail 'the build failed' 'read the lines above'
    built=$(swift build --package-path "$root" --configuration "$configuration" --show-bin-path)
    [ "$configuration" = debug ] || forbid_crash_points
}

# forbid_crash_points: the places where tests let a process die are for debug builds only.
forbid_crash_points() {
    for product in $products; do
        ! grep -q STOCKBOOK_CRASH_POINT "$built/$product" ||
            fail "$product has crash points" 'see Shared/Messaging/CrashPoint.swift'
    done
}

# install_programs: copies programs, their resources and the toolchain's libraries to $state/bin.
install_programs() {
    mkdir -p "$state/bin"
    for product in $products; do
        replace "$built/$product" "$state/bin/$product"
    done
    for resources in "$built"/*.resources; do
        [ ! -d "$resources" ] || copy_folder "$resources" "$state/bin/${resources##*/}"
    done
    # A toolchain may live where the account cannot read. The programs look beside themselves too.
    toolchain_libraries | while read -r library; do
        replace "$library" "$state/bin/${library##*/}"
    done
    copy_folder "$root/deploy" "$state/bin/deploy"
}

# toolchain_libraries: paths of the shared libraries that come with Swift.
toolchain_libraries() {
    for product in $products; do
        ldd "$built/$product" | sed -n 's/^.*=> \(.*\/swift\/linux\/[^ ]*\) .*$/\1/p'
    done | sort -u
}

# replace SOURCE TARGET: leaves an equal target alone; a running program keeps the old file.
replace() {
    cmp -s "$1" "$2" || {
        cp "$1" "$2.new"
        chmod a+rX "$2.new"
        mv -f "$2.new" "$2"
    }
}

# copy_folder SOURCE TARGET: replaces files one by one.
copy_folder() {
    mkdir -p "$2"
    (cd "$1" && find . -type d) | while read -r inner; do
        mkdir -p "$2/$inner"
    done
    (cd "$1" && find . -type f) | while read -r inner; do
        replace "$1/$inner" "$2/$inner"
    done
    chmod -R a+rX "$2"
}
