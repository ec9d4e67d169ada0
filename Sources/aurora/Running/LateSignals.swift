import CLinux
import Glibc
import Synchronization

/// How many more signals are let pass before one ends the program.
private let patience = Atomic(0)

/// It runs in the middle of anything, so it may do nothing but this.
private func takeLateSignal(_ number: Int32) {
    guard patience.subtract(1, ordering: .relaxed).newValue < 0 else { return }
    signal(number, SIG_DFL)
    kill(getpid(), number)
}

/// Signals for the end that come when the run is over and its results are being saved: nothing runs that they could end, and
/// the results must not be lost to them. A third one is for a disk that does not answer.
///
/// The reactor restores what it finds when it begins, so they are taken before that; until it is there each has its usual
/// effect.
enum LateSignals {
    /// Takes the signals, as far as nobody had them ignored.
    static func take(_ numbers: [Int32]) {
        for number in numbers where linux_is_ignored(number) == 0 { signal(number, takeLateSignal) }
    }

    /// Whether one has come since then.
    static var haveCome: Bool { patience.load(ordering: .relaxed) < 2 }

    /// From here on there is something to lose.
    static func letPass() { patience.store(2, ordering: .relaxed) }
}
