import Contracts
import Kernel
import LedgerDomain

extension Company {
    static func order(
        _ quantities: Quantity...,
        of variant: StockVariant = Company.plain,
        lot: LotName? = nil,
        id: ID<TransferOrder> = .make(),
        from: StockLocation = Company.north,
        to: StockLocation = Company.south,
        reference: Reference? = nil
    ) -> LedgerCommand {
        .order(
            TransferRequest(
                id: id,
                from: .id(from.id),
                to: .id(to.id),
                reference: reference,
                lines: quantities.map { quantity in
                    TransferRequest.Line(variant: .id(variant.id), lot: lot, quantity: quantity)
                }
            )
        )
    }

    /// Lets goods of the first line leave, arrive or be lost; all that can without a quantity.
    static func carry(
        _ way: TransferStep.Way,
        _ quantity: Quantity? = nil,
        of order: ID<TransferOrder>,
        line: Int = 1,
        at location: StockLocation? = nil,
        isAnywhere: Bool = false,
        lot: LotName? = nil,
        serials: [String] = []
    ) -> LedgerCommand {
        .carry(
            TransferStep(
                way,
                entry: .make(),
                order: order,
                location: location.map { .id($0.id) },
                isAnywhere: isAnywhere,
                lines: quantity.map { quantity in
                    [
                        DocumentPart(
                            number: line,
                            quantity: quantity,
                            lot: lot,
                            serials: serials
                        )
                    ]
                } ?? []
            )
        )
    }

    static let transit = Company.virtual.first { $0.kind == .transit } ?? Company.north

    func line(_ number: Int = 1, of order: ID<TransferOrder>) -> TransferLine? {
        self.state.order(order)?.lines[number - 1]
    }
}
