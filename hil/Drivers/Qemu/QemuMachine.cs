// One emulated machine: starts it paused, listens from before its first instruction, and ends it reliably.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.NetworkPeer;
using RustKernel.Hil.NetworkPeer.Rig;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>
/// Drives QEMU, which is boot media, console and power at once. The tool listens on two Unix sockets and QEMU connects to
/// them, so console and monitor are connected before the machine runs. QEMU waits for a slow reader, so no byte is lost.
/// </summary>
public sealed class QemuMachine : IBootMedia, IConsole, IPower, IEmulation
{
    private const int SendLimitMilliseconds = 5000;
    private const int LineMicroseconds = 1000;
    private static readonly Version s_oldest = new(9, 0);
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(30);
    private readonly EventLogWriter _log;
    private readonly DirectoryInfo _folder;
    private readonly Socket _consoleListener;
    private readonly Socket _monitorListener;
    private readonly Thread _consoleThread;
    private readonly Thread _monitorThread;
    private readonly ManualResetEventSlim _monitorReady = new();
    private readonly ManualResetEventSlim _consoleReady = new();
    private ChildProcess? _process;
    private Socket? _console;
    private QemuMonitor? _monitor;
    private BootJob? _job;
    private ArchCheck? _check;
    private SuitePeer? _peer;
    private bool _isDisposed;

    /// <summary>A machine whose events go to <paramref name="log"/>; nothing is started yet.</summary>
    public QemuMachine(EventLogWriter log)
    {
        _log = log;
        _folder = Directory.CreateTempSubdirectory("rk-");
        _consoleListener = Listen(ConsolePath);
        _monitorListener = Listen(MonitorPath);
        _consoleThread = new Thread(ReceiveConsole) { IsBackground = true, Name = "console" };
        _monitorThread = new Thread(ServeMonitor) { IsBackground = true, Name = "monitor" };
    }

    private string ConsolePath => Path.Combine(_folder.FullName, "console");

    private string ReportPath => Path.Combine(_folder.FullName, "arch-check");

    private string MonitorPath => Path.Combine(_folder.FullName, "monitor");

    /// <summary>Refuses a target that <see cref="BootJob.ArchCheck"/> cannot watch.</summary>
    /// <exception cref="ConfigurationException">It is not emulated, or its settings do not go with the checker.</exception>
    public static void RequireArchCheck(TargetDefinition target) => ArchCheck.Require(target);

    /// <inheritdoc/>
    public TimeSpan CpuTime() => _process is null ? TimeSpan.Zero : new SchedulingDelay(_process.Id).CpuTime();

    /// <inheritdoc/>
    public TimeSpan Waited() => _process is null ? TimeSpan.Zero : new SchedulingDelay(_process.Id).Waited();

    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline) => _job = job;

    /// <summary>Starts QEMU with the machine still paused.</summary>
    /// <exception cref="InfrastructureException">QEMU is missing, too old, or ended at once.</exception>
    public void Open(CancellationToken deadline)
    {
        TargetDefinition target = QemuNetwork.Place(_job!.Target, _folder.FullName);
        string program = ProgramFinder.Find(target.Qemu.Program)
            ?? throw new InfrastructureException($"{target.Qemu.Program} is not installed or not in PATH: rk doctor says what to install");
        if (target.Qemu.Network.Kind == NetworkKind.Peer)
        {
            _peer = new SuitePeer(target.Qemu.Network.Place, Record);
        }

        Connect(program, target, _job.Root, deadline);
    }

    /// <summary>Lets the machine run: its first instruction comes after this event.</summary>
    /// <exception cref="InfrastructureException">QEMU does not answer.</exception>
    public void On(CancellationToken deadline)
    {
        _log.Append(EventKind.Power, new JsonObject { ["state"] = "on", ["by"] = "qemu" });
        if (_monitor!.Execute("cont", null, s_answerLimit) is null && !_process!.WaitForEnd(TimeSpan.FromSeconds(1)))
        {
            throw new InfrastructureException("QEMU did not start the machine when asked to");
        }
    }

    /// <inheritdoc/>
    public PowerState Status(CancellationToken deadline) => _process is { HasEnded: false } ? PowerState.On : PowerState.Off;

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            for (int sent = 0; sent < bytes.Length;)
            {
                sent += _console!.Send(bytes[sent..]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        _log.Append(EventKind.SerialSent, [], bytes);
        return true;
    }

    /// <inheritdoc/>
    public string ProgramCounter()
    {
        JsonObject arguments = new() { ["command-line"] = "info registers" };
        string registers = (string?)_monitor?.Execute("human-monitor-command", arguments, TimeSpan.FromSeconds(2)) ?? "";
        int at = registers.IndexOf("PC=", StringComparison.Ordinal);
        return at < 0 ? "" : registers[at..].Split([' ', '\r', '\n'], 2)[0];
    }

    /// <summary>Kills QEMU now, and waits until its end is in the log.</summary>
    public void Off(CancellationToken deadline)
    {
        if (_process is null or { HasEnded: true })
        {
            return;
        }

        _log.Append(EventKind.Power, new JsonObject { ["state"] = "off", ["by"] = "rk" });
        _process.Kill();
        _process.WaitForEnd(s_answerLimit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _process?.Dispose();
        _peer?.Dispose();
        Drain();
        _console?.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Record(CaseResult result) => _log.Append(EventKind.PeerCase, new JsonObject
    {
        ["suite"] = "network",
        ["group"] = result.Group,
        ["name"] = result.Name,
        ["ok"] = result.Reason.Length == 0,
        ["reason"] = result.Reason,
    });

    private static Socket Listen(string path)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        return listener;
    }

    private void Connect(string program, TargetDefinition target, string root, CancellationToken deadline)
    {
        _consoleThread.Start();
        _monitorThread.Start();
        _check = _job!.ArchCheck is null ? null : new ArchCheck(ReportPath);
        _process = ChildProcess.Start(
            _log,
            "qemu",
            program,
            QemuCommand.Build(target, root, ConsolePath, MonitorPath, Environment.ProcessorCount, _check),
            Drain);
        if (!WaitUnlessEnded(_monitorReady, deadline) || !WaitUnlessEnded(_consoleReady, deadline))
        {
            throw new InfrastructureException(
                _process.HasEnded ? EarlyEnd(program) : $"QEMU did not connect within {s_answerLimit.TotalSeconds} s");
        }
        // QEMU connects before it has read all of its arguments. It may close the line without a message there, and give its reason
        // elsewhere.
        if (_monitor is null && _process.WaitForEnd(s_answerLimit))
        {
            throw new InfrastructureException(EarlyEnd(program));
        }

        if (_monitor is null)
        {
            throw new InfrastructureException($"{program} did not greet as QEMU's monitor does");
        }

        if (_monitor.Version < s_oldest)
        {
            throw new InfrastructureException(
                $"QEMU {_monitor.Version} is too old, {s_oldest} or newer is needed: rk doctor says what to install");
        }

        if (_monitor.Execute("qmp_capabilities", null, s_answerLimit) is null)
        {
            throw new InfrastructureException(
                _process.WaitForEnd(TimeSpan.FromSeconds(2)) ? EarlyEnd(program) : "QEMU's monitor does not answer");
        }

        NoteNetwork(target.Qemu.Network);
    }

    // QEMU itself chooses the ports that were left open: a port chosen here could belong to another program by then.
    private void NoteNetwork(NetworkSettings network)
    {
        string list = network.Forwards.Count == 0 ? "" : Ask(QemuNetwork.ForwardsCommand);
        NetworkSettings known = QemuNetwork.WithPorts(network, list)
            ?? throw new InfrastructureException($"QEMU does not say which ports lead to the machine: {list.Trim()}");
        foreach (string line in QemuNetwork.Describe(known))
        {
            NoteNetwork(line);
        }

        string problem = list.Length == 0 ? "" : ForwardBacklog.Raise(_process!.Id, ForwardBacklog.Listeners(list));
        if (problem.Length != 0)
        {
            NoteNetwork($"of connections that come at the same moment only one or two are taken at once ({problem})");
        }
    }

    private void NoteNetwork(string fact) =>
        _log.Append(EventKind.Environment, new JsonObject { ["name"] = EventKind.NetworkFact, ["value"] = fact });

    // A command of the human monitor; empty: no answer.
    private string Ask(string command)
        => (string?)_monitor!.Execute("human-monitor-command", new JsonObject { ["command-line"] = command }, s_answerLimit) ?? "";

    /// <summary>Why QEMU ended before the machine could start, in its own words if it gave any.</summary>
    private string EarlyEnd(string program)
    {
        string cause = QemuComplaint.Cause(_process!.ErrorLines);
        string status = _process.ExitCode is > 128 and { } code ? $"killed by signal {code - 128}" : $"status {_process.ExitCode}";
        return cause.Length > 0
            ? $"QEMU refused to start ({status}): {cause}"
            : $"QEMU ended before the machine started ({status}) and gave no reason: is {program} QEMU?";
    }

    private bool WaitUnlessEnded(ManualResetEventSlim ready, CancellationToken deadline)
    {
        long end = Environment.TickCount64 + (long)s_answerLimit.TotalMilliseconds;
        while (!ready.Wait(20, deadline))
        {
            if (_process!.HasEnded || Environment.TickCount64 > end)
            {
                return ready.IsSet;
            }
        }

        return true;
    }

    private void ReceiveConsole()
    {
        try
        {
            _console = _consoleListener.Accept();
            // A machine that takes no input fills the socket; the sender gets an error.
            _console.SendTimeout = SendLimitMilliseconds;
            _consoleReady.Set();
            ReceiveLines(_console);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // QEMU ended without closing the line in order, or before it connected.
        }

        _log.Append(EventKind.SerialClosed, []);
    }

    /// <summary>
    /// QEMU's UARTs send byte by byte. An event for each would make the log fifty times as long as the console, and keep a processor busy.
    /// So each line is one event, with the time of its end. An unfinished line is logged after a moment without more bytes.
    /// </summary>
    private void ReceiveLines(Socket console)
    {
        byte[] buffer = new byte[64 * 1024];
        int held = 0;
        while (true)
        {
            if (held > 0 && ((buffer[held - 1] == '\n' && console.Available == 0)
                || held > buffer.Length / 2
                || !console.Poll(LineMicroseconds, SelectMode.SelectRead)))
            {
                _log.Append(EventKind.SerialReceived, [], buffer.AsSpan(0, held));
                held = 0;
            }

            int count = Receive(console, buffer.AsSpan(held));
            if (count == 0)
            {
                break;
            }

            held += count;
        }

        if (held > 0)
        {
            _log.Append(EventKind.SerialReceived, [], buffer.AsSpan(0, held));
        }
    }

    private static int Receive(Socket socket, Span<byte> buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException)
        {
            // QEMU was killed: its last output must still be logged.
            return 0;
        }
    }

    private void ServeMonitor()
    {
        try
        {
            using Socket socket = _monitorListener.Accept();
            using NetworkStream stream = new(socket);
            QemuMonitor monitor = new(_log, stream);
            if (monitor.Greet())
            {
                _monitor = monitor;
            }

            _monitorReady.Set();
            monitor.Listen();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // QEMU ended before it connected.
        }
    }

    /// <summary>Called when QEMU has ended: logs what is left in the sockets, then ends the threads.</summary>
    private void Drain()
    {
        // A thread that still waits for QEMU to connect would wait for ever: closing the listener stops it.
        _consoleListener.Dispose();
        _monitorListener.Dispose();
        if (_process is null && !_consoleThread.IsAlive)
        {
            return;
        }

        _consoleThread.Join(s_answerLimit);
        _monitorThread.Join(s_answerLimit);
        if (_check is { } check)
        {
            check.Record(_log, _job!.ArchCheck!);
        }

        _check = null;
    }
}

/// <summary>Finds the line that says why QEMU or its dynamic linker ended: warnings come before it, and hints after it.</summary>
public static class QemuComplaint
{
    private static readonly string[] s_hints =
        ["Use -", "Try ", "Use '", "usage:", "info:", "Valid values ", "Optional suffix ", "Supported "];

    // QEMU's own, GLib's and GTK's.
    private static readonly string[] s_warnings = ["warning:", "-WARNING **", "-CRITICAL **", "-Message **", ": info: "];

    /// <summary>
    /// The reason among <paramref name="lines"/> of standard error, followed by a hint; empty when there are no lines.
    /// </summary>
    public static string Cause(IReadOnlyList<string> lines)
    {
        string[] said = [.. Joined(lines)];
        int at = Array.FindIndex(said, line => !IsWarning(line) && !IsHint(line));
        if (at < 0)
        {
            return said.Length > 0 ? said[^1] : "";
        }

        return at + 1 < said.Length && IsHint(said[at + 1]) ? $"{said[at]} ({said[at + 1]})" : said[at];
    }

    // A line that starts with spaces continues the one before it.
    private static List<string> Joined(IReadOnlyList<string> lines)
    {
        List<string> joined = [];
        foreach (string line in lines.Where(line => line.Trim().Length > 0))
        {
            if (char.IsWhiteSpace(line[0]) && joined.Count > 0)
            {
                joined[^1] += " " + line.Trim();
            }
            else
            {
                joined.Add(line.Trim());
            }
        }

        return joined;
    }

    private static bool IsWarning(string line) => s_warnings.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static bool IsHint(string line) => s_hints.Any(hint => line.StartsWith(hint, StringComparison.Ordinal));
}
