using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Fails on order: really does what <see cref="CrashKind"/> names.</summary>
public static class Crash
{
    private const ulong NoAddress = 0x5555_0000_0000;

    /// <summary>Names on the command line, in the order of <see cref="CrashKind"/>.</summary>
    public static string[] Names => ["null", "badmem", "stack", "loop", "exception", "hog"];

    /// <summary>The kind called <paramref name="name"/>; null if there is none.</summary>
    public static CrashKind? Find(string name)
    {
        string[] names = Names;
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] == name)
            {
                return (CrashKind)i;
            }
        }

        return null;
    }

    /// <summary>Fails. Returns only if the kind is unknown.</summary>
    public static void Do(CrashKind kind)
    {
        switch (kind)
        {
            case CrashKind.Null:
                string? nothing = Own.Number < 0 ? "" : null;
                _ = nothing!.Length;
                break;
            case CrashKind.BadMemory:
                new DeviceRegisters(NoAddress).Write32(0, 1);
                break;
            case CrashKind.Stack:
                _ = Deeper(0);
                break;
            case CrashKind.Loop:
                while (Kernel.ReadCounter() != 0)
                {
                }

                break;
            case CrashKind.Exception:
                _ = 1 / (Own.Number < 0 ? 1 : 0);
                break;
            case CrashKind.Hog:
                for (string kept = "hog"; ;)
                {
                    kept += kept;
                }

            default:
                break;
        }
    }

    private static ulong Deeper(ulong depth) => depth == ulong.MaxValue ? depth : Deeper(depth + 1) + Kernel.ReadCounter();
}
