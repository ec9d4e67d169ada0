/// Places in a line of Markdown.
///
/// Blanks are what people see as blank, not only what ASCII has: web pages and word processors leave no-break spaces
/// behind, and characters that nobody sees.
extension ArraySlice<UInt8> {
    /// The blank that begins at a place: its bytes, and the columns it takes; `nil` where there is none.
    func blank(at place: Int) -> (length: Int, columns: Int)? {
        guard place < endIndex else { return nil }
        let first = self[place]
        if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") { return (1, 1) }
        guard first >= 0xC2, place + 1 < endIndex else { return nil }
        let second = self[place + 1]
        if first == 0xC2 { return second == 0xA0 ? (2, 1) : second == 0xAD ? (2, 0) : nil }
        guard first >= 0xE1, place + 2 < endIndex else { return nil }
        switch (first, second, self[place + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F),
            (0xE2, 0xA0, 0x80), (0xE3, 0x85, 0xA4):
            return (3, 1)
        // The ideographic space is as wide as the characters around it.
        case (0xE3, 0x80, 0x80): return (3, 2)
        // Zero-width spaces, joiners, marks of direction, byte order marks in the middle of joined files.
        case (0xE1, 0xA0, 0x8E), (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA0...0xA4),
            (0xE2, 0x81, 0xA6...0xA9), (0xEF, 0xBB, 0xBF):
            return (3, 0)
        default: return nil
        }
    }

    /// Where the blanks that begin at a place are over.
    func skippingBlanks(from place: Int) -> Int {
        var place = place
        while let blank = blank(at: place) { place += blank.length }
        return place
    }

    /// Without blanks at either end.
    var trimmed: ArraySlice<UInt8> { self[skippingBlanks(from: startIndex)...].trimmedEnd }

    /// Without blanks at the end.
    var trimmedEnd: ArraySlice<UInt8> {
        var end = endIndex
        while let length = (1...3).first(where: { end - $0 >= startIndex && blank(at: end - $0)?.length == $0 }) {
            end -= length
        }
        return self[..<end]
    }

    /// Whether a pattern stands at a place.
    func has(_ pattern: String, at place: Int) -> Bool {
        guard place + pattern.utf8.count <= endIndex else { return false }
        return self[place..<(place + pattern.utf8.count)].elementsEqual(pattern.utf8)
    }

    /// Where a pattern begins, from a place on.
    func find(_ pattern: String, from place: Int) -> Int? {
        guard let first = pattern.utf8.first else { return nil }
        var place = place
        while place < endIndex, let start = self[place...].firstIndex(of: first) {
            if has(pattern, at: start) { return start }
            place = start + 1
        }
        return nil
    }

    var string: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

/// One line of Markdown, as far as task files care.
struct MarkdownLine {
    /// The whole line without its line end.
    let whole: ArraySlice<UInt8>
    /// The line without blanks at either end.
    let text: ArraySlice<UInt8>
    /// How far it is indented, in columns; a tab goes to the next multiple of 4.
    let indentation: Int

    init(_ line: ArraySlice<UInt8>) {
        whole = line
        text = line.trimmed
        var column = 0
        var place = line.startIndex
        while place < text.startIndex, let blank = line.blank(at: place) {
            column += line[place] == UInt8(ascii: "\t") ? 4 - column % 4 : blank.columns
            place += blank.length
        }
        indentation = column
    }

    var isBlank: Bool { text.isEmpty }

    /// The line without so many columns of its indentation, or all of it. What is left of a tab becomes spaces.
    func dropping(columns: Int) -> [UInt8] {
        var column = 0
        var place = whole.startIndex
        while column < columns, let blank = whole.blank(at: place) {
            column += whole[place] == UInt8(ascii: "\t") ? 4 - column % 4 : blank.columns
            place += blank.length
        }
        return [UInt8](repeating: UInt8(ascii: " "), count: max(0, column - columns)) + whole[place...]
    }

    /// What follows the bullet or the number of a list item, and the number.
    var listItem: (text: ArraySlice<UInt8>, number: ArraySlice<UInt8>?)? {
        guard let marker = ListMarker(text, at: text.startIndex), marker.isMarkdown else { return nil }
        return (text[marker.end...].trimmed, marker.number)
    }

    /// Whether Markdown begins something new here rather than go on with the paragraph of the line above.
    var interruptsParagraph: Bool {
        guard let first = text.first else { return true }
        switch first {
        case UInt8(ascii: ">"): return true
        case UInt8(ascii: "<"): return isBlockTag
        case UInt8(ascii: "#"):
            let rest = text.drop { $0 == UInt8(ascii: "#") }
            return text.count - rest.count <= 6 && (rest.isEmpty || rest.blank(at: rest.startIndex) != nil)
        default:
            // A number that wrapped to the beginning of a line begins no list.
            if let item = listItem { return item.number.map { $0.elementsEqual("1".utf8) } ?? true }
            return isThematicBreak
        }
    }

    private static let blockTags: Set<String> = [
        "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset", "figure", "footer", "form",
        "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "script", "section",
        "style",
        "summary", "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul",
    ]

    private var isBlockTag: Bool {
        let name = text.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix { $0.isLetter || $0.isDigit }
        return name.count <= 10 && Self.blockTags.contains(name.string.lowercased())
    }

    private var isThematicBreak: Bool {
        guard let first = text.first, "-_*".utf8.contains(first) else { return false }
        let marks = text.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return marks.count >= 3 && marks.allSatisfy { $0 == first }
    }
}

/// The lines of a text. Markdown ends them with LF, CRLF or CR.
struct MarkdownLines: Sequence, IteratorProtocol {
    private let text: ArraySlice<UInt8>
    private var place: Int

    init(_ bytes: [UInt8]) {
        text = bytes[...]
        place = bytes.startIndex
    }

    mutating func next() -> MarkdownLine? {
        guard place < text.endIndex else { return nil }
        let start = place
        var end = start
        while end < text.endIndex, text[end] != UInt8(ascii: "\n"), text[end] != UInt8(ascii: "\r") { end += 1 }
        place = end + 1
        if end < text.endIndex, text[end] == UInt8(ascii: "\r"), place < text.endIndex,
            text[place] == UInt8(ascii: "\n")
        {
            place += 1
        }
        return MarkdownLine(text[start..<end])
    }
}

/// What a line is by the lines above it: nothing in a code fence or in a comment is a task.
struct MarkdownBlocks {
    enum Kind {
        case text
        case fenceStart, code, fenceEnd
        case commentStart, comment, commentEnd
    }

    private enum Block {
        case fence(character: UInt8, length: Int)
        case comment
    }

    private var block: Block?
    /// How far the fence or the comment that is open is indented.
    private(set) var indentation = 0

    mutating func kind(of line: MarkdownLine) -> Kind {
        switch block {
        case .fence(let character, let length):
            guard let fence = Self.fence(line.text), fence.character == character, fence.length >= length,
                fence.info.isEmpty
            else { return .code }
            block = nil
            return .fenceEnd
        case .comment:
            guard line.text.find("-->", from: line.text.startIndex) != nil else { return .comment }
            block = nil
            return .commentEnd
        case nil:
            if line.text.has("<!--", at: line.text.startIndex),
                line.text.find("-->", from: line.text.startIndex + 2) == nil
            {
                block = .comment
                indentation = line.indentation
                return .commentStart
            }
            guard let fence = Self.fence(line.listItem?.text ?? line.text) else { return .text }
            block = .fence(character: fence.character, length: fence.length)
            indentation = line.indentation
            return .fenceStart
        }
    }

    /// The fence that a text opens, or would close: its character and its length.
    private static func fence(
        _ text: ArraySlice<UInt8>
    ) -> (character: UInt8, length: Int, info: ArraySlice<UInt8>)? {
        guard let character = text.first, character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else {
            return nil
        }
        let info = text.drop { $0 == character }
        // ```code``` on one line is no fence.
        guard text.count - info.count >= 3, character == UInt8(ascii: "~") || !info.contains(character) else {
            return nil
        }
        return (character, text.count - info.count, info)
    }
}
