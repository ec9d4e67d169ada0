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
        for line in output.suffix(Self.window).split(separator: 0x0A, omittingEmptySubsequences: false) {
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

    /// How many lines at the end are asked for a cause. What a hostile child prints must cost no more.
    private static let askedLines = 200

    /// True when a line after this one announces an error and says what it is.
    package func hasCause(after line: Int) -> Bool {
        let first = max(line + 1, lineCount - Self.askedLines)
        guard first < lineCount else { return false }
        return (first..<lineCount).contains { !continues[$0] && ErrorLine(text(of: $0...$0)).isCause }
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
        // Only what looks like JSON: {" in the line, or a brace at its end.
        let isOpening =
            line.last == UInt8(ascii: "{") || zip(line, line.dropFirst()).contains { $0 == 0x7B && $1 == 0x22 }
        guard depth > 0 || isOpening else { return }
        for byte in line {
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
        }
        lines = depth > 0 ? lines + 1 : 0
        if depth < 0 || lines > Self.mostLines { (depth, lines) = (0, 0) }
    }
}
