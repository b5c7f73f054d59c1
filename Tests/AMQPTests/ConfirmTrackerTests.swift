import Kernel
import Testing

@testable import AMQP

struct ConfirmTrackerTests {
    @Test func `confirms out of order settle their own messages`() throws {
        var tracker = ConfirmTracker<Int>()
        for ticket in 1...3 { tracker.publish(ticket, identity("\(ticket)")) }

        #expect(try settled(&tracker, 1) == [1: .confirmed])
        #expect(try settled(&tracker, 3) == [3: .confirmed])
        #expect(tracker.span == 2)
        #expect(try settled(&tracker, 2) == [2: .confirmed])
        #expect(tracker.span == 0)
    }

    @Test func `a multiple nack refuses all that is unsettled up to it`() throws {
        var tracker = ConfirmTracker<Int>()
        for ticket in 1...4 { tracker.publish(ticket, identity("\(ticket)")) }
        _ = try settled(&tracker, 2)

        #expect(
            try settled(&tracker, 3, isMultiple: true, isPositive: false)
                == [1: .refused, 3: .refused]
        )
        #expect(try settled(&tracker, 0, isMultiple: true) == [4: .confirmed])
    }

    @Test func `a return makes the following confirm unroutable`() throws {
        var tracker = ConfirmTracker<Int>()
        for ticket in 1...3 { tracker.publish(ticket, identity("\(ticket)")) }

        #expect(took(&tracker, "2"))
        #expect(
            try settled(&tracker, 3, isMultiple: true)
                == [1: .confirmed, 2: .unroutable(code: 312, text: "NO_ROUTE"), 3: .confirmed]
        )
    }

    @Test func `a return of a message twice in flight concerns the older`() throws {
        var tracker = ConfirmTracker<Int>()
        for ticket in 1...2 { tracker.publish(ticket, identity("same")) }

        #expect(took(&tracker, "same"))
        #expect(try settled(&tracker, 2) == [2: .confirmed])
        #expect(try settled(&tracker, 1) == [1: .unroutable(code: 312, text: "NO_ROUTE")])
        #expect(!took(&tracker, "same"))
    }

    @Test func `a confirm of what was not published breaks the connection`() throws {
        var tracker = ConfirmTracker<Int>()
        tracker.publish(1, identity("1"))

        #expect(throws: AMQPError.self) { try settled(&tracker, 2) }
        _ = try settled(&tracker, 1)
        #expect(try settled(&tracker, 1).isEmpty)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `every message has one outcome whatever the schedule`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var tracker = ConfirmTracker<Int>()
        var unsettled: Set<Int> = []
        var unroutable: Set<Int> = []
        var published = 0
        for _ in 0..<400 {
            if Bool.random(using: &random) || unsettled.isEmpty {
                published += 1
                tracker.publish(published, identity("\(published)"))
                unsettled.insert(published)
                if UInt8.random(in: 0..<4, using: &random) == 0 {
                    #expect(took(&tracker, "\(published)"))
                    unroutable.insert(published)
                }
                continue
            }
            let tag = Int.random(in: 1...published, using: &random)
            let isMultiple = Bool.random(using: &random)
            let isPositive = UInt8.random(in: 0..<4, using: &random) > 0
            let expected = unsettled.filter { isMultiple ? $0 <= tag : $0 == tag }
            let outcomes = try settled(
                &tracker,
                tag,
                isMultiple: isMultiple,
                isPositive: isPositive
            )
            #expect(Set(outcomes.keys) == expected)
            for (ticket, outcome) in outcomes {
                let positive: PublishOutcome =
                    unroutable.contains(ticket)
                    ? .unroutable(code: 312, text: "NO_ROUTE") : .confirmed
                #expect(outcome == (isPositive ? positive : .refused))
            }
            unsettled.subtract(expected)
            #expect(tracker.span == (unsettled.min().map { published - $0 + 1 } ?? 0))
        }
        #expect(Set(tracker.abandonAll()) == unsettled)
        #expect(tracker.span == 0)
    }
}

private func settled(
    _ tracker: inout ConfirmTracker<Int>,
    _ tag: Int,
    isMultiple: Bool = false,
    isPositive: Bool = true
) throws -> [Int: PublishOutcome] {
    let settled = try tracker.confirm(UInt64(tag), isMultiple: isMultiple, isPositive: isPositive)
    return Dictionary(uniqueKeysWithValues: settled.map { ($0.ticket, $0.outcome) })
}

/// Takes the return of the message with this ID.
private func took(_ tracker: inout ConfirmTracker<Int>, _ id: String) -> Bool {
    tracker.take(returned(id))
}

private func identity(_ id: String) -> MessageIdentity {
    MessageIdentity(OutboundMessage(to: "q", [], id: id))
}

private func returned(_ id: String) -> ReturnedMessage {
    ReturnedMessage(
        code: 312,
        text: "NO_ROUTE",
        exchange: "",
        routingKey: "q",
        properties: MessageProperties(messageID: id),
        body: []
    )
}
