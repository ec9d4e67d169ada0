extension JSONWriter {
    mutating func fields(of reason: WaitReason) {
        switch reason {
        case .slot: field("reason", "slot")
        case .dependencies(let count, let first):
            field("reason", "dependencies")
            field("count", count)
            field("first", first)
        case .backoff(let until, let retry, let limit, let failure):
            field("reason", "backoff")
            field("until", until.seconds)
            field("retry", retry)
            field("retries", limit)
            fields(of: failure)
        case .cooldown(let tool, let until):
            field("reason", "cooldown")
            field("tool", tool)
            field("until", until.seconds)
        case .held(let tool, let until, let trouble):
            field("reason", "held")
            field("tool", tool)
            field("until", until?.seconds)
            field("trouble", trouble.kind.rawValue)
            field("message", trouble.message)
        case .stagger(let until):
            field("reason", "stagger")
            field("until", until.seconds)
        case .memory(let available, let needed):
            field("reason", "memory")
            field("available", available)
            field("needed", needed)
        case .exhausted(let until, let retry, let message):
            field("reason", "exhausted")
            field("until", until.seconds)
            field("retry", retry)
            field("message", message)
        case .fallback(let cause):
            field("reason", "fallback")
            field("message", cause)
        case .paused: field("reason", "paused")
        }
    }
}

extension WaitReason {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        func until() throws(InputError) -> Moment { try fields.required("until").moment() }
        let reason = try fields.required("reason")
        switch try reason.text() {
        case "slot": self = .slot
        case "dependencies":
            self = .dependencies(
                count: try fields.required("count").count(), first: try fields.required("first").text())
        case "backoff":
            self = .backoff(
                until: try until(), retry: try fields.required("retry").count(),
                of: try fields.required("retries").count(), failure: try Failure(fields))
        case "cooldown": self = .cooldown(tool: try fields.required("tool").text(), until: try until())
        case "held":
            self = .held(
                tool: try fields.required("tool").text(), until: try fields.unlessNull("until")?.moment(),
                ToolTrouble(
                    try fields.required("trouble").choice(ToolTrouble.Kind.self),
                    message: try fields.required("message").text()))
        case "stagger": self = .stagger(until: try until())
        case "memory":
            self = .memory(
                available: try fields.required("available").count(), needed: try fields.required("needed").count())
        case "exhausted":
            self = .exhausted(
                until: try until(), retry: try fields.required("retry").count(),
                message: try fields.required("message").text())
        case "fallback": self = .fallback(reason: try fields.required("message").text())
        case "paused": self = .paused
        default:
            throw reason.mismatch(
                "one of slot, dependencies, backoff, cooldown, held, stagger, memory, exhausted, fallback, paused")
        }
    }
}
