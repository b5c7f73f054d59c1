import ServiceKit
import Testing
import Tracing

struct TraceParentTests {
    private static let example = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `the example of the recommendation survives a round trip`() throws {
        let identity = try #require(TraceParent.parse(parent: Self.example, state: "vendor=1"))
        #expect(identity.isSampled)
        #expect(identity.state == "vendor=1")
        #expect(TraceParent.format(identity) == Self.example)
    }

    @Test(arguments: [
        "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b71692033310-01",
        "0g-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
    ])
    func `a malformed parent is as good as none`(parent: String) {
        #expect(TraceParent.parse(parent: parent) == nil)
    }

    @Test func `a later version may say more`() {
        let parent = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more"
        #expect(TraceParent.parse(parent: parent)?.isSampled == false)
    }

    @Test func `a tracestate that is too long is dropped`() {
        let state = String(repeating: "x", count: 513)
        #expect(TraceParent.parse(parent: Self.example, state: state)?.state == nil)
        #expect(TraceParent.parse(parent: Self.example, state: "a\nb")?.state == nil)
    }

    @Test func `a span continues the trace of its caller`() throws {
        let tracer = TraceContextTracer()
        let headers = ["traceparent": Self.example, "tracestate": "vendor=1"]
        var context = InstrumentationContext.topLevel
        tracer.extract(headers, into: &context, using: TextMapCarrier())
        let span = tracer.startSpan("work", context: context)
        var outgoing: [String: String] = [:]
        tracer.inject(span.context, into: &outgoing, using: TextMapCarrier())
        let identity = try #require(span.context.spanIdentity)
        #expect(identity.traceID.description == "0af7651916cd43dd8448eb211c80319c")
        #expect(identity.spanID.description != "b7ad6b7169203331")
        #expect(outgoing["traceparent"] == TraceParent.format(identity))
        #expect(outgoing["tracestate"] == "vendor=1")
    }

    @Test func `the caller decides what is sampled, else the ratio`() throws {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<10_000).map { _ in TraceID.random(using: &random) }
        let parent = try #require(TraceParent.parse(parent: Self.example))
        #expect(ids.allSatisfy { Sampler(ratio: 0).isSampled($0, parent: parent) })
        #expect(!ids.contains { Sampler(ratio: 0).isSampled($0, parent: nil) })
        #expect(ids.allSatisfy { Sampler(ratio: 1).isSampled($0, parent: nil) })
        let share = ids.count { Sampler(ratio: 0.25).isSampled($0, parent: nil) }
        #expect((2_000...3_000).contains(share))
    }
}
