internal import SpawnCore

extension ResetHint {
    /// Hints further away than this are taken for something else.
    private static let furthest = 400.0 * 86_400

    /// Puts a hint in relation to now.
    ///
    /// - Parameters:
    ///   - time: What the text said.
    ///   - now: Seconds since 1970.
    init?(_ time: ResetTime, now: Double) {
        let moment: Double? =
            switch time {
            case .after(let seconds): now + seconds
            case .at(let epoch): epoch
            case .clock(let wall, let zone): wall.next(after: now) { TimeZones.offset(of: zone, at: $0) }
            }
        guard let moment, moment - now < Self.furthest else { return nil }
        self.init(wait: Duration(inSeconds: max(0, moment - now)), resetAt: max(moment, now))
    }
}

extension ErrorText {
    /// How many lines before a message may hold what belongs to it, such as the headers of a response.
    private static let linesBefore = 20

    /// The hint of a message, else of what follows it, else of the lines before it.
    func hint(around message: ClosedRange<Int>) -> ResetTime? {
        let after = message.upperBound + 1
        let before = max(0, message.lowerBound - Self.linesBefore)
        return ResetHintParser.lastHint(in: text(of: message))
            ?? (after < lineCount ? ResetHintParser.lastHint(in: text(of: after...(lineCount - 1))) : nil)
            ?? (before < message.lowerBound
                ? ResetHintParser.lastHint(in: text(of: before...(message.lowerBound - 1))) : nil)
    }
}
