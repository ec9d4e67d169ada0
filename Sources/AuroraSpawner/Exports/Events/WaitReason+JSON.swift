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
            field("category", failure.category.rawValue)
            field("kind", failure.kind.rawValue)
            field("rule", failure.rule)
            field("message", failure.message)
        case .cooldown(let tool, let until):
            field("reason", "cooldown")
            field("tool", tool)
            field("until", until.seconds)
        case .stagger(let until):
            field("reason", "stagger")
            field("until", until.seconds)
        case .exhausted(let until, let message):
            field("reason", "exhausted")
            field("until", until.seconds)
            field("message", message)
        case .fallback(let cause):
            field("reason", "fallback")
            field("message", cause)
        case .paused: field("reason", "paused")
        }
    }
}
