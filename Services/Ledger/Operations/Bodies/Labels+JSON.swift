import Kernel

extension LocationLabel: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", self.code)
            json.member("id", self.id)
        }
    }
}

extension LotLabel: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", self.code)
            json.member("expiresOn", self.expiresOn)
            json.member("id", self.id)
            json.member("status", self.status)
        }
    }
}
