import Contracts

/// Why a request that was made gets no answer of its service.
enum RequestFailure: Error, Hashable {
    case brokerIsAway
    /// The broker has no queue for it, or a full one, or was lost before it said.
    case notTaken
    case tooLarge

    /// What the caller is told.
    func problem(of service: ServiceName) -> Problem {
        switch self {
        case .brokerIsAway: .serviceUnavailable("The broker is away.")
        case .notTaken: .serviceUnavailable("\(service.rawValue) takes no requests now.")
        case .tooLarge:
            Problem(.payloadTooLarge, detail: "The request is too large for its service.")
        }
    }
}
