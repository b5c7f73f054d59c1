# Words for the person at the terminal.

# say TEXT...: a plain line.
say() {
    printf '%s\n' "$*"
}

# step TEXT...: what happens next.
step() {
    printf '==> %s\n' "$*"
}

# fail WHAT NEXT: ends the run, saying what went wrong and what to do about it.
fail() {
    printf 'stockbook: %s\n' "$1" >&2
    printf '     next: %s\n' "$2" >&2
    exit 1
}

# fail_with_log WHAT LOG: ends the run, showing the end of a log, because it may be gone afterwards.
fail_with_log() {
    tail -n 15 "$2" 2>/dev/null | sed 's/^/    | /' >&2 || :
    fail "$1" "read the lines above, from $2"
}
