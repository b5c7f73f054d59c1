# ./stockbook test: every test, against servers that exist only for it.

run_test() {
    filter=
    while [ $# -gt 0 ]; do
        case $1 in
            --long) export STOCKBOOK_TEST_LONG=1 ;;
            --filter)
                [ $# -gt 1 ] || fail '--filter needs a pattern' './stockbook test --filter LedgerTests'
                filter=$2
                shift
                ;;
            *) fail "test knows no $1" './stockbook test [--long] [--filter PATTERN]' ;;
        esac
        shift
    done
    prepare_test_servers
    [ -z "${STOCKBOOK_TEST_LONG:-}" ] || require_python
    require_swift
    step 'Building the tests'
    interruptibly swift build --package-path "$root" --build-tests ||
        fail 'the build failed' 'read the lines above'
    step 'Running the tests'
    output=$root/.build/tests.log
    beside=$root/.build/tests-beside.log
    : >"$beside"
    built=$(swift build --package-path "$root" --show-bin-path)
    # The program that was built, not `swift test`: of two of those one finds the other's database of
    # builds locked, and then no tests. One test at a time: those that provoke timeouts must not compete
    # for two cores.
    set -- env NO_COLOR=1 "$built/stockbookPackageTests.xctest" \
        --testing-library swift-testing --no-parallel
    if [ -n "$filter" ]; then run_shown "$@" --filter "$filter"; else run_in_two "$@"; fi || {
        # Said again at the end, below thousands of lines of what did not fail.
        sed -n '/^✘/p; /^↳/p' "$output" "$beside"
        fail 'tests failed' "read the lines above; all of the output is in $output and $beside"
    }
}

# run_in_two COMMAND...: the tests that wait beside those that work: for processes, for clocks, and in
# the longest histories for one answer after the other.
run_in_two() {
    waiting='^SystemTests\.|^FaultTests\.ConnectionTests|^LedgerTests\.AnyHistoryTests'
    "$@" --filter "$waiting" >"$beside" 2>&1 9>&- &
    companion=$!
    ended=0
    run_shown "$@" --skip "$waiting" || ended=$result
    say 'Waiting for the tests that run beside'
    child=$companion
    companion=
    result=0
    wait "$child" || result=$?
    child=
    cat "$beside"
    return $((ended | result))
}

# run_shown COMMAND...: what it says is shown and kept.
run_shown() {
    pipe=$root/.build/tests.pipe
    rm -f "$pipe"
    mkfifo "$pipe"
    tee "$output" <"$pipe" 9>&- &
    copier=$!
    interruptibly "$@" >"$pipe" 2>&1 || :
    wait "$copier" || :
    rm -f "$pipe"
    return "$result"
}

# prepare_test_servers: the caller's, when all three variables are set; otherwise new ones.
prepare_test_servers() {
    # shellcheck disable=SC2086
    if [ -n "${STOCKBOOK_TEST_POSTGRES:-}" ] && [ -n "${STOCKBOOK_TEST_AMQP:-}" ] &&
        [ -n "${STOCKBOOK_TEST_RABBITMQ_API:-}" ]; then
        require_packages $build_packages
        say 'Using the servers that STOCKBOOK_TEST_POSTGRES, _AMQP and _RABBITMQ_API name'
        return 0
    fi
    unset STOCKBOOK_POSTGRES_ADMIN_URL STOCKBOOK_BROKER_ADMIN_URL STOCKBOOK_BROKER_API_URL
    # shellcheck disable=SC2086
    require_packages $build_packages $server_packages
    prepare_state
    test_folder=$state/test
    mkdir -p "$test_folder"
    take_lock "$test_folder"
    child=
    companion=
    trap end_tests EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # What a killed run left behind.
    discard_test_servers
    prepare_folder "$test_folder"
    start_servers "$test_folder"
    export STOCKBOOK_TEST_POSTGRES="$STOCKBOOK_POSTGRES_ADMIN_URL"
    export STOCKBOOK_TEST_AMQP="$STOCKBOOK_BROKER_ADMIN_URL"
    export STOCKBOOK_TEST_RABBITMQ_API="$STOCKBOOK_BROKER_API_URL"
    unset STOCKBOOK_POSTGRES_ADMIN_URL STOCKBOOK_BROKER_ADMIN_URL STOCKBOOK_BROKER_API_URL
}

# require_python: what the long runs need to install schemathesis, whose Python need not be Debian's.
require_python() {
    python3 -c 'import ensurepip, venv' 2>/dev/null || require_packages python3-venv
}

# interruptibly COMMAND...: waits in a way that a signal to this shell can end.
interruptibly() {
    "$@" 9>&- &
    child=$!
    result=0
    wait "$child" || result=$?
    child=
    return "$result"
}

# end_tests: leaves no process and no data, whatever ended the run.
end_tests() {
    trap '' INT TERM HUP
    for process in $child $companion; do kill "$process" 2>/dev/null || :; done
    step 'Stopping the test servers'
    discard_test_servers
}

# discard_test_servers: stops them and removes their data; the lock file stays.
discard_test_servers() {
    stop_servers "$test_folder"
    for part in run logs ports secrets postgres rabbitmq; do
        rm -rf "${test_folder:?}/$part"
    done
}
