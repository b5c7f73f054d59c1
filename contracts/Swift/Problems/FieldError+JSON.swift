package import Kernel

extension FieldError: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("message", self.message)
            json.member("pointer", self.pointer)
            json.member("row", self.row)
            json.member("rule", self.rule)
        }
    }
}
