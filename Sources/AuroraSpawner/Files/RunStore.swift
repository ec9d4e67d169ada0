import Glibc
internal import SpawnCore

/// What runs have left in a state directory: a directory each, with the output of its tasks.
package struct RunStore: ~Copyable {
    /// A run that has left something.
    package struct Run: Sendable, Equatable {
        package var id: String
        /// When it began, in seconds since 1970.
        package var startedAt: Double
        package var fileCount: Int
        package var byteCount: Int
        /// Whether it goes on.
        package var isLive: Bool
    }

    private let directory: OpenDirectory

    /// Opens the store of a state directory.
    ///
    /// - Parameter stateDirectory: The state directory.
    /// - Returns: `nil` where no run has left anything.
    /// - Throws: ``InputError`` where it cannot be used, as for a link and another user's.
    package static func open(_ stateDirectory: String) throws(InputError) -> RunStore? {
        var status = stat()
        for path in [stateDirectory, "\(stateDirectory)/runs"]
        where unsafe lstat(path.cName, &status) != 0 && errno == ENOENT {
            return nil
        }
        _ = try OpenDirectory(own: stateDirectory)
        return RunStore(directory: try OpenDirectory(own: "\(stateDirectory)/runs"))
    }

    private init(directory: consuming OpenDirectory) { self.directory = directory }

    /// All runs, the latest first. What has not the name of a run is none.
    ///
    /// - Throws: ``InputError`` where they cannot be read.
    package func all() throws(InputError) -> [Run] {
        var runs: [Run] = []
        for id in try directory.names().sorted(by: >) {
            guard let startedAt = RunID.time(of: id), let place = try? OpenDirectory(id, in: directory) else {
                continue
            }
            let sizes = ((try? place.names()) ?? []).compactMap { place.size(of: $0) }
            runs.append(
                Run(
                    id: id, startedAt: startedAt, fileCount: sizes.count, byteCount: sizes.reduce(0, +),
                    isLive: !place.lock()))
        }
        return runs
    }

    /// Removes what a run has left.
    ///
    /// - Parameter id: The run.
    /// - Returns: False when it goes on, and nothing was removed.
    /// - Throws: ``InputError`` naming what cannot be removed.
    package func remove(_ id: String) throws(InputError) -> Bool {
        let place = try OpenDirectory(id, in: directory)
        // Held until all is gone: a run that begins to write there makes itself another.
        guard place.lock() else { return false }
        try directory.removeDirectory(id)
        return true
    }
}
