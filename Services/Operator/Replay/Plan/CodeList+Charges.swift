extension CodeList {
    /// - Throws: ``OperatorFailure`` where a source could not carry the charges, or one of them would
    ///   hide goods.
    func requireUsableCharges() throws {
        guard self.charges.count <= SourceDraft.maximumNonStockCodes else {
            throw OperatorFailure(
                "\(self.charges.count) codes of the file are charges; "
                    + "a source has at most \(SourceDraft.maximumNonStockCodes)",
                next: "check the patterns of the rules: which codes are stock?"
            )
        }
        for charge in self.charges {
            let isHidden = { (sku: String) in SourceRegistry.covers(charge, sku) }
            guard let sku = self.stock.first(where: { isHidden($0.sku) })?.sku else { continue }
            throw OperatorFailure(
                "the charge \(charge) would also stand for the stock code \(sku)",
                next: "add a pattern to the rules that makes both stock, or both charges"
            )
        }
    }
}
