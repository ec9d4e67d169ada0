package import SpawnCore

extension ResetHint {
    /// Hints further away than this are taken for something else, such as a clock that is wrong.
    private static let furthest = 400.0 * 86_400

    /// How long to wait for a limit whose time has just passed, in seconds: as long again as it is late, so that one that
    /// stays away is asked for ever more rarely, from half a minute to five.
    private static let late = 30.0...300.0

    /// Puts hints in relation to now: the latest of those that make sense.
    ///
    /// - Parameters:
    ///   - times: What the text said.
    ///   - now: Seconds since 1970.
    package init?(_ times: [ResetTime], now: Double) {
        let moments = times.compactMap { time -> Double? in
            switch time {
            case .after(let seconds): now + seconds
            case .at(let epoch, let length): min(epoch, now + length)
            case .clock(let wall, let zone): wall.moment(around: now) { TimeZones.offset(of: zone, at: $0) }
            }
        }
        guard let moment = moments.filter({ -WallTime.slack...Self.furthest ~= $0 - now }).max() else { return nil }
        let isRelative = times.allSatisfy { if case .after = $0 { true } else { false } }
        let late = min(max(now - moment, Self.late.lowerBound), Self.late.upperBound)
        let wait = moment > now || isRelative ? moment - now : late
        self.init(wait: Duration(inSeconds: max(0, wait)), resetAt: now + max(0, wait))
    }
}

extension ErrorText {
    /// How many lines around a message may hold what belongs to it, such as the headers of a response.
    private static let linesAround = 20

    /// The hints of a message, else of what follows it, else of the response that stands before it.
    ///
    /// What a message begins may be wrapped into the lines behind it. Of those lines only what cannot be everyday talk counts,
    /// and of the lines before only the headers of a response that was refused, and a line that tells of a limit: agents tell of
    /// times all day, and prompts are repeated.
    ///
    /// - Parameters:
    ///   - message: The lines of the message.
    ///   - isLimit: True for a limit. Of another error, such as a connection that failed, the message too counts only for what
    ///     cannot be everyday talk.
    /// - Returns: The hints that count; empty when nothing says when.
    func hints(around message: ClosedRange<Int>, isLimit: Bool) -> [ResetTime] {
        let last = min(lineCount - 1, message.upperBound + 2)
        let own = ResetHintParser.hints(
            in: text(of: message.lowerBound...last), announcedIn: text(of: message).count,
            scope: isLimit ? .message : .surroundings)
        if !own.isEmpty { return own }
        if message.upperBound + 1 < lineCount {
            let end = min(lineCount - 1, message.upperBound + Self.linesAround)
            let after = ResetHintParser.hints(in: text(of: (message.upperBound + 1)...end), scope: .surroundings)
            if !after.isEmpty { return after }
        }
        let before = message.lowerBound
        if let lines = responseBefore(before) ?? limitBefore(before) {
            return ResetHintParser.hints(in: text(of: lines), scope: .surroundings)
        }
        // Below a limit a tool may say when it tries again itself.
        let next = message.upperBound + 1
        guard isLimit, next < lineCount, ErrorLine(text(of: next...next)).isRetrying else { return [] }
        return ResetHintParser.hints(in: text(of: message.lowerBound...next))
    }

    /// The lines before a line from the one that says that a limit is reached: they say when it ends.
    private func limitBefore(_ line: Int) -> ClosedRange<Int>? {
        for first in (max(0, line - 3)..<line).reversed() {
            let text = text(of: first...first)
            guard !ErrorLine(text).isProse else { return nil }
            if ResetHintParser.tellsOfLimit(text) { return first...(line - 1) }
        }
        return nil
    }

    /// The lines directly before a line that are the status and the headers of a response that was refused.
    private func responseBefore(_ line: Int) -> ClosedRange<Int>? {
        var first = line
        while first > max(0, line - Self.linesAround) {
            first -= 1
            // curl marks what it received.
            let text = text(of: first...first).drop { " <".utf8.contains($0) }
            if text.starts(with: "HTTP/".utf8) {
                let status = text.drop { $0 != 0x20 }.dropFirst().first
                return status.map { "45".utf8.contains($0) } ?? false ? first...(line - 1) : nil
            }
            let name = text.prefix { $0 != UInt8(ascii: ":") && $0 > 0x20 }
            guard !name.isEmpty, name.endIndex < text.endIndex, text[name.endIndex] == UInt8(ascii: ":") else {
                return nil
            }
        }
        return nil
    }
}
