import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Gateway

/// Lists as tables, for those who ask for them.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ListTableTests {
    private static let id = "019aa3f0-0000-7000-8000-0000000000b1"
    private static let page = """
        {"items":[
        {"sku":"=A","name":"say \\"x\\", twice","unit":"each","location":{"code":"LDN","id":"\(id)"},"variantId":"\(id)","onHand":"-2.5"},
        {"sku":"B","name":"b","unit":"each","location":{"code":"LDN","id":"\(id)"},"variantId":"\(id)","lot":{"code":"L","id":"\(id)"},"onHand":"7"}],
        "next":"a+b","knownAt":"2026-11-23T08:00:00Z"}
        """

    private static let empty = #"{"items":[]}"#

    private static func ledger() -> StandIn {
        StandIn { request in
            guard request.query["category"] == nil else {
                return .problem(Problem(.unknownVariant))
            }
            return OperationResponse(
                status: 200,
                headers: [("Content-Type", "application/json")],
                body: Array((request.operation == "listStock" ? Self.page : Self.empty).utf8)
            )
        }
    }

    @Test func `a page is CSV or lines for whoever asks, and JSON for everybody else`() async throws
    {
        try await withLedger(Self.ledger()) { gateway in
            let ada = try await gateway.newcomer("ada")
            func get(_ target: String, _ accept: String?) async throws -> Answer {
                let accept = accept.map { [("Accept", $0)] } ?? []
                return try await gateway.send("GET", target, headers: ada.headers + accept)
            }
            for accept in [
                nil, "*/*", "application/json", "text/html", "text/csv;q=0.5, application/json",
                "text/csv;q=0",
            ] {
                let answer = try await get("/v1/stock", accept)
                #expect(answer.body == Array(Self.page.utf8), "\(accept ?? "")")
                #expect(answer.header("link") == nil)
            }
            let csv = try await get("/v1/stock?by=lot&q=a%20b&cursor=x", "text/csv, */*;q=0.1")
            #expect(csv.header("content-type") == "text/csv; charset=utf-8; header=present")
            #expect(
                csv.header("link") == #"</v1/stock?by=lot&q=a%20b&cursor=a%2Bb>; rel="next""#
            )
            #expect(csv.header("stockbook-known-at") == "2026-11-23T08:00:00Z")
            #expect(csv.header("vary") == "Accept")
            let lines = String(decoding: csv.body, as: UTF8.self).split(separator: "\r\n")
            #expect(lines.count == 3)
            #expect(lines[0] == (Operations.tables["listStock"] ?? []).joined(separator: ","))
            #expect(
                lines[1] == #"'=A,"say ""x"", twice",each,LDN,,,-2.5,,,,,"#
                    + "\(Self.id),\(Self.id),"
            )
            #expect(lines[2] == "B,b,each,LDN,L,,7,,,,,\(Self.id),\(Self.id),\(Self.id)")
            let items = try await get("/v1/stock", "application/x-ndjson")
            #expect(items.header("content-type") == "application/x-ndjson")
            let documents = try items.body.split(separator: UInt8(ascii: "\n")).map {
                try MessageCoding.decode(JSONValue.self, from: Array($0))
            }
            let page = try MessageCoding.decode(JSONValue.self, from: Array(Self.page.utf8))
            #expect(documents == page["items"]?.elements)
        }
    }

    @Test func `a refusal is a problem, and what is no table stays JSON`() async throws {
        try await withLedger(Self.ledger()) { gateway in
            let ada = try await gateway.newcomer("ada")
            let headers = ada.headers + [("Accept", "text/csv")]
            let category = "019aa3f0-0000-7000-8000-0000000000c1"
            let refused = try await gateway.send(
                "GET",
                "/v1/stock?category=\(category)",
                headers: headers
            )
            #expect(refused.code == ProblemCode.unknownVariant.rawValue)
            let lots = try await gateway.send("GET", "/v1/lots", headers: headers)
            #expect(lots.body == Array(Self.empty.utf8))
        }
    }
}
