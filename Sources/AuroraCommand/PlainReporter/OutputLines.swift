internal import AgentOutput
package import SpawnCore

/// Makes of one stream of an attempt the lines that `-v` shows of it, each with a mark for what it is.
///
/// What comes is cut anywhere and of any length; what is kept of it is one line.
package struct OutputLines {
    /// The most bytes shown of a line.
    private static let longestLine = 16_384

    private let stream: SpillFile.Stream
    /// Reads what an agent reports as data; `nil` for prose.
    private var transcript: AgentTranscript?
    /// The line that has no end yet, …
    private var line: [UInt8] = []
    /// … and how many of its bytes are not kept.
    private var unkept = 0
    /// Whether something stands on that line.
    private var hasBegun = false
    /// Whether some of that line was left out before it came here: then it is left out whole.
    private var isCut = false
    /// Lines left out that are not told yet, and the file that has them.
    private var leftOut = 0
    private var fileWithRest: String?

    /// Creates one for a stream of a tool that speaks a format.
    package init(_ stream: SpillFile.Stream, _ format: AgentFormat) {
        self.stream = stream
        transcript = stream == .stdout ? AgentTranscript(format) : nil
    }

    /// The lines that end in the next bytes.
    package mutating func take(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            append(rest[..<end])
            lines += endLine()
            rest = rest[(end + 1)...]
        }
        append(rest)
        return lines
    }

    /// Takes that bytes were left out, with so many line ends among them.
    package mutating func skip(lineEnds: Int, file: String?) {
        leftOut += lineEnds
        fileWithRest = file
        hasBegun = lineEnds == 0
        isCut = true
        dropLine()
    }

    /// The last lines, at the end of the stream.
    package mutating func finish() -> [String] {
        let lines = hasBegun ? endLine() : tellLeftOut()
        return lines + endText()
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        hasBegun = true
        guard !isCut else { return }
        transcript?.feed(bytes)
        line += bytes
        guard line.count > Self.longestLine else { return }
        // What a carriage return lets be written over, as progress bars do, is not seen.
        if let start = line.dropLast().lastIndex(of: 0x0D) {
            line.removeSubrange(...start)
            unkept = 0
        }
        unkept += max(0, line.count - Self.longestLine)
        line = Array(line.prefix(Self.longestLine))
    }

    private mutating func endLine() -> [String] {
        defer {
            dropLine()
            (hasBegun, isCut) = (false, false)
        }
        guard !isCut else {
            leftOut += 1
            return tellLeftOut()
        }
        if let entries = transcript?.endLine() { return entries.compactMap(shown) }
        let text = TerminalText.cleaned(line, limit: Self.longestLine)
        return endText() + [shown(unkept == 0 ? text : "\(text) [… \(unkept) more bytes …]")]
    }

    private mutating func dropLine() {
        line.removeAll(keepingCapacity: true)
        unkept = 0
        transcript?.dropLine()
    }

    /// What an agent has begun to say before something else.
    private mutating func endText() -> [String] { (transcript?.finish() ?? []).compactMap(shown) }

    private mutating func tellLeftOut() -> [String] {
        guard leftOut > 0 else { return [] }
        defer { leftOut = 0 }
        let place = fileWithRest.map { "; all are in \($0.cleaned)" } ?? ""
        return ["[… \(leftOut == 1 ? "1 line" : "\(leftOut) lines") of \(stream.rawValue) left out\(place) …]"]
    }

    private func shown(_ text: String) -> String {
        let mark = stream == .stderr ? "!" : "|"
        return text.isEmpty ? mark : "\(mark) \(text)"
    }

    private func shown(_ entry: AgentTranscript.Entry) -> String? {
        switch entry {
        case .says(let text): shown(TerminalText.cleaned(text.utf8, limit: Self.longestLine))
        case .does(let text), .meets(let text): "> \(text)"
        case .gives, .turn: nil
        }
    }
}
