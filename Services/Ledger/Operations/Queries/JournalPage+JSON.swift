import Kernel

extension JournalPage: JSONWritable where Item: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("items", self.items)
            json.member("next", self.next)
            json.member("recordedTo", self.recordedTo)
        }
    }
}
