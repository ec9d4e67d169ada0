import Glibc
internal import SpawnCore
internal import SpawnProcess

/// The directory of a run that goes on: `runs/ID` in a state directory. It holds the manifest (``RunManifest``), the events
/// (``RunRecorder``) and, in `outputs`, what attempts have written. The run holds its lock as long as it lives, whatever ends it.
package final class RunDirectory: Sendable {
    /// The name of the file with the events.
    package static let eventsName = "events.jsonl"
    /// The name of the directory with what attempts have written.
    package static let outputsName = "outputs"

    /// Its path.
    package let path: String
    /// The state directory that it is in.
    package let stateDirectory: String
    private let directory: OpenDirectory

    /// Makes the directory, and those that lead to it.
    ///
    /// - Parameters:
    ///   - stateDirectory: The state directory.
    ///   - id: The run's name; a run never writes among another's files.
    /// - Throws: ``InputError`` where it cannot be made, or is there.
    package init(in stateDirectory: String, id: String) throws(InputError) {
        do { try StateDirectory.makeAll(stateDirectory) } catch {
            throw InputError(file: stateDirectory, message: "cannot be made: \(error.reason)")
        }
        let state = try OpenDirectory(own: stateDirectory)
        try state.makeDirectory("runs", ignoresItself: true)
        let runs = try OpenDirectory("runs", in: state)
        try runs.makeDirectory(id, isNew: true)
        directory = try OpenDirectory(id, in: runs)
        path = "\(stateDirectory)/runs/\(id)"
        self.stateDirectory = stateDirectory
        // Who lists runs has it for a moment, to see whether anybody does.
        _ = directory.lock(waits: true)
    }

    /// Puts the manifest in the place of the one that is there.
    ///
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - isDurable: Whether it shall outlive a power cut.
    /// - Throws: ``InputError`` where it cannot be written.
    package func write(_ manifest: RunManifest, isDurable: Bool) throws(InputError) {
        try directory.replace(RunManifest.fileName, with: manifest.json, isDurable: isDurable)
    }

    /// Makes the file for the events.
    ///
    /// - Returns: The descriptor, to be closed.
    /// - Throws: ``InputError`` where it cannot be made.
    func makeEventsFile() throws(InputError) -> Int32 {
        guard let descriptor = try directory.openFile(Self.eventsName, O_WRONLY | O_CREAT | O_EXCL) else {
            preconditionFailure("a file that is to be made is there or is an error")
        }
        return descriptor
    }
}
