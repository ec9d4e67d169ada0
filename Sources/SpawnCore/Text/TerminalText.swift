/// Text from a child, made fit for a line of a display: no escape sequence, no control character, nothing that reorders.
package enum TerminalText {
    /// One line without anything a terminal would obey, at most `limit` Unicode scalars long.
    ///
    /// Invalid UTF-8 is replaced, tabs and line feeds become spaces, and a carriage return leaves what is written after
    /// it, as a progress bar does on a screen.
    package static func cleaned(_ bytes: some Collection<UInt8>, limit: Int = 200) -> String {
        // Most lines need nothing.
        if isPlain(bytes) { return String(decoding: bytes.prefix(limit), as: UTF8.self) }
        var cleaner = TerminalCleaner(limit: limit)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { cleaner.feed(scalar) }
        return String(cleaner.line)
    }

    /// Whether all are visible ASCII. Where they lie in one piece they are looked at there: through the protocol of collections
    /// each of them takes ten times as long.
    private static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.withContiguousStorageIfAvailable { unsafe $0.allSatisfy { 0x20..<0x7F ~= $0 } }
            ?? bytes.allSatisfy { 0x20..<0x7F ~= $0 }
    }

    /// The last line with anything to see on it, cleaned and without white space around it; empty when there is none.
    package static func lastVisibleLine(of bytes: some BidirectionalCollection<UInt8>, limit: Int = 200) -> String {
        var end = bytes.endIndex
        while true {
            let newline = bytes[..<end].lastIndex(of: 0x0A)
            let start = newline.map { bytes.index(after: $0) } ?? bytes.startIndex
            let line = trimmed(cleaned(bytes[start..<end], limit: limit))
            if !line.isEmpty { return line }
            guard let newline else { return "" }
            end = newline
        }
    }

    /// The text with everything that a terminal would obey spelled out in its place: `\n`, `\x1b`, `\u{202e}`, and
    /// every byte of a name that is no text: `\xff`.
    ///
    /// For words of others within a sentence of ours, as names and values in an error: nothing of them is lost, and nothing of
    /// ours can be erased or written over.
    package static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.isObeyed || $0.isSystemByte }) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isObeyed || scalar.isSystemByte {
                shown += scalar.spelledOut.unicodeScalars
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The text in ASCII, for where nothing else can be shown: signs as they are typed, and all else spelled out, `\u{e9}`.
    package static func ascii(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                shown.append(scalar)
            } else {
                shown += (typed[scalar] ?? scalar.spelledOut).unicodeScalars
            }
        }
        return String(shown)
    }

    private static let typed: [Unicode.Scalar: String] = [
        "“": "\"", "”": "\"", "„": "\"", "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "−": "-", "→": "->",
        "←": "<-",
        "×": "x", "≤": "<=", "≥": ">=", "·": ".", "•": "*", "\u{A0}": " ",
    ]

    /// The first line with anything to see on it, cleaned and without white space around it; empty when there is none.
    package static func firstVisibleLine(of bytes: some Collection<UInt8>, limit: Int = 200) -> String {
        for line in bytes.prefix(4096).split(separator: 0x0A) {
            let line = trimmed(cleaned(line, limit: limit))
            if !line.isEmpty { return line }
        }
        return ""
    }

    private static func trimmed(_ line: String) -> String {
        let scalars = line.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Unicode.Scalar {
    /// Whether it is obeyed where it is shown: by a terminal, as control characters are, or by the layout of the line, as what
    /// parts lines and what turns their direction.
    package var isObeyed: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// As programming languages write it: `\n`, `\x1b`, `\u{202e}`.
    var spelledOut: String {
        switch value {
        case 0x09: #"\t"#
        case 0x0A: #"\n"#
        case 0x0D: #"\r"#
        case _ where isSystemByte: #"\x"# + String(value & 0xFF, radix: 16)
        case 0x00...0xFF: #"\x"# + (value < 0x10 ? "0" : "") + String(value, radix: 16)
        default: #"\u{"# + String(value, radix: 16) + "}"
        }
    }
}
