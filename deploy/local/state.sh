# The account everything runs as, and the folder everything lives in.
#
# $run_as   a command prefix: empty for an ordinary user, a change of account for root
# $account  the name of that account
# $state    .stockbook beside the checkout, or what it points to
#
# Folders that hold programs belong to the caller, folders that hold data to the account, so a service
# cannot replace a program that root would run. What is inside a folder of the account is written and
# read by the account itself: root would follow a link that a service has left there.

default_account=stockbook

# choose_account: an ordinary user runs everything; root never does.
choose_account() {
    run_as=
    account=$(id -un)
    [ "$(id -u)" -eq 0 ] || return 0
    account=$(stat -L -c %U "$root/.stockbook/run" 2>/dev/null || :)
    case $account in
        '' | root | UNKNOWN) account=${STOCKBOOK_ACCOUNT:-$default_account} ;;
    esac
    run_as="setpriv --reuid=$account --regid=$account --init-groups --"
}

# prepare_account: creates the account when root needs it and it does not exist.
prepare_account() {
    choose_account
    [ -n "$run_as" ] || return 0
    if ! id -u "$account" >/dev/null 2>&1; then
        step "Creating the system account $account, so that nothing runs as root"
        useradd --system --user-group --no-create-home --home-dir /nonexistent \
            --shell /usr/sbin/nologin "$account"
    fi
}

# find_state: sets $state without creating anything.
find_state() {
    choose_account
    state=$(readlink -f -- "$root/.stockbook" || printf '%s/.stockbook\n' "$root")
}

# prepare_state: creates $state where the account can reach it, and takes the lock.
prepare_state() {
    prepare_account
    state=$root/.stockbook
    # shellcheck disable=SC2086
    if [ ! -e "$state" ] && ! $run_as test -x "$root"; then
        state=/var/lib/stockbook/$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
        say "$account cannot reach $root, so state lives in $state"
        mkdir -p "$state"
        ln -sfn "$state" "$root/.stockbook"
    fi
    mkdir -p "$state"
    state=$(readlink -f -- "$state")
    chmod 755 "$state"
    prepare_folder "$state"
}

# prepare_folder FOLDER: the parts every set of servers needs.
prepare_folder() {
    for part in run logs ports secrets checkpoints postgres rabbitmq; do
        [ -d "$1/$part" ] || {
            mkdir -p "$1/$part"
            chmod 700 "$1/$part"
        }
        give "$1/$part"
    done
}

# give PATH: hands a file or folder that lies in a folder of the caller to the account.
give() {
    [ -z "$run_as" ] || chown -h "$account:" "$1"
}

# put FILE: standard input becomes FILE, which only the account can read.
put() {
    # shellcheck disable=SC2016,SC2086
    $run_as sh -c 'umask 077 && cat >"$1.new" && mv -f "$1.new" "$1"' sh "$1"
}

# show FILE: what the account can read there.
show() {
    # shellcheck disable=SC2086
    $run_as cat "$1"
}

# take_lock FOLDER: one launcher at a time; the lock ends with this process.
take_lock() {
    exec 9>"$1/lock"
    flock -n 9 ||
        fail "another ./stockbook is at work in $1" "wait for it to end, then try again"
}

# secret FOLDER NAME: a password of 256 bits, made once and kept for the account only.
secret() {
    if [ ! -s "$1/secrets/$2" ]; then
        od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n' | put "$1/secrets/$2"
    fi
    show "$1/secrets/$2"
}

# is_listening PORT: whether anything on this machine accepts connections there.
is_listening() {
    grep -qE "^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$1") [0-9A-F:]+ 0A " \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# port FOLDER NAME [FIRST]: a port that was free when it was chosen, and is remembered.
#
# Without FIRST the search starts at a place that differs from checkout to checkout, below the ports
# that the kernel hands out for outgoing connections.
port() {
    remembered=$1/ports/$2
    if [ ! -s "$remembered" ]; then
        crc=$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)
        candidate=${3:-$((20000 + crc % 480 * 25))}
        while is_listening "$candidate" || grep -qx "$candidate" "$1"/ports/* 2>/dev/null; do
            candidate=$((candidate + 1))
        done
        printf '%s\n' "$candidate" | put "$remembered"
    fi
    show "$remembered"
}

# forget_taken_port FOLDER NAME: drops a remembered port that someone else uses by now.
forget_taken_port() {
    if [ -s "$1/ports/$2" ] && is_listening "$(show "$1/ports/$2")"; then
        rm -f "$1/ports/$2"
    fi
}
