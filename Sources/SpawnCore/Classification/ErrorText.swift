/// The output of a child, made ready for rules: what a terminal would obey is gone, so are the boxes that Python tools
/// draw around their errors, and addresses are blanked, because what a link is called is no error.
package struct ErrorText: Sendable, Equatable {
    /// How much of a stream is read, in bytes from its end.
    package static let window = 65_536

    /// What rules are matched against: the lines, joined by line feeds.
    package private(set) var bytes: [UInt8] = []
    /// What people are shown, byte for byte in the same places.
    private var shown: [UInt8] = []
    /// Where each line begins.
    private var lineStarts: [Int] = []
    /// Whether each line continues the message of the line before it.
    private var continues: [Bool] = []

    /// Reads the end of a stream.
    ///
    /// - Parameter output: All of the stream; of more than ``window`` bytes the last are read.
    package init(_ output: some BidirectionalCollection<UInt8>) {
        var wasBoxed = false
        var braces = OpenBraces()
        let all = Array(output.suffix(Self.window)).split(separator: 0x0A, omittingEmptySubsequences: false)
        for line in Self.outsideFences(all) {
            var text = Self.plain(line)
            let isBoxed = Self.stripBox(&text)
            if text.isEmpty { wasBoxed = wasBoxed && isBoxed; continue }
            lineStarts.append(shown.count)
            continues.append(isBoxed && wasBoxed || text.first == 0x20 || braces.areOpen)
            braces.take(text)
            shown += text
            shown.append(0x0A)
            wasBoxed = isBoxed
        }
        bytes = shown
        Self.lowerLetters(&bytes)
        Self.blankAddresses(&bytes)
    }

    /// How many lines have something on them.
    package var lineCount: Int { lineStarts.count }

    /// Where a line begins.
    package func start(of line: Int) -> Int { lineStarts[line] }

    /// True for a line that says nothing but that the tool tries again, or where to read more.
    package func isAside(_ line: Int) -> Bool {
        let end = line + 1 < lineCount ? lineStarts[line + 1] : bytes.count
        let letters = bytes[lineStarts[line]..<end].contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        return !letters || ErrorLine(text(of: line...line)).isRetrying
    }

    /// True for the row of a table, perhaps behind the number of its line: what it tells of is no error.
    func isRow(_ line: Int) -> Bool {
        bytes[lineStarts[line]...].drop { $0 == 0x20 || (0x30...0x39).contains($0) || $0 == 0x3A }.starts(
            with: "| ".utf8)
    }

    /// How a line speaks of an error. One above the causes that a program lists by number announces it.
    func errorLine(_ line: Int) -> ErrorLine {
        var result = ErrorLine(text(of: line...line))
        if line + 1 < lineCount, continues[line + 1],
            text(of: line + 1...line + 1).drop(while: { $0 == 0x20 }).starts(with: "0: ".utf8)
        {
            result.isMarked = true
        }
        // What Rust says of a panic stands below its place; a thread of its own is that of a test.
        if !result.isForeign, line > 0, lineStarts[line - 1] < lineStarts[line] {
            let above = String(decoding: text(of: line - 1...line - 1).prefix(200), as: UTF8.self)
            if above.hasPrefix("thread '"), above.contains("panicked at "), above.last == ":", !above.contains("::") {
                result.isMarked = true
            }
        }
        return result
    }

    /// How many lines at the end are asked for a cause. What a hostile child prints must cost no more.
    private static let askedLines = 200

    /// True when a line after this one announces an error and says what it is.
    package func hasCause(after line: Int) -> Bool {
        let first = max(line + 1, lineCount - Self.askedLines)
        guard first < lineCount else { return false }
        return (first..<lineCount).contains { !continues[$0] && errorLine($0).isCause }
    }

    /// The line that holds a place.
    package func line(at place: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= place { low = middle } else { high = middle }
        }
        return low
    }

    /// The lines of the message that holds a line: itself, what it continues, and what continues it.
    package func message(around line: Int) -> ClosedRange<Int> {
        var first = line
        var last = line
        while first > 0, continues[first] { first -= 1 }
        while last + 1 < lineCount, continues[last + 1] { last += 1 }
        return first...last
    }

    /// Some lines as they were, without the line feed at the end.
    package func text(of lines: ClosedRange<Int>) -> ArraySlice<UInt8> {
        let end = lines.upperBound + 1 < lineCount ? lineStarts[lines.upperBound + 1] : shown.count
        return shown[lineStarts[lines.lowerBound]..<(end - 1)]
    }

    /// The text between two places, as people are shown it.
    package func excerpt(_ range: Range<Int>) -> String {
        TerminalText.cleaned(shown[range])
    }

    private static func plain(_ line: some BidirectionalCollection<UInt8>) -> [UInt8] {
        var text = Array(line)
        while let last = text.last, last == 0x0D || last == 0x20 || last == 0x09 { text.removeLast() }
        // Most lines hold nothing but text, and 0xC2 begins the only other controls there are.
        if text.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) {
            text = Array(TerminalText.cleaned(text, limit: window).utf8)
        }
        return text
    }

    /// The lines without the blocks of code of Markdown: what a tool shows, and nothing that it says. One that is never
    /// closed may be the last that it could write, so it is none.
    private static func outsideFences<Line: BidirectionalCollection<UInt8>>(_ lines: [Line]) -> [Line] {
        let fences = lines.indices.filter { lines[$0].drop { $0 == 0x20 }.starts(with: "```".utf8) }
        guard fences.count > 1 else { return lines }
        var result = lines[..<fences[0]]
        for pair in stride(from: 0, to: fences.count, by: 2) {
            guard pair + 1 < fences.count else { return Array(result + lines[fences[pair]...]) }
            let next = pair + 2 < fences.count ? fences[pair + 2] : lines.endIndex
            result += lines[(fences[pair + 1] + 1)..<next]
        }
        return Array(result)
    }

    /// Makes letters beyond A to Z small where that takes no other room: Latin with accents and Cyrillic. The rules
    /// are compared byte by byte.
    private static func lowerLetters(_ bytes: inout [UInt8]) {
        for place in bytes.indices.dropLast() {
            let next = bytes[place + 1]
            switch bytes[place] {
            case 0xC3 where 0x80...0x9E ~= next && next != 0x97: bytes[place + 1] = next | 0x20
            // Ā to ķ and Ŋ to ŷ have the small letter behind the capital, Ĺ to ň and Ź to ž the other way round.
            case 0xC4 where next.isMultiple(of: 2) && next < 0xB0 || 0xB2...0xB6 ~= next && next.isMultiple(of: 2),
                0xC5 where next.isMultiple(of: 2) && 0x8A...0xB6 ~= next:
                bytes[place + 1] = next + 1
            case 0xC4 where 0xB9...0xBD ~= next && !next.isMultiple(of: 2),
                0xC5 where [0x81, 0x83, 0x85, 0x87, 0xB9, 0xBB, 0xBD].contains(next):
                bytes[place + 1] = next + 1
            case 0xD0 where 0x90...0x9F ~= next: bytes[place + 1] = next + 0x20
            case 0xD0 where 0xA0...0xAF ~= next: (bytes[place], bytes[place + 1]) = (0xD1, next - 0x20)
            case 0xD0 where next == 0x81: (bytes[place], bytes[place + 1]) = (0xD1, 0x91)
            default: break
            }
        }
    }

    /// Takes a vertical line of a box off both ends, and all of a line that is nothing but its border.
    ///
    /// - Returns: True when the line was part of a box.
    private static func stripBox(_ text: inout [UInt8]) -> Bool {
        guard let start = text.firstIndex(where: { $0 != 0x20 }), isBoxDrawing(text[start...]) else { return false }
        var rest = text[start...]
        while isBoxDrawing(rest) { rest = rest.dropFirst(3) }
        while isBoxDrawing(rest.suffix(3)) { rest = rest.dropLast(3) }
        while rest.first == 0x20 { rest = rest.dropFirst() }
        while rest.last == 0x20 { rest = rest.dropLast() }
        text = Array(rest)
        return true
    }

    /// True where U+2500 to U+257F begins.
    private static func isBoxDrawing(_ text: ArraySlice<UInt8>) -> Bool {
        let first = text.prefix(3)
        guard first.count == 3, first.first == 0xE2 else { return false }
        return first[first.startIndex + 1] == 0x94 || first[first.startIndex + 1] == 0x95
    }

    private static func blankAddresses(_ bytes: inout [UInt8]) {
        let ends: Set<UInt8> = Set("\n \"'<>)]}|\\".utf8)
        var place = 0
        while let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) {
            place = colon + 1
            guard bytes[place...].starts(with: "//".utf8) else { continue }
            var letter = colon - 1
            while letter >= 0, bytes[letter] | 0x20 >= 0x61, bytes[letter] | 0x20 <= 0x7A { letter -= 1 }
            guard letter < colon - 1 else { continue }
            let end = bytes[place...].firstIndex(where: ends.contains) ?? bytes.count
            for index in (letter + 1)..<end { bytes[index] = 0x20 }
            place = end
        }
    }
}

/// Follows the braces of JSON that is spread over lines: it is one message with the line that it begins on.
private struct OpenBraces {
    private static let mostLines = 60

    private var depth = 0
    private var lines = 0

    var areOpen: Bool { depth > 0 }

    mutating func take(_ line: [UInt8]) {
        // Only what looks like JSON: {" or {\n in the line, or a brace at its end.
        let isOpening =
            line.last == UInt8(ascii: "{") && !Self.endsCode(line)
            || zip(line, line.dropFirst()).contains { $0 == 0x7B && ($1 == 0x22 || $1 == 0x5C) }
        guard depth > 0 || isOpening else { return }
        for byte in line {
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
        }
        lines = depth > 0 ? lines + 1 : 0
        if depth < 0 || lines > Self.mostLines { (depth, lines) = (0, 0) }
    }

    /// `if (x) {`, `else {`: the brace is that of a block.
    private static func endsCode(_ line: [UInt8]) -> Bool {
        [") {", "> {", "else {", "try {"].contains { line.reversed().starts(with: $0.utf8.reversed()) }
    }
}
