import Contracts
import TestSupport
import Testing

/// What tills send is as long as ``PosLimits`` says, in every schema of theirs.
struct PosLimitsTests {
    private static let names = ["terminal", "location", "reason", "code", "lot"]

    @Test(arguments: ["pos.sale.v1", "pos.refund.v1", "pos.void.v1", "pos.adjustment.v1"])
    func `a schema limits a message of a till as the code does`(type: String) throws {
        let schema = try ContractFolder.json("schemas/\(type).json")
        for name in Self.names {
            for text in schema.all(name) { self.expect(text, name, PosLimits.name) }
        }
        for text in schema.all("note") { self.expect(text, "note", PosLimits.note) }
        for list in schema.all("serials") {
            #expect(list["minItems"] == nil)
            #expect(list["maxItems"] == .integer(Int64(PosLimits.serials.upperBound)))
            self.expect(list["items"] ?? .null, "serials", PosLimits.name)
        }
        for list in schema.all("lines") {
            #expect(list["minItems"] == .integer(Int64(PosLimits.lines.lowerBound)))
            #expect(list["maxItems"] == .integer(Int64(PosLimits.lines.upperBound)))
        }
    }

    /// What the till's note becomes must find room in the ledger's.
    @Test(arguments: ["ledger.record_sale.v1", "ledger.reverse_entry.v1"])
    func `a note of a command is as long as that of a till`(type: String) throws {
        let schema = try ContractFolder.json("schemas/\(type).json")
        let note = try #require(schema["properties"]?["note"])
        self.expect(note, "note", PosLimits.note)
    }

    private func expect(_ schema: JSONValue, _ name: String, _ length: TextLength) {
        let minimum = schema["minLength"] ?? 0
        #expect(minimum == .integer(Int64(length.minimum)), "\(name)")
        #expect(schema["maxLength"] == .integer(Int64(length.maximum)), "\(name)")
    }
}
