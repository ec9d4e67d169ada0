import SpawnCore

/// Turns what a child wrote into lines that are safe and pleasant to show.
///
/// Escape sequences disappear whole, even those cut off at the end; a line end ends every one of them. Of those for colours the
/// effect stays. A carriage return begins the line anew, as progress bars want it; backspaces and tabs are carried out.
struct OutputCleaner {
    private var parser = EscapeParser()
    private var parameters = ""
    private var style = ChildStyle.plain
    private var line = String.UnicodeScalarView()
    private var turns: [OutputLine.Turn] = []
    private var scalars = 0
    private var length = 0
    private var returned = false
    private(set) var lines: [OutputLine] = []

    /// The lines of a text, the last one included when it has no line end.
    static func lines(of bytes: [UInt8]) -> [OutputLine] {
        var cleaner = OutputCleaner()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { cleaner.feed(scalar) }
        if !cleaner.line.isEmpty { cleaner.endLine() }
        return cleaner.lines
    }

    private mutating func feed(_ scalar: Unicode.Scalar) {
        if scalar == "\n" {
            parser = EscapeParser()
            return endLine()
        }
        let before = parser.state
        guard parser.passes(scalar.value) else { return followColours(scalar, before) }
        switch scalar {
        case "\r": returned = true
        case "\t": for _ in 0..<(8 - length % 8) { append(" ") }
        case "\u{8}": eraseLast()
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": break
        default: append(scalar)
        }
    }

    /// Takes a scalar of an escape sequence.
    private mutating func followColours(_ scalar: Unicode.Scalar, _ before: EscapeParser.State) {
        switch (before, parser.state) {
        case (.controlSequence, .controlSequence) where scalar.value < 0x40:
            if parameters.utf8.count < 64 { parameters.unicodeScalars.append(scalar) }
        case (.controlSequence, .text) where scalar == "m": style.apply(parameters)
        default: parameters = ""
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if returned { clear() }
        if style != turns.last?.style ?? .plain { turns.append(OutputLine.Turn(start: scalars, style: style)) }
        line.append(scalar)
        scalars += 1
        length += ScalarWidth.columns(scalar)
    }

    private mutating func eraseLast() {
        guard let last = line.popLast() else { return }
        scalars -= 1
        length -= ScalarWidth.columns(last)
        while let turn = turns.last, turn.start >= scalars { turns.removeLast() }
    }

    private mutating func endLine() {
        lines.append(OutputLine(String(line), turns: turns))
        clear()
    }

    private mutating func clear() {
        line = String.UnicodeScalarView()
        turns = []
        scalars = 0
        length = 0
        returned = false
    }
}
