/// How long to wait before a retry.
public struct Backoff: Sendable, Equatable {
    /// The shape of the delays.
    public enum Shape: String, Sendable, Codable, CaseIterable {
        /// No delay at all.
        case immediate
        /// Always the base.
        case fixed
        /// base · factorⁿ
        case exponential
        /// base · (1 + factor · n)
        case linear
    }

    /// How a delay is spread, so that many tasks that failed together do not come back together.
    public enum Jitter: String, Sendable, Codable, CaseIterable {
        /// ±10 %.
        case proportional
        /// Anything from zero to the delay.
        case full
        /// Half the delay, and anything up to the other half.
        case equal
        /// Anything from the base to three times the delay before; counts from the base for the first.
        case decorrelated
        /// Exactly the delay.
        case none
    }

    /// The shape of the delays.
    public var shape: Shape
    /// The delay before the first retry.
    public var base: Duration
    /// No delay is longer.
    public var maximum: Duration
    /// What each delay is multiplied by; at least 1.
    public var factor: Double
    /// How delays are spread.
    public var jitter: Jitter

    /// Creates a backoff.
    public init(shape: Shape, base: Duration, maximum: Duration, factor: Double, jitter: Jitter = .proportional) {
        self.shape = shape
        self.base = base
        self.maximum = maximum
        self.factor = factor
        self.jitter = jitter
    }

    /// The delay before retry `n`, counted from 0, without jitter: finite and in [0, maximum] for every `n`.
    package func nominalDelay(beforeRetry n: Int) -> Duration {
        min(maximum, Duration(inSeconds: unclampedSeconds(n)))
    }

    /// The delay before retry `n`, counted from 0, jittered before the clamp, so that it is never above the maximum.
    ///
    /// - Parameters:
    ///   - n: The retry, counted from 0.
    ///   - previous: The delay before the retry before; `nil` for the first. Only ``Jitter/decorrelated`` reads it.
    ///   - generator: The source of chance.
    /// - Returns: A delay in [0, maximum].
    package func delay(
        beforeRetry n: Int, previous: Duration? = nil, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        guard shape != .immediate else { return .zero }
        let nominal = unclampedSeconds(n)
        let bounded = min(nominal, maximum.inSeconds)
        let seconds: Double =
            switch jitter {
            case .none: nominal
            case .proportional: nominal * Double.random(in: 0.9...1.1, using: &generator)
            case .full: Double.random(in: 0...bounded, using: &generator)
            case .equal: bounded / 2 + Double.random(in: 0...(bounded / 2), using: &generator)
            case .decorrelated:
                Double.random(
                    in: base.inSeconds...max(base.inSeconds, 3 * (previous ?? base).inSeconds), using: &generator)
            }
        return min(maximum, Duration(inSeconds: seconds))
    }

    /// The delay before the clamp, in seconds, bounded so that jitter keeps it finite.
    private func unclampedSeconds(_ n: Int) -> Double {
        let seconds: Double =
            switch shape {
            case .immediate: 0
            case .fixed: base.inSeconds
            case .linear: base.inSeconds * (1 + factor * Double(n))
            case .exponential: base.inSeconds * Self.power(factor, n)
            }
        return min(seconds, 1e9)
    }

    /// `base` to the power of a whole number by repeated squaring; infinity where it overflows.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}
