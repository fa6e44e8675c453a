using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// What this process was given at its start (handles from Init, its number, how often it was started before), and the time.
/// </summary>
public static class Own
{
    private static ulong s_hertz;

    /// <summary>Handle of the port to Init, with which Init knows this process; 0 in Init itself.</summary>
    public static Handle<Port> Init => Runtime.Startup.Block.Starter;

    /// <summary>Handle of the service's own port.</summary>
    public static Handle<Port> Port => new(Runtime.Startup.Block.Extra);

    /// <summary>Handle of the machine with the rights that the manifest grants; 0: none.</summary>
    public static Handle<Machine> Machine => Runtime.Startup.Block.Machine;

    /// <summary>Handle of the boot archive; 0 unless granted.</summary>
    public static Handle<Memory> Archive => Runtime.Startup.Block.Archive;

    /// <summary>Bytes of the boot archive.</summary>
    public static ulong ArchiveBytes => Runtime.Startup.Block.ArchiveBytes;

    /// <summary>The service's number: its place among the manifests.</summary>
    public static int Number => (int)(Runtime.Startup.Block.Argument & 0xFFFF);

    /// <summary>How often the service was started before.</summary>
    public static uint Starts => (uint)(Runtime.Startup.Block.Argument >> 16) & 0xFFFF;

    /// <summary>The number after <c>argument=</c> in the manifest, and tests.</summary>
    public static uint Argument => (uint)(Runtime.Startup.Block.Argument >> 32);

    /// <summary>Counter ticks in a second.</summary>
    public static ulong Hertz => s_hertz != 0 ? s_hertz : s_hertz = Kernel.SystemInfo(SystemItem.CounterHz);

    /// <summary>Counter ticks of <paramref name="milliseconds"/>.</summary>
    public static ulong Ticks(ulong milliseconds) => Hertz * milliseconds / 1000;

    /// <summary>The counter's value in <paramref name="milliseconds"/>.</summary>
    public static Deadline In(ulong milliseconds) => new(Kernel.ReadCounter() + Ticks(milliseconds));

    /// <summary>Milliseconds since the counter began.</summary>
    public static ulong Milliseconds => Kernel.ReadCounter() / (Hertz / 1000);

    /// <summary>Sleeps for <paramref name="milliseconds"/>.</summary>
    public static void Sleep(ulong milliseconds) => _ = Kernel.Sleep(In(milliseconds));
}
