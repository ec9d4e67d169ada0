/// What an agent told of one attempt as data: to go on from, and to be counted.
public struct AgentAccount: Sendable, Equatable {
    /// The conversation, to be continued under this name; `nil` where it has none.
    public var session: String?
    /// The attempt of the same task whose conversation it went on with; `nil` where it began anew.
    public var continues: Int?
    /// The model that answered.
    public var model: String?
    /// What it used; `nil` where it did not say.
    public var usage: TokenUsage?
    /// What that cost.
    public var cost: Cost
    /// Calls of tools that it was not allowed to make, the first twenty.
    public var denied: [DeniedCall]
    /// How many such calls there were.
    public var deniedCount: Int

    /// Creates one.
    public init(
        session: String? = nil, continues: Int? = nil, model: String? = nil, usage: TokenUsage? = nil,
        cost: Cost = .unknown, denied: [DeniedCall] = [], deniedCount: Int? = nil
    ) {
        self.session = session
        self.continues = continues
        self.model = model
        self.usage = usage
        self.cost = cost
        self.denied = denied
        self.deniedCount = deniedCount ?? denied.count
    }

    package init(_ report: AgentReport, continues: Int?) {
        self.init(
            session: report.session, continues: continues, model: report.model, usage: report.usage,
            cost: report.cost, denied: report.denied, deniedCount: report.deniedCount)
    }
}

extension SpawnResult {
    /// The conversation of its last attempt that had one.
    public var session: String? { attempts.last { $0.account?.session != nil }?.account?.session }

    /// What all its attempts used, as far as they said.
    public var usage: TokenUsage? {
        attempts.compactMap(\.account?.usage).reduce(nil) { ($0 ?? TokenUsage()) + $1 }
    }

    /// What all its attempts cost, as far as that is known: unknown where none is known.
    public var cost: Cost { Cost.sum(attempts.lazy.compactMap(\.account?.cost)) }

    /// How many calls of tools its agent was not allowed to make, in the conversation of its last attempt.
    package var deniedCount: Int {
        attempts.conversation(from: attempts.last?.number).reduce(0) { $0 + $1.deniedCount }
    }

    /// The calls of tools that its agent was not allowed to make, the first twenty: in its last attempt, and in those whose
    /// conversation that one went on with. What an attempt was denied that another began anew is not among them.
    public var denied: [DeniedCall] {
        Array(attempts.conversation(from: attempts.last?.number).flatMap(\.denied).prefix(AgentReport.mostDenied))
    }
}

extension [AttemptRecord] {
    /// What was told of an attempt and of those whose conversation it goes on with, the first one first.
    package func conversation(from number: Int?) -> [AgentAccount] {
        var accounts: [AgentAccount] = []
        var next = number
        for record in reversed() where record.number == next {
            guard let account = record.account else { break }
            accounts.append(account)
            next = account.continues
        }
        return accounts.reversed()
    }
}

extension Cost {
    /// The sum of those that are known; it counts as reported when each of them is.
    package static func sum(_ costs: some Sequence<Cost>) -> Cost {
        var sum = Cost.unknown
        for cost in costs {
            switch (sum, cost) {
            case (_, .unknown): break
            case (.unknown, _): sum = cost
            case (.reported(let one), .reported(let other)): sum = .reported(one + other)
            case (.reported(let one), .computed(let other)), (.computed(let one), .reported(let other)),
                (.computed(let one), .computed(let other)):
                sum = .computed(one + other)
            }
        }
        return sum
    }
}
