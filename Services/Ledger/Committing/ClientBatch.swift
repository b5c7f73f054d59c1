import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Commands of one request, which are decided one after the other in one transaction and answered
/// together.
struct ClientBatch: Sendable {
    /// What becomes of the others when one is refused.
    enum Mode: String, WordCodable, Sendable {
        /// All take effect, or none.
        case atomic
        /// Each takes effect by itself.
        case independent
    }

    /// One of the commands.
    enum Item: Sendable {
        case command(Instruction, Submission.Answering)
        /// Refused before anything was looked at.
        case refused(Problem)
    }

    /// Movements that all of its entries make together, so that what is locked is soon free again.
    static let maximumMovements = 10_000

    let mode: Mode
    let items: [Item]
    /// What the entries are known by that were made together; `nil` where each is by itself.
    let id: ID<EntryBatch>?

    var instructions: [Instruction] {
        self.items.compactMap { item in
            guard case .command(let instruction, _) = item else { return nil }
            return instruction
        }
    }

    /// The answer to the request: the results in the order of the items.
    func answer(_ results: [OperationResponse]) -> OperationResponse {
        var json: [UInt8] = Array("{".utf8)
        if let id { json += Array(#""batchId":"\#(id)","#.utf8) }
        json += Array(#""mode":"\#(self.mode.rawValue)","results":["#.utf8)
        for (index, result) in results.enumerated() {
            // The bodies are JSON already, and reading them again takes longer than deciding.
            let name = result.status < 300 ? "body" : "problem"
            json += Array("\(index == 0 ? "" : ","){".utf8)
            if !result.body.isEmpty { json += Array(#""\#(name)":"#.utf8) + result.body + [0x2C] }
            json += Array(#""status":\#(result.status)}"#.utf8)
        }
        json += Array("]}".utf8)
        return OperationResponse(
            status: 200,
            headers: [("Content-Type", MessageCoding.contentType)],
            body: json
        )
    }
}

extension Problem {
    /// The same about one item of a batch: pointers lead into the body of the whole request.
    func ofItem(_ index: Int) -> Problem {
        // Whatever this build refuses has a code that it knows.
        guard let code = self.knownCode else { return self }
        let place = "/items/\(index)"
        let whole = FieldError(
            pointer: place,
            rule: self.code,
            message: self.detail ?? self.title
        )
        let errors = self.errors.map { error in
            FieldError(
                pointer: "\(place)/body\(error.pointer)",
                rule: error.rule,
                message: error.message,
                row: error.row
            )
        }
        var extensions = self.extensions
        extensions["item"] = .integer(Int64(index))
        return Problem(
            code,
            detail: self.detail,
            errors: errors.isEmpty ? [whole] : errors,
            extensions: extensions
        )
    }
}
