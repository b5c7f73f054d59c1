import Contracts
import Kernel
import LedgerDomain

/// Levels that are set: nothing but what was there before and what is there after.
struct LevelModel {
    let before: [Balance.Key: Quantity]
    let after: [Balance.Key: Quantity]

    /// What an entry should not have done that was to set levels.
    func differences(in entry: PostedEntry, of command: LedgerCommand) -> [String] {
        guard case .post(let posting) = command else { return [] }
        return posting.lines.enumerated().flatMap { index, line in
            let movements = entry.movements.filter { $0.line == index + 1 }
            return line.target.map { self.differences(line, $0, by: movements) } ?? []
        }
    }

    private func differences(
        _ line: Posting.Line,
        _ target: LevelTarget,
        by movements: [PostedMovement]
    ) -> [String] {
        guard let key = self.key(of: line, by: movements) else { return [] }
        let (before, after) = (self.before[key, default: .zero], self.after[key, default: .zero])
        let moved = movements.reduce(Quantity.zero) { sum, movement in
            movement.to == key.location ? sum + movement.quantity : sum - movement.quantity
        }
        let isExpected = target.expected.map { $0 == before } ?? true
        let isSet = after == target.quantity && moved == after - before && movements.count < 2
        return isExpected && isSet ? [] : ["a level set from \(before) to \(after) by \(line)"]
    }

    /// `nil` for a lot that is named by its number and of which nothing moved.
    private func key(of line: Posting.Line, by movements: [PostedMovement]) -> Balance.Key? {
        guard case .id(let variant) = line.variant, case .id(let place) = line.to
        else { return nil }
        switch line.lot {
        case .id(let lot): return Balance.Key(variant: variant, location: place, lot: lot)
        case nil: return Balance.Key(variant: variant, location: place)
        case .code:
            return movements.first.map { movement in
                Balance.Key(variant: variant, location: place, lot: movement.lot)
            }
        }
    }

    /// What a refusal says wrongly of what is there.
    static func differences(
        in refusal: LedgerRefusal,
        after totals: [Balance.Key: Quantity]
    ) -> [String] {
        guard case .quantityChanged(let mismatch) = refusal else { return [] }
        let there =
            totals.filter { key, _ in
                key.location == mismatch.location && key.lot == mismatch.lot
                    && key.variant == Company.variant(mismatch.sku)
            }.values.first ?? .zero
        return there == mismatch.actual && there != mismatch.expected
            ? [] : ["\(there) there, and refused: \(mismatch)"]
    }
}

extension Company {
    fileprivate static func variant(_ sku: String) -> ID<Variant>? {
        [Company.plain, Company.lotted, Company.serial].first { $0.sku == sku }?.id
    }
}
