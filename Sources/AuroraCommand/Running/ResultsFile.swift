package import AuroraSpawner
import Glibc

/// Where the results of a run go: a file that has all of them or is as it was before, or a stream such as a pipe.
package enum ResultsFile {
    case file(String)
    case stream(OutputFile)

    /// Makes sure that results can be written.
    ///
    /// - Parameter path: The path; `-` is standard output.
    /// - Throws: ``InputError`` when they cannot.
    package init(path: String) throws(InputError) {
        var status = stat()
        let isOther = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        if path == "-" || isOther {
            self = .stream(try OutputFile(path: path))
        } else {
            try WholeFile.check(path)
            self = .file(path)
        }
    }

    /// Writes the results.
    ///
    /// - Parameter document: The document.
    /// - Returns: What went wrong, in one sentence; `nil` when nothing did.
    package func write(_ document: [UInt8]) -> String? {
        switch self {
        case .stream(let stream):
            stream.write(document)
            return stream.complaint
        case .file(let path):
            do throws(InputError) { try WholeFile.replace(path, with: document) } catch { return "\(error)" }
            return nil
        }
    }
}
