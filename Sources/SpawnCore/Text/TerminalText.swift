/// Text from a child, made fit for a line of a display: no escape sequence, no control character, nothing that reorders.
package enum TerminalText {
    /// One line without anything a terminal would obey, at most `limit` Unicode scalars long.
    ///
    /// Invalid UTF-8 is replaced, tabs and line feeds become spaces, and a carriage return leaves what is written after
    /// it, as a progress bar does on a screen.
    package static func cleaned(_ bytes: some Collection<UInt8>, limit: Int = 200) -> String {
        var cleaner = TerminalCleaner(limit: limit)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { cleaner.feed(scalar) }
        return String(cleaner.line)
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

    private static func trimmed(_ line: String) -> String {
        let scalars = line.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
