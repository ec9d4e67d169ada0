import Glibc

/// Small files, read and written whole, and the directories they are in. Files under /proc have no size, so reading goes on to the end.
package enum Files {
    /// The bytes of a file; `nil` when it cannot be read.
    package static func bytes(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = max(0, unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            }
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
    }

    /// The text of a file, invalid UTF-8 replaced; `nil` when it cannot be read.
    package static func read(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes a file, in place of what was there.
    package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw TestKitError("cannot write \(path): \(errorText(errno))") }
        defer { close(descriptor) }
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestKitError("cannot write \(path): \(errorText(errno))") }
            rest = rest.dropFirst(count)
        }
    }

    /// Where a symbolic link points; empty when it cannot be read.
    package static func link(_ path: String) -> String {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { bytes in
            guard let start = bytes.baseAddress else { return "" }
            let count = unsafe readlink(path, start, bytes.count)
            return unsafe String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }
    }

    /// The names of what a directory holds; empty when it cannot be read.
    package static func entries(of directory: String) -> [String] {
        guard let stream = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
                unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// The nearest folder of a name above a file of the sources.
    ///
    /// - Parameters:
    ///   - name: The name of the folder.
    ///   - file: The file, such as that of a test.
    /// - Throws: When there is none that can be written in.
    /// - Returns: Its path.
    package static func nearest(_ name: String, above file: String) throws -> String {
        var directory = file[...]
        while let slash = directory.lastIndex(of: "/") {
            directory = directory[..<slash]
            let folder = "\(directory)/\(name)"
            if unsafe access(folder, W_OK) == 0 { return folder }
        }
        throw TestKitError("there is no folder \(name) above \(file)")
    }

    /// Makes a directory.
    package static func makeDirectory(_ path: String) throws {
        guard unsafe mkdir(path, 0o700) == 0 else { throw TestKitError("cannot make \(path): \(errorText(errno))") }
    }

    /// Who may do what with a file, as in `chmod`; 0 when there is none.
    package static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// True when there is something of that name, whatever it is.
    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Removes a file, or a directory with all that is in it.
    package static func remove(_ path: String) {
        guard unsafe Glibc.remove(path) != 0 else { return }
        for name in entries(of: path) { remove(path + "/" + name) }
        _ = unsafe Glibc.remove(path)
    }

    /// What an error number means.
    static func errorText(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
