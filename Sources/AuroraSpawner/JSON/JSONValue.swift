/// A JSON value that remembers the line it came from, so that whoever rejects it can say where it stands.
///
/// In code it is written as Swift literals:
///
/// ```swift
/// let policy = try RecoveryPolicy.fromConfig(["spawner": ["recovery": ["preset": "patient", "max_retries": 4]]])
/// ```
public struct JSONValue: Sendable {
    package enum Content: Sendable, Equatable {
        case null
        case bool(Bool)
        /// A number written without fraction and exponent that fits.
        case integer(Int)
        case number(Double)
        case string(String)
        case array([JSONValue])
        /// In the order of the text; a key may be there twice.
        case object([Member])
    }

    package struct Member: Sendable, Equatable {
        package var key: String
        package var line: Int32
        package var value: JSONValue

        package static func == (one: Member, other: Member) -> Bool {
            one.key == other.key && one.value == other.value
        }
    }

    package var content: Content
    /// The line of its first character, counted from 1; 0 for a value written in code.
    package var line: Int32 = 0

    /// The members of an object; none of anything else.
    package var members: [Member] { if case .object(let members) = content { members } else { [] } }

    /// What it is, for people.
    package var summary: String {
        switch content {
        case .null: "null"
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): value.count > 40 ? "\"\(value.prefix(40))…\"" : "\"\(value)\""
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: Equatable {
    /// Whether two values say the same, wherever they stand.
    public static func == (one: JSONValue, other: JSONValue) -> Bool { one.content == other.content }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A null.
    public init(nilLiteral: ()) { content = .null }
    /// A truth value.
    public init(booleanLiteral value: Bool) { content = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { content = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { content = .number(value) }
    /// A text.
    public init(stringLiteral value: String) { content = .string(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { content = .array(elements) }
    /// An object.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        content = .object(elements.map { Member(key: $0.0, line: 0, value: $0.1) })
    }
}
