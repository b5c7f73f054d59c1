import ArgumentParser
import Contracts
import Kernel

/// What would be if another rule had always held.
enum WhatIf: Hashable, Sendable {
    case costing(CostTrial)
    case removal(RemovalTrial)
    case reorder(ReorderTrial)

    var isOfReorderPoint: Bool {
        if case .reorder = self { true } else { false }
    }

    /// The same, compared with the reorder points in force.
    func beside(_ points: ReorderTrial.Points?) -> Self {
        guard case .reorder(let trial) = self else { return self }
        return .reorder(ReorderTrial(point: trial.point, inForce: points))
    }

    /// What people read of it.
    func text(_ rebuild: Rebuild) async throws -> String {
        switch self {
        case .costing(let trial): try await trial.run(rebuild).text
        case .removal(let trial): try await trial.run(rebuild).text
        case .reorder(let trial): try await trial.run(rebuild).text
        }
    }
}

extension WhatIf: ExpressibleByArgument {
    /// `costing=fifo`, `removal=lifo`, `reorder-point=20`, and so on.
    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(
            String.init
        )
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "costing":
            guard let method = CostMethod(rawValue: parts[1]) else { return nil }
            self = .costing(CostTrial(method: method))
        case "removal":
            // What was nearest to packing then, nobody knows.
            guard let strategy = RemovalStrategy(rawValue: parts[1]), strategy != .closest
            else { return nil }
            self = .removal(RemovalTrial(strategy: strategy))
        case "reorder-point":
            guard let point = Quantity(parts[1]), point >= .zero else { return nil }
            self = .reorder(ReorderTrial(point: point))
        default: return nil
        }
    }
}
