import AuroraSpawner
package import SpawnCore

/// The event log of a run that took place once, as a file beside the tests: what `--events` wrote.
package enum Recording {
    /// Reads a recording.
    ///
    /// - Parameters:
    ///   - name: The file `NAME.jsonl` in the nearest folder `Recordings` above the test.
    ///   - testFile: The test's own file.
    /// - Returns: Its events, in the order they happened.
    /// - Throws: When there is no such file, or a line of it is no event.
    package static func events(named name: String, testFile: String) throws -> [SpawnEvent] {
        let path = try Files.nearest("Recordings", above: testFile) + "/\(name).jsonl"
        guard let bytes = Files.bytes(path) else { throw TestKitError("there is no \(path)") }
        return try EventLineReader.read(bytes, file: path).events
    }
}
