import Contracts
import Foundation
import Kernel
import Testing

@Suite struct `Unit price` {
    @Test(arguments: ["0", "2.55", "0.001", "123456789012.123456", "007.50"])
    func `is kept as written`(amount: String) throws {
        let currency = try #require(Currency("GBP"))
        #expect(UnitPrice(amount, currency)?.amount == amount)
    }

    @Test(arguments: [
        "", "-1", "+1", "1.", ".5", "1.2.3", "1e3", "0.1234567", "1234567890123", "1,5",
    ])
    func `is a plain decimal or refused`(amount: String) throws {
        let currency = try #require(Currency("GBP"))
        #expect(UnitPrice(amount, currency) == nil)
        let json = #"{"amount": "\#(amount)", "currency": "GBP"}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(UnitPrice.self, from: Data(json.utf8))
        }
    }
}
