import Synchronization
import TestSupport
import Testing

@testable import AMQP

/// Sources, which make messages when they can be written.
struct SourceTests {
    @Test func `a source is asked until it has nothing, and each message has an outcome`()
        async throws
    {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let publisher = Publisher(connection)
                let source = Stock()
                source.add(["q", "nowhere", "q"])
                try publisher.draw(from: source)
                let unroutable = PublishOutcome.unroutable(code: 312, text: "NO_ROUTE")
                try await eventually("outcomes") { source.outcomes.count == 3 }
                #expect(source.outcomes.count { $0 == .confirmed } == 2)
                #expect(source.outcomes.contains(unroutable))
                #expect(try await host.depth(of: "q") == 2)
                // It had nothing, so the publisher has to be told.
                source.add(["q"])
                try publisher.draw(from: source)
                try await eventually("the fourth") { source.outcomes.count == 4 }
            }
        }
    }

    @Test func `sources take turns`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("a"), classicQueue("b")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let publisher = Publisher(connection)
                let sources = [Stock(), Stock()]
                for (source, queue) in zip(sources, ["a", "b"]) {
                    source.add(Array(repeating: queue, count: 50))
                    try publisher.draw(from: source)
                }
                try await eventually("both") { sources.allSatisfy { $0.outcomes.count == 50 } }
            }
        }
    }

    @Test func `what is too large fails alone`() async throws {
        var limits = impatient
        limits.message = MessageLimits(maximumBody: 10)
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url, limits: limits)) { connection in
                let source = Stock()
                source.add(["q"], size: 11)
                source.add(["q"])
                try Publisher(connection).draw(from: source)
                try await eventually("both") { source.outcomes.count + source.errors.count == 2 }
                #expect(source.errors == [.invalidMessage])
                #expect(source.outcomes == [.confirmed])
            }
        }
    }

    @Test func `a source gives up what it has when the connection ends`() async throws {
        try await withTestVirtualHost { host in
            let source = Stock()
            let connection = BrokerConnection(host.url)
            let publisher = Publisher(connection)
            try await withRunning(connection) { _ in
                try await eventually("the connection") { connection.isReady }
            }
            #expect(throws: AMQPError.self) { try publisher.draw(from: source) }
            #expect(throws: AMQPError.self) { try publisher.drawTransient(from: source) }
        }
    }

    @Test func `a source of a broker that is away gives up`() async throws {
        let connection = BrokerConnection("amqp://guest:guest@127.0.0.1:1/none")
        let publisher = Publisher(connection)
        try await withRunning(connection) { _ in
            let sources = [Stock(), Stock()]
            for source in sources { source.add(["q"]) }
            try publisher.draw(from: sources[0])
            try publisher.drawTransient(from: sources[1])
            try await eventually("giving up") { sources.allSatisfy { $0.abandoned == 1 } }
        }
    }

    @Test func `exchange_missing: what a source has not given waits for the next channel`()
        async throws
    {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                // One at a time, so that the others still wait when the channel closes.
                let publisher = Publisher(connection, limits: PublisherLimits(window: 1))
                let clumsy = Stock()
                clumsy.add([OutboundMessage(exchange: "missing", routingKey: "", body: [])])
                let source = Stock()
                source.add(["q", "q", "q"])
                try publisher.draw(from: clumsy)
                try publisher.draw(from: source)
                try await eventually("outcomes") { source.outcomes.count == 3 }
                #expect(clumsy.outcomes == [.indeterminate])
                #expect(source.outcomes == [.confirmed, .confirmed, .confirmed])
                #expect(source.abandoned == 0)
                #expect(connection.state == .ready(epoch: 1))
            }
        }
    }

    @Test func `only a connection that is lost makes sources give up`() {
        let confirming = ConfirmingChannel(PublisherLimits(), message: MessageLimits())
        let transient = TransientChannel(PublisherLimits(), message: MessageLimits()) { _ in }
        let sources = [Stock(), Stock()]
        for source in sources { source.add(["q"]) }
        confirming.wake(sources[0])
        transient.wake(sources[1])
        let roles: [any ChannelRole] = [confirming, transient]
        for role in roles {
            role.lose(because: AMQPError(.channel, "closed", replyCode: 404))
            role.lose(because: AMQPError(.timeout, "no confirm"))
            #expect(role.isBusy, "its source is asked when there is another channel")
        }
        #expect(sources.map(\.abandoned) == [0, 0])
        for role in roles { role.loseConnection(because: AMQPError(.connection, "lost")) }
        #expect(sources.map(\.abandoned) == [1, 1])
    }

    @Test func `a source is asked for all it has where nothing is confirmed`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let source = Stock()
                source.add(Array(repeating: "q", count: 20))
                try Publisher(connection).drawTransient(from: source)
                try await eventually("all") { try await host.depth(of: "q") == 20 }
                #expect(source.outcomes.isEmpty)
            }
        }
    }
}

/// Messages to queues, and what became of them.
private final class Stock: MessageSource {
    private struct State {
        var messages: [OutboundMessage] = []
        var outcomes: [PublishOutcome] = []
        var errors: [AMQPError.Code] = []
        var abandoned = 0
    }

    private let state = Mutex(State())

    var outcomes: [PublishOutcome] { self.state.withLock { $0.outcomes } }
    var errors: [AMQPError.Code] { self.state.withLock { $0.errors } }
    var abandoned: Int { self.state.withLock { $0.abandoned } }

    func add(_ queues: [String], size: Int = 1) {
        self.add(queues.map { OutboundMessage(to: $0, [UInt8](repeating: 0, count: size)) })
    }

    func add(_ messages: [OutboundMessage]) {
        self.state.withLock { $0.messages += messages }
    }

    func next() -> SourcedMessage? {
        self.state.withLock { state in
            guard !state.messages.isEmpty else { return nil }
            let message = state.messages.removeFirst()
            return SourcedMessage(message) { self.note($0) }
        }
    }

    func abandon(because error: AMQPError) {
        self.state.withLock { state in
            state.abandoned += state.messages.count
            state.messages = []
        }
    }

    private func note(_ result: Result<PublishOutcome, AMQPError>) {
        self.state.withLock { state in
            switch result {
            case .success(let outcome): state.outcomes.append(outcome)
            case .failure(let error): state.errors.append(error.code)
            }
        }
    }
}
