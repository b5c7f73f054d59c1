# The Debian packages Stockbook stands on.

# The server packages are needed only where no external server is configured.
server_packages='postgresql-15 rabbitmq-server'
# What the toolchain itself needs to run and to link, of which a bare system has nothing.
toolchain_packages='binutils libc6-dev libcurl4 libncurses6 libsqlite3-0 libstdc++-12-dev libxml2'
build_packages="$toolchain_packages ca-certificates libargon2-dev libpq-dev librabbitmq-dev libssl-dev"
build_packages="$build_packages pkg-config zlib1g-dev"
# Debian's latest correction of this library; an older one is used with a warning.
librabbitmq_version=0.11.0-1+deb12u3

# require_packages NAME...: installs those that are missing, having said which.
require_packages() {
    missing=
    for package in "$@"; do
        if ! installed_version "$package" >/dev/null || has_correction "$package"; then
            missing="$missing $package"
        fi
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null ||
        fail "these packages are missing and this is not Debian:$missing" \
            'install their equivalents, or use Debian 12'
    step "Installing these Debian packages:$missing"
    # shellcheck disable=SC2086
    as_root sh "$scripts/install-packages.sh" $missing ||
        fail 'the packages could not be installed' \
            "read the lines above; by hand: apt-get install --no-install-recommends$missing"
}

# installed_version NAME: fails where the package is not installed.
installed_version() {
    found=$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$1" 2>/dev/null) || return 1
    [ "${found%% *}" = installed ] || return 1
    printf '%s\n' "${found#* }"
}

# has_correction NAME: whether an installed package lacks a correction that the sources offer.
has_correction() {
    [ "$1" = librabbitmq-dev ] || return 1
    installed=$(installed_version "$1")
    ! dpkg --compare-versions "$installed" ge "$librabbitmq_version" || return 1
    offered=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    if dpkg --compare-versions "${offered:-0}" ge "$librabbitmq_version"; then
        return 0
    fi
    say "$1 $installed lacks corrections: add Debian's security updates to the package sources" >&2
    return 1
}

# as_root COMMAND...: directly for root, with sudo for anyone else.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail 'installing packages needs root, and there is no sudo' "as root, run: $*"
    fi
}
