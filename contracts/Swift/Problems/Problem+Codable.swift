extension Problem: Codable {
    private enum Member: String, CaseIterable {
        case type
        case title
        case status
        case detail
        case code
        case traceId
        case errors

        var key: JSONKey { JSONKey(self.rawValue) }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        self.status = try container.decode(Int.self, forKey: Member.status.key)
        self.code = try container.decode(String.self, forKey: Member.code.key)
        self.title = try container.decode(String.self, forKey: Member.title.key)
        self.detail = try container.decodeIfPresent(String.self, forKey: Member.detail.key)
        self.traceId = try container.decodeIfPresent(String.self, forKey: Member.traceId.key)
        let errors = try container.decodeIfPresent([FieldError].self, forKey: Member.errors.key)
        self.errors = errors ?? []
        var extensions: [String: JSONValue] = [:]
        for key in container.allKeys where Member(rawValue: key.stringValue) == nil {
            extensions[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        }
        self.extensions = extensions
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        for (name, value) in self.extensions where Member(rawValue: name) == nil {
            try container.encode(value, forKey: JSONKey(name))
        }
        try container.encode(self.type, forKey: Member.type.key)
        try container.encode(self.title, forKey: Member.title.key)
        try container.encode(self.status, forKey: Member.status.key)
        try container.encodeIfPresent(self.detail, forKey: Member.detail.key)
        try container.encode(self.code, forKey: Member.code.key)
        try container.encodeIfPresent(self.traceId, forKey: Member.traceId.key)
        if !self.errors.isEmpty {
            try container.encode(self.errors, forKey: Member.errors.key)
        }
    }
}
