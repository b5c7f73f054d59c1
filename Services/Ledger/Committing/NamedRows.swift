import Contracts
import Kernel
import LedgerDomain

/// Everything that a batch of commands names, as it names it.
struct NamedRows {
    private(set) var variants: Set<ID<Variant>> = []
    private(set) var skus: Set<Verbatim> = []
    private(set) var barcodes: Set<Verbatim> = []
    private(set) var locations: Set<ID<Location>> = []
    private(set) var codes: Set<Verbatim> = []
    private(set) var entries: Set<ID<Entry>> = []
    /// Documents of entries.
    private(set) var documents: Set<Reference> = []
    private(set) var reservations: Set<ID<Reservation>> = []
    /// Lots that are to change.
    private(set) var lots: Set<ID<Lot>> = []
    /// Of these, those whose quality matters.
    private(set) var judgedLots: Set<ID<Lot>> = []
    /// Inspections that are new, or that another one takes the place of.
    private(set) var inspections: Set<ID<Inspection>> = []
    /// Inspections whose lots are to change.
    private(set) var conceded: Set<ID<Inspection>> = []
    /// Entries that are to be undone, and with them the reservations that they were taken from.
    private(set) var undone: Set<ID<Entry>> = []
    private(set) var undoneDocuments: Set<Reference> = []
    /// Documents of reservations.
    private(set) var promises: Set<Reference> = []
    /// The earliest time at which something happened, of those that are told.
    private(set) var earliest: Timestamp?
    /// The place that was named last.
    private var lastPlace: LocationName?

    init(_ commands: [LedgerCommand]) {
        for command in commands { self.add(command) }
    }

    private mutating func reserveCapacity(for lines: [Posting.Line]) {
        switch lines.first?.variant {
        case .id: self.variants.reserveCapacity(self.variants.count + lines.count)
        case .sku: self.skus.reserveCapacity(self.skus.count + lines.count)
        case .barcode: self.barcodes.reserveCapacity(self.barcodes.count + lines.count)
        case nil: break
        }
    }

    private mutating func add(_ command: LedgerCommand) {
        switch command {
        case .post(let posting):
            self.add(entry: posting.id, posting.about)
            self.reserveCapacity(for: posting.lines)
            for line in posting.lines {
                self.add(line.variant)
                self.add(line.from)
                self.add(line.to)
            }
        case .reverse(let reversal):
            self.add(entry: reversal.id, reversal.about)
            switch reversal.target {
            case .entry(let id):
                self.entries.insert(id)
                self.undone.insert(id)
            case .document(let document):
                self.documents.insert(document)
                self.undoneDocuments.insert(document)
            }
        case .reserve(let request):
            self.reservations.insert(request.id)
            if let reference = request.reference { self.promises.insert(reference) }
            self.add(request.warehouse)
            for line in request.lines { self.add(line.variant) }
        case .consume(let consumption):
            self.add(entry: consumption.entry, consumption.about)
            self.reservations.insert(consumption.reservation)
            consumption.location.map { self.add($0) }
            for line in consumption.lines { line.location.map { self.add($0) } }
        case .release(let release):
            self.reservations.insert(release.reservation)
        case .expire(let id), .fill(let id):
            self.reservations.insert(id)
        case .extend(let request):
            self.reservations.insert(request.reservation)
        case .withdraw(let withdrawal):
            self.reservations.insert(withdrawal.id)
            self.promises.insert(withdrawal.reference)
            self.add(withdrawal.warehouse)
        case .changeLot(let request):
            self.lots.insert(request.lot)
            if request.status == .released { self.judgedLots.insert(request.lot) }
        case .inspect(let request):
            self.lots.insert(request.lot)
            self.judgedLots.insert(request.lot)
            self.inspections.formUnion([request.id, request.supersedes].compactMap(\.self))
            request.circumstances.location.map { self.add($0) }
        case .concede(let request):
            self.inspections.insert(request.inspection)
            self.conceded.insert(request.inspection)
        case .expireLot(let id):
            self.lots.insert(id)
        case .order(let request):
            self.add(request)
        case .carry(let step):
            self.add(entry: step.entry, step.about)
            step.location.map { self.add($0) }
            for line in step.lines { line.location.map { self.add($0) } }
        case .handle(let step):
            self.add(entry: step.entry, step.about)
            step.destination.map { self.add($0) }
        case .cancelOrder: break
        }
    }

    private mutating func add(_ request: TransferRequest) {
        self.add(request.from)
        self.add(request.to)
        for line in request.lines {
            self.add(line.variant)
            line.from.map { self.add($0) }
            line.to.map { self.add($0) }
        }
    }

    private mutating func add(entry: ID<Entry>, _ about: Circumstances) {
        self.entries.insert(entry)
        if let reference = about.reference { self.documents.insert(reference) }
        if let time = about.effectiveAt { self.earliest = min(time, self.earliest ?? time) }
    }

    private mutating func add(_ name: VariantName) {
        switch name {
        case .id(let id): self.variants.insert(id)
        case .sku(let sku): self.skus.insert(Verbatim(sku))
        case .barcode(let code): self.barcodes.insert(Verbatim(code))
        }
    }

    private mutating func add(_ name: LocationName) {
        // Mostly all lines name the same place.
        guard name != self.lastPlace else { return }
        switch name {
        case .id(let id): self.locations.insert(id)
        case .code(let code): self.codes.insert(Verbatim(code))
        case .virtual: return
        }
        self.lastPlace = name
    }
}
