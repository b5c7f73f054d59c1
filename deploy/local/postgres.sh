# A PostgreSQL 15 of our own, on loopback, with passwords.

postgres_programs=/usr/lib/postgresql/15/bin
postgres_start_seconds=60
postgres_stop_seconds=60

# start_postgres FOLDER: starts it unless it runs, and waits until it answers.
start_postgres() {
    [ -z "$(running_pid "$1" postgres)" ] || return 0
    [ -x "$postgres_programs/postgres" ] ||
        fail "there is no PostgreSQL 15 in $postgres_programs" 'apt-get install postgresql-15'
    forget_taken_port "$1" postgres
    postgres_port=$(port "$1" postgres)
    secret "$1" postgres >/dev/null
    data=$1/postgres/data
    # shellcheck disable=SC2016,SC2086
    if [ ! -s "$data/PG_VERSION" ]; then
        step 'Creating a PostgreSQL 15 cluster'
        # A folder without PG_VERSION is what an interrupted initdb left.
        rm -rf "$data"
        (cd "$1/postgres" && $run_as sh -c 'exec "$@" >"$0" 2>&1' "$1/logs/initdb.log" \
            "$postgres_programs/initdb" --pgdata "$data" --username postgres \
            --pwfile "$1/secrets/postgres" --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 \
            --data-checksums) || fail_with_log 'initdb failed' "$1/logs/initdb.log"
    fi
    step "Starting PostgreSQL on 127.0.0.1:$postgres_port"
    # shellcheck disable=SC2086
    wait_until 5 is_postgres_reaped "$1" || $run_as rm -f "$data/postmaster.pid"
    launch_postgres "$1"
    wait_until "$postgres_start_seconds" is_postgres_ready "$1" ||
        fail_with_log "PostgreSQL is not ready after $postgres_start_seconds s" "$1/logs/postgres.log"
}

# is_postgres_reaped FOLDER: PostgreSQL takes one that was killed for one that runs while its parent
# has not asked for its end.
is_postgres_reaped() {
    owner=$(sed -n 1p "$1/postgres/data/postmaster.pid" 2>/dev/null || :)
    [ -z "$owner" ] || [ ! -e "/proc/$owner" ] || [ -n "$(start_time "$owner")" ]
}

# launch_postgres FOLDER
launch_postgres() {
    put "$1/postgres/postgresql.conf" <"$root/deploy/postgres/postgresql.conf"
    # A folder's name can be too long for a Unix socket, so there is none.
    (cd "$1/postgres" && launch "$1" postgres "$postgres_programs/postgres" -D "$1/postgres/data" \
        -c "config_file=$1/postgres/postgresql.conf" -c "port=$postgres_port" \
        -c "hba_file=$1/postgres/data/pg_hba.conf" -c "ident_file=$1/postgres/data/pg_ident.conf")
}

# is_postgres_ready FOLDER: its own word in postmaster.pid, line 8 (PostgreSQL 15, miscadmin.h); one
# that was killed has left its word there, under its pid in line 1.
is_postgres_ready() {
    pid=$(running_pid "$1" postgres)
    [ -n "$pid" ] || fail_with_log 'PostgreSQL ended while starting' "$1/logs/postgres.log"
    word=$(sed -n "1s/^$pid\$/=/p; 8s/ *\$//p" "$1/postgres/data/postmaster.pid" 2>/dev/null | tr -d '\n')
    [ "$word" = =ready ]
}

# stop_postgres FOLDER: SIGINT is a fast shutdown: sessions end, nothing is lost.
stop_postgres() {
    stop "$1" postgres INT "$postgres_stop_seconds"
}
