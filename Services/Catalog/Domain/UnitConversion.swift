/// One unit expressed in another: one `from` is `ratio` times one `to`.
///
/// A dozen is 12/1 each; a third of a kilogram is 1/3 kg.
package struct UnitConversion: Hashable, Sendable {
    package let from: UnitCode
    package let to: UnitCode
    package let ratio: ExactRatio

    /// - Throws: ``BrokenRule`` `different-units`.
    package init(from: UnitCode, to: UnitCode, ratio: ExactRatio) throws(BrokenRule) {
        guard from != to else {
            throw BrokenRule("different-units", "a unit needs no conversion to itself")
        }
        self.from = from
        self.to = to
        self.ratio = ratio
    }

    /// The same fact, told from the other side.
    package var inverse: UnitConversion {
        UnitConversion(reversed: self)
    }

    private init(reversed other: UnitConversion) {
        self.from = other.to
        self.to = other.from
        self.ratio = other.ratio.inverse
    }
}
