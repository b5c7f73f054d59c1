# PostgreSQL and RabbitMQ for one folder: ours, unless others are configured.

# start_servers FOLDER: afterwards the three administrators' URLs are set and exported.
start_servers() {
    if [ -z "${STOCKBOOK_POSTGRES_ADMIN_URL:-}" ]; then
        start_postgres "$1"
        STOCKBOOK_POSTGRES_ADMIN_URL="postgresql://postgres:$(secret "$1" postgres)@127.0.0.1"
        STOCKBOOK_POSTGRES_ADMIN_URL="$STOCKBOOK_POSTGRES_ADMIN_URL:$(port "$1" postgres)/postgres"
    fi
    if [ -z "${STOCKBOOK_BROKER_ADMIN_URL:-}" ]; then
        start_rabbitmq "$1"
        administrator="administrator:$(secret "$1" rabbitmq)@127.0.0.1"
        STOCKBOOK_BROKER_ADMIN_URL="amqp://$administrator:$(port "$1" amqp)"
        STOCKBOOK_BROKER_API_URL="http://$administrator:$(port "$1" management)"
    fi
    [ -n "${STOCKBOOK_BROKER_API_URL:-}" ] ||
        fail 'STOCKBOOK_BROKER_ADMIN_URL is set, STOCKBOOK_BROKER_API_URL is not' \
            'set it to the management API, such as http://user:password@host:15672'
    export STOCKBOOK_POSTGRES_ADMIN_URL STOCKBOOK_BROKER_ADMIN_URL STOCKBOOK_BROKER_API_URL
}

# needed_server_packages: the servers that nobody configured elsewhere.
needed_server_packages() {
    for package in $server_packages; do
        case $package in
            postgresql-*) [ -n "${STOCKBOOK_POSTGRES_ADMIN_URL:-}" ] || say "$package" ;;
            rabbitmq-*) [ -n "${STOCKBOOK_BROKER_ADMIN_URL:-}" ] || say "$package" ;;
        esac
    done
}

# keep_server_urls FOLDER: so that later verbs reach the same servers.
keep_server_urls() {
    printf '%s\n' "$STOCKBOOK_POSTGRES_ADMIN_URL" "$STOCKBOOK_BROKER_ADMIN_URL" \
        "$STOCKBOOK_BROKER_API_URL" | put "$1/secrets/servers"
}

# recall_server_urls FOLDER: what keep_server_urls wrote, exported.
recall_server_urls() {
    [ -r "$1/secrets/servers" ] || return 0
    {
        read -r STOCKBOOK_POSTGRES_ADMIN_URL
        read -r STOCKBOOK_BROKER_ADMIN_URL
        read -r STOCKBOOK_BROKER_API_URL
    } <<END
$(show "$1/secrets/servers")
END
    export STOCKBOOK_POSTGRES_ADMIN_URL STOCKBOOK_BROKER_ADMIN_URL STOCKBOOK_BROKER_API_URL
}

# stop_servers FOLDER: those that were started here, and no others.
stop_servers() {
    stop_rabbitmq "$1"
    stop_postgres "$1"
}

# run_servers: ./stockbook servers, which a storm calls: starts again those of ours that have ended.
run_servers() {
    find_state
    [ -d "$state/run" ] || fail 'nothing was started here' './stockbook up'
    take_lock "$state"
    for server in postgres rabbitmq; do
        # What `down` has stopped has no record any more.
        if [ -s "$state/run/$server.pid" ] && [ -z "$(running_pid "$state" "$server")" ]; then
            "start_$server" "$state"
        fi
    done
}
