import Contracts
import Kernel

extension RequestBundle {
    /// Bytes of a bundle for its service, its time and its instance, at most, and for its assertion.
    static let overhead = 1_024
    /// Bytes of a request besides its fields, its body and its principal.
    static let requestOverhead = 32

    /// Writes a bundle and vouches for it.
    ///
    /// - Parameters:
    ///   - requests: At most ``BundleFormat/maximumCount``.
    ///   - key: The key of the service.
    static func bytes(
        of requests: [OutgoingRequest],
        from instance: String,
        to service: ServiceName,
        key: AssertionKey,
        issuedAt: Timestamp = .now,
        now: ContinuousClock.Instant = .now
    ) -> [UInt8] {
        var writer = BundleWriter(capacity: requests.reduce(Self.overhead) { $0 + $1.size })
        writer.write(BundleFormat.version)
        writer.write(service.rawValue)
        writer.write(issuedAt.microseconds)
        writer.write(instance)
        let (principals, indices) = self.table(of: requests)
        writer.write(UInt16(principals.count))
        for principal in principals {
            writer.write(UInt32(principal.bytes.count))
            writer.write(raw: principal.bytes)
        }
        writer.write(UInt16(requests.count))
        for (request, index) in zip(requests, indices) {
            writer.write(UInt32(14 + request.fields.count + request.body.count))
            writer.write(request.correlation)
            writer.write(UInt32(clamping: max(1, (request.deadline - now).wholeMilliseconds)))
            writer.write(UInt16(index))
            writer.write(raw: request.fields)
            writer.write(raw: request.body)
        }
        writer.write(raw: key.sign(writer.bytes))
        return writer.bytes
    }

    /// Each principal once, and which of them each request has.
    private static func table(
        of requests: [OutgoingRequest]
    ) -> (principals: [PrincipalText], indices: [Int]) {
        var principals: [PrincipalText] = []
        let indices = requests.map { request in
            if let index = principals.firstIndex(where: { $0 === request.principal }) {
                return index
            }
            principals.append(request.principal)
            return principals.count - 1
        }
        return (principals, indices)
    }
}
