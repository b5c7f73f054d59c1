import Contracts
import Kernel
import Testing

@testable import Messaging

/// The form in which requests and answers travel.
struct BundleTests {
    @Test(arguments: UInt64(1)...20)
    func `requests are read as they were written`(seed: UInt64) throws {
        var samples = BundleSamples(seed: seed)
        let requests = try samples.requests()
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let instance = samples.text()
        let bundle = try RequestBundle(
            RequestBundle.bytes(
                of: requests,
                from: instance,
                to: .ledger,
                key: try #require(BundleSamples.key),
                issuedAt: now
            )
        )
        #expect(bundle.service == "ledger" && bundle.instance == instance)
        #expect(bundle.issuedAt == now)
        #expect(bundle.requests.map(\.correlation) == requests.map(\.correlation))
        for (read, written) in zip(bundle.requests, requests) {
            let (fields, body) = try read.read(from: bundle.bytes)
            #expect(fields.bytes == written.fields)
            #expect(body == written.body)
            #expect(
                Array(bundle.bytes[bundle.principals[read.principal]]) == written.principal.bytes
            )
            #expect(read.budget > .zero && read.budget <= .seconds(100))
        }
    }

    @Test func `fields are read as they were written`() throws {
        var samples = BundleSamples(seed: 7)
        for _ in 0..<200 {
            let fields = RequestFields(samples.call(), trace: samples.pairs())
            var reader = BundleReader(fields.bytes)
            #expect(try RequestFields(&reader) == fields)
            try reader.end()
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `answers are read as they were written`(seed: UInt64) throws {
        var samples = BundleSamples(seed: seed)
        let replies = samples.replies()
        let read = try ReplyBundle(ReplyBundle.bytes(of: replies)).replies
        #expect(read.map(\.correlation) == replies.map(\.correlation))
        for (read, written) in zip(read, replies) {
            let response = try read.response()
            let again = OutgoingReply(response, to: read.correlation)
            #expect(again.head == written.head && again.body == written.body)
        }
    }

    @Test(arguments: UInt64(1)...5)
    func `a bundle that is cut off is none`(seed: UInt64) throws {
        var samples = BundleSamples(seed: seed)
        let requests = try self.bundle(of: try samples.requests())
        for end in requests.indices {
            #expect(throws: BundleError.self, "\(end)") {
                try RequestBundle(Array(requests[..<end]))
            }
        }
        let replies = ReplyBundle.bytes(of: samples.replies())
        for end in replies.indices {
            #expect(throws: BundleError.self, "\(end)") { try ReplyBundle(Array(replies[..<end])) }
        }
    }

    @Test(arguments: UInt64(1)...5)
    func `what is no bundle is refused, or read without harm`(seed: UInt64) throws {
        var samples = BundleSamples(seed: seed)
        for _ in 0..<400 {
            var requests = try self.bundle(of: try samples.requests())
            var replies = ReplyBundle.bytes(of: samples.replies())
            for _ in 0..<Int.random(in: 1...4, using: &samples.generator) {
                requests = requests.isEmpty ? [] : samples.mutated(requests)
                replies = replies.isEmpty ? [] : samples.mutated(replies)
            }
            self.readAll(requests)
            self.readAll(replies)
            let noise = samples.bytes(below: 200)
            self.readAll(noise)
            self.readAll([BundleFormat.version] + noise)
        }
    }

    @Test func `numbers beyond their limits are refused`() throws {
        var samples = BundleSamples(seed: 3)
        let one = try samples.requests()[0]
        let many = Array(repeating: one, count: BundleFormat.maximumCount)
        #expect(try RequestBundle(self.bundle(of: many)).requests.count == many.count)
        let tooMany = try self.bundle(of: many + [one])
        #expect(throws: BundleError.malformed("requests")) { try RequestBundle(tooMany) }
        let none = try self.bundle(of: [])
        #expect(throws: BundleError.malformed("requests")) { try RequestBundle(none) }
        #expect(throws: BundleError.malformed("replies")) {
            try ReplyBundle(ReplyBundle.bytes(of: []))
        }
        #expect(throws: BundleError.version(2)) { try ReplyBundle([2, 0, 0]) }
        let extra = ReplyBundle.bytes(of: samples.replies()) + [0]
        #expect(throws: BundleError.overlong) { try ReplyBundle(extra) }
    }

    private func bundle(of requests: [OutgoingRequest]) throws -> [UInt8] {
        let key = try #require(BundleSamples.key)
        return RequestBundle.bytes(of: requests, from: "instance", to: .ledger, key: key)
    }

    /// Reads every part of what may be a bundle; that it cannot be read is all that may happen.
    private func readAll(_ bytes: [UInt8]) {
        let known = BundleError.version(BundleFormat.version)
        do throws(BundleError) {
            let bundle = try RequestBundle(bytes)
            for request in bundle.requests { _ = try request.read(from: bytes) }
        } catch {
            #expect(error != known)
        }
        do throws(BundleError) {
            for reply in try ReplyBundle(bytes).replies { _ = try reply.response() }
        } catch {
            #expect(error != known)
        }
    }
}
