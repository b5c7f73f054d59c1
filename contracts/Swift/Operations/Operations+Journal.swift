extension Operations {
    /// What the ledger answers about entries, and the stock that they come to.
    static let journal: [OperationDescription] = [
        .init("listSerials", .get, "/v1/serials", .service(.ledger), .permission(.stockRead)),
        .init(
            "traceSerial",
            .get,
            "/v1/serials/{serialId}/trace",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "listSerialOrigins",
            .get,
            "/v1/serials/{serialId}/origins",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "listSerialRecipients",
            .get,
            "/v1/serials/{serialId}/recipients",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init("postReceipt", .post, "/v1/receipts", .service(.ledger), .permission(.stockReceive)),
        .init(
            "postAdjustment",
            .post,
            "/v1/adjustments",
            .service(.ledger),
            .permission(.stockAdjust)
        ),
        .init(
            "postTransfer",
            .post,
            "/v1/transfers",
            .service(.ledger),
            .permission(.stockTransfer)
        ),
        .init(
            "postProduction",
            .post,
            "/v1/productions",
            .service(.ledger),
            .permission(.stockProduce)
        ),
        .init("postSale", .post, "/v1/sales", .service(.ledger), .permission(.stockSell)),
        .init("postReturn", .post, "/v1/returns", .service(.ledger), .permission(.stockReturn)),
        .init(
            "postSupplierReturn",
            .post,
            "/v1/supplier-returns",
            .service(.ledger),
            .permission(.stockReturn)
        ),
        .init("listEntries", .get, "/v1/entries", .service(.ledger), .permission(.stockRead)),
        .init(
            "getEntry",
            .get,
            "/v1/entries/{entryId}",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "listDependants",
            .get,
            "/v1/entries/{entryId}/dependants",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "reverseEntry",
            .post,
            "/v1/entries/{entryId}:reverse",
            .service(.ledger),
            .permission(.stockReverse)
        ),
        .init("postBatch", .post, "/v1/entries:batch", .service(.ledger), .signedIn),
        .init("listMovements", .get, "/v1/movements", .service(.ledger), .permission(.stockRead)),
        .init(
            "getReceipt",
            .get,
            "/v1/movements/{movementId}/receipt",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "listCheckpoints",
            .get,
            "/v1/ledger/checkpoints",
            .service(.ledger),
            .permission(.ledgerVerify)
        ),
        .init(
            "getLatestCheckpoint",
            .get,
            "/v1/ledger/checkpoints/latest",
            .service(.ledger),
            .permission(.ledgerVerify)
        ),
        .init(
            "verifyLedger",
            .get,
            "/v1/ledger/verify",
            .service(.ledger),
            .permission(.ledgerVerify)
        ),
        .init(
            "listDrifts",
            .get,
            "/v1/ledger/drifts",
            .service(.ledger),
            .permission(.ledgerVerify)
        ),
        .init("listStock", .get, "/v1/stock", .service(.ledger), .permission(.stockRead)),
        .init("getStock", .get, "/v1/stock/{sku}", .service(.ledger), .permission(.stockRead)),
        .init(
            "explainStock",
            .get,
            "/v1/stock/{sku}/explain",
            .service(.ledger),
            .permission(.stockRead)
        ),
    ]
}
