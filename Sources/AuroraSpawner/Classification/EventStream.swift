internal import SpawnCore

/// What a tool says of the end of its work in the events that it prints on stdout: Claude Code, Codex, Gemini, Qwen,
/// opencode, Cursor, Copilot, Amp and Droid in the output formats for programs.
///
/// Only a stdout that begins with such an event is read so. Whatever else a tool prints is its answer, and may be about
/// errors, and may hold every event there is.
struct EventStream {
    /// How the work ended.
    enum Ending {
        case success
        case failure(StructuredError)
    }

    /// What the stream is known as.
    private enum Form {
        case unknown
        case text
        /// It began with an event that might be an answer, too: one line of text, and it is one.
        case perhapsEvents
        case events
    }

    /// How the work ended; `nil` as long as it goes on, and where nothing says.
    private(set) var ending: Ending?
    /// The last error that nothing overtook.
    private(set) var error: StructuredError?
    /// True for a tool whose last event says how it ended.
    private(set) var endsWithResult = false
    /// True when there was an answer, or when nobody can tell.
    private(set) var hasAnswer = true
    /// Whether every value counts, wherever it stands: the tool's definition says that its stdout is made of them.
    private let isDeclared: Bool
    private var form = Form.unknown
    private var values = JSONEvents()
    /// A usage limit that was refused, and when it ends.
    private var limit: StructuredError?

    init(isDeclared: Bool) {
        self.isDeclared = isDeclared
        if isDeclared { form = .events }
    }

    /// True when stdout is made of events, so that no line of it is an answer to a person.
    var isEvents: Bool { form == .events || form == .perhapsEvents }

    /// Takes the next bytes of stdout.
    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard form != .text else { return }
        var items: [JSONEvents.Item] = []
        unsafe values.take(bytes) { item, _ in items.append(item) }
        for item in items { take(item) }
    }

    private mutating func take(_ item: JSONEvents.Item) {
        switch item {
        case .text:
            guard form == .unknown || form == .perhapsEvents else { return }
            self = EventStream(isDeclared: false)
            form = .text
        case .events(let events, let text):
            for event in events { take(JSONObject(event), text) }
        }
    }

    private mutating func take(_ event: JSONObject, _ text: [UInt8]) {
        if form == .unknown { form = Self.form(of: event) }
        guard isEvents else { return }
        let type = event.string("type") ?? ""
        switch type {
        case "result", "completion": end(event, text)
        case "turn.completed": ending = .success
        case "turn.failed": ending = .failure(StructuredError(event.value, text: text))
        case "rate_limit_event": refuse(event, text)
        case "thread.started":
            (endsWithResult, hasAnswer) = (true, false)
        case "system": if event.string("subtype") == "init" { goOn() }
        case "init": (endsWithResult, hasAnswer) = (true, false)
        case "assistant", "turn.started", "text", "step_finish", "assistant.message", "message": progress(event, type)
        case "item.completed": if event.object("item")?.string("type") != "error" { progress(event, type) }
        case "error", "session.error", "model.call_failure": fail(event, text)
        default: if isDeclared, ErrorPayload(event.value).isError { fail(event, text) }
        }
    }

    private static func form(of event: JSONObject) -> Form {
        guard let type = event.string("type") else { return .text }
        let isInSession = event.string("session_id") != nil || event.string("sessionID") != nil
        switch type {
        case "system" where event.string("subtype") != nil, "thread.started",
            "init" where isInSession:
            return .events
        case "result" where event.has("is_error") || event.has("status") || event.has("exitCode"): break
        case "rate_limit_event" where event.object("rate_limit_info") != nil: break
        case "turn.started", "turn.completed", "turn.failed": break
        // Copilot's: every event has an id and its data.
        case _ where isInSession || event.object("data") != nil && event.string("id") != nil: return .events
        default: return .text
        }
        return isInSession ? .events : .perhapsEvents
    }

    private mutating func end(_ event: JSONObject, _ text: [UInt8]) {
        let failed =
            event.bool("is_error") ?? event.bool("isError") ?? event.string("status").map { $0 == "error" }
            ?? event.integer("exitCode").map { $0 != 0 } ?? (event.string("subtype")?.hasPrefix("error") ?? false)
        if failed {
            // Copilot's last event has nothing but the exit code; the error came before it.
            var failure = StructuredError(event.value, text: text)
            if event.has("exitCode"), let error { failure = error }
            if let limit, failure.meaning == nil || failure.meaning?.kind == .rateLimit {
                failure.code = failure.code ?? limit.code
                // It comes before the error that it explains, and says when the limit ends.
                if !limit.hints.isEmpty { failure.hints = limit.hints }
            }
            ending = .failure(failure)
        } else {
            ending = .success
            if let result = event.string("result") ?? event.string("finalText"), !event.has("structured_output") {
                hasAnswer = !result.allSatisfy(\.isWhitespace)
            }
        }
    }

    /// Another turn begins: what ended was one before it.
    private mutating func goOn() {
        (ending, endsWithResult) = (nil, true)
    }

    private mutating func progress(_ event: JSONObject, _ type: String) {
        error = nil
        ending = nil
        let answer =
            switch type {
            case "item.completed":
                event.object("item").flatMap { $0.string("type") == "agent_message" ? $0.string("text") : nil }
            case "message": event.string("role") == "assistant" ? event.string("content") : nil
            default: String?.none
            }
        if answer?.contains(where: { !$0.isWhitespace }) == true { hasAnswer = true }
    }

    private mutating func refuse(_ event: JSONObject, _ text: [UInt8]) {
        let info = event.object("rate_limit_info")
        // Where extra usage steps in, the work goes on.
        guard info?.string("status") == "rejected", info?.bool("isUsingOverage") != true,
            info?.string("overageStatus")?.hasPrefix("allowed") != true
        else { return }
        var refusal = StructuredError(event.value, text: text)
        refusal.code = ErrorMeaning(.transient, .rateLimit)
        // It may list every window there is; this is the one that refuses.
        if let epoch = info?.integer("resetsAt") { refusal.hints = [.at(Double(epoch))] }
        (refusal.rule, refusal.evidence) = ("rate_limit_event", "rejected")
        refusal.message = "the usage limit is reached"
        limit = refusal
        error = refusal
    }

    private mutating func fail(_ event: JSONObject, _ text: [UInt8]) {
        guard event.string("severity") != "warning" else { return }
        let failure = StructuredError(event.value, text: text)
        // A tool that tries again by itself tells its last error when it has given up.
        if ErrorLine(Array(failure.message.utf8)[...]).isRetrying { return }
        error = failure
    }
}

/// The fields of a JSON object; what is missing or of another type is `nil`.
struct JSONObject {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    private func content(_ key: String) -> JSONValue.Content? {
        value.members.first { $0.key == key }?.value.content
    }

    func has(_ key: String) -> Bool { content(key) != nil }

    func string(_ key: String) -> String? { if case .string(let text)? = content(key) { text } else { nil } }

    func bool(_ key: String) -> Bool? { if case .bool(let value)? = content(key) { value } else { nil } }

    func integer(_ key: String) -> Int? { if case .integer(let value)? = content(key) { value } else { nil } }

    func object(_ key: String) -> JSONObject? {
        value.members.first { $0.key == key }.flatMap { $0.value.members.isEmpty ? nil : JSONObject($0.value) }
    }
}
