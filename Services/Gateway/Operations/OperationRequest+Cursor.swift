import Contracts
import Kernel
import Messaging

extension OperationRequest {
    /// The cursor of a list in order of identifiers; `nil` for a first page.
    func cursorID<Subject>() throws(Problem) -> ID<Subject>? {
        try PageCursor.read(self, keyCount: 1)?.key(0) { ID($0) }
    }
}
