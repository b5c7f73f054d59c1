# ./stockbook up: from nothing to ready; a second time changes nothing.

ready_seconds=${STOCKBOOK_READY_SECONDS:-120}

run_up() {
    [ $# -eq 0 ] || fail "up takes no $1" './stockbook up'
    # shellcheck disable=SC2046,SC2086
    require_packages $build_packages postgresql-client-15 $(needed_server_packages)
    require_swift
    prepare_state
    take_lock "$state"
    build_programs
    install_programs
    # Two supervisors of the same services would compete, and orphans hold ports.
    [ -n "$(running_pid "$state" supervisor)" ] || stop_services
    start_servers "$state"
    keep_server_urls "$state"
    choose_ports
    make_secrets
    step 'Preparing database, broker and schemas'
    as_operator provision || fail 'the preparation failed' 'read the lines above'
    start_services
    step "Waiting until every service is ready (at most $ready_seconds s)"
    as_operator ready --seconds "$ready_seconds" ||
        fail 'Stockbook is not ready' 'read the lines above; ./stockbook down stops what runs'
    load_demo
    as_operator welcome
}

# choose_ports: the gateway where people look first, health pages where nobody does.
choose_ports() {
    if [ -z "$(running_pid "$state" supervisor)" ]; then
        forget_taken_port "$state" gateway
        for service in $services; do
            forget_taken_port "$state" "$service-admin"
        done
    fi
    if [ -n "${STOCKBOOK_HTTP_PORT:-}" ]; then
        printf '%s\n' "$STOCKBOOK_HTTP_PORT" | put "$state/ports/gateway"
    fi
    port "$state" gateway 8080 >/dev/null
    for service in $services; do
        port "$state" "$service-admin" >/dev/null
    done
}

# make_secrets: passwords of database roles and broker users, the keys of assertions and checkpoints,
# the operator's API key, the first administrator.
make_secrets() {
    for name in assertion-key broker-operator ledger-seal-key; do
        secret "$state" "$name" >/dev/null
    done
    for service in $services; do
        schema=$(printf '%s' "$service" | tr - _)
        for name in "broker-svc-$service" "role-$schema" "role-${schema}_owner"; do
            secret "$state" "$name" >/dev/null
        done
    done
    if [ ! -s "$state/secrets/operator-api-key" ]; then
        # 43 characters of base64url are 256 bits.
        key=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')
        printf 'sbk_%s\n' "${key%=}" | put "$state/secrets/operator-api-key"
    fi
    if [ ! -e "$state/secrets/administrator" ]; then
        # It is typed by hand, once; 80 bits are enough for that.
        password=$(secret "$state" administrator | cut -c 1-20)
        (umask 077 && printf 'admin\n%s\n' "$password" >"$state/admin")
        give "$state/admin"
    fi
}

# load_demo: a small company to look at, on the first run only.
load_demo() {
    if [ -e "$state/demo" ] || [ "${STOCKBOOK_DEMO:-yes}" = no ] ||
        ! as_operator --help | grep -qE '^ +demo( |$)'; then
        return 0
    fi
    step 'Loading a small demo company'
    if as_operator demo; then
        : >"$state/demo"
    else
        say 'The demo company could not be loaded. Everything else is ready; ./stockbook demo tries again.'
    fi
}
