import Contracts
import Kernel
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// Things that are done in a history and undone at once.
extension History {
    /// Does something and undoes it, and compares what there is with what there was.
    ///
    /// - Returns: Whether both were accepted and there was something to undo; what would not be accepted is
    ///   not done.
    mutating func doAndUndo(_ posting: RandomPosting) async throws -> Bool {
        let ledger = self.ledger
        let trial = await ledger.ask(
            posting.operation,
            posting.body,
            path: posting.path,
            query: ["dryRun": "true"]
        )
        guard trial.status < 300 else { return false }
        // Entries by which the book follows counts are no part of what is undone.
        try await ledger.watch()
        try await self.readCounts()
        try await ledger.settle()
        let before = try await Present(of: ledger)
        // The model takes other costs back by itself, and need not know of this one.
        let isCost = posting.operation == "postLandedCost"
        let answer = try await isCost ? self.ask(posting) : self.perform(posting)
        guard let answer else { return false }
        try await ledger.settle()
        let between = try await Present(of: ledger)
        let name = "\(posting.operation) \(posting.body)"
        let isChanged = !between.differences(from: before, in: PresentTable.all).isEmpty
        // A cost of goods that were sold is none of what is there.
        #expect(isChanged || isCost, "\(name)")

        let undoing = try self.undoing(of: answer, after: posting)
        for reversal in undoing.requests where try await self.perform(reversal) == nil {
            // Whoever may not oversell does not go back to where too much was promised.
            #expect(before.isShort, "\(name): \(reversal.body)")
            return false
        }
        if undoing.isOfSameTime {
            try await ledger.watch()
            try await self.readCounts()
        }
        try await ledger.settle()
        let after = try await Present(of: ledger)
        let tables = PresentTable.all + (undoing.isOfSameTime ? PresentTable.ofTimes : [])
        #expect(after.differences(from: before, in: tables) == [], "\(name): \(undoing.requests)")
        return isChanged
    }

    private struct Undoing {
        let requests: [RandomPosting]
        /// Whether what is undone takes effect when it was done.
        let isOfSameTime: Bool
    }

    /// Undoes all at once, or some of it first; now, or for the time at which it took effect.
    private mutating func undoing(
        of answer: JSONValue,
        after posting: RandomPosting
    ) throws -> Undoing {
        guard posting.operation != "postLandedCost" else {
            let path = ["costOrderId": try #require(answer["id"]?.text)]
            let request = RandomPosting("reverseCostOrder", #"{"reason":"mistake"}"#, path: path)
            return Undoing(requests: [request], isOfSameTime: false)
        }
        let entry = answer["entry"] ?? answer
        let path = ["entryId": try #require(entry["id"]?.text)]
        let isOfSameTime = Bool.random(using: &self.generator)
        let effectiveAt = try #require(entry["effectiveAt"]?.text)
        let time = isOfSameTime ? #","effectiveAt":"\#(effectiveAt)""# : ""
        func reversal(_ lines: String) -> RandomPosting {
            RandomPosting("reverseEntry", #"{"reason":"cancelled"\#(lines)\#(time)}"#, path: path)
        }
        var requests: [RandomPosting] = []
        if let part = try self.part(of: entry) {
            requests.append(reversal(#","lines":[\#(part)]"#))
        }
        return Undoing(requests: requests + [reversal("")], isOfSameTime: isOfSameTime)
    }

    /// Some of a movement, in half of all cases where it can be divided.
    private mutating func part(of entry: JSONValue) throws -> String? {
        let movements = entry["movements"]?.elements ?? []
        guard Bool.random(using: &self.generator),
            let movement = movements.randomElement(using: &self.generator),
            (movement["serials"]?.elements ?? []).isEmpty
        else { return nil }
        let quantity = try #require(movement["quantity"]?.text.flatMap { Quantity($0) })
        guard quantity.tenThousandths > 1 else { return nil }
        let part = Quantity(
            tenThousandths: Int64.random(in: 1..<quantity.tenThousandths, using: &self.generator)
        )
        let id = try #require(movement["id"]?.text)
        return #"{"movementId":"\#(id)","quantity":"\#(part)"}"#
    }
}

extension LedgerBench {
    /// Has costs, dashboards and audits follow what was recorded.
    fileprivate func settle() async throws {
        try await self.cost()
        try await self.refreshDashboards()
        #expect(try await self.audit() == [])
    }
}
