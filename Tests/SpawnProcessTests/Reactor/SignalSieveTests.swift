import Glibc
import SpawnCore
import Testing

@testable import SpawnProcess

/// Which signals are told.
struct SignalSieveTests {
    private func at(_ milliseconds: Int64) -> Moment { Moment(nanoseconds: milliseconds * 1_000_000) }

    @Test func `what was sent once counts once, though it comes twice`() {
        var sieve = SignalSieve()
        #expect(sieve.tell(SIGTERM, at: at(0)) == [SIGTERM])
        #expect(sieve.tell(SIGTERM, at: at(3)) == [])
        #expect(sieve.tell(SIGTERM, at: at(99)) == [])
    }

    @Test func `a second one by hand counts, and so does another signal at once`() {
        var sieve = SignalSieve()
        #expect(sieve.tell(SIGINT, at: at(0)) == [SIGINT])
        #expect(sieve.tell(SIGTERM, at: at(1)) == [SIGTERM])
        #expect(sieve.tell(SIGINT, at: at(100)) == [SIGINT])
    }

    @Test func `patience is over with the third that asks for the end`() {
        var sieve = SignalSieve()
        for (index, signal) in [SIGINT, SIGUSR1, SIGINT, SIGTSTP, SIGHUP].enumerated() {
            #expect(!sieve.isPatienceOver)
            _ = sieve.tell(signal, at: at(Int64(index) * 100))
        }
        #expect(sieve.isPatienceOver)
    }

    @Test func `a lost guardian ends everything at once`() {
        var sieve = SignalSieve()
        #expect(sieve.tell(Guardian.lostSignal, at: at(0)) == [SIGTERM, SIGTERM])
    }
}
