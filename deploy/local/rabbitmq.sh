# A RabbitMQ of our own, with its own port mapper, on loopback.

rabbitmq_programs=/usr/lib/rabbitmq/bin
rabbitmq_start_seconds=90
rabbitmq_stop_seconds=60

# start_rabbitmq FOLDER: starts it unless it runs, and waits until it listens.
start_rabbitmq() {
    if [ -n "$(running_pid "$1" rabbitmq)" ]; then
        return 0
    fi
    [ -x "$rabbitmq_programs/rabbitmq-server" ] ||
        fail "there is no RabbitMQ in $rabbitmq_programs" 'apt-get install rabbitmq-server'
    stop "$1" epmd TERM 5
    for name in epmd amqp management distribution; do
        forget_taken_port "$1" "$name"
    done
    epmd_port=$(port "$1" epmd)
    amqp_port=$(port "$1" amqp)
    management_port=$(port "$1" management)
    distribution_port=$(port "$1" distribution)
    configure_rabbitmq "$1"
    step "Starting RabbitMQ on 127.0.0.1:$amqp_port"
    ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$epmd_port launch "$1" epmd epmd
    (launch_rabbitmq "$1")
    wait_until "$rabbitmq_start_seconds" is_rabbitmq_ready "$1" ||
        fail_with_log "RabbitMQ is not ready after $rabbitmq_start_seconds s" "$1/logs/rabbitmq.log"
}

# configure_rabbitmq FOLDER: the house's settings, then what is particular to this machine.
configure_rabbitmq() {
    home=$1/rabbitmq
    cat "$root/deploy/rabbitmq/rabbitmq.conf" - <<END | put "$home/rabbitmq.conf"

listeners.tcp.1 = 127.0.0.1:$amqp_port
management.tcp.ip = 127.0.0.1
management.tcp.port = $management_port
default_user = administrator
default_pass = $(secret "$1" rabbitmq)
END
    printf '[rabbitmq_management].\n' | put "$home/enabled_plugins"
    secret "$1" erlang-cookie | put "$home/.erlang.cookie"
    : | put "$home/environment.conf"
    # shellcheck disable=SC2086
    $run_as mkdir -p "$home/mnesia" "$home/log" "$home/generated" "$home/conf.d"
}

# launch_rabbitmq FOLDER: runs in a subshell, because it changes the environment.
launch_rabbitmq() {
    home=$1/rabbitmq
    cd "$home" || exit
    export HOME="$home"
    export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$epmd_port"
    # A numeric host needs no name service, which a bare container lacks.
    export RABBITMQ_NODENAME=stockbook@127.0.0.1 RABBITMQ_USE_LONGNAME=true
    export RABBITMQ_DIST_PORT="$distribution_port"
    export RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log"
    export RABBITMQ_GENERATED_CONFIG_DIR="$home/generated"
    export RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_CONFIG_FILES="$home/conf.d"
    export RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config"
    export RABBITMQ_CONF_ENV_FILE="$home/environment.conf"
    export RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins"
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
    # With input "allowed" the script becomes the Erlang machine, so its pid is the one to stop.
    export RABBITMQ_ALLOW_INPUT=true RABBITMQ_SERVER_START_ARGS=-noinput
    launch "$1" rabbitmq "$rabbitmq_programs/rabbitmq-server"
}

# is_rabbitmq_ready FOLDER: its listeners open last, after every plugin and queue.
is_rabbitmq_ready() {
    [ -n "$(running_pid "$1" rabbitmq)" ] ||
        fail_with_log 'RabbitMQ ended while starting' "$1/logs/rabbitmq.log"
    is_listening "$amqp_port" && is_listening "$management_port"
}

# stop_rabbitmq FOLDER: the port mapper knows no client once the broker is gone.
stop_rabbitmq() {
    stop "$1" rabbitmq TERM "$rabbitmq_stop_seconds"
    stop "$1" epmd TERM 5
}
