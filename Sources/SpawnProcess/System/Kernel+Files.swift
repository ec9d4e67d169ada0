internal import CLinux
internal import Glibc
internal import SpawnCore

/// Files and other descriptors.
extension Kernel {
    /// Opens a file. A path is relative to the directory that was opened.
    static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0, in directory: Int32 = AT_FDCWD) -> Int32 {
        make(.open) { unsafe openat(directory, path.cName, flags | O_CLOEXEC, mode) }
    }

    static func openDirectory(_ path: String) -> OpaquePointer? {
        guard let number = faultNumber(.openDirectory) else { return unsafe opendir(path.cName) }
        errno = number
        return nil
    }

    /// The next entry of a directory; `nil` when there is none, or none can be read.
    static func readDirectory(_ stream: OpaquePointer) -> UnsafeMutablePointer<dirent>? {
        guard let number = faultNumber(.readDirectory) else { return unsafe readdir(stream) }
        errno = number
        return nil
    }

    static func makeDirectory(_ template: inout [CChar]) -> Bool {
        make(.makeDirectory) { unsafe mkdtemp(&template) == nil ? -1 : 0 } == 0
    }

    /// Makes a directory. A path is relative to the directory that was opened.
    static func makeDirectory(_ path: String, in directory: Int32 = AT_FDCWD) -> Int32 {
        make(.makeDirectory) { unsafe mkdirat(directory, path.cName, 0o700) }
    }

    /// Removes a file. A path is relative to the directory that was opened.
    @discardableResult
    static func remove(_ path: String, in directory: Int32 = AT_FDCWD) -> Int32 {
        make(.remove) { unsafe unlinkat(directory, path.cName, 0) }
    }

    @discardableResult
    static func removeDirectory(_ path: String) -> Int32 { make(.removeDirectory) { unsafe rmdir(path.cName) } }

    static func look(atFile number: Int32, _ status: inout stat) -> Int32 {
        make(.lookAtFile) { unsafe fstat(number, &status) }
    }

    /// The number is free afterwards in any case; some file systems say only now that they could not keep what was written.
    @discardableResult
    static func close(_ number: Int32) -> Int32 {
        let result = Glibc.close(number)
        return make(.close) { result }
    }

    static func duplicate(_ number: Int32) -> Int32 { make(.duplicate) { dup(number) } }

    static func setNonBlocking(_ number: Int32) -> Int32 {
        make(.setNonBlocking) { fcntl(number, F_SETFL, O_NONBLOCK) }
    }

    static func read(_ number: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        makeWhole(.read) { unsafe Glibc.read(number, buffer.baseAddress, buffer.count) }
    }

    static func read(_ number: Int32, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        makeWhole(.readAt) { unsafe pread(number, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    static func write(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        makeWhole(.write) { unsafe Glibc.write(number, bytes.baseAddress, bytes.count) }
    }
}
