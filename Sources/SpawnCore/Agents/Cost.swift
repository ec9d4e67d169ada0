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

    /// All digits of the amount, and none that say nothing: `0.5`, `12`.
    var digits: String {
        let (whole, rest) = nanodollars.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest > 0 else { return "\(whole)" }
        var decimals = "\(rest + 1_000_000_000)".dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }

    /// The same for people, with cents at least: `$0.50`, `$0.0021`.
    package var words: String {
        let digits = digits
        let decimals = digits.firstIndex(of: ".").map { digits[$0...].utf8.count - 1 } ?? 0
        return "$" + digits + (decimals == 0 ? ".00" : decimals == 1 ? "0" : "")
    }

    /// Compares two amounts.
    public static func < (one: USDollars, other: USDollars) -> Bool { one.nanodollars < other.nanodollars }

    /// The sum of two amounts.
    public static func + (one: USDollars, other: USDollars) -> USDollars {
        USDollars(nanodollars: one.nanodollars + other.nanodollars)
    }

    /// What is left of an amount; less than nothing where more was taken.
    public static func - (one: USDollars, other: USDollars) -> USDollars {
        USDollars(nanodollars: one.nanodollars - other.nanodollars)
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
