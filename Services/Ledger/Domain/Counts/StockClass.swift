package import Contracts
package import Kernel

/// How much of a variant is used, compared with the others of its warehouse: A the most.
package enum StockClass: String, WordCodable, Hashable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
}

extension StockClass {
    /// How much of all that is used the most used variants make up, in hundredths: those of class A,
    /// and those of A and B together.
    private static let shares = (first: Int128(80), second: Int128(95))

    /// Puts each variant of a warehouse into its class, by how much of it was used.
    ///
    /// What carries the sum up to a share belongs to it; what nobody used is in class C. Ties go by
    /// identifier, so that the classes are always the same.
    package static func classes(
        of consumption: [ID<Variant>: Quantity]
    ) -> [ID<Variant>: StockClass] {
        let used = consumption.filter(\.value.isPositive).sorted { left, right in
            left.value == right.value ? left.key < right.key : left.value > right.value
        }
        let total = used.reduce(Int128(0)) { $0 + Int128($1.value.tenThousandths) }
        var classes = consumption.mapValues { _ in StockClass.c }
        var sum = Int128(0)
        for (variant, quantity) in used {
            let share = sum * 100
            classes[variant] =
                share < total * Self.shares.first
                ? .a : share < total * Self.shares.second ? .b : .c
            sum += Int128(quantity.tenThousandths)
        }
        return classes
    }
}
