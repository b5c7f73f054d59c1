import Kernel

/// By what a cost is spread over goods.
package enum SpreadBasis: String, WordCodable, Hashable, Sendable {
    case quantity
    case value
}
