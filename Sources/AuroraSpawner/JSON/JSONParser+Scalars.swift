// Numbers and strings, which are most of the grammar.
extension JSONParser {
    mutating func parseNumber() throws(InputError) -> JSONValue.Content {
        let start = place
        var isInteger = true
        if next == UInt8(ascii: "-") { place += 1 }
        let first = place
        guard skipDigits() > 0 else { throw unexpected("a digit") }
        guard bytes[first] != UInt8(ascii: "0") || place == first + 1 else {
            throw failure("a number begins with 0; leading zeros are not allowed")
        }
        if next == UInt8(ascii: ".") {
            isInteger = false
            place += 1
            guard skipDigits() > 0 else { throw unexpected("a digit") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            guard skipDigits() > 0 else { throw unexpected("a digit") }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw failure("the number \(text) is too large; \(Double.greatestFiniteMagnitude) is the largest")
        }
        return .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        return place - start
    }

    mutating func parseString() throws(InputError) -> String {
        place += 1
        var runStart = place
        var text = ""
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                text += String(decoding: bytes[runStart..<place], as: UTF8.self)
                place += 1
                return text
            case UInt8(ascii: "\\"):
                text += String(decoding: bytes[runStart..<place], as: UTF8.self)
                place += 1
                text.unicodeScalars.append(try parseEscape())
                runStart = place
            case 0..<0x20:
                throw failure("a control character in a string; write it as an escape such as \\n")
            default: place += 1
            }
        }
        throw unexpected("'\"' at the end of a string")
    }

    private mutating func parseEscape() throws(InputError) -> Unicode.Scalar {
        let letter = next
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(bytes[place - 1])
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape()
        default: throw failure("an unknown escape in a string; \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX are allowed")
        }
    }

    private mutating func parseUnicodeEscape() throws(InputError) -> Unicode.Scalar {
        let first = try parseHexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if (0xD800..<0xDC00).contains(first), bytes[place...].starts(with: #"\u"#.utf8) {
            place += 2
            let second = try parseHexadecimal()
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            {
                return scalar
            }
        }
        throw failure("half a character in a \\u escape; both surrogates are needed")
    }

    private mutating func parseHexadecimal() throws(InputError) -> UInt32 {
        let digits = bytes[place...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("a broken \\u escape in a string; four hexadecimal digits are needed") }
        place += 4
        return value
    }
}
