import Contracts
import Kernel
import LedgerDomain

/// What is inspected of some goods from now on.
struct InspectionPlanDraft: Codable, Sendable {
    let id: ID<InspectionPlan>?
    let sku: String?
    let categoryId: ID<Contracts.Category>?
    let onReceipt: Bool?
    let isWithdrawn: Bool?
    let characteristics: [CharacteristicDraft]?
    let reason: String

    static let maximumCharacteristics = InspectionPlanChanged.maximumCharacteristics

    /// The characteristics, once all that is said fits together.
    ///
    /// - Throws: 422 with every rule that was broken.
    func checked() throws(Problem) -> [InspectionCharacteristic] {
        var rules = DraftRules()
        rules.text(self.reason, "/reason", limit: DraftRules.maximumNote)
        rules.text(self.sku, "/sku", limit: DraftRules.maximumName)
        if (self.sku == nil) == (self.categoryId == nil) {
            rules.add("", "oneOf", "A plan is about one SKU or one category.")
        }
        let drafts = self.characteristics ?? []
        let isWithdrawn = self.isWithdrawn ?? false
        if isWithdrawn {
            if !drafts.isEmpty || self.onReceipt ?? false {
                rules.add("/characteristics", "absent", "What is withdrawn asks for nothing.")
            }
        } else if !(1...Self.maximumCharacteristics).contains(drafts.count) {
            let limit = Self.maximumCharacteristics
            rules.add("/characteristics", "items", "There are 1 to \(limit) characteristics.")
        }
        var names: Set<Verbatim> = []
        for (index, draft) in drafts.prefix(Self.maximumCharacteristics).enumerated() {
            let pointer = "/characteristics/\(index)"
            draft.check(&rules, pointer)
            if !names.insert(Verbatim(draft.name)).inserted {
                rules.add("\(pointer)/name", "unique", "Each name is there once.")
            }
        }
        try rules.finish()
        return drafts.map(\.characteristic)
    }
}

/// One thing that is to be looked at.
struct CharacteristicDraft: Codable, Sendable {
    let name: String
    let kind: CharacteristicKind
    let unit: String?
    let minimum: MeasuredValue?
    let maximum: MeasuredValue?
    let required: Bool?

    var characteristic: InspectionCharacteristic {
        InspectionCharacteristic(
            name: self.name,
            kind: self.kind,
            unit: self.unit,
            minimum: self.minimum,
            maximum: self.maximum,
            required: self.required ?? true
        )
    }

    func check(_ rules: inout DraftRules, _ pointer: String) {
        rules.text(
            self.name,
            "\(pointer)/name",
            limit: InspectionCharacteristic.nameLength.maximum
        )
        rules.text(
            self.unit,
            "\(pointer)/unit",
            limit: InspectionCharacteristic.unitLength.maximum
        )
        switch self.kind {
        case .measured:
            if self.unit == nil {
                rules.add("\(pointer)/unit", "required", "What is measured has a unit.")
            }
            if self.minimum == nil, self.maximum == nil {
                rules.add("\(pointer)/minimum", "required", "What is measured has a limit.")
            }
            if let minimum, let maximum, maximum < minimum {
                rules.add("\(pointer)/maximum", "order", "The most is not less than the least.")
            }
        case .attribute:
            if self.unit != nil || self.minimum != nil || self.maximum != nil {
                rules.add(pointer, "absent", "An attribute has no unit and no limits.")
            }
        }
    }
}
