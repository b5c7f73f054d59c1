#!/bin/sh
# Installs Debian packages without starting or creating anything system-wide. Runs as root.
#
# A package's own servers stay off: a policy refuses their start during the installation, PostgreSQL's
# default cluster is not created, and units that would start at the next boot are disabled.
set -eu

policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf
made_policy=
saved_clusters=

restore() {
    [ -z "$made_policy" ] || rm -f "$policy"
    [ -z "$saved_clusters" ] || mv -f "$saved_clusters" "$clusters"
}
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@"
}

if [ ! -e "$policy" ]; then
    made_policy=yes
    printf '#!/bin/sh\n# No service starts while packages are installed (exit 101: forbidden).\nexit 101\n' \
        >"$policy"
    chmod 755 "$policy"
fi

apt-get update --quiet

for package in "$@"; do
    case $package in
        postgresql-*)
            install postgresql-common
            saved_clusters=$(mktemp "$clusters.XXXXXX")
            cp -p "$clusters" "$saved_clusters"
            printf '\ncreate_main_cluster = false\n' >>"$clusters"
            ;;
    esac
done

install "$@"

for package in "$@"; do
    if [ "$package" = rabbitmq-server ] && command -v systemctl >/dev/null; then
        # They were installed for Stockbook's own broker, which needs no system-wide one.
        systemctl --quiet disable rabbitmq-server.service epmd.service epmd.socket 2>/dev/null || :
    fi
done
