internal import SpawnCore

extension ResetHintParser {
    /// The hints that count in an event of a tool: a JSON object on a line of its own.
    ///
    /// Where it reports windows in which use is counted, those count that are used up, whatever it says of others. What an
    /// event repeats of the prompt, the answer or the calls of tools says nothing.
    static func hints(inEvent line: some Collection<UInt8>) -> [ResetTime] {
        guard let event = try? JSONParser.parse(Array(line), file: nil) else { return [] }
        var reading = EventReading()
        for member in event.members where EventReading.speaksOfError(member) { reading.read(member) }
        return reading.usedUp.isEmpty ? hints(in: reading.lines.utf8) : reading.usedUp
    }
}

/// What an event says that may be a hint.
private struct EventReading {
    /// When the windows end that are used up.
    var usedUp: [ResetTime] = []
    /// Everything else, as text: a field a line.
    var lines = ""

    private static let partsOfErrors: Set<String> = [
        "error", "errors", "message", "result", "detail", "details", "data", "reason", "cause", "response", "headers",
        "responseHeaders", "body", "metadata", "api_error_params", "rate_limit_info", "rate_limits", "rate_limit",
    ]

    static func speaksOfError(_ member: JSONValue.Member) -> Bool {
        let key = member.key.lowercased()
        return partsOfErrors.contains(member.key) || key.contains("reset") || key.contains("retry")
    }

    mutating func read(_ member: JSONValue.Member) {
        switch member.value.content {
        case .object(let members):
            let window = Window(named: member.key, members)
            if window?.isUsedUp == true { usedUp += window?.times ?? [] }
            for inner in members where window == nil || !Window.isReset(inner) { read(inner) }
        case .array(let values):
            for value in values { read(JSONValue.Member(key: member.key, line: value.line, value: value)) }
        case .string(let text): lines += "\(member.key): \(text)\n"
        case .integer(let number): lines += "\(member.key): \(number)\n"
        case .number(let number): lines += "\(member.key): \(number)\n"
        case .bool, .null: break
        }
    }
}

/// One of the windows in which use is counted: when it ends, and how much of it is used or whether it refuses.
private struct Window {
    var isUsedUp: Bool
    var times: [ResetTime]

    /// Reads an object; `nil` when it is no window.
    init?(named name: String, _ members: [JSONValue.Member]) {
        let resets = members.filter(Self.isReset)
        guard !resets.isEmpty else { return nil }
        var state: Bool?
        var length = Self.lengths[name]
        for member in members {
            switch (member.key, member.value.content) {
            case ("status", .string(let text)): state = text == "rejected"
            case ("utilization", .integer(let number)): state = state ?? (number >= 1)
            case ("utilization", .number(let number)): state = state ?? (number >= 1)
            case ("used_percent", .integer(let number)): state = state ?? (number >= 100)
            case ("used_percent", .number(let number)): state = state ?? (number >= 100)
            case ("rateLimitType", .string(let type)): length = Self.lengths[type]
            case ("window_minutes", .integer(let minutes)): length = Double(minutes) * 60
            default: break
            }
        }
        guard let state else { return nil }
        isUsedUp = state
        var reading = EventReading()
        for member in resets { reading.read(member) }
        times = ResetHintParser.hints(in: reading.lines.utf8).map { time in
            // Where a clock is wrong by days, the window still ends when it is over.
            if case .at(let epoch, _) = time, let length { .at(epoch, within: length) } else { time }
        }
    }

    private static let lengths: [String: Double] = [
        "five_hour": 5 * 3600, "seven_day": 7 * 86_400, "seven_day_opus": 7 * 86_400, "seven_day_sonnet": 7 * 86_400,
    ]

    static func isReset(_ member: JSONValue.Member) -> Bool { member.key.lowercased().contains("reset") }
}
