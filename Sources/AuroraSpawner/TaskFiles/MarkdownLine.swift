/// One line of Markdown, as far as task files care.
struct MarkdownLine {
    /// The line without its indentation, trailing blanks and line end.
    var text: ArraySlice<UInt8>
    /// The whole line without its line end.
    var whole: ArraySlice<UInt8>
    /// How far it is indented, in columns; a tab goes to the next multiple of 4.
    var indentation: Int

    init(_ line: ArraySlice<UInt8>) {
        whole = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        text = whole
        indentation = 0
        while let byte = text.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            indentation += byte == UInt8(ascii: "\t") ? 4 - indentation % 4 : 1
            text.removeFirst()
        }
        text = text.trimmed
    }

    var isBlank: Bool { text.isEmpty }

    /// The line with at most `count` bytes of its indentation taken away.
    func dropping(_ count: Int) -> ArraySlice<UInt8> {
        whole.dropFirst(min(count, text.startIndex - whole.startIndex))
    }

    /// `- [ ] rest` or `* [x] rest`: whether it is ticked, and the rest.
    var checkbox: (isDone: Bool, rest: ArraySlice<UInt8>)? {
        guard let item = listItem, item.count >= 3, item.first == UInt8(ascii: "[") else { return nil }
        let start = item.startIndex
        guard item[start + 2] == UInt8(ascii: "]"), item.count == 3 || item[start + 3].isBlank else { return nil }
        switch item[start + 1] {
        case UInt8(ascii: " "): return (false, item.dropFirst(3).trimmed)
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return (true, item.dropFirst(3).trimmed)
        default: return nil
        }
    }

    /// What follows a bullet.
    var listItem: ArraySlice<UInt8>? {
        guard let bullet = text.first, bullet == UInt8(ascii: "-") || bullet == UInt8(ascii: "*"),
            text.dropFirst().first?.isBlank == true
        else { return nil }
        return text.dropFirst().trimmed
    }

    /// The fence that the line opens, or would close: its character and its length.
    var fence: (character: UInt8, length: Int, info: ArraySlice<UInt8>)? {
        guard let character = text.first, character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else {
            return nil
        }
        let length = text.prefix { $0 == character }.count
        let info = text.dropFirst(length)
        // ```code``` on one line is no fence.
        guard length >= 3, character == UInt8(ascii: "~") || !info.contains(character) else { return nil }
        return (character, length, info)
    }

    /// True when the line opens an HTML comment that a later line closes.
    var opensComment: Bool {
        text.starts(with: "<!--".utf8) && Self.find("-->", in: text) == nil
    }

    var closesComment: Bool { Self.find("-->", in: text) != nil }

    /// Where the last `pattern` begins.
    static func findLast(_ pattern: StaticString, in text: ArraySlice<UInt8>) -> Int? {
        let width = pattern.utf8CodeUnitCount
        return stride(from: text.endIndex - width, through: text.startIndex, by: -1).first {
            text[$0..<($0 + width)].elementsEqual("\(pattern)".utf8)
        }
    }

    static func find(_ pattern: StaticString, in text: ArraySlice<UInt8>) -> Int? { findLast(pattern, in: text) }
}

extension UInt8 {
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

extension ArraySlice<UInt8> {
    /// Without blanks at either end.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let byte = slice.first, byte.isBlank { slice.removeFirst() }
        while let byte = slice.last, byte.isBlank { slice.removeLast() }
        return slice
    }

    var string: String { String(decoding: self, as: UTF8.self) }
}
