import Contracts
import Kernel

extension Draft {
    /// What a command takes off the road of what a line has there.
    ///
    /// All of it, or what is named: of several lots or units somebody has to say which.
    func items(
        _ line: DocumentPart,
        of ordered: TransferLine,
        at index: Int
    ) throws(LedgerRefusal) -> [(item: TransferItem, quantity: Quantity)] {
        var load = ordered.load.sorted { $0.key < $1.key }
        if let name = line.lot {
            guard let lot = self.state.lot(name, of: ordered.variant) else {
                throw .unknownLot(name, line: index)
            }
            load = load.filter { $0.key.lot == lot.id }
        }
        guard line.serials.isEmpty else { return try self.units(line, from: load, at: index) }
        let left = load.reduce(Quantity.zero) { $0 + $1.value }
        guard line.quantity <= left else { throw .notInTransit(line: index, left: left) }
        if line.quantity == left { return load.map { ($0.key, $0.value) } }
        guard load.allSatisfy({ $0.key.serial == nil }) else {
            throw .serialsRequired(count: line.quantity, line: index)
        }
        guard load.count == 1, let only = load.first else { throw .lotRequired(line: index) }
        return [(only.key, line.quantity)]
    }

    private func units(
        _ line: DocumentPart,
        from load: [(key: TransferItem, value: Quantity)],
        at index: Int
    ) throws(LedgerRefusal) -> [(item: TransferItem, quantity: Quantity)] {
        guard Quantity(integerLiteral: Int64(line.serials.count)) == line.quantity else {
            throw .serialsRequired(count: line.quantity, line: index)
        }
        var left: [Verbatim: TransferItem] = [:]
        for (item, _) in load {
            guard let serial = item.serial.flatMap(self.state.serial) else {
                throw .serialsNotTracked(line: index)
            }
            left[Verbatim(serial.key.number)] = item
        }
        var items: [(item: TransferItem, quantity: Quantity)] = []
        for number in line.serials {
            guard let item = left.removeValue(forKey: Verbatim(number)) else {
                throw .serialUnavailable(number, line: index)
            }
            items.append((item, 1))
        }
        return items
    }
}
