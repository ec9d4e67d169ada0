/// What attempts used and what that cost, as far as their agents said.
public struct Expenses: Sendable, Equatable {
    /// Attempts that ran.
    public private(set) var attempts = 0
    private var told = 0
    private var used = TokenUsage()
    private var priced = 0
    private var reported = 0
    private var computed = 0

    /// Creates those of no attempt.
    public init() {}

    /// The tokens of those that said; `nil` where none did.
    public var usage: TokenUsage? { told > 0 ? used : nil }

    /// The sum of the costs that are known; unknown where none is.
    public var cost: Cost {
        guard priced > 0 else { return .unknown }
        let sum = USDollars(nanodollars: reported + computed)
        return computed == 0 ? .reported(sum) : .computed(sum)
    }

    /// Attempts whose cost nobody knows.
    public var unpriced: Int { attempts - priced }

    /// Adds other attempts'. The order does not matter.
    public mutating func merge(_ other: Expenses) {
        attempts += other.attempts
        told += other.told
        used = used + other.used
        priced += other.priced
        reported += other.reported
        computed += other.computed
    }

    /// Counts an attempt that ran, or takes it back for a `change` of −1.
    mutating func add(_ attempt: AttemptRecord, _ change: Int) {
        attempts += change
        if let usage = attempt.account?.usage { (told, used) = (told + change, used + usage.times(change)) }
        switch attempt.account?.cost {
        case .reported(let amount): (priced, reported) = (priced + change, reported + amount.nanodollars * change)
        case .computed(let amount): (priced, computed) = (priced + change, computed + amount.nanodollars * change)
        case .unknown, nil: break
        }
    }
}
