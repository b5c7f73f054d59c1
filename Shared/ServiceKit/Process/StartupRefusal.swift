/// Why a process does not start although it was configured correctly; waiting would not help.
package enum StartupRefusal: Error, Hashable {
    case migrationsPending(service: String, names: [String])
    case schemaForeign(service: String, reason: String)
    case topologyMissing(service: String, reason: String)
}

extension StartupRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .migrationsPending(let service, let names):
            "The database of \(service) lacks \(names.joined(separator: ", ")): run "
                + "\"\(service) migrate\" first."
        case .schemaForeign(let service, let reason):
            "The database of \(service) belongs to another version (\(reason)): deploy the version "
                + "that made it, or restore a backup."
        case .topologyMissing(let service, let reason):
            "The broker is not set up for \(service) (\(reason)): import "
                + "deploy/rabbitmq/definitions.json first."
        }
    }
}
