extension Operations {
    /// What the ledger answers.
    static let ledger: [OperationDescription] = [
        .init(
            "listLocations",
            .get,
            "/v1/locations",
            .service(.ledger),
            .permission(.locationRead)
        ),
        .init(
            "createLocation",
            .post,
            "/v1/locations",
            .service(.ledger),
            .permission(.locationWrite)
        ),
        .init(
            "getLocation",
            .get,
            "/v1/locations/{locationId}",
            .service(.ledger),
            .permission(.locationRead)
        ),
        .init(
            "updateLocation",
            .patch,
            "/v1/locations/{locationId}",
            .service(.ledger),
            .permission(.locationWrite)
        ),
        .init("listLots", .get, "/v1/lots", .service(.ledger), .permission(.stockRead)),
        .init("createLot", .post, "/v1/lots", .service(.ledger), .permission(.lotWrite)),
        .init("getLot", .get, "/v1/lots/{lotId}", .service(.ledger), .permission(.stockRead)),
        .init("updateLot", .patch, "/v1/lots/{lotId}", .service(.ledger), .permission(.lotWrite)),
        .init(
            "changeLotStatus",
            .post,
            "/v1/lots/{lotId}:changeStatus",
            .service(.ledger),
            .permission(.lotHold)
        ),
        .init(
            "listLotChanges",
            .get,
            "/v1/lots/{lotId}/changes",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "listRemovalRules",
            .get,
            "/v1/removal-rules",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "setRemovalRule",
            .post,
            "/v1/removal-rules",
            .service(.ledger),
            .permission(.stockPolicy)
        ),
        .init(
            "deleteRemovalRule",
            .delete,
            "/v1/removal-rules/{ruleId}",
            .service(.ledger),
            .permission(.stockPolicy)
        ),
        .init("listSerials", .get, "/v1/serials", .service(.ledger), .permission(.stockRead)),
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
        .init("postSale", .post, "/v1/sales", .service(.ledger), .permission(.stockSell)),
        .init("postReturn", .post, "/v1/returns", .service(.ledger), .permission(.stockReturn)),
        .init("listEntries", .get, "/v1/entries", .service(.ledger), .permission(.stockRead)),
        .init(
            "getEntry",
            .get,
            "/v1/entries/{entryId}",
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
        .init("listMovements", .get, "/v1/movements", .service(.ledger), .permission(.stockRead)),
        .init("listStock", .get, "/v1/stock", .service(.ledger), .permission(.stockRead)),
        .init("getStock", .get, "/v1/stock/{sku}", .service(.ledger), .permission(.stockRead)),
        .init(
            "listReservations",
            .get,
            "/v1/reservations",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "createReservation",
            .post,
            "/v1/reservations",
            .service(.ledger),
            .permission(.stockReserve)
        ),
        .init(
            "getReservation",
            .get,
            "/v1/reservations/{reservationId}",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "consumeReservation",
            .post,
            "/v1/reservations/{reservationId}:consume",
            .service(.ledger),
            .permission(.stockPick)
        ),
        .init(
            "releaseReservation",
            .post,
            "/v1/reservations/{reservationId}:release",
            .service(.ledger),
            .permission(.stockReserve)
        ),
    ]
}
