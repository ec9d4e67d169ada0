extension Duration {
    /// Whole nanoseconds, clamped to what fits in 64 bits (292 years).
    package var nanoseconds: Int64 {
        Int64(clamping: attoseconds / 1_000_000_000)
    }

    /// The duration in seconds, as files and humans write it.
    package var inSeconds: Double { Double(nanoseconds) / 1e9 }

    /// A duration from seconds, clamped to ±292 years; not-a-number is zero.
    package init(inSeconds seconds: Double) {
        guard seconds.isFinite else {
            self = seconds.isNaN || seconds == 0 ? .zero : .nanoseconds(seconds < 0 ? Int64.min : .max)
            return
        }
        self = .nanoseconds(Int64(Swift.max(-9.2e18, Swift.min(9.2e18, (seconds * 1e9).rounded()))))
    }
}
