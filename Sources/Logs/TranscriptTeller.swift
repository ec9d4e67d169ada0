internal import AgentOutput
internal import SpawnCore

/// Tells the lines of one stretch of an agent's events, as they come.
struct TranscriptTeller {
    /// What a line told.
    private enum Told {
        case entry(AgentTranscript.Entry)
        /// It is no event, and shown as it is.
        case line([UInt8])
    }

    /// A line that told something.
    private struct Line {
        var number: Int
        /// Where it begins in the file, …
        var offset: Int
        /// … or, in memory, when it came.
        var second: Int?
        var told: [Told]
    }

    /// The most bytes shown of what a call gave back, …
    private static let longestResult = 65_536
    /// … and the most of a row that stands for all of it.
    private static let longestFirst = 200

    private var transcript: AgentTranscript?
    private var lines: [Line] = []
    /// The line that comes next, or that has begun.
    private var number: Int
    /// Up to where the stream was taken.
    private(set) var offset: Int
    private var lineStart: Int
    /// The beginning of the line, as it is.
    private var begun: [UInt8] = []

    init(_ format: AgentFormat, line: Int, offset: Int) {
        transcript = AgentTranscript(format)
        number = line
        self.offset = offset
        lineStart = offset
    }

    /// Takes the next bytes of the file.
    mutating func take(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            feed(rest[..<end])
            offset += 1
            endLine()
            rest = rest[(end + 1)...]
        }
        feed(rest)
    }

    /// Takes the next bytes of a line.
    mutating func feed(_ bytes: ArraySlice<UInt8>) {
        transcript?.feed(bytes)
        begun += bytes.prefix(OutputLog.longestLine - begun.count)
        offset += bytes.count
    }

    /// Takes the end of a line.
    ///
    /// - Parameters:
    ///   - second: When a line came that is not in the file.
    ///   - isLast: Whether more of it may come.
    ///   - isPart: Whether its beginning is missing.
    mutating func endLine(_ second: Int? = nil, isLast: Bool = false, isPart: Bool = false) {
        if let entries = transcript?.endLine() {
            tell(entries.map(Told.entry), second)
        } else if !isPart, !isLast || begun.first != UInt8(ascii: "{") {
            tell((transcript?.finish() ?? []).map(Told.entry) + [.line(begun)], second)
        }
        begun.removeAll(keepingCapacity: true)
        number += 1
        lineStart = offset
    }

    /// Takes the end of the stretch: what is being said is told as far as it came.
    mutating func finish() {
        guard let entries = transcript?.finish(), !entries.isEmpty else { return }
        if lines.last?.number == number - 1 {
            lines[lines.count - 1].told += entries.map(Told.entry)
        } else {
            lines.append(Line(number: number - 1, offset: lineStart, second: nil, told: entries.map(Told.entry)))
        }
    }

    private mutating func tell(_ told: [Told], _ second: Int?) {
        guard !told.isEmpty else { return }
        lines.append(Line(number: number, offset: lineStart, second: second, told: told))
    }

    // MARK: In rows

    /// What was told, for a screen.
    func lines(isUnfolded: Bool, times: OutputTimes) -> [Transcript.Line] {
        var beginsTurn = false
        return lines.compactMap { line in
            var rows: [[UInt8]] = []
            for told in line.told {
                switch told {
                // What it says begins where the row does; what it does is below that.
                case .line(let bytes): rows.append(bytes + Self.plain)
                case .entry(.turn): beginsTurn = true
                case .entry(let entry):
                    for row in Self.rows(entry, isUnfolded: isUnfolded) {
                        rows.append(Array((beginsTurn ? "\u{1B}[1m*\u{1B}[m " : "  ").utf8) + row)
                        beginsTurn = false
                    }
                }
            }
            guard !rows.isEmpty else { return nil }
            return Transcript.Line(
                number: line.number, bytes: Array(rows.joined(separator: [0x0A])), rows: rows.count,
                second: line.second ?? times.second(of: line.offset))
        }
    }

    private static let plain = Array("\u{1B}[m".utf8)

    private static func rows(_ entry: AgentTranscript.Entry, isUnfolded: Bool) -> [[UInt8]] {
        switch entry {
        case .says(let text):
            let limit = OutputLog.longestLine
            return [Array(TerminalText.cleaned(text.utf8.prefix(limit), limit: limit).utf8)]
        case .does(let deed): return [coloured("> " + deed, "36")]
        case .meets(let trouble): return [coloured("! " + trouble, "33")]
        case .gives(let result): return isUnfolded ? whole(result) : folded(result)
        case .turn: return []
        }
    }

    private static func coloured(_ text: String, _ colour: String) -> [UInt8] {
        Array("\u{1B}[\(colour)m\(text)".utf8) + plain
    }

    /// What a call gave back: its first line, and how much more there is. A second line takes the place of saying so.
    private static func folded(_ result: ToolResult) -> [[UInt8]] {
        let lines = lines(of: result)
        guard let first = lines.first else { return [] }
        if lines.count == 2, !result.isCut, lines.allSatisfy({ $0.count <= longestFirst }) { return whole(result) }
        let end = result.isCut ? " and more" : ""
        if lines.count > 1 || result.isCut {
            let more = lines.count == 2 ? "1 line" : "\(lines.count - 1) lines"
            return [row(first.prefix(longestFirst), result), row("+ \(more)\(end)".utf8, nil)]
        }
        guard first.count > longestFirst else { return [row(first, result)] }
        return [row(first.prefix(longestFirst), result), row("+ \(first.count - longestFirst) bytes".utf8, nil)]
    }

    private static func whole(_ result: ToolResult) -> [[UInt8]] {
        var left = longestResult
        var rows: [[UInt8]] = []
        for line in lines(of: result) {
            guard left > 0 else { return rows + [row("+ more than is shown here".utf8, nil)] }
            rows.append(row(line.prefix(left), result))
            left -= line.count + 1
        }
        return result.isCut ? rows + [row("+ more than is kept of it here".utf8, nil)] : rows
    }

    /// The lines of what a call gave back, without empty ones around them.
    private static func lines(of result: ToolResult) -> [Substring.UTF8View] {
        var lines = result.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        func isEmpty(_ line: Substring.UTF8View) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
        while let first = lines.first, isEmpty(first) { lines.removeFirst() }
        while let last = lines.last, isEmpty(last) { lines.removeLast() }
        return Array(lines)
    }

    /// A row of what a call gave back; without one, a row about it.
    private static func row(_ text: some Collection<UInt8>, _ result: ToolResult?) -> [UInt8] {
        let words = TerminalText.cleaned(text, limit: longestResult)
        return coloured("    " + words, result?.isError == true ? "31" : "2")
    }
}
