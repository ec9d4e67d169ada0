/// What agents told as data, in results and events. A result and an attempt have the same fields.
extension JSONWriter {
    mutating func fields(of account: AgentAccount?) {
        field("session", account?.session)
        field("continues", account?.continues)
        field("model", account?.model)
        field(account?.usage)
        field(account?.cost ?? .unknown)
        field(account?.denied ?? [])
        field("denied_count", account?.deniedCount ?? 0)
    }

    /// `usage`: tokens by what they were for; null where the agent did not say.
    mutating func field(_ usage: TokenUsage?) {
        guard let usage else { return field("usage", nil as String?) }
        key("usage")
        object { writer in
            writer.field("input_tokens", usage.input)
            writer.field("cached_input_tokens", usage.cachedInput)
            writer.field("cache_write_tokens", usage.cacheWrite)
            writer.field("output_tokens", usage.output)
            writer.field("reasoning_tokens", usage.reasoning)
        }
    }

    /// `cost`: dollars, null where nobody knows, and how they are known.
    mutating func field(_ cost: Cost) {
        key("cost")
        object { writer in
            writer.field("usd", cost.amount?.value)
            writer.field("source", cost.source)
        }
    }

    mutating func field(_ denied: [DeniedCall]) {
        key("denied")
        array { writer in
            for call in denied {
                writer.object { writer in
                    writer.field("tool", call.tool)
                    writer.field("input", call.input)
                }
            }
        }
    }

    /// What an agent reports while it works.
    mutating func fields(of report: AgentReport) {
        field("activity", report.activity)
        field("session", report.session)
        field("model", report.model)
        field("turns", report.turns)
        field("children", report.children)
        field("asks", report.question)
        field("denied_count", report.deniedCount)
        field(report.usage)
        field(report.cost)
        if let progress = report.progress {
            field("done", progress.done)
            field("of", progress.total)
        }
        if let waiting = report.waiting {
            key("waits")
            object { writer in
                writer.field("retry", waiting.retry)
                writer.field("of", waiting.limit)
                writer.field("status", waiting.status)
                writer.field("reason", waiting.reason)
            }
        }
        key("windows")
        array { writer in
            for window in report.windows {
                writer.object { writer in
                    writer.field("name", window.name)
                    writer.field("used", window.used)
                    writer.field("resets_at", window.resetsAt)
                    writer.field("rejected", window.isRejected)
                }
            }
        }
    }
}

extension Cost {
    fileprivate var source: String {
        switch self {
        case .reported: "reported"
        case .computed: "computed"
        case .unknown: "unknown"
        }
    }

    init(_ fields: JSONReader.Fields) throws(InputError) {
        let usd = try fields.unlessNull("usd")?.double()
        let source = try fields.required("source")
        let amount = USDollars(nanodollars: Int(((usd ?? 0) * 1e9).rounded()))
        switch try source.text() {
        case "reported": self = .reported(amount)
        case "computed": self = .computed(amount)
        case "unknown": self = .unknown
        default: throw source.mismatch("one of reported, computed, unknown")
        }
    }
}

extension TokenUsage {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            input: try fields.required("input_tokens").count(),
            cachedInput: try fields.required("cached_input_tokens").count(),
            cacheWrite: try fields.required("cache_write_tokens").count(),
            output: try fields.required("output_tokens").count(),
            reasoning: try fields.required("reasoning_tokens").count())
    }
}

extension AgentAccount {
    /// Reads what ``JSONWriter/fields(of:)`` wrote of an attempt; `nil` where its agent told nothing, and in what earlier
    /// versions wrote.
    init?(_ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            session: try fields.unlessNull("session")?.text(), continues: try fields.unlessNull("continues")?.count(),
            model: try fields.unlessNull("model")?.text(),
            usage: try fields.unlessNull("usage").map { (usage) throws(InputError) in
                try TokenUsage(usage.record())
            },
            cost: try fields.unlessNull("cost").map { (cost) throws(InputError) in try Cost(cost.record()) }
                ?? .unknown,
            denied: try fields.unlessNull("denied")?.elements().map { (element) throws(InputError) in
                let fields = try element.record()
                return DeniedCall(
                    tool: try fields.required("tool").text(), input: try fields.required("input").text())
            } ?? [],
            deniedCount: try fields.unlessNull("denied_count")?.count())
        if self == AgentAccount() { return nil }
    }
}

extension AgentReport {
    /// Reads what ``JSONWriter/fields(of:)`` wrote of an agent at work.
    init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init()
        activity = try fields.unlessNull("activity")?.text()
        session = try fields.unlessNull("session")?.text()
        model = try fields.unlessNull("model")?.text()
        turns = try fields.required("turns").count()
        children = try fields.required("children").count()
        question = try fields.unlessNull("asks")?.text()
        deniedCount = try fields.required("denied_count").count()
        if let usage = fields.unlessNull("usage") { self.usage = try TokenUsage(usage.record()) }
        cost = try Cost(fields.required("cost").record())
        if let done = fields.unlessNull("done") {
            progress = Progress(done: try done.count(), total: try fields.required("of").count())
        }
        if let waits = fields.unlessNull("waits") {
            let waits = try waits.record()
            waiting = ServiceWait(
                retry: try waits.required("retry").count(), limit: try waits.unlessNull("of")?.count(),
                status: try waits.unlessNull("status")?.count(), reason: try waits.unlessNull("reason")?.text())
        }
        for window in try fields.required("windows").elements() {
            let window = try window.record()
            windows.append(
                Window(
                    name: try window.required("name").text(), used: try window.unlessNull("used")?.double(),
                    resetsAt: try window.unlessNull("resets_at")?.double(),
                    isRejected: try window.required("rejected").bool()))
        }
    }
}
