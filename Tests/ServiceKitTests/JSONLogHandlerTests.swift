import Foundation
import Kernel
import Logging
import ServiceKit
import Testing
import Tracing

struct JSONLogHandlerTests {
    private let file: TemporaryFile
    private let logger: Logger

    init() throws {
        let file = try TemporaryFile()
        var logger = Logger(label: "test")
        logger.handler = JSONLogHandler(
            label: "test",
            service: "ledger",
            version: "1.2.3",
            output: file.output
        )
        self.file = file
        self.logger = logger
    }

    private func onlyObject() throws -> [String: Any] {
        let lines = try self.file.lines
        try #require(lines.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(lines[0].utf8))
        return try #require(object as? [String: Any])
    }

    @Test func `one event is one object on one line`() throws {
        self.logger.notice("Entry posted", metadata: ["entry.lines": .stringConvertible(3)])
        let object = try self.onlyObject()
        #expect(object["level"] as? String == "notice")
        #expect(object["service"] as? String == "ledger")
        #expect(object["version"] as? String == "1.2.3")
        #expect(object["message"] as? String == "Entry posted")
        #expect(object["entry.lines"] as? Int == 3)
        #expect(try #require(object["ts"] as? String).hasSuffix("Z"))
        #expect(object["trace.id"] == nil)
    }

    @Test(arguments: [
        "two\nlines\r\n", "\"quoted\\\"", "\u{1B}[31mred", "\u{0}\u{7F}\u{85}", "a\u{2028}b",
        "ünïcode 📦", "",
    ])
    func `any text survives and stays on its line`(text: String) throws {
        self.logger.info("\(text)", metadata: ["text": "\(text)"])
        let object = try self.onlyObject()
        #expect(object["message"] as? String == text)
        #expect(object["text"] as? String == text)
        let line = try self.file.lines[0]
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0 ~= $0.value) })
    }

    @Test func `a line names the request that it is about`() throws {
        let id = ID<JSONLogHandlerTests>.make().rawValue
        var context = InstrumentationContext.topLevel
        context.requestID = id
        InstrumentationContext.$current.withValue(context) { self.logger.info("asked") }
        #expect(try self.onlyObject()["request.id"] as? String == id.text)
    }

    @Test func `metadata cannot forge the fields of the line`() throws {
        self.logger.info("real", metadata: ["level": "critical", "message": "forged"])
        let object = try self.onlyObject()
        #expect(object["level"] as? String == "info")
        #expect(object["message"] as? String == "real")
        #expect(object["metadata.message"] as? String == "forged")
    }

    @Test func `nested metadata becomes dotted keys`() throws {
        self.logger.info("nested", metadata: ["stock": ["sku": "A-1", "lots": ["L1", "L2"]]])
        let object = try self.onlyObject()
        #expect(object["stock.sku"] as? String == "A-1")
        #expect(object["stock.lots"] as? [String] == ["L1", "L2"])
    }

    @Test func `a line names the span it was written in`() async throws {
        let tracer = TraceContextTracer()
        let identity = tracer.withSpan("work") { span in
            self.logger.info("inside")
            return span.context.spanIdentity
        }
        let object = try self.onlyObject()
        #expect(object["trace.id"] as? String == identity?.traceID.description)
        #expect(object["span.id"] as? String == identity?.spanID.description)
    }

    @Test func `an endless value is cut`() throws {
        self.logger.info("long", metadata: ["text": "\(String(repeating: "x", count: 100_000))"])
        let text = try #require(try self.onlyObject()["text"] as? String)
        #expect(text.count == 16_385)
        #expect(text.hasSuffix("…"))
    }

    @Test func `the level and the metadata belong to one logger`() {
        var other = self.logger
        other.logLevel = .error
        other[metadataKey: "only"] = "other"
        #expect(self.logger.logLevel == .info)
        #expect(self.logger[metadataKey: "only"] == nil)
    }
}
