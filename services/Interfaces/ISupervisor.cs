// Init as its clients see it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Names, processes, the machine's end. Init knows its clients by the badge of the port that it gave them: who has another one
/// gets AccessDenied.
/// </summary>
[Service(4)]
public interface ISupervisor
{
    /// <summary>
    /// The port of service <paramref name="name"/>. AccessDenied: <c>uses=</c> of the caller's manifest does not name it. NotFound.
    /// </summary>
    [Operation(1)]
    ErrorCode Connect([AtMost(32)] string name, out Handle<Port> port);

    /// <summary>Service <paramref name="number"/>; after the last comes Init itself. NotFound.</summary>
    [Operation(2)]
    ErrorCode Describe(uint number, out ServiceState state);

    /// <summary>
    /// Does <paramref name="command"/> to a service. AccessDenied: the caller's manifest does not say <c>may=manage</c>. NotFound;
    /// InvalidState: it runs already, or does not run; WouldBlock: its queue is full.
    /// </summary>
    [Operation(3)]
    ErrorCode Command([AtMost(32)] string name, ServiceCommand command, CrashKind kind);

    /// <summary>
    /// Ends the machine, or starts it again, and then comes back with an error only; or says that a kernel on trial is good.
    /// AccessDenied: <c>may=power</c>; NotSupported: this machine cannot.
    /// </summary>
    [Operation(4)]
    ErrorCode Power(PowerAction action);

    /// <summary>
    /// The device tree's memory, and the offset at which the tree begins. AccessDenied: <c>may=tree</c>.
    /// </summary>
    [Operation(5)]
    ErrorCode Tree(out Handle<Memory> memory, out ulong offset);

    /// <summary>How service <paramref name="number"/> ended last. NotFound.</summary>
    [Operation(6)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied)]
    ErrorCode LastEnd(uint number, out ExitCause cause, out ulong code, out ulong address, out ulong pc);

    /// <summary>In a test: everything ends, Init with <paramref name="code"/>. AccessDenied: the caller is no test.</summary>
    [Operation(7)]
    ErrorCode Finish(ulong code);

    /// <summary>
    /// The port that holds the caller's vault, with the rights to send and to receive. AccessDenied: the manifest has no
    /// <c>keep=</c>.
    /// </summary>
    [Operation(8)]
    ErrorCode Vault(out Handle<Port> port);

    /// <summary>
    /// Starts a program that is not of the boot archive: <paramref name="bytes"/> bytes at <paramref name="offset"/> of
    /// <paramref name="memory"/>. What <paramref name="manifest"/> asks for must be among what the caller's own manifest has: else
    /// AccessDenied, and the log says what. Its standard input is received from <paramref name="input"/>, its output sent to
    /// <paramref name="output"/> (<see cref="IStream"/>). When it ends, <c>Supervision.EndedBit</c> is set at the caller's port.
    /// <paramref name="name"/> gets a number when it is taken. AccessDenied: <c>may=manage</c>; Corrupt: no program; OutOfMemory: a quota,
    /// or there are as many as can be.
    /// </summary>
    [Operation(9)]
    ErrorCode Load(
        [AtMost(32)] string name,
        string manifest,
        string arguments,
        ulong offset,
        ulong bytes,
        Handle<Memory> memory,
        Handle<Port> input,
        Handle<Port> output,
        out uint number);

    /// <summary>The caller's standard input and output, and its arguments. NotFound: it was not started with any.</summary>
    [Operation(10)]
    ErrorCode Streams(out Handle<Port> input, out Handle<Port> output, out string arguments);

    /// <summary>
    /// It is <paramref name="seconds"/> since 1970 or later, as far as the caller knows: where no
    /// clock of the machine has said it, time goes
    /// on from there. AccessDenied: <c>may=clock</c>. InvalidState: the time is known. InvalidArgument: no calendar has that one.
    /// </summary>
    [Operation(11)]
    ErrorCode Time(ulong seconds);

    /// <summary>
    /// The file of the caller's program, for a personality (<c>personality=</c>), which loads it itself: <paramref name="bytes"/> bytes at
    /// <paramref name="offset"/>, to be read and executed. <paramref name="name"/> is what it was started as, without the number that a
    /// second one of the name gets. With no bytes it is the path of a file, which the personality reads itself. NotFound: the caller has
    /// no personality.
    /// </summary>
    [Operation(12)]
    ErrorCode ProgramFile(out Handle<Memory> memory, out ulong offset, out ulong bytes, [AtMost(47)] out string name);

    /// <summary>The lines NAME=VALUE that the caller's manifest has behind <c>env=</c>, for a personality.</summary>
    [Operation(13)]
    ErrorCode Environment(out string settings);

    /// <summary>
    /// Gives 32 random bytes, fit for keys where the firmware has left a seed in the device tree. Each call gives other bytes.
    /// </summary>
    [Operation(14)]
    ErrorCode Chance(out ulong a, out ulong b, out ulong c, out ulong d);

    /// <summary>
    /// Memory for a program that comes from outside, whole pages, of what is left for programs: a service's own limit need not have room
    /// for it. Needs <c>may=manage</c>, else AccessDenied. InvalidArgument: more than 64 MiB; OutOfMemory.
    /// </summary>
    [Operation(15)]
    ErrorCode Reserve(ulong bytes, out Handle<Memory> memory);
}
