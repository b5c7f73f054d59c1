import Contracts
import Foundation
import Kernel
import TestSupport
import Testing

@Suite struct `Problems` {
    @Test func `say how much was asked for and how much there is`() throws {
        let location = ID<Location>.make()
        let problem = Problem.insufficientStock(
            sku: "85123A",
            location: location,
            requested: 6,
            available: 2,
            pointer: "/lines/0",
            blockingReservations: 1
        )
        let json = try problem.json()
        #expect(
            json == [
                "type": "/docs#insufficient-stock",
                "title": "There is not enough stock.",
                "status": 409,
                "code": "insufficient-stock",
                "detail": "6 of 85123A requested, 2 available.",
                "sku": "85123A",
                "locationId": .string(location.description),
                "requested": "6",
                "available": "2",
                "blockingReservations": 1,
                "errors": [
                    [
                        "pointer": "/lines/0",
                        "rule": "available",
                        "message": "6 of 85123A requested, 2 available.",
                    ]
                ],
            ]
        )
    }

    @Test(arguments: [nil, ID<Lot>.make()])
    func `say what was believed to be there and what is`(lot: ID<Lot>?) throws {
        let location = ID<Location>.make()
        let problem = Problem.quantityChanged(
            sku: "85123A",
            location: location,
            lot: lot,
            expected: 10,
            actual: 11,
            pointer: "/lines/0/expectedQuantity"
        )
        let json = try problem.json()
        #expect(json["status"] == 409)
        #expect(json["type"] == "/docs#quantity-changed")
        #expect(json["sku"] == "85123A")
        #expect(json["locationId"] == .string(location.description))
        #expect(json["lotId"] == lot.map { JSONValue.string($0.description) })
        #expect(json["expected"] == "10")
        #expect(json["actual"] == "11")
        #expect(json["detail"] == "10 of 85123A expected, 11 there.")
        #expect(problem.errors.map(\.pointer) == ["/lines/0/expectedQuantity"])
        let document = try ContractFolder.openAPI.get()
        let members = document["components"]?["schemas"]?["Problem"]?["properties"]?.members
        #expect(problem.extensions.keys.allSatisfy { members?[$0] != nil })
    }

    @Test func `survive being sent, with their further members`() throws {
        var problem = Problem(
            .duplicateReference,
            errors: [FieldError(pointer: "", rule: "unique", message: "Again.", row: 3)],
            extensions: [
                "entryId": "019aa3f0-0000-7000-8000-0000000000e1", "depth": ["a": [1, 2]],
            ]
        )
        problem.traceId = "4bf92f3577b34da6a3ce929d0e0e4736"
        let data = try JSONEncoder().encode(problem)
        #expect(try JSONDecoder().decode(Problem.self, from: data) == problem)
    }

    @Test func `a further member cannot replace a standard one`() throws {
        let problem = Problem(.notFound, extensions: ["status": 200, "code": "fine"])
        #expect(try problem.json()["status"] == 404)
        #expect(try problem.json()["code"] == "not-found")
    }

    @Test func `every code has a title of its own and a status of a failure`() {
        let titles = ProblemCode.allCases.map(\.title)
        #expect(Set(titles).count == titles.count)
        #expect(ProblemCode.allCases.allSatisfy { (400...599).contains($0.status) })
    }
}
