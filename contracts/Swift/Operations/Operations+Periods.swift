extension Operations {
    /// What the ledger answers about periods.
    static let periods: [OperationDescription] = [
        .init("listPeriods", .get, "/v1/periods", .service(.ledger), .permission(.periodRead)),
        .init("createPeriod", .post, "/v1/periods", .service(.ledger), .permission(.periodClose)),
        .init(
            "getPeriod",
            .get,
            "/v1/periods/{periodId}",
            .service(.ledger),
            .permission(.periodRead)
        ),
        .init(
            "listPeriodBalances",
            .get,
            "/v1/periods/{periodId}/balances",
            .service(.ledger),
            .permission(.periodRead)
        ),
        .init(
            "verifyPeriod",
            .get,
            "/v1/periods/{periodId}/verify",
            .service(.ledger),
            .permission(.ledgerVerify)
        ),
        .init(
            "closePeriod",
            .post,
            "/v1/periods/{periodId}:close",
            .service(.ledger),
            .permission(.periodClose)
        ),
        .init(
            "reopenPeriod",
            .post,
            "/v1/periods/{periodId}:reopen",
            .service(.ledger),
            .permission(.periodClose)
        ),
    ]
}
