package import Kernel

extension StockOversold: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("balances", self.balances)
            json.member("effectiveAt", self.effectiveAt)
            json.member("entryId", self.entryId)
            json.member("reference", self.reference)
        }
    }
}
