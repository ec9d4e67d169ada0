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

        package init(
            id: String, startedAt: Double, isLive: Bool, manifest: RunManifest? = nil, damage: String? = nil
        ) {
            self.id = id
            self.startedAt = startedAt
            self.isLive = isLive
            self.manifest = manifest
            self.damage = damage
        }

        /// Whether it is there for somebody to go on with: not all its tasks came to an end.
        package var isUnfinished: Bool { manifest.map { $0.end?.isComplete != true } ?? false }
    }

    /// The file that says when old runs were removed last.
    private static let tidiedName = ".tidied"

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
    package func all() throws(InputError) -> [Run] { try ids().compactMap { run($0) } }

    private func ids() throws(InputError) -> [String] {
        try directory.names().filter { RunID.time(of: $0) != nil }.sorted(by: >)
    }

    private func run(_ id: String) -> Run? {
        guard let startedAt = RunID.time(of: id), let place = try? OpenDirectory(id, in: directory) else { return nil }
        return Run(id: id, startedAt: startedAt, in: place)
    }

    /// The run that is meant.
    ///
    /// - Parameter part: Any part of a run's name that no other has; `nil` or `latest` is the latest that was recorded.
    /// - Returns: The run.
    /// - Throws: ``InputError`` where there is none, or several.
    package func find(_ part: String?) throws(InputError) -> Run {
        let ids = try ids()
        guard let part, part != "latest" else {
            for id in ids { if let run = run(id), run.manifest != nil { return run } }
            throw InputError(file: directory.path, message: "no run is recorded here")
        }
        let found = ids.filter { $0.contains(part) }
        guard found.count <= 1 else {
            let names = found.prefix(3).joined(separator: ", ")
            throw InputError(
                file: directory.path,
                message: "\(found.count) runs have '\(part)' in their name: \(names)\(found.count > 3 ? ", …" : "")")
        }
        guard let run = found.first.flatMap({ run($0) }) else {
            throw InputError(file: directory.path, message: "no run has '\(part)' in its name; aurora runs lists them")
        }
        return run
    }

    /// How many runs are looked at for one of a task file.
    private static let nearest = 50

    /// The latest run of a task file; `nil` where none of late was of it.
    ///
    /// - Parameters:
    ///   - taskFile: The file, as it was named.
    ///   - place: The directory where the run was started.
    /// - Returns: The run.
    package func last(of taskFile: String, in place: String) -> Run? {
        for id in ((try? ids()) ?? []).prefix(Self.nearest) {
            if let run = run(id), run.manifest?.taskFile == taskFile, run.manifest?.directory == place { return run }
        }
        return nil
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
            // It was cut off between the two.
            if try place.read(RunManifest.fileName) != nil { return RecordedRun(id: id) }
            throw InputError(file: path, message: "is not there: the run was not recorded, or not from its beginning")
        }
        return RecordedRun(reading: bytes, file: path)
    }

    /// Removes what is beyond what is kept, if that was not done for a day.
    ///
    /// - Parameters:
    ///   - retention: What is kept.
    ///   - time: Now, in seconds since 1970.
    /// - Throws: ``InputError`` naming what cannot be removed.
    package func tidy(_ retention: RunRetention, at time: Double) throws(InputError) {
        let last = try directory.read(Self.tidiedName).flatMap { Double(String(decoding: $0, as: UTF8.self)) }
        // A time to come is none.
        if let last, last <= time, time - last < 86_400 { return }
        try directory.replace(Self.tidiedName, with: Array("\(time)".utf8), isDurable: false)
        for run in retention.excess(of: try all(), at: time, size: { self.size(of: $0).bytes }) {
            _ = try remove(run.id)
        }
    }

    /// Whether a run goes on.
    package func isLive(_ id: String) -> Bool {
        guard let place = try? OpenDirectory(id, in: directory) else { return false }
        return !place.lock()
    }

    /// Opens what an attempt has written.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - id: The run.
    /// - Returns: The descriptor, to be closed; `nil` where there is no such file.
    /// - Throws: ``InputError`` where it cannot be opened.
    package func openOutput(_ name: String, of id: String) throws(InputError) -> Int32? {
        let run = try OpenDirectory(id, in: directory)
        guard let outputs = try? OpenDirectory(RunDirectory.outputsName, in: run) else { return nil }
        return try outputs.openFile(name, O_RDONLY)
    }

    /// What the events of a run tell, with what it has from the runs that it goes on with.
    ///
    /// - Parameter run: The run.
    /// - Returns: What they tell, as far as they are whole.
    /// - Throws: ``InputError`` where they cannot be read, or results are only in such a run, and that is gone.
    package func lineage(of run: Run) throws(InputError) -> RecordedRun {
        var record = try record(of: run.id)
        guard let manifest = run.manifest, let parent = manifest.parent, parent < run.id else { return record }
        let lacksResults = record.lacks(resultsOf: manifest.carried) || record.tasks.count < manifest.taskCount
        guard lacksResults || record.tasks.contains(where: \.isUntouched) else { return record }
        do throws(InputError) {
            record.inherit(manifest.carried, ofTasks: manifest.taskCount, from: try lineage(of: find(parent)))
        } catch {
            if lacksResults { throw error }
        }
        return record
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
