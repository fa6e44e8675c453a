// A serial line at a program's standard input and output.

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Starts a program, here or through ssh, whose standard input and output are the line.</summary>
/// <param name="Log">Where its start, messages and end go.</param>
/// <param name="Driver">The driver's name.</param>
/// <param name="Where">For messages.</param>
/// <param name="Command">Program and arguments.</param>
public sealed record ProgramTransport(EventLogWriter Log, string Driver, string Where, IReadOnlyList<string> Command) : ISerialTransport
{
    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        string program = ProgramFinder.Find(Command[0])
            ?? throw new InfrastructureException($"{Command[0]} is not installed or not in PATH");
        return new ProgramConnection(ChildProcess.StartPiped(Log, "console", program, [.. Command.Skip(1)]));
    }
}
