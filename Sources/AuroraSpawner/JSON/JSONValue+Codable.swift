extension JSONValue: Codable {
    /// Takes over whatever a decoder has, whole numbers apart from others.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: What the decoder throws for what is no JSON.
    public init(from decoder: any Decoder) throws {
        content = try Content(decoder)
    }

    /// Hands the value to an encoder.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        switch content {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value): try value.encode(to: encoder)
        case .integer(let value): try value.encode(to: encoder)
        case .number(let value): try value.encode(to: encoder)
        case .string(let value): try value.encode(to: encoder)
        case .array(let elements): try elements.encode(to: encoder)
        case .object(let members):
            var container = encoder.container(keyedBy: AnyKey.self)
            for member in members { try container.encode(member.value, forKey: AnyKey(member.key)) }
        }
    }

    /// Any key at all.
    fileprivate struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ text: String) { stringValue = text }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension JSONValue.Content {
    fileprivate init(_ decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: JSONValue.AnyKey.self) {
            self = .object(
                try container.allKeys.map { key in
                    JSONValue.Member(
                        key: key.stringValue, line: 0, value: try container.decode(JSONValue.self, forKey: key))
                })
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else {
            self = .array(try container.decode([JSONValue].self))
        }
    }
}

extension JSONValue {
    /// What a writer writes, as a value.
    init(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(write)
        guard let value = try? JSONParser.parse(writer.bytes, file: nil) else {
            preconditionFailure("the writer wrote what the parser does not read")
        }
        self = value
    }
}

extension JSONReader {
    /// A reader of what a decoder has.
    init(_ decoder: any Decoder) throws {
        self.init(try JSONValue(from: decoder), file: nil)
    }
}
