package import Kernel

extension ReservationChanged: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("expiresAt", self.expiresAt)
            json.member("lines", self.lines)
            json.member("reference", self.reference)
            json.member("reservationId", self.reservationId)
            json.member("state", self.state)
            json.member("version", self.version)
            json.member("warehouseId", self.warehouseId)
        }
    }
}
