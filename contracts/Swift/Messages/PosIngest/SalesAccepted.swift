package import Kernel

/// Messages of a POS were understood, resolved and sent on to the ledger: those of one source that
/// came together.
package struct SalesAccepted: Contract, Hashable {
    package static let type = "pos-ingest.sales.accepted.v1"
    package static let destination = Destination.event(of: .posIngest)

    /// At least one, in the order in which they came.
    package let sales: [SaleAccepted]

    /// How many are told of in one message; more are told in several.
    package static let maximumSales = 500

    package init(sales: [SaleAccepted]) {
        self.sales = sales
    }
}

extension SalesAccepted: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("sales", self.sales)
        }
    }
}
