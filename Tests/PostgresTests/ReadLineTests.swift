import Testing

@testable import Postgres

/// What a pool decides about reads, without a server.
struct ReadLineTests {
    private func line(sessions: Int = 2, waiters: Int = 10) -> ReadLine {
        ReadLine(limits: PoolLimits(maximumConnections: sessions, maximumWaiters: waiters))
    }

    @Test func `sessions are claimed for those who wait, up to the limit`() {
        var line = self.line()
        #expect(line.claimServer() == false)
        #expect(line.append(PendingRead(["SELECT 1"])) == true)
        #expect(line.claimServer() == true)
        #expect(line.claimServer() == true)
        #expect(line.claimServer() == false)
        line.endServer()
        #expect(line.claimServer() == true)
    }

    @Test func `who waits longest is next, also when its session died`() {
        var line = self.line()
        let reads = (0..<3).map { _ in PendingRead(["SELECT 1"]) }
        for read in reads { #expect(line.append(read) == true) }
        let first = line.next()
        #expect(first === reads[0])
        line.putBack(reads[0])
        #expect(line.remove(reads[1]) == true)
        #expect(line.remove(reads[1]) == false)
        let rest = [line.next(), line.next()]
        #expect(rest[0] === reads[0])
        #expect(rest[1] === reads[2])
        #expect(line.waiting.isEmpty)
    }

    @Test func `a full line refuses`() {
        var line = self.line(waiters: 1)
        #expect(line.append(PendingRead(["SELECT 1"])) == true)
        #expect(line.append(PendingRead(["SELECT 1"])) == false)
    }

    @Test func `those who wait too long are taken out, and nobody else`() {
        var line = self.line()
        let reads = (0..<3).map { _ in PendingRead(["SELECT 1"]) }
        for read in reads { #expect(line.append(read) == true) }
        #expect(line.removeAll(since: reads[0].since - .seconds(1)).count == 0)
        let late = line.removeAll(since: reads[1].since)
        #expect(late.count >= 2)
        #expect(late[0] === reads[0])
        #expect(line.waiting.count == 3 - late.count)
    }

    @Test func `the first word about a read counts`() async throws {
        let read = PendingRead(["SELECT 1"])
        read.finish(.failure(CancellationError()))
        read.finish(.success(.success([])))
        await #expect(throws: CancellationError.self) { _ = try await read.outcome().get() }
    }
}
