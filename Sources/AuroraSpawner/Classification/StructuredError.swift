internal import SpawnCore

/// An error that a tool reported as data: a JSON line with an error type, a status or a rate-limit event.
///
/// Known are the result and error events of Claude Code, those of Codex, and the error bodies of Anthropic, OpenAI and
/// Google, each on a line of its own.
struct StructuredError: Equatable {
    /// What it means; `nil` when only its message can tell.
    var meaning: ErrorMeaning?
    /// The field that decided.
    var rule: String
    /// The value of that field.
    var evidence: String
    /// What it says to people.
    var message: String
    /// When its service will serve again.
    var hints: [ResetTime] = []

    /// The last error in the lines of a stream; `nil` when there is none, or when a success came after it.
    static func last(in output: [UInt8]) -> StructuredError? {
        guard output.contains(UInt8(ascii: "{")) else { return nil }
        var error: StructuredError?
        for line in output.split(separator: 0x0A).reversed() {
            guard line.first == UInt8(ascii: "{"), let event = JSONObject(line) else { continue }
            if event.string("type") == "rate_limit_event" {
                guard event.object("rate_limit_info")?.string("status") == "rejected" else { continue }
                // It comes before the error that it explains, and says when the limit ends.
                let limit = ResetHintParser.hints(inEvent: line)
                var refusal = error ?? StructuredError(refusedUntil: [])
                if refusal.meaning?.kind == .rateLimit, !limit.isEmpty { refusal.hints = limit }
                return refusal
            }
            guard error == nil else { continue }
            if event.string("type") == "result", event.bool("is_error") == false { return nil }
            error = StructuredError(event)
            error?.hints = ResetHintParser.hints(inEvent: line)
        }
        return error
    }

    /// A usage limit that is reached.
    private init(refusedUntil limit: [ResetTime]) {
        meaning = ErrorMeaning(.transient, .rateLimit)
        rule = "rate_limit_event"
        evidence = "rejected"
        message = "the usage limit is reached"
        hints = limit
    }

    /// Reads one event.
    private init?(_ event: JSONObject) {
        let body = event.object("error") ?? JSONObject(empty: ())
        let isError =
            event.bool("is_error") == true || event.string("type") == "error" || event.string("type") == "turn.failed"
            || event.has("error") && (event.object("error") != nil || event.string("error") != nil)
        guard isError else { return nil }
        message =
            body.string("message") ?? event.string("message") ?? event.string("result") ?? event.string("error")
            ?? event.string("subtype") ?? "an error without a message"
        rule = "error"
        evidence = event.string("type") ?? "error"
        // A code says more than a type, and both more than a status.
        for field in ["code", "type", "status"] {
            guard let value = body.string(field) ?? (field == "code" ? event.string(field) : nil),
                let known = KnownErrors.meaning(ofType: value)
            else { continue }
            (meaning, rule, evidence) = (known, "error \(field)", value)
            break
        }
        let statuses: [(String, Int?)] = [
            ("api_error_status", event.integer("api_error_status")), ("error code", body.integer("code")),
            ("error status", body.integer("status")), ("status", event.integer("status")),
            ("status_code", event.integer("status_code") ?? body.integer("status_code")),
        ]
        for (field, status) in statuses where meaning == nil {
            guard let status, let known = KnownErrors.meaning(ofStatus: status) else { continue }
            (meaning, rule, evidence) = (known, field, String(status))
        }
        // Services report a model they do not know as something that was not found.
        if meaning?.kind == .notFound, message.lowercased().contains("model") {
            meaning = ErrorMeaning(.permanent, .invalidModel)
        }
    }
}

/// The fields of a JSON object; what is missing or of another type is `nil`.
private struct JSONObject {
    private var members: [JSONValue.Member] = []

    init(empty: ()) {}

    init?(_ line: some Collection<UInt8>) {
        guard let value = try? JSONParser.parse(Array(line), file: nil) else { return nil }
        self.init(value)
    }

    private init?(_ value: JSONValue) {
        guard case .object(let members) = value.content else { return nil }
        self.members = members
    }

    private func content(_ key: String) -> JSONValue.Content? { members.first { $0.key == key }?.value.content }

    func has(_ key: String) -> Bool { content(key) != nil }

    func string(_ key: String) -> String? { if case .string(let text)? = content(key) { text } else { nil } }

    func bool(_ key: String) -> Bool? { if case .bool(let value)? = content(key) { value } else { nil } }

    func integer(_ key: String) -> Int? { if case .integer(let value)? = content(key) { value } else { nil } }

    func object(_ key: String) -> JSONObject? { members.first { $0.key == key }.flatMap { JSONObject($0.value) } }
}
