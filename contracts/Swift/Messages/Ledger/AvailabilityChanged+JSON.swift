package import Kernel

extension AvailabilityChanged: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("levels", self.levels)
            json.member("warehouseId", self.warehouseId)
        }
    }
}
