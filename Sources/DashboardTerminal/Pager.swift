import Dispatch
import Glibc
import SpawnCore

/// The user's pager, which has the terminal while it runs.
enum Pager {
    /// Shows a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - whenStopped: Stops this program as well, and returns when it is to go on.
    /// - Returns: A sentence when it could not be shown; `nil` when it was.
    static func show(_ text: String, whenStopped: @Sendable () async -> Void) async -> String? {
        var template = Array("/tmp/aurora-output-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { return "cannot make a file for the pager" }
        close(descriptor)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unsafe unlink(path) }
        do throws(ScreenError) { try OutputFiles.write(text, to: path) } catch { return error.message }
        return await show(file: path, whenStopped: whenStopped)
    }

    /// Shows a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - whenStopped: Stops this program as well, and returns when it is to go on.
    /// - Returns: A sentence when it could not be shown; `nil` when it was.
    static func show(file path: String, whenStopped: @Sendable () async -> Void) async -> String? {
        guard let child = start(path) else { return "cannot start the pager" }
        while true {
            let status = await status(of: child)
            // Ctrl-Z: the shell waits for this program, not for the pager.
            guard status & 0xFF == 0x7F else { return complaint(status) }
            await whenStopped()
        }
    }

    private static func complaint(_ status: Int32) -> String? {
        switch (status & 0x7F, status >> 8 & 0xFF) {
        case (0, 0): nil
        case (0, 126), (0, 127):
            "the pager \(unsafe getenv("PAGER").map { unsafe String(cString: $0) } ?? "less") cannot be started; "
                + "is PAGER right?"
        case (0, let code): "the pager ended with status \(code)"
        case (let signal, _): "the pager was ended by signal \(signal)"
        }
    }

    /// PAGER is words for the shell; the path is an argument and no part of it. The shell gives way to the pager, so that it is
    /// seen when that stops.
    private static func start(_ path: String) -> pid_t? {
        let words = ["sh", "-c", "exec ${PAGER:-less} \"$1\"", "sh", path]
        var arguments = unsafe words.map { unsafe strdup($0.cName) } + [nil]
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
        return unsafe posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ) == 0 ? child : nil
    }

    /// Lets it have the terminal until it ends or stops, and says which.
    private static func status(of child: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            // This waits, which would hold up every other task of the program.
            DispatchQueue.global().async {
                let status = foreground(child) {
                    var status: Int32 = 0
                    while unsafe waitpid(child, &status, WUNTRACED) < 0, errno == EINTR {}
                    return status
                }
                continuation.resume(returning: status)
            }
        }
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
