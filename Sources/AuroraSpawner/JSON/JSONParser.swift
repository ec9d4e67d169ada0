/// Reads JSON (RFC 8259, nothing beside it) and notes the line of every value.
///
/// Foundation's decoder names no lines, and a mistake in a file of 1,000 tasks is only found by one.
package struct JSONParser {
    let bytes: [UInt8]
    private let file: String?
    var place = 0
    private var line: Int32
    private var depth = 0

    private static let deepest = 64

    private init(_ bytes: [UInt8], file: String?, firstLine: Int) {
        self.bytes = bytes
        self.file = file
        line = Int32(firstLine)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    /// Reads a text that is one JSON value.
    ///
    /// - Parameters:
    ///   - bytes: The text, with or without a byte order mark.
    ///   - file: Its name, for errors.
    ///   - firstLine: The number of its first line.
    /// - Returns: The value.
    /// - Throws: ``InputError`` with the line of the mistake.
    package static func parse(_ bytes: [UInt8], file: String?, firstLine: Int = 1) throws(InputError) -> JSONValue {
        if let line = InputFile.lineOfInvalidUTF8(in: bytes) {
            throw InputError(file: file, line: firstLine + line - 1, message: "invalid UTF-8; the text must be UTF-8")
        }
        var parser = JSONParser(bytes, file: file, firstLine: firstLine)
        let value = try parser.parseValue()
        parser.skipSpace()
        guard parser.place == bytes.count else { throw parser.unexpected("nothing after the value") }
        return value
    }

    private mutating func parseValue() throws(InputError) -> JSONValue {
        skipSpace()
        let start = line
        let content: JSONValue.Content =
            switch next {
            case UInt8(ascii: "{"): .object(try parseObject())
            case UInt8(ascii: "["): .array(try parseArray())
            case UInt8(ascii: "\""): .string(try parseString())
            case UInt8(ascii: "t"): try parseWord("true", .bool(true))
            case UInt8(ascii: "f"): try parseWord("false", .bool(false))
            case UInt8(ascii: "n"): try parseWord("null", .null)
            case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?: try parseNumber()
            default: throw unexpected("a JSON value")
            }
        return JSONValue(content: content, line: start)
    }

    private mutating func parseObject() throws(InputError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        try parseElements(until: UInt8(ascii: "}")) { (parser) throws(InputError) in
            guard parser.next == UInt8(ascii: "\"") else { throw parser.unexpected("a key in double quotes") }
            let keyLine = parser.line
            let key = try parser.parseString()
            parser.skipSpace()
            guard parser.next == UInt8(ascii: ":") else { throw parser.unexpected("':' after the key \"\(key)\"") }
            parser.place += 1
            members.append(JSONValue.Member(key: key, line: keyLine, value: try parser.parseValue()))
        }
        return members
    }

    private mutating func parseArray() throws(InputError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try parseElements(until: UInt8(ascii: "]")) { (parser) throws(InputError) in
            elements.append(try parser.parseValue())
        }
        return elements
    }

    /// The elements between a bracket, where we stand, and the bracket that closes it.
    private mutating func parseElements(
        until close: UInt8, _ parseElement: (inout JSONParser) throws(InputError) -> Void
    ) throws(InputError) {
        guard depth < Self.deepest else {
            throw failure("values are nested too deeply; \(Self.deepest) levels are allowed")
        }
        depth += 1
        defer { depth -= 1 }
        place += 1
        skipSpace()
        if next == close {
            place += 1
            return
        }
        while true {
            try parseElement(&self)
            skipSpace()
            let separator = next
            guard separator == close || separator == UInt8(ascii: ",") else {
                throw unexpected("',' or '\(Character(UnicodeScalar(close)))'")
            }
            place += 1
            if separator == close { return }
            skipSpace()
        }
    }

    private mutating func parseWord(_ word: StaticString, _ content: JSONValue.Content) throws(InputError)
        -> JSONValue.Content
    {
        guard bytes[place...].starts(with: "\(word)".utf8) else { throw unexpected("a JSON value") }
        place += word.utf8CodeUnitCount
        return content
    }

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            place += 1
        }
    }

    func unexpected(_ expected: String) -> InputError {
        guard place < bytes.count else { return failure("the text ends too early; expected \(expected)") }
        let character = String(decoding: bytes[place...].prefix(8), as: UTF8.self).first.map(String.init) ?? ""
        return failure("'\(character)' is not allowed here; expected \(expected)")
    }

    func failure(_ message: String) -> InputError {
        InputError(file: file, line: Int(line), message: message)
    }
}
