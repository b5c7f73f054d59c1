import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Whoever changes a setting tells of it, once.
@Suite(.requiresPostgres)
struct SettingFactTests {
    /// A command that makes or changes a setting.
    struct Command: Sendable, CustomTestStringConvertible {
        let kind: SettingKind
        let operation: String
        let body: String

        var testDescription: String { self.operation }
    }

    static let commands = [
        Command(
            kind: .removalRule,
            operation: "setRemovalRule",
            body: #"{"sku":"NUT","strategy":"lifo"}"#
        ),
        Command(
            kind: .costPolicy,
            operation: "setCostPolicy",
            body: #"{"sku":"NUT","method":"standard","standardCost":"2.5"}"#
        ),
        Command(
            kind: .exchangeRate,
            operation: "addExchangeRate",
            body: #"{"currency":"USD","rate":"0.9","validFrom":"2020-01-01T00:00:00Z"}"#
        ),
        Command(
            kind: .countPlan,
            operation: "createCountPlan",
            body: #"{"name":"All","location":"LDN"}"#
        ),
        Command(
            kind: .approvalRule,
            operation: "createApprovalRule",
            body: #"{"maximumQuantity":"100","reason":"Audit"}"#
        ),
    ]

    @Test(arguments: Self.commands)
    func `a setting is told of once, as its command is answered`(command: Command) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let trial = await ledger.ask(
                command.operation,
                command.body,
                query: ["dryRun": "true"]
            )
            #expect(trial.status < 300)
            #expect(try await ledger.facts(SettingChanged.self) == [])
            let id = ID<Contracts.Entry>.make().rawValue
            let answers = [
                await ledger.ask(command.operation, command.body, messageID: id),
                await ledger.ask(command.operation, command.body, messageID: id),
            ]
            #expect(answers.allSatisfy { $0.status < 300 })
            let answer = try MessageCoding.decode(JSONValue.self, from: answers[0].body)
            let told = try await ledger.facts(SettingChanged.self)
            #expect(told.map(\.kind) == [command.kind])
            #expect(told.map(\.value) == [answer])
            #expect(told.map(\.settingId.description) == [answer["id"]?.text])
            #expect(told.map(\.version) == [1])
            #expect(told.map(\.actor.name) == ["admin"])
        }
    }

    @Test func `a change of a setting is told of with its version`() async throws {
        try await LedgerBench.with { ledger in
            for strategy in ["lifo", "fifo"] {
                _ = try await ledger.succeed("setRemovalRule", #"{"strategy":"\#(strategy)"}"#)
            }
            for method in ["average", "fifo"] {
                _ = try await ledger.succeed("setCostPolicy", #"{"method":"\#(method)"}"#)
            }
            let plan = try await ledger.succeed(
                "createCountPlan",
                #"{"name":"All","location":"LDN"}"#
            )
            let changed = await ledger.ask(
                "updateCountPlan",
                #"{"status":"retired"}"#,
                path: ["countPlanId": try #require(plan["id"]?.text)],
                headers: ["if-match": "\"1\""]
            )
            #expect(changed.status == 200)
            let told = try await ledger.facts(SettingChanged.self)
            #expect(told.map(\.version) == [1, 2, 1, 2, 1, 2])
            let words = told.map { fact in
                (fact.value?["strategy"] ?? fact.value?["method"] ?? fact.value?["status"])?.text
            }
            #expect(words == ["lifo", "fifo", "average", "fifo", "active", "retired"])
            #expect(Set(told.map(\.settingId)).count == 3)
        }
    }

    @Test func `a rule that is withdrawn is told of without a value`() async throws {
        try await LedgerBench.with { ledger in
            let rule = try await ledger.succeed("setRemovalRule", #"{"strategy":"lifo"}"#)
            let path = ["ruleId": try #require(rule["id"]?.text)]
            let trial = await ledger.ask(
                "deleteRemovalRule",
                path: path,
                query: ["dryRun": "true"]
            )
            #expect(trial.status == 204)
            #expect(try await ledger.facts(SettingChanged.self).count == 1)
            #expect(await ledger.ask("deleteRemovalRule", path: path).status == 204)
            #expect(await ledger.ask("deleteRemovalRule", path: path).status == 404)
            let told = try await ledger.facts(SettingChanged.self)
            #expect(told.map(\.version) == [1, 2])
            #expect(told.map { $0.value == nil } == [false, true])
            #expect(Set(told.map(\.settingId.description)) == [path["ruleId"]])
        }
    }
}
