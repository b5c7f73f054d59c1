# ./stockbook check: everything that can be judged without a server.

run_check() {
    # shellcheck disable=SC2086
    require_packages $build_packages
    require_swift
    cd "$root" || exit
    step 'Format and lint'
    swift format lint --strict --parallel --recursive Package.swift Services Shared Tests contracts ||
        fail 'the code is not formatted or breaks a lint rule' 'swift format -i <file>'
    step 'Shell scripts'
    check_shell
    step 'Build, with every import declared'
    swift build --build-tests --explicit-target-dependency-import-check error ||
        fail 'the build failed' 'read the lines above'
    step 'Contracts and house rules'
    swift test --skip-build --filter '^(ContractTests|TidyTests)\.' ||
        fail 'a contract or a house rule is broken' 'read the lines above'
}

# check_shell: syntax always, shellcheck where it is installed.
check_shell() {
    for script in stockbook .ci/run deploy/local/*.sh; do
        sh -n "$script" || fail "$script is not valid shell" 'read the line above'
    done
    if command -v shellcheck >/dev/null; then
        shellcheck --shell=sh --exclude=SC1090,SC1091,SC2034,SC2154 \
            stockbook .ci/run deploy/local/*.sh ||
            fail 'shellcheck found something' 'read the lines above'
    fi
}
