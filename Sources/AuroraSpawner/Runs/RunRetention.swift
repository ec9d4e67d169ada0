internal import SpawnCore

/// How many runs that are over are kept. What is beyond any of the bounds is removed, the oldest first, when a run ends and at most once
/// a day; never a run that goes on, nor the one that an unfinished run goes on with.
public struct RunRetention: Sendable, Equatable {
    /// How many; 100, from 0. `nil` sets no bound.
    public var count: Int? = 100
    /// For how long after their beginning; 30 days. `nil` sets no bound.
    public var age: Duration? = .seconds(30 * 86_400)
    /// The most bytes that all of them take; 2 GiB, from 0. `nil` sets no bound.
    public var bytes: Int? = 2 << 30

    /// The usual bounds.
    public init() {}

    /// No bounds but these.
    package init(count: Int?, age: Duration?) {
        self.count = count
        self.age = age
        bytes = nil
    }

    /// The runs that are beyond the bounds.
    ///
    /// - Parameters:
    ///   - runs: All runs, the latest first.
    ///   - time: Now, in seconds since 1970.
    ///   - size: The bytes that a run takes.
    /// - Returns: Those to be removed, the latest first.
    package func excess(of runs: [RunStore.Run], at time: Double, size: (String) -> Int) -> [RunStore.Run] {
        let needed = Set(runs.filter(\.isUnfinished).compactMap(\.manifest?.parent))
        var sum = 0
        return runs.enumerated().filter { place, run in
            if bytes != nil { sum += size(run.id) }
            let isBeyond =
                place >= count ?? .max || sum > bytes ?? .max
                || age.map { time - run.startedAt > $0.inSeconds } ?? false
            return isBeyond && !run.isLive && !needed.contains(run.id)
        }.map(\.element)
    }

    package static let settings: [Setting<RunRetention>] = [
        Setting("keep", \.count, .orNull(.integer(0...1_000_000))),
        Setting("keep_for", \.age, .orNull(.seconds)),
        Setting("keep_bytes", \.bytes, .orNull(.integer(0...1 << 53))),
    ]
}
