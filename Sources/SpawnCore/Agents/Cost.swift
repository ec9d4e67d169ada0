/// An amount of money in US dollars, to the nanodollar, so that sums are exact: the price of one token is a few hundred of
/// them.
public struct USDollars: Sendable, Hashable, Comparable {
    /// Billionths of a dollar.
    public var nanodollars: Int

    /// Creates an amount.
    public init(nanodollars: Int) { self.nanodollars = nanodollars }

    /// Reads digits such as `0.2143` or `1.5e-05`; `nil` for what is no amount, is negative, or is more than a billion.
    /// What is less than a nanodollar is rounded.
    public init?(_ digits: String) {
        guard let value = Double(digits), value >= 0, value < 1e9 else { return nil }
        nanodollars = Int((value * 1e9).rounded())
    }

    /// The amount as a floating-point number.
    public var value: Double { Double(nanodollars) / 1e9 }

    /// Compares two amounts.
    public static func < (one: USDollars, other: USDollars) -> Bool { one.nanodollars < other.nanodollars }

    /// The sum of two amounts.
    public static func + (one: USDollars, other: USDollars) -> USDollars {
        USDollars(nanodollars: one.nanodollars + other.nanodollars)
    }
}

/// What an attempt cost, and how that is known.
public enum Cost: Sendable, Hashable {
    /// The tool said so.
    case reported(USDollars)
    /// Its tokens at the prices of its model.
    case computed(USDollars)
    /// Nobody knows: never to be taken for nothing.
    case unknown

    /// The amount; `nil` where it is unknown.
    public var amount: USDollars? {
        switch self {
        case .reported(let amount), .computed(let amount): amount
        case .unknown: nil
        }
    }
}
