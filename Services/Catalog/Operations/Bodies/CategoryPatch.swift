import Contracts
import Kernel
import Messaging

/// What is to change about a category.
struct CategoryPatch: Codable, Sendable {
    let name: String?
    let parentId: Change<ID<Category>>
}
