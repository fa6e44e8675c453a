using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Init as its clients see it: names, processes, the end of the machine. Init recognises a client by the badge of the port that it gave
/// that client; a call through any other handle gets AccessDenied.
/// </summary>
[Service(4)]
public interface ISupervisor
{
    /// <summary>
    /// Returns the port of service <paramref name="name"/>. AccessDenied: <c>uses=</c> of the caller's manifest does not name it. NotFound.
    /// </summary>
    [Operation(1)]
    ErrorCode Connect([AtMost(32)] string name, out Handle<Port> port);

    /// <summary>Describes service <paramref name="number"/>; after the last comes Init itself. NotFound.</summary>
    [Operation(2)]
    ErrorCode Describe(uint number, out ServiceState state);

    /// <summary>
    /// Does <paramref name="command"/> to a service. AccessDenied: the caller's manifest does not say <c>may=manage</c>. NotFound.
    /// InvalidState: it is already running, or not running. WouldBlock: its queue is full.
    /// </summary>
    [Operation(3)]
    ErrorCode Command([AtMost(32)] string name, ServiceCommand command, CrashKind kind);

    /// <summary>
    /// Ends or restarts the machine, and then returns only with an error; or confirms a kernel on trial. AccessDenied: <c>may=power</c>.
    /// NotSupported: this machine cannot.
    /// </summary>
    [Operation(4)]
    ErrorCode Power(PowerAction action);

    /// <summary>
    /// The device tree's memory, and the offset at which the tree begins. AccessDenied: <c>may=tree</c>.
    /// </summary>
    [Operation(5)]
    ErrorCode Tree(out Handle<Memory> memory, out ulong offset);

    /// <summary>Reports how service <paramref name="number"/> ended last. NotFound.</summary>
    [Operation(6)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied)]
    ErrorCode LastEnd(uint number, out ExitCause cause, out ulong code, out ulong address, out ulong pc);

    /// <summary>In a test: ends everything, Init with <paramref name="code"/>. AccessDenied: the caller is no test.</summary>
    [Operation(7)]
    ErrorCode Finish(ulong code);

    /// <summary>
    /// Returns the port that holds the caller's vault, with the rights to send and receive. AccessDenied: the manifest has no <c>keep=</c>.
    /// </summary>
    [Operation(8)]
    ErrorCode Vault(out Handle<Port> port);

    /// <summary>
    /// Starts a program that is not in the boot archive: <paramref name="bytes"/> bytes at <paramref name="offset"/> of
    /// <paramref name="memory"/>. <paramref name="manifest"/> may ask only for what the caller's own manifest has: else AccessDenied, and
    /// the log says what. The program receives its standard input from <paramref name="input"/> and sends its output to
    /// <paramref name="output"/> (<see cref="IStream"/>). When it ends, Init sets <c>Supervision.EndedBit</c> at the caller's port. If
    /// <paramref name="name"/> is taken, a number is added. AccessDenied: <c>may=manage</c>. Corrupt: no program. OutOfMemory: a quota, or
    /// the most programs are running.
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
    /// Reports that it is <paramref name="seconds"/> seconds after 1970, or later. If no clock of the machine has set the time, it runs on
    /// from there. AccessDenied: <c>may=clock</c>. InvalidState: the time is known. InvalidArgument: no calendar has that time.
    /// </summary>
    [Operation(11)]
    ErrorCode Time(ulong seconds);

    /// <summary>
    /// The file of the caller's program, for a personality (<c>personality=</c>), which loads it itself: <paramref name="bytes"/> bytes at
    /// <paramref name="offset"/>, with the rights to read and execute. <paramref name="name"/> is the name under which it was started,
    /// without the number that a second program of that name gets. If there are no bytes, it is the path of a file, which the personality
    /// reads itself. NotFound: the caller has no personality.
    /// </summary>
    [Operation(12)]
    ErrorCode ProgramFile(out Handle<Memory> memory, out ulong offset, out ulong bytes, [AtMost(47)] out string name);

    /// <summary>The lines NAME=VALUE from <c>env=</c> in the caller's manifest, for a personality.</summary>
    [Operation(13)]
    ErrorCode Environment(out string settings);

    /// <summary>
    /// Gives 32 random bytes, fit for keys if the firmware left a seed in the device tree. Each call gives different bytes.
    /// </summary>
    [Operation(14)]
    ErrorCode Chance(out ulong a, out ulong b, out ulong c, out ulong d);

    /// <summary>
    /// Memory for a program from outside: whole pages, taken from what is left for programs, so the service's own limit need not have room
    /// for it. Needs <c>may=manage</c>, else AccessDenied. InvalidArgument: more than 64 MiB; OutOfMemory.
    /// </summary>
    [Operation(15)]
    ErrorCode Reserve(ulong bytes, out Handle<Memory> memory);
}
