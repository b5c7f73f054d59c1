import Contracts
import FoundationEssentials
import Messaging
import Testing

struct PageCursorTests {
    private static func request(
        _ operation: String = "listImportErrors",
        path: [String: String] = ["importId": "1"],
        query: [String: String] = [:]
    ) -> OperationRequest {
        OperationRequest(
            operation: operation,
            principal: Principal(id: UUID(), kind: .user, name: "ada", permissions: []),
            path: path,
            query: QueryParameters(
                query.map { QueryParameters.Pair(name: $0.key, value: $0.value) }
            ),
            messageID: UUID()
        )
    }

    @Test func `a cursor goes on in its own list, whatever the size of the page`() throws {
        let text = try PageCursor(["A"], of: Self.request(query: ["limit": "5"])).text
        let next = Self.request(query: ["limit": "9", "cursor": text])
        #expect(try PageCursor.read(next, keyCount: 1)?.keys == ["A"])
    }

    @Test func `a cursor of another list, path or filter is refused`() throws {
        let text = try PageCursor(["A"], of: Self.request()).text
        for other in [
            Self.request("listImports", query: ["cursor": text]),
            Self.request(path: ["importId": "2"], query: ["cursor": text]),
            Self.request(query: ["cursor": text, "row": "1"]),
        ] {
            let problem = #expect(throws: Problem.self) {
                try PageCursor.read(other, keyCount: 1)
            }
            #expect(problem?.knownCode == .invalidCursor)
        }
    }

    @Test func `a cursor with too few keys is refused`() throws {
        let text = try PageCursor(["A"], of: Self.request()).text
        #expect(throws: Problem.self) {
            try PageCursor.read(Self.request(query: ["cursor": text]), keyCount: 2)
        }
    }
}
