# Help with one verb, before anything is done.

# asks_for_help VERB ARGUMENTS...: answers --help, and tells whether it was asked for. What belongs to
# the operator's tool it explains better itself, once it is there.
asks_for_help() {
    verb_asked=$1
    shift
    for argument in "$@"; do
        case $argument in
            -h | --help) ;;
            *) continue ;;
        esac
        case $verb_asked in
            up | down | test | check) ;;
            *)
                find_state
                [ ! -x "$state/bin/stockbookctl" ] || return 1
                ;;
        esac
        help_with "$verb_asked"
        return
    done
    return 1
}

# help_with VERB: its lines of the page; fails for a verb that has none.
help_with() {
    awk -v verb="$1" '
        NF == 0 { shown = 0 }
        $1 == "./stockbook" { shown = $2 == verb }
        shown { found = 1; print }
        END { exit !found }
    ' "$scripts/help.txt"
}
