import Testing

@testable import AMQP

struct BrokerAddressTests {
    @Test func `a URL names host, port, user and virtual host`() throws {
        let address = try BrokerAddress("amqps://ledger:s%40fe@broker.example:5673/my%2Fsuite")

        #expect(address.host == "broker.example")
        #expect(address.port == 5673)
        #expect(address.user == "ledger")
        #expect(address.password == "s@fe")
        #expect(address.virtualHost == "my/suite")
        #expect(address.isEncrypted)
    }

    @Test func `what is left out has the usual value`() throws {
        let address = try BrokerAddress("amqp://broker")

        #expect(address.port == 5672)
        #expect(address.virtualHost == "/")
        #expect(try BrokerAddress("amqps://broker").port == 5671)
    }

    @Test(arguments: ["", "broker", "http://broker", "amqp://"])
    func `another URL is refused without repeating it`(url: String) {
        let error = #expect(throws: AMQPError.self) { try BrokerAddress(url) }
        #expect(error?.code == .configuration)
    }
}
