# ./stockbook down: stops exactly what `up` started.

run_down() {
    [ $# -eq 0 ] || fail "down takes no $1" './stockbook down'
    find_state
    if [ ! -d "$state/run" ]; then
        say 'Nothing was started here.'
        return 0
    fi
    take_lock "$state"
    step 'Stopping Stockbook'
    stop_services
    stop_servers "$state"
    say "Everything that ./stockbook up started has stopped; the data stays in $state"
}
