import Glibc

/// Whether this program may use its terminal now, or stands behind another job of the shell.
package enum ForegroundJob {
    /// True when keys go to this program. A job in the background that draws would do so over the shell.
    package static var isOurs: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

    /// True while keys go to another job. A terminal that is gone belongs to nobody.
    static var isBehind: Bool {
        let foreground = tcgetpgrp(STDIN_FILENO)
        return foreground >= 0 && foreground != getpgrp()
    }
}
