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
        clamped(unclampedSeconds(n))
    }

    /// The delay before retry `n`, counted from 0, jittered; whatever the jitter, the clamp comes last.
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
        let first = max(0, base.inSeconds)
        let ceiling = max(0, maximum.inSeconds)
        let seconds: Double =
            switch jitter {
            case .none: nominal
            case .proportional: nominal * Double.random(in: 0.9...1.1, using: &generator)
            // These two spread the clamped delay: spreading an unclamped one would put nearly all at the maximum.
            case .full: Double.random(in: 0...min(nominal, ceiling), using: &generator)
            case .equal: min(nominal, ceiling) * Double.random(in: 0.5...1, using: &generator)
            case .decorrelated:
                Double.random(in: first...max(first, 3 * (previous ?? base).inSeconds), using: &generator)
            }
        return clamped(seconds)
    }

    private func clamped(_ seconds: Double) -> Duration {
        max(.zero, min(maximum, Duration(inSeconds: seconds)))
    }

    /// The delay before the clamp, in seconds, bounded so that jitter keeps it finite.
    private func unclampedSeconds(_ n: Int) -> Double {
        // Zero times a power that overflowed would be no number at all.
        guard base > .zero else { return 0 }
        let seconds: Double =
            switch shape {
            case .immediate: 0
            case .fixed: base.inSeconds
            case .linear: base.inSeconds * (1 + factor * Double(n))
            case .exponential: base.inSeconds * Self.power(factor, n)
            }
        return max(0, min(seconds, 1e9))
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
