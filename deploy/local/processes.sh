# Background processes, remembered so that exactly they can be stopped later.
#
# <folder>/run/<name>.pid holds "pid start-time boot-id". A pid alone is not proof: the kernel hands
# the number out again. Together the three name one process for ever.

# start_time PID: clock ticks from boot to the start of a living process (proc(5), field 22).
start_time() {
    # A zombie has ended; only its parent has not asked yet.
    sed -n 's/^.*) //; /^[^ZX]/p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# identity PID: "pid start-time boot-id", or nothing when there is no such process.
identity() {
    started=$(start_time "$1")
    [ -z "$started" ] || printf '%s %s %s\n' "$1" "$started" "$(cat /proc/sys/kernel/random/boot_id)"
}

# running_pid FOLDER NAME: the pid of a remembered process that is alive, or nothing.
running_pid() {
    [ -s "$1/run/$2.pid" ] || return 0
    read -r pid rest <"$1/run/$2.pid" || return 0
    [ "$(identity "$pid")" != "$pid $rest" ] || printf '%s\n' "$pid"
}

# launch FOLDER NAME COMMAND...: starts a command in a session of its own, as the account.
launch() {
    folder=$1
    name=$2
    shift 2
    # Every step of the chain replaces itself, so $! is the command itself. Descriptor 9 is the lock.
    # shellcheck disable=SC2016,SC2086
    (exec $run_as setsid sh -c 'exec "$@" </dev/null >>"$0" 2>&1 9>&-' \
        "$folder/logs/$name.log" "$@") &
    remember "$folder" "$name" $!
}

# remember FOLDER NAME PID: writes the record that `stop` trusts.
remember() {
    identity "$3" | put "$1/run/$2.pid"
}

# stop FOLDER NAME SIGNAL SECONDS: ends a remembered process, by force after SECONDS.
stop() {
    pid=$(running_pid "$1" "$2")
    if [ -n "$pid" ]; then
        say "    stopping $2 (pid $pid)"
        end "$3" "$pid"
        wait_until "$4" is_stopped "$1" "$2" || {
            say "    $2 did not stop within $4 s and is killed"
            end KILL "$pid"
            wait_until 5 is_stopped "$1" "$2" ||
                fail "pid $pid ($2) survives SIGKILL" "look at /proc/$pid/stack, then try again"
        }
    fi
    rm -f "$1/run/$2.pid"
}

# end SIGNAL PID: as the account, which cannot end a process of anyone else.
end() {
    # shellcheck disable=SC2016,SC2086
    $run_as sh -c 'kill -s "$1" "$2" 2>/dev/null || :' sh "$1" "$2"
}

# is_stopped FOLDER NAME
is_stopped() {
    [ -z "$(running_pid "$1" "$2")" ]
}

# wait_until SECONDS COMMAND...: polls five times a second; fails after SECONDS.
wait_until() {
    polls=$(($1 * 5))
    shift
    until "$@"; do
        polls=$((polls - 1))
        [ "$polls" -gt 0 ] || return 1
        sleep 0.2
    done
}
