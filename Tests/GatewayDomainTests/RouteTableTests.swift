import GatewayDomain
import Testing

struct RouteTableTests {
    let table = RouteTable([
        (method: "GET", path: "/v1/entries", operation: "list"),
        (method: "GET", path: "/v1/entries/{entryId}", operation: "get"),
        (method: "POST", path: "/v1/entries/{entryId}:reverse", operation: "reverse"),
        (method: "POST", path: "/v1/pos/messages:replay", operation: "replayMany"),
        (method: "GET", path: "/v1/pos/{other}", operation: "other"),
        (method: "DELETE", path: "/v1/variants/{variantId}/barcodes/{code}", operation: "remove"),
        (method: "GET", path: "/docs", operation: "docs"),
        (method: "PUT", path: "/{realm}/pos/{other}", operation: "elsewhere"),
    ])

    @Test func `a literal wins over a parameter`() {
        #expect(self.found("POST", "/v1/pos/messages:replay")?.operation == "replayMany")
        #expect(self.found("GET", "/v1/pos/sources")?.parameters == ["other": "sources"])
    }

    @Test func `a path that begins with a parameter is found behind those that do not`() {
        #expect(self.found("PUT", "/eu/pos/sources")?.parameters["realm"] == "eu")
        guard
            case .methodNotAllowed(let allowed) = self.table.match(
                method: "PUT",
                path: "/v1/pos/sources"
            )
        else {
            Issue.record("a less particular pattern answered")
            return
        }
        #expect(allowed == ["GET"])
    }

    @Test func `a path of one segment is found`() {
        #expect(self.found("GET", "/docs")?.operation == "docs")
        #expect(self.found("GET", "/docs/") == nil)
    }

    @Test func `a verb after a colon is no part of the parameter`() {
        let match = self.found("POST", "/v1/entries/17:reverse")
        #expect(match?.operation == "reverse")
        #expect(match?.parameters == ["entryId": "17"])
    }

    @Test func `parameters are decoded once`() {
        let match = self.found("DELETE", "/v1/variants/1/barcodes/a%2Fb%2520c")
        #expect(match?.parameters["code"] == "a/b%20c")
    }

    @Test(arguments: [
        "/v1/variants/1/barcodes/%zz", "/v1/variants/1/barcodes/%00", "/v1", "/", "",
        "//v1/variants/1/barcodes/2", "/v1//variants/1/barcodes/2", "/v1/variants/1/barcodes/2/",
        "/v1/variants//barcodes/2", "/v1/variants/1/./barcodes/2", "/v1/variants/1/barcod%65s/2",
    ])
    func `a path that names nothing is not found`(path: String) {
        guard case .notFound = self.table.match(method: "DELETE", path: path[...]) else {
            Issue.record("\(path) was found")
            return
        }
    }

    @Test func `a known path with another method says which it knows`() {
        guard
            case .methodNotAllowed(let allowed) = self.table.match(
                method: "GET",
                path: "/v1/entries/17:reverse"
            )
        else {
            Issue.record("a verb answered to GET")
            return
        }
        #expect(allowed == ["POST"])
    }

    private func found(
        _ method: String,
        _ path: String
    ) -> (operation: String, parameters: [String: String])? {
        guard
            case .found(let operation, let parameters) = self.table.match(
                method: method,
                path: path[...]
            )
        else { return nil }
        return (operation, parameters)
    }
}
