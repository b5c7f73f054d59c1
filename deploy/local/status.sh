# ./stockbook status: how everything is.

run_status() {
    . "$scripts/operator.sh"
    run_operator status "$@"
}
