internal import CLinux
internal import Glibc
package import SpawnCore

/// Finds programs as the system does when it starts one.
package enum ProgramSearch {
    /// Why a program cannot be run.
    package struct Fault: Error {
        /// Where it lies; its name when it was found nowhere.
        package var path: String
        /// True when there is none. One that is there is not to be installed.
        package var isMissing: Bool
        /// What follows the path in a sentence.
        package var words: String
    }

    /// Checks that a program can be run, as far as that can be known without doing so.
    ///
    /// - Parameters:
    ///   - name: A path, or a name to look up.
    ///   - variables: What the program's environment sets, its PATH perhaps.
    ///   - directory: Where it runs; `nil` is our own working directory.
    /// - Returns: Its path, as seen from there.
    /// - Throws: The fault of the first that is there and cannot be run; that there is none otherwise.
    @discardableResult
    package static func locate(
        _ name: String, _ variables: EnvironmentVariables = [:], in directory: String? = nil
    ) throws(Fault) -> String {
        var worst: Fault?
        for path in paths(of: name, variables) {
            guard let fault = fault(of: path, in: directory) else { return String(systemName: path) }
            if !fault.isMissing, worst == nil { worst = fault }
        }
        let tilde = name.hasPrefix("~") ? "; no shell reads it, so write out what “~” stands for" : ""
        throw worst ?? Fault(path: name, isMissing: true, words: "was not found\(tilde)")
    }

    /// The same, and that what is found there is a program: its interpreter is there, if it names one.
    ///
    /// - Parameters:
    ///   - name: A path, or a name to look up.
    ///   - variables: What the program's environment sets, its PATH perhaps.
    ///   - directory: Where it runs; `nil` is our own working directory.
    /// - Throws: What is wrong with it.
    package static func check(
        _ name: String, _ variables: EnvironmentVariables = [:], in directory: String? = nil
    ) throws(Fault) {
        let path = try locate(name, variables, in: directory)
        let (bytes, interpreter) = beginning(of: path, in: directory)
        if let interpreter, let fault = interpreter.fault {
            let ending = interpreter.hasCarriageReturn ? "; the line ends with a carriage return, as on Windows" : ""
            let words = "names an interpreter in its first line, “\(interpreter.path)”, that \(fault.words)\(ending)"
            throw Fault(path: path, isMissing: false, words: words)
        }
        if interpreter == nil, isText(bytes), !systemRunsMore {
            let words = "is no program this machine can run: its first line names no interpreter, as “#!/bin/sh” does"
            throw Fault(path: path, isMissing: false, words: words)
        }
    }

    /// Whether a file begins as texts do.
    static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }
    }

    /// Whether the system may have been told how to run other files than programs and scripts (binfmt_misc).
    private static var systemRunsMore: Bool { unsafe access("/proc/sys/fs/binfmt_misc/status", F_OK) == 0 }

    /// The path of a program that lies beside this one; `nil` when it cannot be run.
    package static func neighbour(_ name: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let own = String(systemName: buffer[..<count].map(UInt8.init(bitPattern:)))
        let path = own.dropLast(own.split(separator: "/").last?.count ?? 0) + name
        return fault(of: String(path).systemBytes, in: nil) == nil ? String(path) : nil
    }

    /// Where a program may be, in the order to look. Paths are any bytes but null.
    ///
    /// A name with a slash is a path already. Any other is looked up in PATH, whose empty entries are the working
    /// directory; without a PATH, in `/bin` and `/usr/bin`.
    static func paths(of name: String, _ variables: EnvironmentVariables) -> [[UInt8]] {
        let slash = UInt8(ascii: "/")
        if name.isEmpty || name.utf8.contains(slash) { return [name.systemBytes] }
        return searchPath(variables).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
            ($0.isEmpty ? [UInt8(ascii: ".")] : Array($0)) + [slash] + name.systemBytes
        }
    }

    private static func searchPath(_ variables: EnvironmentVariables) -> [UInt8] {
        if let own = variables["PATH"] { return Array(own.utf8) }
        guard !variables.removed.contains("PATH"), let inherited = unsafe getenv("PATH") else {
            return Array("/bin:/usr/bin".utf8)
        }
        return unsafe Array(UnsafeRawBufferPointer(start: inherited, count: strlen(inherited)))
    }

    /// `ST_NOEXEC` of statvfs(3), which the Glibc overlay lacks.
    private static let runsNothing: UInt = 8

    /// What is wrong with the program at a path; `nil` when nothing is.
    private static func fault(of path: [UInt8], in directory: String?) -> Fault? {
        func fault(_ words: String, isMissing: Bool = false) -> Fault {
            Fault(path: String(systemName: path), isMissing: isMissing, words: words)
        }
        return unsafe withPath(path, in: directory) { path -> Fault? in
            var status = stat()
            if unsafe stat(path, &status) != 0 {
                guard errno != ENOENT, errno != ENOTDIR else { return fault("was not found", isMissing: true) }
                return fault("cannot be reached: \(SystemError.last("stat").reason)")
            }
            if status.st_mode & S_IFMT == S_IFDIR { return fault("is a directory") }
            guard status.st_mode & S_IFMT == S_IFREG else { return fault("is no program") }
            guard unsafe access(path, X_OK) != 0 else { return nil }
            var system = statvfs()
            if unsafe statvfs(path, &system) == 0, system.f_flag & runsNothing != 0 {
                return fault("lies on a file system from which nothing may be run (noexec)")
            }
            return status.st_mode & 0o111 == 0
                ? fault("is not executable; chmod +x makes it so") : fault("may not be run by this user")
        }
    }

    /// The interpreter that the first line of a program names.
    struct Interpreter {
        var path: String
        var fault: Fault?
        /// The line ends as lines of Windows do, which makes another name of it.
        var hasCarriageReturn: Bool
    }

    /// Reads the beginning of a program that is there.
    ///
    /// - Returns: Its first bytes, and the interpreter they name, if they do.
    static func beginning(
        of path: String, in directory: String?
    ) -> (bytes: [UInt8], interpreter: Interpreter?) {
        let number = unsafe withPath(path.systemBytes, in: directory) {
            unsafe Kernel.open(String(cName: $0), O_RDONLY)
        }
        let file = FileDescriptor(owning: number)
        guard file.isOpen else { return ([], nil) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            count = unsafe max(0, Kernel.read(file.number, UnsafeMutableRawBufferPointer(buffer)))
        }
        guard bytes.starts(with: "#!".utf8) else { return (bytes, nil) }
        let line = bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        let word = line.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x20 && $0 != 0x09 }
        let hasReturn = word.last == 0x0D
        let interpreter = Interpreter(
            path: String(decoding: hasReturn ? word.dropLast() : word, as: UTF8.self),
            fault: fault(of: Array(word), in: directory), hasCarriageReturn: hasReturn)
        return (bytes, interpreter)
    }

    /// Calls `body` with a path as it is seen from a directory.
    private static func withPath<Result>(
        _ path: [UInt8], in directory: String?, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        let isAbsolute = path.first == UInt8(ascii: "/")
        let whole = (isAbsolute ? [] : directory.map { $0.systemBytes + [UInt8(ascii: "/")] } ?? []) + path
        return unsafe body(whole.map(CChar.init(bitPattern:)) + [0])
    }
}
