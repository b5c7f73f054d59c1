import Contracts
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let periods: [Recipe] = [
        Recipe("listPeriods"),
        Recipe("createPeriod") { try Call("createPeriod", json: await $0.nextPeriod()) },
        Recipe("getPeriod") { try Call("getPeriod", ["periodId": await $0.period()]) },
        Recipe("listPeriodBalances") { system in
            try Call("listPeriodBalances", ["periodId": await system.sealedPeriod()])
        },
        Recipe("verifyPeriod") { system in
            try Call("verifyPeriod", ["periodId": await system.sealedPeriod()])
        },
        Recipe("closePeriod") { system in
            let path = ["periodId": try await system.period()]
            return try Call("closePeriod", path, json: ["hard": true, "reason": "Over"])
        },
        Recipe("reopenPeriod") { system in
            let path = ["periodId": try await system.period()]
            try await system.make("closePeriod", path, json: ["hard": false, "reason": "Over"])
            return try Call("reopenPeriod", path, json: ["reason": "Not yet"])
        },
    ]
}

extension System {
    /// A period of long ago that can be closed: all before it are closed for ever.
    fileprivate func period() async throws -> String {
        while let open = try await self.firstOpenPeriod() {
            let close: JSONValue = ["hard": true, "reason": "In order"]
            try await self.make("closePeriod", ["periodId": open], json: close)
        }
        return try await self.make("createPeriod", json: self.nextPeriod()).text("id")
    }

    /// A period that is closed for ever.
    func sealedPeriod() async throws -> String {
        let period = try await self.period()
        let path = ["periodId": period]
        try await self.make("closePeriod", path, json: ["hard": true, "reason": "Over"])
        try await eventually("the period is sealed") {
            let answer = try await self.call(Call("getPeriod", path), by: self.admin)
            return try answer.json?["state"]?.text == "closed"
        }
        return period
    }

    /// The day after the last period; the first is a day of 2001.
    fileprivate func nextPeriod() async throws -> JSONValue {
        let name = JSONValue.string(Unique.word())
        guard let end = try await self.periods().first?["until"]?.text.flatMap({ Timestamp($0) })
        else {
            return ["name": name, "from": "2001-01-01T00:00:00Z", "until": "2001-01-02T00:00:00Z"]
        }
        let next = end.advanced(by: .seconds(86_400))
        return ["name": name, "until": .string(next.description)]
    }

    private func firstOpenPeriod() async throws -> String? {
        try await self.periods().last { period in
            period["state"]?.text == "open" || period["state"]?.text == "soft-closed"
        }?["id"]?.text
    }

    /// The latest first.
    private func periods() async throws -> [JSONValue] {
        let answer = try await self.succeed(Call("listPeriods"), by: self.admin)
        return try answer.json?["items"]?.elements ?? []
    }
}
