# Verbs of the operator's tool, run as the caller, so that it can read the caller's files.

run_operator() {
    find_state
    [ -x "$state/bin/stockbookctl" ] ||
        fail "there is no operator's tool yet to run '$1'" './stockbook up'
    recall_server_urls "$state"
    exec env STOCKBOOK_STATE="$state" STOCKBOOK_LAUNCHER="$root/stockbook" \
        "$state/bin/stockbookctl" "$@"
}
