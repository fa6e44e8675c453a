// The names of the event kinds. docs/EVENTLOG.md describes each one's fields; names never change.

namespace RustKernel.Hil.Events;

/// <summary>The kinds of events of schema version 1.</summary>
public static class EventKind
{
    /// <summary>What was asked for: target, verb, suites, command line, deadlines.</summary>
    public const string RunStart = "run.start";

    /// <summary>A fact about the host, the tools or the image.</summary>
    public const string Environment = "environment";

    /// <summary>The name of an <see cref="Environment"/> event that says how the machine is reached.</summary>
    public const string NetworkFact = "network";

    /// <summary>The strategy entered another state.</summary>
    public const string State = "state";

    /// <summary>Bytes received from the serial line.</summary>
    public const string SerialReceived = "serial.rx";

    /// <summary>Bytes sent to the serial line.</summary>
    public const string SerialSent = "serial.tx";

    /// <summary>A BREAK was sent to the serial line.</summary>
    public const string SerialBreak = "serial.break";

    /// <summary>The serial line was closed by the other end.</summary>
    public const string SerialClosed = "serial.closed";

    /// <summary>A serial line was opened.</summary>
    public const string SerialOpened = "serial.opened";

    /// <summary>A serial line was lost and is open again: what came in between is missing.</summary>
    public const string SerialGap = "serial.gap";

    /// <summary>What the machine boots from was made or placed.</summary>
    public const string Media = "media";

    /// <summary>A DHCP message came or went.</summary>
    public const string Dhcp = "net.dhcp";

    /// <summary>A TFTP request has ended.</summary>
    public const string Tftp = "net.tftp";

    /// <summary>The netboot server's link went or came back.</summary>
    public const string Link = "net.link";

    /// <summary>Something of the rig is tried again.</summary>
    public const string Retry = "retry";

    /// <summary>A process was started.</summary>
    public const string ProcessStart = "process.start";

    /// <summary>Text that a process wrote to its standard output or error.</summary>
    public const string ProcessOutput = "process.output";

    /// <summary>A process ended.</summary>
    public const string ProcessExit = "process.exit";

    /// <summary>The emulator reported something about the machine.</summary>
    public const string Emulator = "emulator";

    /// <summary>Samples of the current sensor in the board's supply.</summary>
    public const string Meter = "meter";

    /// <summary>Power was switched.</summary>
    public const string Power = "power";

    /// <summary>A deadline or limit was passed.</summary>
    public const string Limit = "limit";

    /// <summary>Something the rig needs failed.</summary>
    public const string Failure = "failure";

    /// <summary>A person or the system asked the rig to stop.</summary>
    public const string Interrupt = "interrupt";

    /// <summary>A figure about the run itself.</summary>
    public const string Figure = "figure";

    /// <summary>The machine broke a rule of the architecture that the emulator forgives.</summary>
    public const string ArchViolation = "arch.violation";

    /// <summary>A result of a test from outside.</summary>
    public const string Outside = "outside";

    /// <summary>How a case of the network's peer ended. The kernel's test of the group has the verdict.</summary>
    public const string PeerCase = "peer.case";

    /// <summary>The judgement.</summary>
    public const string Verdict = "verdict";
}
