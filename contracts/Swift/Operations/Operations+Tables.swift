extension Operations {
    /// The lists that are answered as tables as well, each with its columns: where a cell stands in an item
    /// of the list.
    ///
    /// A column is never renamed, moved or taken away; new ones come at the end.
    package static let tables: [String: [String]] = [
        "listStock": [
            "sku", "name", "unit", "location.code", "lot.code", "lot.expiresOn", "onHand",
            "reserved",
            "withheld", "available", "inTransit", "variantId", "location.id", "lot.id",
        ],
        "listMovements": [
            "recordedAt", "effectiveAt", "occurredAt", "kind", "sku", "lot.code", "serials",
            "from.code",
            "to.code", "quantity", "unitCost.amount", "unitCost.currency", "reference.source",
            "reference.document", "reason", "actor.kind", "actor.name", "line", "id", "entryId",
            "variantId", "lot.id", "from.id", "to.id", "actor.id", "reversedMovementId",
        ],
        "listEntries": [
            "recordedAt", "effectiveAt", "occurredAt", "kind", "reference.source",
            "reference.document",
            "originalReference.source", "originalReference.document", "reason", "note",
            "actor.kind",
            "actor.name", "id", "actor.id", "reversedEntryId", "reversedByEntryId", "reservationId",
            "transferOrderId", "batchId",
        ],
        "getValuation": [
            "location", "category", "sku", "quantity", "value", "locationId", "categoryId",
            "variantId",
        ],
        "listCostEntries": [
            "number", "recordedAt", "effectiveAt", "kind", "account", "sku", "location", "quantity",
            "value", "isPriced", "unitCost.amount", "unitCost.currency", "rate", "variantId",
            "locationId", "sourceId", "movementId",
        ],
    ]
}
