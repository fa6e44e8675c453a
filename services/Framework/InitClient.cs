using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Calls Init: <see cref="ISupervisor"/> over the port that this process was started with. One thread at a time.</summary>
public static class InitClient
{
    private const ulong TimeoutMilliseconds = 20_000;
    private static readonly SupervisorClient s_init = new(Own.Init) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };

    /// <summary>Memory for a program. Errors as <see cref="ISupervisor.Reserve"/>.</summary>
    public static ErrorCode Reserve(ulong bytes, out Handle<Memory> memory) => s_init.Reserve(bytes, out memory);

    /// <summary>The port of service <paramref name="name"/>.</summary>
    public static ErrorCode Connect(string name, out Handle<Port> port) => s_init.Connect(name, out port);

    /// <summary>
    /// The same for the client of an interface: <c>new MemoryClient(InitClient.PortOf("memory"))</c>. Without a port every call returns
    /// NotFound.
    /// </summary>
    public static Handle<Port> PortOf(string name) => s_init.Connect(name, out Handle<Port> port) == ErrorCode.None ? port : default;

    /// <summary>The port of this service's vault (<c>Storage.Vault</c>).</summary>
    public static ErrorCode Vault(out Handle<Port> port) => s_init.Vault(out port);

    /// <summary>Service <paramref name="number"/>; null after the last.</summary>
    public static ServiceState? Describe(int number) =>
        s_init.Describe((uint)number, out ServiceState state) == ErrorCode.None ? state : null;

    /// <summary>Does <paramref name="command"/> to a service.</summary>
    public static ErrorCode Command(string name, ServiceCommand command, CrashKind kind = CrashKind.Null) =>
        s_init.Command(name, command, kind);

    /// <summary>Ends or restarts the machine, or confirms a kernel on trial.</summary>
    public static ErrorCode Power(PowerAction action) => s_init.Power(action);

    /// <summary>Reports that it is at least this late: <see cref="ISupervisor.Time"/>.</summary>
    public static ErrorCode Time(ulong seconds) => s_init.Time(seconds);

    /// <summary>The device tree's memory object, and the offset at which the tree begins.</summary>
    public static ErrorCode Tree(out Handle<Memory> memory, out ulong offset) => s_init.Tree(out memory, out offset);

    /// <summary>Gets 32 random bytes, fit for keys: <see cref="ISupervisor.Chance"/>.</summary>
    public static ErrorCode Chance(out ulong a, out ulong b, out ulong c, out ulong d) => s_init.Chance(out a, out b, out c, out d);

    /// <summary>How a service ended last.</summary>
    public static ErrorCode LastEnd(int number, out ExitCause cause, out ulong code, out ulong address, out ulong pc) =>
        s_init.LastEnd((uint)number, out cause, out code, out address, out pc);

    /// <summary>Starts a program: <see cref="ISupervisor.Load"/>.</summary>
    public static ErrorCode Load(in ProgramStart start, out uint number) => s_init.Load(
        start.Name,
        start.Manifest,
        start.Arguments,
        start.Offset,
        start.Bytes,
        start.Memory,
        start.Input,
        start.Output,
        out number);

    /// <summary>Standard input, output and arguments of this program.</summary>
    public static ErrorCode Streams(out Handle<Port> input, out Handle<Port> output, out string arguments) =>
        s_init.Streams(out input, out output, out arguments);

    /// <summary>In a test: ends everything, Init with <paramref name="code"/>.</summary>
    public static ErrorCode Finish(ulong code) => s_init.Finish(code);
}
