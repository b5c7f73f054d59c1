import ArgumentParser

/// A list that can be written to a file.
enum ExportedList: String, CaseIterable, ExpressibleByArgument {
    case stock
    case movements
    case entries
    case valuation
    case costs

    var path: [String] {
        switch self {
        case .stock: ["v1", "stock"]
        case .movements: ["v1", "movements"]
        case .entries: ["v1", "entries"]
        case .valuation: ["v1", "valuation"]
        case .costs: ["v1", "cost-entries"]
        }
    }

    /// What is asked for where nobody says otherwise: all there is to know of each thing.
    var grouping: [(String, String)] {
        switch self {
        case .stock: [("by", "lot")]
        case .valuation: [("by", "variant")]
        // In the order of their numbers.
        case .costs: [("after", "0")]
        case .movements, .entries: []
        }
    }
}
