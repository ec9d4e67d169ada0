import AuroraSpawner

/// Short ways into a document whose shape the test knows; what is not there reads as `nil` or empty.
extension JSONValue {
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }

    var items: [JSONValue] {
        if case .array(let items) = content { items } else { [] }
    }

    var string: String? {
        if case .string(let text) = content { text } else { nil }
    }

    var integer: Int? {
        if case .integer(let number) = content { number } else { nil }
    }

    var number: Double? {
        switch content {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    var bool: Bool? {
        if case .bool(let value) = content { value } else { nil }
    }

    var isNull: Bool {
        if case .null = content { true } else { false }
    }
}
