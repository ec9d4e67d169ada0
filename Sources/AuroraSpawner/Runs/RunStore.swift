import Glibc
internal import SpawnCore

/// The runs that a state directory keeps: a directory each, with its manifest, its events and the output of its tasks.
package struct RunStore: ~Copyable {
    /// A run that is kept.
    package struct Run: Sendable, Equatable {
        package var id: String
        /// When it began, in seconds since 1970.
        package var startedAt: Double
        /// Whether it goes on.
        package var isLive: Bool
        /// What is known of it as a whole; `nil` where that is not there, or cannot be read.
        package var manifest: RunManifest?
        /// Why its manifest cannot be read; `nil` where it is not there.
        package var damage: String?
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
            runs.append(Run(id: id, startedAt: startedAt, in: place))
        }
        return runs
    }

    /// The run that is meant.
    ///
    /// - Parameter part: Any part of a run's name that no other has; `nil` or `latest` is the latest that was recorded.
    /// - Returns: The run.
    /// - Throws: ``InputError`` where there is none, or several.
    package func find(_ part: String?) throws(InputError) -> Run {
        let runs = try all()
        guard let part, part != "latest" else {
            guard let latest = runs.first(where: { $0.manifest != nil }) else {
                throw InputError(file: directory.path, message: "no run is recorded here")
            }
            return latest
        }
        let found = runs.filter { $0.id.contains(part) }
        guard let run = found.first else {
            throw InputError(file: directory.path, message: "no run has '\(part)' in its name; aurora runs lists them")
        }
        guard found.count == 1 else {
            let names = found.prefix(3).map(\.id).joined(separator: ", ")
            throw InputError(
                file: directory.path,
                message: "\(found.count) runs have '\(part)' in their name: \(names)\(found.count > 3 ? ", …" : "")")
        }
        return run
    }

    /// What the events of a run tell.
    ///
    /// - Parameter id: The run.
    /// - Returns: What they tell, as far as they are whole.
    /// - Throws: ``InputError`` where they cannot be read.
    package func record(of id: String) throws(InputError) -> RecordedRun {
        let place = try OpenDirectory(id, in: directory)
        let path = "\(place.path)/\(RunDirectory.eventsName)"
        guard let bytes = try place.read(RunDirectory.eventsName, most: .max) else {
            throw InputError(file: path, message: "is not there: the run was not recorded, or not from its beginning")
        }
        return RecordedRun(reading: bytes, file: path)
    }

    /// How many files a run has, and how many bytes are in them.
    package func size(of id: String) -> (files: Int, bytes: Int) {
        guard let place = try? OpenDirectory(id, in: directory) else { return (0, 0) }
        var sizes = place.sizes
        if let outputs = try? OpenDirectory(RunDirectory.outputsName, in: place) { sizes += outputs.sizes }
        return (sizes.count, sizes.reduce(0, +))
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

extension RunStore.Run {
    fileprivate init(id: String, startedAt: Double, in place: borrowing OpenDirectory) {
        self.init(id: id, startedAt: startedAt, isLive: !place.lock())
        do throws(InputError) {
            manifest = try place.read(RunManifest.fileName).map { (bytes) throws(InputError) in
                try RunManifest(bytes, file: place.file(RunManifest.fileName))
            }
        } catch { damage = "\(error)" }
    }
}

extension OpenDirectory {
    /// The bytes of each regular file in it.
    fileprivate var sizes: [Int] { ((try? names()) ?? []).compactMap { size(of: $0) } }
}
