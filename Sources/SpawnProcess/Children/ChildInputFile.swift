internal import Glibc

/// The input of one child in a file that only we can read, there as long as this object.
final class ChildInputFile {
    let path: String

    fileprivate init(_ input: [UInt8], at path: String) throws(SystemError) {
        let file = try FileDescriptor(Kernel.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600), of: "open \(path)")
        self.path = path
        var rest = input[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Kernel.write(file.number, $0) }
            guard count >= 0 else { throw .last("write \(path)") }
            rest = rest.dropFirst(count)
        }
    }

    deinit { unsafe unlink(path) }
}

/// A directory for the inputs of children that only we can enter: made for the first that wants a file, and removed with
/// this object.
final class ChildInputDirectory {
    private var path: String?
    private var count = 0

    deinit { if let path { unsafe rmdir(path) } }

    func makeFile(_ input: [UInt8]) throws(SystemError) -> ChildInputFile {
        let directory: String
        if let path { directory = path } else { directory = try make() }
        count += 1
        return try ChildInputFile(input, at: "\(directory)/prompt-\(count)")
    }

    private func make() throws(SystemError) -> String {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/aurora-XXXXXX".utf8CString)
        guard Kernel.makeDirectory(&template) else { throw .last("mkdtemp in \(parent)") }
        let made = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        path = made
        return made
    }
}
