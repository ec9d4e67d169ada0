import Dispatch
import Glibc

/// The user's pager, which has the terminal while it runs.
enum Pager {
    /// Shows a text.
    ///
    /// - Returns: A sentence when it could not be shown; `nil` when it was.
    static func show(_ text: String) async -> String? {
        var template = Array("/tmp/aurora-output-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { return "cannot make a file for the pager" }
        close(descriptor)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unsafe unlink(path) }
        do throws(ScreenError) { try OutputFiles.write(text, to: path) } catch { return error.message }
        return await show(file: path)
    }

    /// Shows a file.
    ///
    /// - Returns: A sentence when it could not be shown; `nil` when it was.
    static func show(file path: String) async -> String? {
        await withCheckedContinuation { continuation in
            // It waits for the pager's end, which would hold up every other task of the program.
            DispatchQueue.global().async { continuation.resume(returning: run(on: path)) }
        }
    }

    /// PAGER is a line for the shell, as every program takes it; the path is an argument and no part of it.
    private static func run(on path: String) -> String? {
        let words = ["sh", "-c", "${PAGER:-less} \"$1\"", "sh", path]
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var child: pid_t = 0
        guard unsafe posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ) == 0 else {
            return "cannot start the pager"
        }
        let status = foreground(child) {
            var status: Int32 = 0
            while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
            return status
        }
        return status == 0 ? nil : "the pager ended with status \(status >> 8 & 0xFF)"
    }

    /// Makes a group of processes the one that the terminal's keys and signals go to: Ctrl-C in a pager is for the pager, and
    /// must not stop the run.
    private static func foreground(_ group: pid_t, while body: () -> Int32) -> Int32 {
        let before = signal(SIGTTOU, SIG_IGN)
        tcsetpgrp(STDIN_FILENO, group)
        // It may have asked for the terminal before it was its own, and been stopped for it.
        kill(-group, SIGCONT)
        defer {
            tcsetpgrp(STDIN_FILENO, getpgrp())
            signal(SIGTTOU, before)
        }
        return body()
    }
}
