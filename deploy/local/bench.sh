# ./stockbook bench: Stockbook beside what its servers can do, in one run.

run_bench() {
    # pgbench comes with the server, whose package is missing where PostgreSQL runs elsewhere.
    case " $* " in
        *' --help '* | *' -h '*) ;;
        *) require_packages postgresql-15 ;;
    esac
    # For the report only.
    STOCKBOOK_COMMIT=$(git -C "$root" describe --always --dirty 2>/dev/null || :)
    export STOCKBOOK_COMMIT
    . "$scripts/operator.sh"
    run_operator bench "$@"
}
