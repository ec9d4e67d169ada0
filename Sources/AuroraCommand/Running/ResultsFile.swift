package import AuroraSpawner
import Glibc
import SpawnCore

/// Where the results of a run go: a file that has all of them or is as it was before, or a stream such as a pipe.
package final class ResultsFile: Sendable {
    private enum Place: Sendable {
        case file(SettledFile)
        case stream(BackgroundWriter)
    }

    /// A file whose place was settled before the run: what a task puts there does not change it.
    private final class SettledFile: Sendable {
        let file: WholeFile

        init(_ path: String) throws(InputError) { file = try WholeFile(path) }
    }

    private let place: Place

    /// Makes sure that results can be written.
    ///
    /// - Parameter path: The path; `-` is standard output.
    /// - Throws: ``InputError`` when they cannot.
    package init(path: String) throws(InputError) {
        var status = stat()
        if path == "-" {
            place = .stream(try BackgroundWriter(STDOUT_FILENO, name: "standard output"))
        } else if unsafe stat(path.cName, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            place = .stream(try BackgroundWriter(special: path))
        } else {
            let file = try SettledFile(path)
            try file.file.check()
            place = .file(file)
        }
    }

    /// The writer of a stream, which may have to wait for its reader.
    package var writer: BackgroundWriter? { if case .stream(let writer) = place { writer } else { nil } }

    /// Writes the results; into a stream as soon as there is room. They may be secret: only the owner of a file may read it.
    ///
    /// - Parameter document: The document.
    /// - Returns: What went wrong with a file, in one sentence; `nil` when nothing did.
    package func write(_ document: [UInt8]) async -> String? {
        switch place {
        case .stream(let writer): await writer.send(document)
        case .file(let settled):
            do throws(InputError) { try settled.file.replace(with: document, mode: 0o600) } catch { return "\(error)" }
        }
        return nil
    }

    /// Saves results that could not be written where they were to go: what took hours must not be nowhere.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - name: The name of the file.
    ///   - directories: Where to try, in turn.
    /// - Returns: The path; `nil` where none of it could be written.
    package static func rescue(_ document: [UInt8], as name: String, in directories: [String]) -> String? {
        for directory in directories {
            // The last is everybody's: a file of this name must not be there yet.
            let path = "\(directory)/\(name)"
            let descriptor = unsafe open(path.cName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { continue }
            let isWritten = AllBytes.write(document, to: descriptor) && fsync(descriptor) == 0
            if close(descriptor) == 0, isWritten { return path }
            unsafe unlink(path.cName)
        }
        return nil
    }
}
