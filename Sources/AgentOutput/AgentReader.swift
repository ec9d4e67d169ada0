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
    private let line = JSONLine()
    private var decoder: any AgentDecoder
    /// Counts the lines that were read as data, so that who looks now and then knows whether to look again.
    package private(set) var lineCount = 0

    /// Creates a reader; `nil` for ``AgentFormat/text``, of which nothing is read as data.
    package init?(_ format: AgentFormat) {
        guard let decoder = format.makeDecoder() else { return nil }
        self.decoder = decoder
    }

    /// What was said so far.
    package var report: AgentReport { decoder.report }

    /// Takes the next bytes.
    package mutating func feed(_ bytes: Span<UInt8>) {
        var place = 0
        while place < bytes.count, line.read(bytes, from: &place) { takeLine() }
    }

    /// Takes what stands after the last line break: all of it is there, or the child was cut off in it.
    package mutating func finish() {
        if line.finish() { takeLine() }
    }

    private mutating func takeLine() {
        if line.isObject {
            lineCount += 1
            decoder.take(line)
        }
        line.reset()
    }
}
