import Contracts
import Kernel
import LedgerDomain

/// The part of a transfer order that says what goes from where to where.
struct TransferRoute {
    let lines: [Line]

    struct Line {
        /// `nil` where the name is unknown and the request refused.
        let variant: ID<Variant>?
        let lot: LotName?
        let from: LocationName
        let to: LocationName
    }
}

extension Footprint {
    mutating func add(_ request: TransferRequest, in state: LedgerState) {
        let route = TransferRoute(request, in: state)
        self.requestedRoutes[request.id] = route
        for line in route.lines { line.variant.map { self.add(line.lot, [], of: $0) } }
    }

    mutating func add(_ step: TransferStep, in state: LedgerState) {
        self.addItems(of: step.order, in: state)
        let known = state.order(step.order).map { TransferRoute($0) }
        guard let route = known ?? self.requestedRoutes[step.order] else { return }
        guard !step.lines.isEmpty else {
            for line in route.lines {
                self.add(line, at: step.location, of: step, in: state)
                guard step.way == .dispatch, let variant = line.variant else { continue }
                self.add(line.lot, [], of: variant)
            }
            return
        }
        for line in step.lines where route.lines.indices.contains(line.number - 1) {
            let ordered = route.lines[line.number - 1]
            self.add(ordered, at: line.location ?? step.location, of: step, in: state)
            guard let variant = ordered.variant else { continue }
            self.add(line.lot ?? ordered.lot, line.serials, of: variant)
        }
    }

    /// Both ends of one line of the order.
    private mutating func add(
        _ line: TransferRoute.Line,
        at name: LocationName?,
        of step: TransferStep,
        in state: LedgerState
    ) {
        guard let variant = line.variant else { return }
        self.add(variant, at: .virtual(.transit), in: state)
        switch step.way {
        case .dispatch:
            let place = name ?? line.from
            self.add(variant, at: place, in: state)
            self.addChoice(of: variant, at: place, step.isAnywhere, in: state)
        case .receive:
            self.add(variant, at: name ?? line.to, in: state)
        case .lose: break
        }
    }

    /// The lots and units that an order has on the road: its answer names them all.
    mutating func addItems(of id: ID<TransferOrder>, in state: LedgerState) {
        for line in state.order(id)?.lines ?? [] {
            self.add(line.lot, nil)
            for item in line.load.keys { self.add(item.lot, item.serial) }
        }
    }
}

extension TransferRoute {
    /// An order as it is.
    fileprivate init(_ order: StockTransfer) {
        self.lines = order.lines.map { line in
            Line(
                variant: line.variant,
                lot: line.lot.map(LotName.id),
                from: .id(line.from),
                to: .id(line.to)
            )
        }
    }

    /// An order as the batch is about to make it.
    fileprivate init(_ request: TransferRequest, in state: LedgerState) {
        self.lines = request.lines.map { line in
            Line(
                variant: state.variant(line.variant)?.id,
                lot: line.lot,
                from: line.from ?? request.from,
                to: line.to ?? request.to
            )
        }
    }
}
