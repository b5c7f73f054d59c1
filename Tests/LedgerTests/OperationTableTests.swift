import Contracts
import Kernel
import Messaging
import Testing

@testable import Ledger

struct OperationTableTests {
    @Test func `every operation of the contract is answered, and no other`() {
        let answered =
            LedgerOperations.commands.map { type(of: $0.value).id }
            + LedgerOperations.readers(keyFile: nil).map { type(of: $0.value(.now)).id }
            + LedgerOperations.others().map { type(of: $0).id }
            + [GetStock.id, ListStock.id, PostBatch.id]
        let own = Operations.all.filter { $0.service == .ledger }.map(\.id)
        let everywhere = DeadLetterOperations.all.map { type(of: $0).id }
        #expect(Set(answered) == Set(own + everywhere))
        #expect(Set(answered).count == answered.count)
    }
}
