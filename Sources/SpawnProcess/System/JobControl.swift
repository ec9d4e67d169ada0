internal import CLinux
internal import Glibc

/// Stopping this program as Ctrl-Z does.
enum JobControl {
    /// Stops the other processes of our group: the shell takes the terminal back when none of the job runs.
    static func stopGroup() { withEffect(SIG_IGN) { _ = kill(0, SIGTSTP) } }

    /// Stops this process, and returns when it goes on.
    ///
    /// The signal has its default effect meanwhile, because the system stops no job that has no shell above it to bring
    /// it back; then this returns at once. It is sent to this thread, so that nothing happens on it before it stops.
    static func stop() {
        withEffect(SIG_DFL) {
            var set = sigset_t()
            var before = sigset_t()
            unsafe sigemptyset(&set)
            unsafe sigaddset(&set, SIGTSTP)
            pthread_kill(pthread_self(), SIGTSTP)
            unsafe pthread_sigmask(SIG_UNBLOCK, &set, &before)
            unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        }
    }

    private static func withEffect(_ effect: sighandler_t?, _ body: () -> Void) {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = effect
        var before = sigaction()
        unsafe sigaction(SIGTSTP, &action, &before)
        body()
        unsafe sigaction(SIGTSTP, &before, nil)
    }
}
