package import SpawnCore

/// Reads the standard output of one child that speaks a format, as its bytes come.
///
/// ```swift
/// var reader = AgentReader(.claude)
/// reader.feed(bytes)            // as often as bytes come, cut anywhere
/// reader.finish()
/// print(reader.report.answer)
/// ```
///
/// Its memory is bounded, whatever comes. It belongs to one thread at a time.
package struct AgentReader {
    private var line = JSONLine()
    private var decoder: any AgentDecoder
    /// Whether anything was said that is part of the format: a tool that does not speak it says nothing, whatever it prints.
    package private(set) var hasReport = false

    /// Creates a reader; `nil` for ``AgentFormat/text``, of which nothing is read as data.
    ///
    /// - Parameters:
    ///   - format: What is read.
    ///   - usedBefore: What the conversation that is continued had used before.
    package init?(_ format: AgentFormat, usedBefore: TokenUsage = TokenUsage()) {
        guard let decoder = format.makeDecoder(usedBefore: usedBefore) else { return nil }
        self.decoder = decoder
    }

    /// What was said so far.
    package var report: AgentReport { decoder.report }

    /// Takes the next bytes.
    package mutating func feed(_ bytes: Span<UInt8>) {
        var place = 0
        while place < bytes.count, line.read(bytes, from: &place) { takeLine() }
        // A last event that is whole counts at once: the program may hang before it ends the line.
        if line.isObject { takeLine() }
    }

    /// Takes what stands after the last line break: all of it is there, or the child was cut off in it.
    package mutating func finish() {
        if line.finish() { takeLine() }
    }

    private mutating func takeLine() {
        if line.isObject {
            decoder.take(line)
            hasReport = hasReport || decoder.report != AgentReport()
        }
        line.reset()
    }
}
