import SpawnCore

extension Moment {
    /// So many seconds after the start of the run.
    init(at seconds: Double) { self = .start + Duration(inSeconds: seconds) }
}

extension Duration {
    /// Seconds as the tables of the specification write them.
    static func s(_ seconds: Double) -> Duration { Duration(inSeconds: seconds) }
}
