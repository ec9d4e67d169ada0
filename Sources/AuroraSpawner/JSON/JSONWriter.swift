internal import SpawnCore

/// Writes JSON in the order it is told, so that the same run always gives the same bytes.
package struct JSONWriter {
    private(set) package var bytes: [UInt8] = []
    private var needsComma = false
    /// Whether a field without a value is left out, rather than null.
    private let leavesOutNull: Bool

    package init(leavesOutNull: Bool = false) { self.leavesOutNull = leavesOutNull }

    /// Writes an object; `body` writes its fields.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        enclosed(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// Writes an array; `body` writes its elements.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        enclosed(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// Writes the key of the value that comes next.
    package mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func value(_ value: String?) {
        guard let value else { return raw("null") }
        separate()
        quote(value)
    }

    package mutating func value(_ value: (some BinaryInteger)?) { raw(value.map { String($0) } ?? "null") }

    package mutating func value(_ value: Bool?) { raw(value.map { $0 ? "true" : "false" } ?? "null") }

    /// Writes a number; JSON knows neither infinity nor not-a-number, which become null.
    package mutating func value(_ value: Double?) {
        raw(value.flatMap { $0.isFinite ? String($0) : nil } ?? "null")
    }

    /// Writes a duration in seconds.
    package mutating func value(_ value: Duration?) { self.value(value?.inSeconds) }

    /// Writes a value that was read.
    package mutating func value(_ value: JSONValue) {
        switch value.content {
        case .null: raw("null")
        case .bool(let value): self.value(value)
        case .integer(let value): self.value(value)
        case .number(let value): self.value(value)
        case .string(let value): self.value(value)
        case .array(let elements): array { writer in for element in elements { writer.value(element) } }
        case .object(let members):
            object { writer in for member in members { writer.field(member.key, member.value) } }
        }
    }

    package mutating func field(_ key: String, _ value: JSONValue) {
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ value: String?) {
        guard value != nil || !leavesOutNull else { return }
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ value: (some BinaryInteger)?) {
        guard value != nil || !leavesOutNull else { return }
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ value: Bool?) {
        guard value != nil || !leavesOutNull else { return }
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ value: Double?) {
        guard value != nil || !leavesOutNull else { return }
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ value: Duration?) {
        guard value != nil || !leavesOutNull else { return }
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ values: [String]) {
        self.key(key)
        array { writer in for value in values { writer.value(value) } }
    }

    /// Begins a line with the value that comes next.
    package mutating func startLine() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        newline()
    }

    /// Ends a line after the last value.
    package mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    private mutating func enclosed(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes += text.utf8
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// What a terminal would obey is spelled out, also where JSON allows it: people look at these files.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes += #"\""#.utf8
            case "\\": bytes += #"\\"#.utf8
            case "\n": bytes += #"\n"#.utf8
            case "\r": bytes += #"\r"#.utf8
            case "\t": bytes += #"\t"#.utf8
            case _ where scalar.isObeyed:
                let digits = String(scalar.value, radix: 16)
                bytes += (#"\u"# + String(repeating: "0", count: 4 - digits.count) + digits).utf8
            case _ where scalar.isASCII: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
