import Contracts
import Kernel
import Messaging
import Testing

@testable import Ledger

struct OperationTableTests {
    @Test func `every operation of the contract is answered, and no other`() {
        let answered =
            LedgerOperations.commands.map { type(of: $0.value).id }
            + LedgerOperations.readers.map { type(of: $0.value(.now)).id }
            + LedgerOperations.others().map { type(of: $0).id }
            + [GetStock.id, ListStock.id, PostBatch.id, ApproveProposal.id]
        let own = Operations.all.filter { $0.service == .ledger }.map(\.id)
        let everywhere = DeadLetterOperations.all.map { type(of: $0).id }
        #expect(Set(answered) == Set(own + everywhere))
        #expect(Set(answered).count == answered.count)
    }

    @Test func `what may be a moment old is named here, and changes nothing`() {
        let readers = LedgerOperations.readers.map { type(of: $0.value(.now)).id }
        let others = LedgerOperations.others().filter { $0 is any Query }.map { type(of: $0).id }
        // Neither stock nor a document that is read to be changed.
        let queries: Set = [
            "explainStock", "getCarryingCost", "getCountAccuracy", "getStockDashboard",
            "getValuation", "getValuationAgeing", "listApprovalRules", "listCheckpoints",
            "listCostEntries", "listCostLayers", "listCostOrders", "listCostPolicies",
            "listCountPlans", "listCounts", "listDependants", "listDrifts", "listEntries",
            "listExchangeRates",
            "listHandlingUnitChanges", "listHandlingUnits", "listInspectionPlans",
            "listInspections", "listLocations", "listLosses", "listLotChanges",
            "listLotOrigins", "listLotRecipients", "listLots", "listMovements",
            "listPeriodBalances", "listPeriods", "listProposals", "listRemovalRules",
            "listReservationChanges", "listReservations", "listSerialOrigins",
            "listSerialRecipients",
            "listSerials", "listTransferOrders",
            "traceLot", "traceSerial", "verifyLedger", "verifyPeriod",
        ]
        #expect(Set(readers + others) == queries)
        for id in queries { #expect(Operations.named(id)?.isReadOnly == true, "\(id)") }
    }

    @Test func `every list but that of stock may be a moment old`() {
        let own = Operations.all.filter { $0.service == .ledger && $0.id.hasPrefix("list") }
        let others = LedgerOperations.others().filter { $0 is any Query }.map { type(of: $0).id }
        let readers = LedgerOperations.readers.map { type(of: $0.value(.now)).id }
        #expect(Set(own.map(\.id)).subtracting(others + readers) == [ListStock.id])
    }
}
