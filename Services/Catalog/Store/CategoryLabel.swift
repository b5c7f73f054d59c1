import Contracts
import Kernel

/// A category as other documents name it.
struct CategoryLabel: Codable, Hashable, Sendable {
    let id: ID<Category>
    let name: String
}
