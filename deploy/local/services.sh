# The services and their supervisor.

# In the order in which they start.
services='catalog ledger pos-ingest gateway'
# Longer than the supervisor gives all services to drain, one after the other.
supervisor_stop_seconds=150
service_stop_seconds=30

# start_services: a supervisor that runs learns of new programs; where none runs, one is started.
start_services() {
    supervisor=$(running_pid "$state" supervisor)
    if [ -n "$supervisor" ]; then
        end HUP "$supervisor"
    else
        step 'Starting the services'
        STOCKBOOK_STATE=$state launch "$state" supervisor "$state/bin/stockbookctl" supervise
    fi
}

# stop_services: the supervisor stops its own; what one that was killed left behind is stopped here.
stop_services() {
    stop "$state" supervisor TERM "$supervisor_stop_seconds"
    for service in gateway pos-ingest ledger catalog; do
        stop "$state" "$service" TERM "$service_stop_seconds"
    done
}

# as_operator VERB...: the operator's tool, as the account.
as_operator() {
    # shellcheck disable=SC2086
    STOCKBOOK_STATE=$state $run_as "$state/bin/stockbookctl" "$@" 9>&-
}
