internal import SpawnCore
internal import SpawnProcess

/// Watches stderr of a running child for errors that are meant: not those of a tool that says it tries again by itself,
/// nor, where only error lines count, those of a prompt that is repeated there.
final class ErrorWatch {
    /// Lines with a match that are judged in one read, from its end. What a hostile child prints must cost no more.
    private static let judgedLines = 32

    private let rules: [ErrorRule]
    private let channel: OutputChannel
    private let compiled: () -> PatternDatabase
    /// Made when the first byte comes; most children write nothing here.
    private var stream: PatternStream?
    /// The beginning of the line that is not finished.
    private var unfinished: [UInt8] = []
    /// Where the next bytes begin in the whole stream.
    private var place = 0

    /// Creates a watch.
    ///
    /// - Parameters:
    ///   - rules: What is looked for.
    ///   - channel: Which lines count.
    ///   - compiled: The rules as they are compiled for streams.
    init(rules: [ErrorRule], channel: OutputChannel, compiled: @escaping () -> PatternDatabase) {
        self.rules = rules
        self.channel = channel
        self.compiled = compiled
    }

    /// Takes the next bytes of the stream and names the rule that matched, also across the border of two calls.
    func scan(_ bytes: UnsafeRawBufferPointer) -> String? {
        let stream = stream ?? PatternStream(compiled())
        self.stream = stream
        let matches = unsafe stream.scan(bytes)
        let found = matches.isEmpty ? nil : unsafe lastRule(among: matches, in: bytes)
        unsafe keepUnfinishedLine(of: bytes)
        place += bytes.count
        return found
    }

    /// The rule of the last line that counts. An error may be the last thing a child says before it hangs, so a line need
    /// not be finished.
    private func lastRule(among matches: [RuleMatch], in bytes: UnsafeRawBufferPointer) -> String? {
        var rest = matches[...]
        for _ in 0..<Self.judgedLines {
            guard let last = rest.last else { return nil }
            let inside = max(0, min(bytes.count, last.start - place))
            let lineStart = unsafe bytes[..<inside].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            let lineEnd = unsafe bytes[inside...].firstIndex(of: 0x0A) ?? bytes.count
            let text = unsafe (lineStart == 0 ? unfinished : []) + bytes[lineStart..<lineEnd]
            // Where the text begins, as matches count; a line that is too long lacks its middle.
            let origin = place + lineEnd - text.count
            var evidence = MessageEvidence(ErrorLine(text[...]), in: text)
            while let match = rest.last, match.start >= place + lineStart || lineStart == 0 {
                rest.removeLast()
                let range = max(0, match.start - origin)..<max(0, match.end - origin)
                if range.upperBound <= text.count {
                    evidence.add(
                        RuleMatch(rule: match.rule, start: range.lowerBound, end: range.upperBound), rules[match.rule])
                }
            }
            if evidence.counts(in: channel), !evidence.isRetrying, let best = evidence.best {
                return rules[best.rule].name
            }
        }
        return nil
    }

    private func keepUnfinishedLine(of bytes: UnsafeRawBufferPointer) {
        var rest = unsafe bytes[...]
        if let end = unsafe bytes.lastIndex(of: 0x0A) {
            unfinished = []
            unsafe rest = bytes[(end + 1)...]
        }
        if unfinished.count < ErrorLine.length {
            unsafe unfinished += rest.prefix(ErrorLine.length - unfinished.count)
        }
    }
}
