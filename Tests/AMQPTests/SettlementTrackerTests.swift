import Kernel
import Testing

@testable import AMQP

struct SettlementTrackerTests {
    @Test func `a whole batch is acknowledged by one command`() throws {
        var tracker = try tracker(delivered: 5)

        #expect(
            tracker.settle((1...5).map { ($0, .acknowledge) })
                == [.acknowledge(5, isMultiple: true)]
        )
    }

    @Test func `nothing unsettled is swallowed by a multiple acknowledgement`() throws {
        var tracker = try tracker(delivered: 5)

        #expect(
            tracker.settle([(1, .acknowledge), (2, .acknowledge), (4, .acknowledge)])
                == [.acknowledge(2, isMultiple: true), .acknowledge(4, isMultiple: false)]
        )
        #expect(tracker.settle([(3, .acknowledge)]) == [.acknowledge(3, isMultiple: false)])
    }

    @Test func `a settlement counts once`() throws {
        var tracker = try tracker(delivered: 2)

        #expect(tracker.settle([(1, .reject)]) == [.reject(1)])
        #expect(tracker.settle([(1, .acknowledge), (7, .acknowledge)]).isEmpty)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `the broker sees exactly the settlements made`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var tracker = SettlementTracker()
        var delivered: UInt64 = 0
        var unsettled: Set<UInt64> = []
        var broker: Set<UInt64> = []
        for _ in 0..<200 {
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                delivered += 1
                try tracker.deliver(delivered)
                unsettled.insert(delivered)
                broker.insert(delivered)
            }
            let some = unsettled.sorted().filter { _ in Bool.random(using: &random) }
            let settlements = some.map { tag in
                (
                    tag,
                    [Settlement.acknowledge, .acknowledge, .giveBack, .reject]
                        .randomElement(using: &random) ?? .reject
                )
            }
            var seen: [UInt64: Settlement] = [:]
            for command in tracker.settle(settlements.map { (tag: $0.0, settlement: $0.1) }) {
                apply(command, to: &broker, noting: &seen)
            }
            #expect(seen == Dictionary(uniqueKeysWithValues: settlements))
            unsettled.subtract(some)
            #expect(broker == unsettled)
        }
    }

    private func tracker(delivered count: UInt64) throws -> SettlementTracker {
        var tracker = SettlementTracker()
        for tag in 1...count { try tracker.deliver(tag) }
        return tracker
    }

    /// What a broker does with a command.
    private func apply(
        _ command: SettlementCommand,
        to unsettled: inout Set<UInt64>,
        noting seen: inout [UInt64: Settlement]
    ) {
        switch command {
        case .acknowledge(let tag, let isMultiple):
            #expect(unsettled.contains(tag), "an unknown tag is answered with 406")
            for covered in unsettled where isMultiple ? covered <= tag : covered == tag {
                seen[covered] = .acknowledge
                unsettled.remove(covered)
            }
        case .giveBack(let tag):
            seen[tag] = .giveBack
            #expect(unsettled.remove(tag) != nil)
        case .reject(let tag):
            seen[tag] = .reject
            #expect(unsettled.remove(tag) != nil)
        }
    }
}
