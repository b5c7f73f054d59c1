import ArgumentParser
import Testing

@testable import Operator

@Suite struct BenchSettingsTests {
    private static func settings(
        seconds: Int = 5,
        clients: String = "1,8,32",
        only: String? = nil,
        variants: Int = 50_000
    ) throws -> BenchSettings {
        try BenchSettings(seconds: seconds, clients: clients, only: only, variants: variants)
    }

    @Test func `all that needs no history is measured unless something is chosen`() throws {
        let settings = try Self.settings()
        let left = Set(Measure.allCases).subtracting(settings.measures)
        #expect(left == Set(Measure.reads))
        #expect(settings.clients == [1, 8, 32])
        #expect(settings.warmUp == .seconds(1))
    }

    @Test func `choices keep the order of measuring`() throws {
        let settings = try Self.settings(clients: "8,1,8", only: "receipt-1,pg-1")
        #expect(settings.measures == [.pgOne, .receiptOne])
        #expect(settings.clients == [1, 8])
    }

    @Test(arguments: ["0", "8,0", "-1", "257", "", "1,,8", "many"])
    func `a number of clients outside its range names the option and the rule`(
        _ text: String
    ) throws {
        let error = #expect(throws: ValidationError.self) { try Self.settings(clients: text) }
        #expect(error?.message.contains("--clients takes numbers from 1 to 256") == true)
    }

    @Test func `an unknown measure is named beside those there are`() throws {
        let error = #expect(throws: ValidationError.self) { try Self.settings(only: "pg-1,speed") }
        #expect(error?.message.contains("--only knows no \"speed\"; there are pg-1, ") == true)
    }

    @Test func `seconds and variants have their ranges`() throws {
        let seconds = #expect(throws: ValidationError.self) { try Self.settings(seconds: 0) }
        #expect(seconds?.message == "--seconds is from 1 to 600, not 0.")
        let variants = #expect(throws: ValidationError.self) { try Self.settings(variants: 99) }
        #expect(variants?.message == "--variants is from 100 to 1000000, not 99.")
    }

    @Test func `every measure of ours has a limit that is none of ours`() {
        for measure in Measure.allCases where measure.isOurs {
            #expect(measure.limits.allSatisfy { !$0.isOurs })
        }
    }
}
