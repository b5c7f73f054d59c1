package import Kernel

extension Page: JSONWritable where Item: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("items", self.items)
            json.member("next", self.next)
        }
    }
}
