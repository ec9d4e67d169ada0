/// What an agent used, in tokens of its model.
public struct TokenUsage: Sendable, Equatable {
    /// Tokens of the prompts that were read anew.
    public var input = 0
    /// Tokens of the prompts that the service had kept from before. They are not part of ``input``.
    public var cachedInput = 0
    /// Tokens of the prompts that the service was asked to keep. They are not part of ``input``.
    public var cacheWrite = 0
    /// Tokens that the model wrote, its reasoning included.
    public var output = 0
    /// Those of ``output`` that were reasoning; 0 where the tool does not say.
    public var reasoning = 0

    /// Creates a usage.
    public init(input: Int = 0, cachedInput: Int = 0, cacheWrite: Int = 0, output: Int = 0, reasoning: Int = 0) {
        self.input = input
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.output = output
        self.reasoning = reasoning
    }

    /// All of them.
    public var total: Int { input + cachedInput + cacheWrite + output }

    /// The sum of two usages.
    public static func + (one: TokenUsage, other: TokenUsage) -> TokenUsage {
        TokenUsage(
            input: one.input + other.input, cachedInput: one.cachedInput + other.cachedInput,
            cacheWrite: one.cacheWrite + other.cacheWrite, output: one.output + other.output,
            reasoning: one.reasoning + other.reasoning)
    }

    /// So many times as much.
    func times(_ number: Int) -> TokenUsage {
        TokenUsage(
            input: input * number, cachedInput: cachedInput * number, cacheWrite: cacheWrite * number,
            output: output * number, reasoning: reasoning * number)
    }

    /// What was used since an earlier count of the same totals; nothing of it is negative.
    package func since(_ earlier: TokenUsage) -> TokenUsage {
        TokenUsage(
            input: max(0, input - earlier.input), cachedInput: max(0, cachedInput - earlier.cachedInput),
            cacheWrite: max(0, cacheWrite - earlier.cacheWrite), output: max(0, output - earlier.output),
            reasoning: max(0, reasoning - earlier.reasoning))
    }
}
