# The Debian packages Stockbook stands on.

# The server packages are needed only where no external server is configured.
server_packages='postgresql-15 rabbitmq-server'
build_packages='ca-certificates libargon2-dev libpq-dev librabbitmq-dev libssl-dev pkg-config zlib1g-dev'
# Older versions of this package hang in a publish when the broker stops reading.
librabbitmq_version=0.11.0-1+deb12u3

# require_packages NAME...: installs those that are missing, having said which.
require_packages() {
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
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

# is_installed NAME: whether a recent enough version is there.
is_installed() {
    found=$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$1" 2>/dev/null) || return 1
    [ "${found%% *}" = installed ] || return 1
    [ "$1" != librabbitmq-dev ] ||
        dpkg --compare-versions "${found#* }" ge "$librabbitmq_version"
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
