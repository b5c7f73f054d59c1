import Contracts
import Kernel
import LedgerDomain

/// How much was found or is gone, or how much there is to be.
struct AdjustedLineDraft: Codable, Sendable, VariantNaming {
    let sku: String?
    let variantId: ID<Variant>?
    let barcode: String?
    /// What was found; below zero, what is gone.
    let quantity: Quantity?
    let setTo: Quantity?
    let expectedQuantity: Expectation?
    let lot: String?
    let serials: [String]?

    private enum CodingKeys: String, CodingKey {
        case sku
        case variantId
        case barcode
        case quantity
        case setTo
        case expectedQuantity
        case lot
        case serials
    }

    /// - Parameter outside: Where what is found comes from, and what is gone goes.
    func line(
        at index: Int,
        in place: LocationName,
        against outside: LocationName,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        // Put together only for what is wrong.
        func pointer() -> String { "/lines/\(index)" }
        rules.tracking(self.lot, self.serials, pointer())
        let variant = self.variant(pointer(), &rules)
        switch (self.quantity, self.setTo) {
        case (let quantity?, nil):
            if self.expectedQuantity != nil {
                rules.add(
                    "\(pointer())/expectedQuantity",
                    "absent",
                    "What there is to be is compared, and not what moves."
                )
            }
            return self.moving(quantity, of: variant, in: place, outside, pointer(), &rules)
        case (nil, let level?):
            return self.setting(level, of: variant, in: place, outside, pointer(), &rules)
        default:
            rules.add(pointer(), "oneOf", "A line has exactly one of quantity and setTo.")
            return self.moving(.zero, of: variant, in: place, outside, pointer(), &rules)
        }
    }

    /// Found goods come from the other side, missing ones go there; the line has the magnitude.
    private func moving(
        _ quantity: Quantity,
        of variant: VariantName,
        in place: LocationName,
        _ outside: LocationName,
        _ pointer: @autoclosure () -> String,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        if quantity.tenThousandths == .min {
            rules.add("\(pointer())/quantity", "range", "The quantity is too large.")
        }
        let isGone = quantity.isNegative && quantity.tenThousandths > .min
        return Posting.Line(
            variant: variant,
            lot: self.lot.map { LotName.code($0, StockLot.Details()) },
            serials: self.serials ?? [],
            quantity: isGone ? .zero - quantity : quantity,
            from: isGone ? place : outside,
            to: isGone ? outside : place
        )
    }

    private func setting(
        _ level: Quantity,
        of variant: VariantName,
        in place: LocationName,
        _ outside: LocationName,
        _ pointer: @autoclosure () -> String,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        if level.isNegative {
            rules.add("\(pointer())/setTo", "minimum", "Nothing is set to less than zero.")
        }
        if self.expectedQuantity == nil {
            rules.add(
                "\(pointer())/expectedQuantity",
                "required",
                "Say what you believe to be there, or null for whatever is there."
            )
        }
        return Posting.Line(
            setting: LevelTarget(level, expected: self.expectedQuantity?.quantity),
            of: variant,
            lot: self.lot.map { LotName.code($0, StockLot.Details()) },
            serials: self.serials ?? [],
            at: place,
            against: outside
        )
    }
}

extension AdjustedLineDraft {
    init(from decoder: any Decoder) throws {
        let line = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            sku: try line.decodeIfPresent(String.self, forKey: .sku),
            variantId: try line.decodeIfPresent(ID<Variant>.self, forKey: .variantId),
            barcode: try line.decodeIfPresent(String.self, forKey: .barcode),
            quantity: try line.decodeIfPresent(Quantity.self, forKey: .quantity),
            setTo: try line.decodeIfPresent(Quantity.self, forKey: .setTo),
            // Null says something here, and a member that is left out does not.
            expectedQuantity: line.contains(.expectedQuantity)
                ? try line.decode(Expectation.self, forKey: .expectedQuantity) : nil,
            lot: try line.decodeIfPresent(String.self, forKey: .lot),
            serials: try line.decodeIfPresent([String].self, forKey: .serials)
        )
    }
}
