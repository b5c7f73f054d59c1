/// Every message of the house, in one table that the tests and the topology read.
package enum ContractTable {
    package static let all: [any Contract.Type] = [
        VariantChanged.self,
        VariantDeleted.self,
        CategoryChanged.self,
        CategoryDeleted.self,
        RecordSale.self,
        RecordSales.self,
        ReverseEntry.self,
        EntriesPosted.self,
        CommandRefused.self,
        CommandApplied.self,
        CommandsPosted.self,
        AvailabilityChanged.self,
        StockOversold.self,
        LocationChanged.self,
        LotChanged.self,
        ReservationChanged.self,
        VariantUsed.self,
        SalesAccepted.self,
        SaleParked.self,
        GapFound.self,
        PosSale.self,
        PosRefund.self,
        PosVoid.self,
        PosAdjustment.self,
    ]
}
