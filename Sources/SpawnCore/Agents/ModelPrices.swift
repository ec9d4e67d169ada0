/// What a model asks for its tokens.
public struct ModelPrice: Sendable, Equatable {
    /// Dollars for a million tokens of prompts that are read anew.
    public var input: Double
    /// The same of what the service had kept from before.
    public var cachedInput: Double
    /// The same of what the service is asked to keep.
    public var cacheWrite: Double
    /// The same of what the model writes, its reasoning included.
    public var output: Double

    /// Creates a price, in dollars for a million tokens.
    public init(input: Double, cachedInput: Double? = nil, cacheWrite: Double? = nil, output: Double) {
        self.input = input
        self.cachedInput = cachedInput ?? input
        self.cacheWrite = cacheWrite ?? input
        self.output = output
    }

    /// What tokens cost.
    func cost(of usage: TokenUsage) -> USDollars {
        let millionths =
            Double(usage.input) * input + Double(usage.cachedInput) * cachedInput
            + Double(usage.cacheWrite) * cacheWrite + Double(usage.output) * output
        return USDollars(nanodollars: Int((millionths * 1000).rounded()))
    }
}

/// The prices of models by their names, for tools that count their tokens and not their money. A model that is not in it
/// stays unknown.
package struct ModelPrices: Sendable, Equatable {
    /// When the built-in ones were taken down.
    package static let date = "2026-11-27"
    private var prices: [String: ModelPrice]

    /// The built-in prices, with others in the place of some and beside them.
    package init(_ own: [String: ModelPrice] = [:]) { prices = Self.builtIn.merging(own) { $1 } }

    /// The price of a model, also where its name has a provider before it or a date behind it.
    package subscript(model: String) -> ModelPrice? {
        if let price = prices[model] { return price }
        let name = model.split(separator: "/").last.map(String.init) ?? model
        return prices[name] ?? prices[Self.withoutDate(name)]
    }

    /// What an agent used, at the price of its model; unknown where it did not say, or where nobody knows the price.
    package func cost(of usage: TokenUsage?, model: String?) -> Cost {
        guard let usage, let price = model.flatMap({ self[$0] }) else { return .unknown }
        return .computed(price.cost(of: usage))
    }

    /// `claude-x-20260205` and `gpt-x-2026-03-05` are named after the day they came out.
    private static func withoutDate(_ name: String) -> String {
        let parts = name.split(separator: "-")
        func isNumber(_ part: Substring, _ digits: Int) -> Bool {
            part.utf8.count == digits && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        if let last = parts.last, isNumber(last, 8) { return parts.dropLast().joined(separator: "-") }
        let date = parts.suffix(3)
        if parts.count > 3, zip(date, [4, 2, 2]).allSatisfy({ isNumber($0, $1) }) {
            return parts.dropLast(3).joined(separator: "-")
        }
        return name
    }

    private static let builtIn: [String: ModelPrice] = {
        var prices: [String: ModelPrice] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            let numbers = words.dropFirst().compactMap { Double($0) }
            precondition(numbers.count == 4, "a line of the table has a name and four prices")
            prices[String(words[0])] = ModelPrice(
                input: numbers[0], cachedInput: numbers[1], cacheWrite: numbers[2], output: numbers[3])
        }
        return prices
    }()

    /// List prices of ``date`` in dollars for a million tokens: input, cached input, written to the cache, output. Of models
    /// that ask for more beyond some length of the prompt it is the price below it. After the table of LiteLLM 1.110.2 (MIT).
    private static let table = """
        claude-fable-5             10       1    12.5      50
        claude-fable-5-1           10    0.25    12.5      50
        claude-haiku-4-5            1     0.1    1.25       5
        claude-haiku-5-5          0.1    0.01   0.125     0.5
        claude-mythos-5            10       1    12.5      50
        claude-mythos-5-1          10    0.25    12.5      50
        claude-opus-4-5             5     0.5    6.25      25
        claude-opus-4-6             5     0.5    6.25      25
        claude-opus-4-7             5     0.5    6.25      25
        claude-opus-4-8             5     0.5    6.25      25
        claude-opus-5               5     0.5    6.25      25
        claude-opus-5-5             4     0.2       5      20
        claude-sonnet-4-5           3     0.3    3.75      15
        claude-sonnet-4-6           3     0.3    3.75      15
        claude-sonnet-5             2     0.2     2.5      10
        claude-sonnet-5-5           2     0.1     2.5      10
        gemini-2.5-flash          0.3    0.03     0.3     2.5
        gemini-2.5-flash-lite     0.1    0.01     0.1     0.4
        gemini-2.5-pro           1.25   0.125    1.25      10
        gemini-3.1-flash-lite    0.25   0.025    0.25     1.5
        gemini-3.5-flash          1.5    0.15     1.5       9
        gemini-3.5-flash-lite     0.3    0.03     0.3     2.5
        gemini-3.6-flash         0.75   0.075    0.75    3.75
        gemini-3.7-flash         0.75   0.075    0.75    3.75
        gemini-3.8-flash         0.75   0.075    0.75    3.75
        gpt-4                      30      30      30      60
        gpt-4-turbo                10      10      10      30
        gpt-4.1                     2     0.5       2       8
        gpt-4.1-mini              0.4     0.1     0.4     1.6
        gpt-4.1-nano              0.1   0.025     0.1     0.4
        gpt-4o                    2.5    1.25     2.5      10
        gpt-4o-mini              0.15   0.075    0.15     0.6
        gpt-5                    1.25   0.125    1.25      10
        gpt-5-codex              1.25   0.125    1.25      10
        gpt-5-mini               0.25   0.025    0.25       2
        gpt-5-nano               0.05   0.005    0.05     0.4
        gpt-5-pro                  15      15      15     120
        gpt-5.1                  1.25   0.125    1.25      10
        gpt-5.1-codex            1.25   0.125    1.25      10
        gpt-5.1-codex-max        1.25   0.125    1.25      10
        gpt-5.1-codex-mini       0.25   0.025    0.25       2
        gpt-5.2                  1.75   0.175    1.75      14
        gpt-5.2-codex            1.75   0.175    1.75      14
        gpt-5.2-pro                21      21      21     168
        gpt-5.3-codex            1.75   0.175    1.75      14
        gpt-5.4                   2.5    0.25     2.5      15
        gpt-5.4-mini             0.75   0.075    0.75     4.5
        gpt-5.4-nano              0.2    0.02     0.2    1.25
        gpt-5.4-pro                30      30      30     180
        gpt-5.5                     5     0.5       5      30
        gpt-5.5-pro                30      30      30     180
        gpt-5.6                     4     0.4       5      20
        gpt-5.6-luna              0.2    0.02    0.25     1.2
        gpt-5.6-sol                 4     0.4       5      20
        gpt-5.6-terra               2     0.2     2.5      12
        gpt-6-astra                10       1    12.5      50
        gpt-6-luna                0.1    0.01   0.125     0.5
        gpt-6-sol                   2     0.2     2.5      10
        gpt-6.1-sol                 2     0.1     2.5      10
        gpt-6.1-terra               1    0.05    1.25       5
        o1                         15     7.5      15      60
        o1-pro                    150     150     150     600
        o3                          2     0.5       2       8
        o3-mini                   1.1    0.55     1.1     4.4
        o3-pro                     20      20      20      80
        o4-mini                   1.1   0.275     1.1     4.4
        """
}
