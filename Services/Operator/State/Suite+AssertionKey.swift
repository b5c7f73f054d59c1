import Contracts
import Messaging

extension Suite {
    /// The key that proves who asks: the gateway has the master, a service only its own.
    func assertionKey(of service: ServiceName) throws -> String {
        let text = try self.folder.secret("assertion-key")
        guard let master = AssertionKey(hexadecimal: text) else {
            throw OperatorFailure(
                "the assertion key in \(self.folder.path)/secrets is damaged",
                next: "remove it, then ./stockbook down and ./stockbook up"
            )
        }
        return service == .gateway ? text : master.derived(for: service).hexadecimal
    }
}
